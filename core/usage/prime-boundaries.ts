import { zoneClock } from '../aggregation/zone-clock.ts'
import type { PrimeTimeCalendar } from '../contract/application.ts'
import { createPrimeTime } from '../query/prime-time.ts'

/** Value of the prime time of a record; the last one where there is no calendar. */
export const primeValues = ['non-prime', 'prime', 'undef'] as const
export const primeUnknown = 2

/** Instants of a zone at which prime time begins, ends, begins, ... */
export type PrimeBoundaries = (zone: string) => Float64Array

export const primeBoundaries = (calendar: PrimeTimeCalendar, from: number, to: number): PrimeBoundaries => {
  const primeTime = createPrimeTime(calendar)
  const known = new Map<string, Float64Array>()
  return (zone) => {
    const found = known.get(zone)
    if (found) return found
    const clock = zoneClock(zone)
    const instants: number[] = []
    for (let day = clock.dayOf(from); clock.dayStart(day) < to; day++)
      // Prime time that goes on past midnight is one.
      for (const span of primeTime.spans(clock, day))
        if (instants.at(-1) === span.from) instants[instants.length - 1] = span.to
        else instants.push(span.from, span.to)
    const made = Float64Array.from(instants)
    known.set(zone, made)
    return made
  }
}

/** Number of boundaries up to an instant: odd inside prime time. */
export const boundariesUpTo = (boundaries: Float64Array, instant: number): number => {
  let low = 0
  let high = boundaries.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((boundaries[middle] as number) <= instant) low = middle + 1
    else high = middle
  }
  return low
}
