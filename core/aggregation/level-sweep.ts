import { capacityUnknown } from '../facts/derived-day.ts'
import type { HolderTable } from '../facts/holder-table.ts'
import { columnSet } from '../segments/column-set.ts'
import { append } from '../segments/growing-column.ts'

/** Changes of a level in time order; times are seconds since the day's start. */
export interface LevelChanges {
  readonly rows: number
  readonly time: Int32Array
  readonly holder: Int32Array
  readonly change: Int32Array
}

export interface SweepInput {
  readonly holders: HolderTable
  readonly changes: LevelChanges
  /** Seconds. */
  readonly length: number
  /** Starts of the hours, seconds since the day's start; the first is 0. */
  readonly hours: readonly number[]
  /** Observed stretches, by daemon, in order of time. */
  readonly runs: ReadonlyMap<number, readonly { readonly start: number; readonly end: number }[]>
  /** Series to be counted, with the time from which they are known. */
  readonly series: Iterable<readonly [series: number, knownFrom: number]>
  /** Capacity steps in time order; those in force when the day begins stand at time 0. */
  readonly capacity: readonly { readonly time: number; readonly series: number; readonly licences: number }[]
}

/**
 * Time at level: for each hour, series, capacity and level, the observed seconds for which the level was held. Observed time
 * without any licence is time at level 0; unobserved time has no rows. A level held for no time leaves none.
 */
export const sweepLevels = ({ holders, changes, length, hours, runs, series, capacity }: SweepInput) => {
  const out = columnSet(['hour', 'series', 'level', 'capacity', 'seconds'], 1024)
  const states = new Map<number, SeriesState>()
  /** States in a dense list, found by series id through an array: the hot loop looks up no map. */
  const stateList: SeriesState[] = []
  const numberOfSeries = seriesNumbers(holders.size)
  for (const [id, knownFrom] of series) {
    numberOfSeries[id] = stateList.length + 1
    const state: SeriesState = {
      series: id,
      since: knownFrom,
      level: 0,
      capacity: capacityUnknown,
      runs: runs.get(holders.daemon[id] as number) ?? [],
      rowOfLevel: [],
      rowsOfCapacity: new Map(),
      hourOfRows: -1,
    }
    states.set(id, state)
    stateList.push(state)
  }
  const evenHours = hours.length === 24 && length === 86400

  const hourAt = (time: number): number => {
    if (evenHours) return Math.floor(time / 3600)
    let hour = hours.length - 1
    while ((hours[hour] as number) > time) hour--
    return hour
  }

  const addWithin = (state: SeriesState, from: number, to: number): void => {
    let at = from
    while (at < to) {
      const hour = hourAt(at)
      const end = Math.min(to, hours[hour + 1] ?? length)
      if (state.hourOfRows !== hour) {
        state.rowOfLevel = []
        state.rowsOfCapacity.clear()
        state.hourOfRows = hour
      }
      const row = state.rowOfLevel[state.level]
      if (row === undefined) {
        state.rowOfLevel[state.level] = out.hour.length
        append(out.hour, hour)
        append(out.series, state.series)
        append(out.level, state.level)
        append(out.capacity, state.capacity)
        append(out.seconds, end - at)
      } else out.seconds.values[row] = (out.seconds.values[row] as number) + end - at
      at = end
    }
  }
  const flush = (state: SeriesState, to: number): void => {
    const { since } = state
    if (to <= since) return
    for (const { start, end } of state.runs) {
      if (end <= since) continue
      if (start >= to) break
      addWithin(state, Math.max(start, since), Math.min(end, to))
    }
    state.since = to
  }

  let step = 0
  const applyCapacity = (until: number) => {
    for (; step < capacity.length; step++) {
      const { time, series: id, licences } = capacity[step] as (typeof capacity)[number]
      if (time > until) return
      const state = states.get(id)
      if (!state || state.capacity === licences) continue
      flush(state, time)
      // Rows of the hour so far belong to the old capacity, which may come back.
      state.rowsOfCapacity.set(state.capacity, state.rowOfLevel)
      state.rowOfLevel = state.rowsOfCapacity.get(licences) ?? []
      state.capacity = licences
    }
  }

  const { time, holder, change } = changes
  for (let i = 0; i < changes.rows; i++) {
    const delta = change[i] as number
    if (delta === 0) continue
    const at = time[i] as number
    if (capacity.length > step) applyCapacity(at)
    const number = numberOfSeries[holders.series[holder[i] as number] as number] as number
    if (number === 0) continue
    const state = stateList[number - 1] as SeriesState
    if (at > state.since) flush(state, at)
    state.level += delta
  }
  applyCapacity(length)
  for (const state of stateList) {
    flush(state, length)
    numberOfSeries[state.series] = 0
  }
  return out
}

/** Scratch space, all zero between two sweeps. */
let scratch = new Int32Array(1024)
const seriesNumbers = (size: number): Int32Array => {
  if (scratch.length < size) scratch = new Int32Array(Math.max(size, scratch.length * 2))
  return scratch
}

interface SeriesState {
  readonly series: number
  since: number
  level: number
  capacity: number
  readonly runs: readonly { readonly start: number; readonly end: number }[]
  /** Row of `out` for each level in the hour `hourOfRows`. */
  rowOfLevel: number[]
  /** The same for other capacities of that hour. */
  readonly rowsOfCapacity: Map<number, number[]>
  hourOfRows: number
}
