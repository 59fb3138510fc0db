import type { DataType, MeasurementConcept } from '../data-types/data-type.ts'
import { createKeySweep } from './key-sweep.ts'
import { type KeyedOrder, keysOfSeries, type UsesByKey, usesByKey } from './keyed-order.ts'
import { createMachinesByHour } from './machines-by-hour.ts'
import type { PrimeBoundaries } from './prime-boundaries.ts'
import type { RecordKit } from './record-kit.ts'
import { createRecordWriter, type RecordWriter } from './record-writer.ts'
import { createSpanCutter } from './series-spans.ts'
import type { KeyedEvents, TypedUses, UsageType } from './typed-uses.ts'
import { createUsedTime } from './used-time.ts'

/** Sweeps one key after another and adds up its records: time at level, what keys and groups held, machines of clock hours. */
export const countKeys = (
  kit: RecordKit,
  typed: TypedUses,
  { measurements }: DataType,
  { way, withIdle }: UsageType,
  prime: PrimeBoundaries | undefined,
): void => {
  const { hours, columns } = kit
  const has = (...concepts: readonly MeasurementConcept[]) =>
    measurements.some(({ concept }) => concepts.includes(concept))
  const isMachines = way === 'distinct-hosts'
  const isByLevel = way === 'level' || (isMachines && columns.has('level'))
  const isAveraged = has('average', 'minimum')
  const isObserved = isByLevel || isAveraged
  const uses = usesByKey(typed.keys.length, typed.uses)
  const waits = typed.waits && usesByKey(typed.keys.length, typed.waits)
  const writer = createRecordWriter(kit, {
    isWatched: isAveraged && !columns.isByLevel && (!isByLevel || (way === 'level' && !withIdle)),
    hasUtilisation: has('average-utilisation'),
    hasCost: has('license-cost'),
    hasElastic: has('elastic'),
  })
  const cut = createSpanCutter({
    from: hours.from,
    to: hours.to,
    isObserved,
    hasCapacity: columns.has('capacity'),
    ...(prime ? { prime } : {}),
  })
  const usedTime = createUsedTime(hours, waits ? [uses, waits] : [uses])
  const sweep = createKeySweep(uses, waits, hours.from, hours.to)
  const machines = isMachines ? createMachinesByHour(uses, hours) : undefined
  const usedHours = isByLevel && !withIdle && !isMachines ? new Uint8Array(hours.count) : undefined
  const visits = typed.events && columns.has('level') ? visitsOf(typed.events) : undefined
  const ofSeries = keysOfSeries(typed)

  typed.series.forEach((series, number) => {
    const keys = keysIn(ofSeries, number)
    const wanted = keys.filter((key) => (columns.groupOfKey[key] as number) >= 0)
    if (wanted.length === 0) return
    const spans = cut(series, usedTime(isObserved ? series : undefined, keys))
    writer.beginSeries(spans)
    for (const key of wanted) {
      const peaks = machines?.(key)
      if (usedHours) markUsedHours(uses, key, kit, usedHours)
      writer.beginKey({
        key,
        group: columns.groupOfKey[key] as number,
        isActive: typed.inactive?.[key] !== 1,
        ...(usedHours ? { usedHours } : {}),
        ...(peaks && !isByLevel ? { peaks } : {}),
      })
      if (peaks && isByLevel) levelsOfHours(peaks, kit, writer)
      else if (isByLevel) {
        const piece = visits ? visits(key, writer) : writer.piece
        let at = hours.from
        sweep(key, (from, to, level, queued, rate, isPriced) => {
          if (from > at) piece(at, from, 0, 0, 0, false)
          piece(from, to, level, queued, rate, isPriced)
          at = to
        })
        if (at < hours.to) piece(at, hours.to, 0, 0, 0, false)
      } else sweep(key, writer.piece)
      if (columns.has('daemon-status')) writer.unanswered()
      writer.endKey()
    }
  })
}

const keysIn = ({ rows, starts }: KeyedOrder, series: number): Int32Array =>
  rows.subarray(starts[series] as number, starts[series + 1] as number)

/** Hours of the same number of machines are one piece. */
const levelsOfHours = (peaks: Int32Array, { hours }: RecordKit, writer: RecordWriter): void => {
  for (let hour = 0; hour < hours.count; ) {
    let next = hour + 1
    while (next < hours.count && peaks[next] === peaks[hour]) next++
    writer.piece(hours.starts[hour] as number, hours.starts[next] as number, peaks[hour] as number, 0, 0, false)
    hour = next
  }
}

const markUsedHours = ({ order, start, end }: UsesByKey, key: number, { hours }: RecordKit, used: Uint8Array): void => {
  used.fill(0)
  for (let at = order.starts[key] as number; at < (order.starts[key + 1] as number); at++) {
    const from = Math.max(hours.from, start[at] as number)
    const to = Math.min(hours.to, end[at] as number)
    if (to <= from) continue
    for (let hour = hours.at(from); hour < hours.count && (hours.starts[hour] as number) < to; hour++) used[hour] = 1
  }
}

/** Counts what happens while a key's pieces are written: at the instant of a change it belongs to the level after it. */
const visitsOf = (events: KeyedEvents) => {
  const inTime = Int32Array.from({ length: events.size }, (_, i) => i).sort(
    (a, b) => (events.time[a] as number) - (events.time[b] as number),
  )
  const rowsOfKey = Map.groupBy(inTime, (row) => events.key[row] as number)
  return (key: number, writer: RecordWriter): RecordWriter['piece'] => {
    const rows = rowsOfKey.get(key) ?? []
    let next = 0
    return (from, to, level, queued, rate, isPriced) => {
      for (; next < rows.length; next++) {
        const row = rows[next] as number
        const time = events.time[row] as number
        if (time >= to) break
        if (time >= from) writer.count(time, level, events.count[row] as number)
      }
      writer.piece(from, to, level, queued, rate, isPriced)
    }
  }
}
