import { type PackedColumn, packColumn, unpackColumn } from '../segments/column.ts'
import type { RunState } from './daemon-runs.ts'
import type { OpenCheckout } from './open-checkouts.ts'

/** What is open at the end of a day: all that the next day's derivation needs to know of the past. Instants are UTC seconds. */
export interface SourceState {
  readonly open: readonly OpenCheckout[]
  readonly queued: readonly { readonly holder: number; readonly since: number; readonly count: number }[]
  readonly runs: RunState
  readonly known: readonly number[]
  /** Daemons that reread their licence file in their present run. */
  readonly reread: readonly number[]
  readonly capacity: readonly (readonly [series: number, licences: number])[]
  readonly lastLine: number | null
}

export const initialState: SourceState = {
  open: [],
  queued: [],
  runs: { running: [], ending: [] },
  known: [],
  reread: [],
  capacity: [],
  lastLine: null,
}

/** With more open checkouts than this a state is stored only at the end of a batch of days, and its checkouts as columns. */
export const smallState = 2000

const columns = ['holder', 'start', 'count', 'handle'] as const
type StoredColumn = Omit<PackedColumn, 'data'> & { readonly data: string }

/** A state as text: equal states are equal texts. A log whose check-ins are missing may leave millions open. */
export const encodeState = (state: SourceState): string => {
  if (state.open.length <= smallState) return JSON.stringify(state)
  const packed = Object.fromEntries(
    columns.map((name) => {
      const { data, ...rest } = packColumn(
        Int32Array.from(state.open, (checkout) => checkout[name]),
        state.open.length,
      )
      return [name, { ...rest, data: Buffer.from(data).toString('base64') }]
    }),
  )
  return JSON.stringify({ ...state, open: packed })
}

export const decodeState = (text: string): SourceState => {
  const state = JSON.parse(text) as SourceState & { readonly open: unknown }
  if (Array.isArray(state.open)) return state
  const packed = state.open as unknown as Record<(typeof columns)[number], StoredColumn>
  const [holder, start, count, handle] = columns.map((name) =>
    unpackColumn({ ...packed[name], data: Uint8Array.from(Buffer.from(packed[name].data, 'base64')) }),
  ) as [Int32Array, Int32Array, Int32Array, Int32Array]
  return {
    ...state,
    open: Array.from(holder, (of, i) => ({
      holder: of,
      start: start[i] as number,
      count: count[i] as number,
      handle: handle[i] as number,
    })),
  }
}
