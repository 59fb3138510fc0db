import { zoneClock } from '../aggregation/zone-clock.ts'
import type { Resolution } from '../contract/reports.ts'
import { periodStart } from '../query/periods.ts'

/** The hours of an asked period on the clock of the report's zone, and the periods that they belong to. Instants. */
export interface UsageHours {
  readonly from: number
  readonly to: number
  readonly count: number
  /** One more than there are hours: hour `i` is `[starts[i], starts[i + 1])`. The first and the last are clipped to the asked period. */
  readonly starts: Float64Array
  readonly periodOf: Int32Array
  /** By period: its last hour. */
  readonly lastHour: Int32Array
  /** Where each period begins on the clock, be it before the asked period. */
  readonly periodStarts: readonly number[]
  /** The hour that an instant of the asked period falls into. */
  at(instant: number): number
}

/** `to` lies after `from`. @throws RangeError when the zone is unknown. */
export const usageHours = (zone: string, by: Resolution, from: number, to: number): UsageHours => {
  const clock = zoneClock(zone)
  const whole: number[] = []
  for (let day = clock.dayOf(from); whole.length === 0 || clock.dayStart(day) < to; day++)
    for (const start of clock.hourStarts(day)) {
      if (start >= to) break
      if (start <= from) whole.length = 0
      whole.push(start)
    }
  const count = whole.length
  const starts = new Float64Array(count + 1)
  const periodOf = new Int32Array(count)
  const periodStarts: number[] = []
  const lastHour: number[] = []
  whole.forEach((start, i) => {
    starts[i] = Math.max(start, from)
    const period = periodStart(clock, by, start, from)
    if (period !== periodStarts.at(-1)) periodStarts.push(period)
    periodOf[i] = periodStarts.length - 1
    lastHour[periodStarts.length - 1] = i
  })
  starts[count] = to
  const first = whole[0] as number
  return {
    from,
    to,
    count,
    starts,
    periodOf,
    lastHour: Int32Array.from(lastHour),
    periodStarts,
    at(instant) {
      // Nearly all hours are as long as the one before; where a clock was changed by half an hour the guess is one off.
      let hour = Math.min(count - 1, Math.floor((instant - first) / 3600))
      while ((starts[hour + 1] as number) <= instant && hour < count - 1) hour++
      while ((starts[hour] as number) > instant && hour > 0) hour--
      return hour
    },
  }
}
