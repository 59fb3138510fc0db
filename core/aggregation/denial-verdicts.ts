import { dayColumnNames, UseKind } from '../facts/derived-day.ts'
import type { HolderTable } from '../facts/holder-table.ts'
import { type ColumnSet, columnSet } from '../segments/column-set.ts'
import { append } from '../segments/growing-column.ts'

/** Rows of a day's `use` columns; only time, kind and holder matter. */
export type UseRows = ColumnSet<'time' | 'kind' | 'holder'>

export interface VerdictInput {
  readonly source: number
  readonly denials: UseRows
  /** Instant of the day's start. */
  readonly start: number
  /** Days of all sources whose checkouts may have granted what was denied. */
  readonly granted: readonly { readonly source: number; readonly start: number; readonly rows: UseRows }[]
  readonly holders: HolderTable
  /** Seconds: a denial at `t` is false when the checkout at `u` has u - before <= t <= u + after. */
  readonly before: number
  readonly after: number
}

/**
 * Which denials were false: the same user got the same feature on the same host within the window. The nearest checkout
 * decides; at the same distance the own licence comes first (semantics page, "Denials").
 */
export const denialVerdicts = ({ source, denials, start, granted, holders, before, after }: VerdictInput) => {
  const out = columnSet(dayColumnNames.verdict, 16)
  const wanted = new Map<string, { row: number; at: number; best: Grant | undefined; daemon: number }[]>()
  for (let row = 0; row < denials.time.length; row++) {
    if (denials.kind.values[row] !== UseKind.denied) continue
    const holder = denials.holder.values[row] as number
    const key = keyOf(holders, holder)
    const entry = {
      row,
      at: start + (denials.time.values[row] as number),
      best: undefined,
      daemon: holders.daemon[holder] as number,
    }
    const list = wanted.get(key)
    if (list) list.push(entry)
    else wanted.set(key, [entry])
  }
  if (wanted.size === 0) return out

  const near = secondsNearDenials(denials, start, before, after)
  const isWanted = new Map<number, ReturnType<typeof wanted.get>>()
  for (const { source: by, start: from, rows } of granted) {
    const { time, kind, holder: holderOf } = rows
    const shift = from - near.from
    for (let row = 0; row < time.length; row++) {
      if (kind.values[row] !== UseKind.out || near.marked[(time.values[row] as number) + shift] !== 1) continue
      const holder = holderOf.values[row] as number
      let list = isWanted.get(holder)
      if (list === undefined && !isWanted.has(holder)) {
        list = wanted.get(keyOf(holders, holder))
        isWanted.set(holder, list)
      }
      if (!list) continue
      const at = from + (time.values[row] as number)
      for (const denial of list) {
        if (at - before > denial.at || denial.at > at + after) continue
        const daemon = holders.daemon[holder] as number
        const grant: Grant = {
          source: by === source ? ownSource : by,
          daemon,
          distance: Math.abs(at - denial.at),
          local: by === source && daemon === denial.daemon,
        }
        if (!denial.best || isBetter(grant, denial.best)) denial.best = grant
      }
    }
  }
  const found = [...wanted.values()].flat().filter(({ best }) => best)
  for (const { row, best } of found.sort((a, b) => a.row - b.row)) {
    append(out.row, row)
    append(out.source, (best as Grant).source)
    append(out.daemon, (best as Grant).daemon)
  }
  return out
}

/** Stands for the denial's own source, so that a day's verdicts do not depend on the source's number. */
export const ownSource = 0

/** Marks the seconds at which a checkout could decide a denial: few, so that most checkouts are passed over at once. */
const secondsNearDenials = (denials: UseRows, start: number, before: number, after: number) => {
  const margin = before + after + 1
  const from = start - margin
  const marked = new Uint8Array(90_000 + 2 * margin + 2)
  for (let row = 0; row < denials.time.length; row++) {
    if (denials.kind.values[row] !== UseKind.denied) continue
    const at = (denials.time.values[row] as number) + margin
    // u - before <= t <= u + after: the checkout stands from `after` seconds before the denial to `before` seconds after it.
    marked.fill(1, Math.max(0, at - after), at + before + 1)
  }
  return { from, marked }
}

interface Grant {
  readonly source: number
  readonly daemon: number
  readonly distance: number
  readonly local: boolean
}

const isBetter = (a: Grant, b: Grant): boolean =>
  a.distance < b.distance || (a.distance === b.distance && a.local && !b.local)

const keyOf = (holders: HolderTable, holder: number): string =>
  `${holders.feature[holder]},${holders.user[holder]},${holders.host[holder]}`
