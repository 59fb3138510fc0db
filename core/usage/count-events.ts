import { createCellTable } from '../query/cell-table.ts'
import { byKey } from './keyed-order.ts'
import { boundariesUpTo, type PrimeBoundaries, primeUnknown } from './prime-boundaries.ts'
import type { RecordKit } from './record-kit.ts'
import type { KeyedEvents, KeyedIntervals, TypedUses } from './typed-uses.ts'

/**
 * Counts things that happen at an instant, in the hour of that instant: a record for each key and hour, the number of events, what they
 * amount to, and different users over the whole of a row.
 */
export const countEvents = (
  { hours, columns, cells, sums: growing }: RecordKit,
  { keys, series, seriesOfKey }: TypedUses,
  events: KeyedEvents,
  prime: PrimeBoundaries | undefined,
): void => {
  const { sums } = growing
  const { rows, starts } = byKey(keys.length, events.size, events.key)
  const records = createCellTable({ periods: 1, series: 1, rests: 1, hasExtra: true })
  const users = createCellTable({ periods: 1, series: 1, rests: 1, hasExtra: true })
  for (let key = 0; key < keys.length; key++) {
    const group = columns.groupOfKey[key] as number
    if (group < 0) continue
    const boundaries = prime?.((series[seriesOfKey[key] as number] as { zone: string }).zone)
    for (let at = starts[key] as number; at < (starts[key + 1] as number); at++) {
      const row = rows[at] as number
      const time = events.time[row] as number
      if (time < hours.from || time >= hours.to) continue
      const shape = columns.shapeOf(columns.state(0, 0, 0, 0, primeAt(boundaries, time)))
      if (shape < 0) continue
      const hour = hours.at(time)
      const cell = cells.at(hours.periodOf[hour] as number, group, shape, 0)
      growing.grow(cells.size)
      const known = records.size
      if (records.at(key, hour, primeAt(boundaries, time), 0) === known)
        sums.records[cell] = (sums.records[cell] as number) + 1
      sums.counted[cell] = (sums.counted[cell] as number) + (events.count[row] as number)
      sums.amount[cell] = (sums.amount[cell] as number) + (events.amount ? (events.amount[row] as number) : 0)
      const user = events.user ? (events.user[row] as number) : 0
      if (user === 0) continue
      const distinct = users.size
      if (users.at(cell, user, 0, 0) === distinct) sums.users[cell] = (sums.users[cell] as number) + 1
    }
  }
}

/** Executions count where they start, presences in every record that they touch; both count if they lasted no time at all. */
export const countRuns = (
  { hours, columns, cells, sums: growing }: RecordKit,
  { series, seriesOfKey }: TypedUses,
  { size, start, end, key, count }: KeyedIntervals,
  prime: PrimeBoundaries | undefined,
  way: 'executions' | 'presences',
): void => {
  const { sums } = growing
  for (let i = 0; i < size; i++) {
    const begin = start[i] as number
    const last = way === 'executions' ? begin : (end[i] as number)
    const group = columns.groupOfKey[key[i] as number] as number
    if (group < 0 || (begin < hours.from && last <= hours.from)) continue
    const boundaries = prime?.((series[seriesOfKey[key[i] as number] as number] as { zone: string }).zone)
    for (let at = Math.max(hours.from, begin); at < hours.to && (at < last || at === begin); ) {
      const hour = hours.at(at)
      const shape = columns.shapeOf(columns.state(0, 0, 0, 0, primeAt(boundaries, at)))
      if (shape >= 0) {
        const cell = cells.at(hours.periodOf[hour] as number, group, shape, 0)
        growing.grow(cells.size)
        sums.counted[cell] = (sums.counted[cell] as number) + (count[i] as number)
      }
      const change = boundaries?.[boundariesUpTo(boundaries, at)] ?? Number.POSITIVE_INFINITY
      at = Math.min(hours.starts[hour + 1] as number, change)
    }
  }
}

const primeAt = (boundaries: Float64Array | undefined, instant: number): number =>
  boundaries ? boundariesUpTo(boundaries, instant) % 2 : primeUnknown
