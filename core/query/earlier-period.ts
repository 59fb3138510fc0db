import type { ZoneClock } from '../aggregation/zone-clock.ts'
import type { Comparison, Resolution } from '../contract/reports.ts'

/** How far an earlier period lies before the one asked for, on the calendar and clock of the report's zone. */
export type Shift =
  | { readonly unit: 'months'; readonly count: number }
  | { readonly unit: 'days'; readonly count: number }

const daySeconds = 86_400

interface Wall {
  readonly day: number
  /** Seconds since local midnight. */
  readonly time: number
}

const wallOf = (clock: ZoneClock, instant: number): Wall => {
  const wall = instant + clock.offsetAt(instant)
  const day = Math.floor(wall / daySeconds)
  return { day, time: wall - day * daySeconds }
}

const dateOf = (day: number) => new Date(day * daySeconds * 1000)

const isFirstOfMonth = ({ day, time }: Wall): boolean => time === 0 && dateOf(day).getUTCDate() === 1

const monthsBetween = (from: Wall, to: Wall): number => {
  const [a, b] = [dateOf(from.day), dateOf(to.day)]
  return (b.getUTCFullYear() - a.getUTCFullYear()) * 12 + b.getUTCMonth() - a.getUTCMonth()
}

/**
 * Whole months lie before whole months; anything else lies the least number of whole local days before that parts the two,
 * so that the hours of the day stay the same.
 */
export const shiftOf = (clock: ZoneClock, comparison: Comparison, from: number, to: number): Shift => {
  if (comparison === 'year') return { unit: 'months', count: 12 }
  const [start, end] = [wallOf(clock, from), wallOf(clock, to)]
  if (isFirstOfMonth(start) && isFirstOfMonth(end)) return { unit: 'months', count: monthsBetween(start, end) }
  const days = end.day - start.day + (end.time > start.time ? 1 : 0)
  return { unit: 'days', count: Math.max(1, days) }
}

/** The day so many months later (or, negative, earlier); a day that month does not have becomes the first of the next. */
const addMonths = (day: number, months: number): number => {
  const date = dateOf(day)
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, date.getUTCDate()) / (daySeconds * 1000)
}

const shiftDay = (day: number, shift: Shift, direction: 1 | -1): number =>
  shift.unit === 'days' ? day + direction * shift.count : addMonths(day, direction * shift.count)

/** An end of the period asked for becomes the same end of the earlier one: the same time of day on the earlier date. */
export const earlierPoint = (clock: ZoneClock, shift: Shift, instant: number): number => {
  const { day, time } = wallOf(clock, instant)
  const earlier = shiftDay(day, shift, -1)
  return time === 0 ? clock.dayStart(earlier) : clock.instantOf(earlier * daySeconds + time, undefined)
}

/** Later than the earlier point on the same clock; undefined where that date or hour does not exist. */
const laterDay = (day: number, shift: Shift): number | undefined => {
  const later = shiftDay(day, shift, 1)
  return shiftDay(later, shift, -1) === day ? later : undefined
}

/** An hour that exists twice: which of the two this is. */
const passOf = (clock: ZoneClock, instant: number): 0 | 1 => {
  const wall = instant + clock.offsetAt(instant)
  return clock.instantOf(wall, undefined) < instant ? 1 : 0
}

const laterHour = (clock: ZoneClock, shift: Shift, instant: number): number | undefined => {
  const { day, time } = wallOf(clock, instant)
  const later = laterDay(day, shift)
  if (later === undefined) return undefined
  const wall = later * daySeconds + time
  const first = clock.instantOf(wall, undefined)
  if (first + clock.offsetAt(first) !== wall) return undefined
  if (passOf(clock, instant) === 0) return first
  const second = clock.instantOf(wall, Number.POSITIVE_INFINITY)
  return second > first && second + clock.offsetAt(second) === wall ? second : undefined
}

const weekOf = (day: number): number => Math.floor((day + 3) / 7)

/**
 * Where the start of an earlier period stands among the periods asked for. Hours and days keep their time and date on the
 * calendar, weeks and months are counted from the beginning of each period. `undefined` where nothing corresponds: the 31st
 * in a month of 30 days, a leap day, the hour that a clock change takes away or adds.
 */
export const laterStart = (
  clock: ZoneClock,
  by: Resolution,
  shift: Shift,
  start: number,
  begins: { readonly now: number; readonly earlier: number },
): number | undefined => {
  switch (by) {
    case 'hour':
      return laterHour(clock, shift, start)
    case 'day': {
      const later = laterDay(clock.dayOf(start), shift)
      return later === undefined ? undefined : clock.dayStart(later)
    }
    case 'week': {
      const ordinal = weekOf(clock.dayOf(start)) - weekOf(clock.dayOf(begins.earlier))
      return clock.dayStart((weekOf(clock.dayOf(begins.now)) + ordinal) * 7 - 3)
    }
    case 'month': {
      const ordinal = monthsBetween(wallOf(clock, begins.earlier), wallOf(clock, start))
      const first = dateOf(clock.dayOf(begins.now))
      return clock.dayStart(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + ordinal, 1) / (daySeconds * 1000))
    }
    case 'total':
      return begins.now
  }
}
