import type { KeyedIntervals, TypedUses } from './typed-uses.ts'

/** Rows of a table put together by their keys, the order within a key kept: those of key `k` are `rows[starts[k]]` up to `rows[starts[k + 1]]`. */
export interface KeyedOrder {
  readonly rows: Int32Array
  readonly starts: Int32Array
}

export const byKey = (keys: number, size: number, key: Int32Array): KeyedOrder => {
  const starts = new Int32Array(keys + 1)
  for (let i = 0; i < size; i++) {
    const next = (key[i] as number) + 1
    starts[next] = (starts[next] as number) + 1
  }
  for (let k = 0; k < keys; k++) starts[k + 1] = (starts[k + 1] as number) + (starts[k] as number)
  const next = starts.slice()
  const rows = new Int32Array(size)
  for (let i = 0; i < size; i++) {
    const k = key[i] as number
    const at = next[k] as number
    rows[at] = i
    next[k] = at + 1
  }
  return { rows, starts }
}

/** Uses put together by their keys. `start`, `end` and `count` stand in that order: read again and again, they are best side by side. */
export interface UsesByKey {
  readonly intervals: KeyedIntervals
  readonly order: KeyedOrder
  readonly start: Float64Array
  readonly end: Float64Array
  readonly count: Int32Array
}

export const usesByKey = (keys: number, intervals: KeyedIntervals): UsesByKey => {
  const { size } = intervals
  const order = byKey(keys, size, intervals.key)
  const start = new Float64Array(size)
  const end = new Float64Array(size)
  const count = new Int32Array(size)
  for (let place = 0; place < size; place++) {
    const row = order.rows[place] as number
    start[place] = intervals.start[row] as number
    end[place] = intervals.end[row] as number
    count[place] = intervals.count[row] as number
  }
  return { intervals, order, start, end, count }
}

/** The keys of each series. */
export const keysOfSeries = ({ keys, series, seriesOfKey }: TypedUses): KeyedOrder =>
  byKey(series.length, keys.length, Int32Array.from(seriesOfKey))
