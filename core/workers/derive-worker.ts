import { denialVerdicts } from '../aggregation/denial-verdicts.ts'
import { type DayInput, type DeriveOptions, deriveDays } from '../aggregation/derive-days.ts'
import { findOverlaps, type OverlapInput } from '../aggregation/overlaps.ts'
import { decodeState, initialState } from '../aggregation/source-state.ts'
import type { DictionaryContent } from '../facts/dictionary.ts'
import { appendHolders, createHolderTable } from '../facts/holder-table.ts'
import { type PackedColumn, unpackInto } from '../segments/column.ts'
import { buffersOf, columnSet, packRows } from '../segments/column-set.ts'
import { serveCalls, withTransfer } from './worker-calls.ts'

const holders = createHolderTable()
/** Daemon ids of licence managers, which hold no licences and have no runs. */
const managers = new Set<number>()
/** Details that name inactivity as the reason of a check-in. */
const inactive = new Set<number>()
let daemons = 0
let details = 0

export interface DeriveCall {
  readonly input: readonly DayInput[]
  /** JSON of the state before the first day; `null` at the start of the log. */
  readonly state: string | null
  readonly options: DeriveOptions
}

export interface UseOfDay {
  readonly source: number
  readonly start: number
  readonly columns: { readonly time: PackedColumn; readonly kind: PackedColumn; readonly holder: PackedColumn }
}

export interface VerdictCall {
  readonly day: UseOfDay
  readonly granted: readonly UseOfDay[]
  readonly before: number
  readonly after: number
}

const useRows = ({ columns }: UseOfDay) => {
  const { rows } = columns.time
  const set = columnSet(['time', 'kind', 'holder'], Math.max(1, rows))
  for (const name of ['time', 'kind', 'holder'] as const) {
    unpackInto(columns[name], set[name].values, 0)
    set[name].length = rows
  }
  return set
}

serveCalls({
  addDictionary: ({ names, holders: added, details: addedDetails }: DictionaryContent) => {
    appendHolders(holders, added)
    for (const name of names.daemon) {
      daemons++
      if (name === 'lmgrd' || name === 'lmadmin') managers.add(daemons)
    }
    for (const [reason] of addedDetails) {
      details++
      if (reason === 'INACTIVE') inactive.add(details)
    }
    return null
  },
  derive: ({ input, state, options }: DeriveCall) => {
    const before = state === null ? initialState : decodeState(state)
    const result = deriveDays(input, before, options, {
      holders,
      isManager: (daemon) => managers.has(daemon),
      isInactive: (detail) => inactive.has(detail),
    })
    return withTransfer(
      result,
      result.days.flatMap(({ columns }) => Object.values(columns).flatMap(buffersOf)),
    )
  },
  verdicts: ({ day, granted, before, after }: VerdictCall) => {
    const out = denialVerdicts({
      source: day.source,
      start: day.start,
      denials: useRows(day),
      granted: granted.map((other) => ({ source: other.source, start: other.start, rows: useRows(other) })),
      holders,
      before,
      after,
    })
    return packRows(out, 0, out.row.length)
  },
  overlaps: (input: OverlapInput) => findOverlaps(input),
})
