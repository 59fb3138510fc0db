import type { ZoneClock } from '../aggregation/zone-clock.ts'

/** A stored day of a source: its local day, start (instant) and length in seconds. */
export interface DayOfSource {
  readonly source: number
  readonly day: number
  readonly start: number
  readonly length: number
}

/** The report's hours that touch a source's day; instants. */
export interface HoursOfDay {
  /** Where each begins within the day: the day's own start, then every boundary. */
  readonly starts: readonly number[]
  /** Where the whole hours begin: the first may have begun the day before. */
  readonly whole: readonly number[]
}

export interface ReportHours {
  /** Sources whose stored hours are not the report's: what is stored by hour cannot be used, and an hour may span two days. */
  readonly offGrid: ReadonlySet<number>
  of(day: DayOfSource): HoursOfDay
}

/** The hours of a report over days of sources that may keep another time (semantics page, "Time"). */
export const createReportHours = (
  report: ZoneClock,
  clockOf: (source: number) => ZoneClock,
  days: readonly DayOfSource[],
): ReportHours => {
  const offGrid = new Set<number>()
  for (const day of days)
    if (!offGrid.has(day.source) && !sharesHours(report, clockOf(day.source), day)) offGrid.add(day.source)
  return {
    offGrid,
    of(day) {
      const starts = clockOf(day.source).hourStarts(day.day)
      return offGrid.has(day.source) ? hoursWithin(report, day) : { starts, whole: starts }
    },
  }
}

/** Instant at which the hour on this clock began that an instant falls into. */
export const hourStart = (clock: ZoneClock, instant: number): number =>
  clock.hourStarts(clock.dayOf(instant)).findLast((hour) => hour <= instant) ?? instant

const sharesHours = (report: ZoneClock, own: ZoneClock, day: DayOfSource): boolean => {
  if (report.zone === own.zone) return true
  const { start, length } = day
  const offset = report.offsetAt(start)
  const ownOffset = own.offsetAt(start)
  const last = start + length - 1
  // No clock is changed on this day.
  if (length === 86400 && report.offsetAt(last) === offset && own.offsetAt(last) === ownOffset)
    return (offset - ownOffset) % 3600 === 0
  const hours = own.hourStarts(day.day)
  const { whole } = hoursWithin(report, day)
  return whole.length === hours.length && whole.every((hour, i) => hour === hours[i])
}

const hoursWithin = (clock: ZoneClock, { start, length }: DayOfSource): HoursOfDay => {
  const end = start + length
  const whole = [hourStart(clock, start)]
  for (let day = clock.dayOf(start); day <= clock.dayOf(end - 1); day++)
    for (const hour of clock.hourStarts(day)) if (hour > start && hour < end && hour !== whole.at(-1)) whole.push(hour)
  return { starts: whole.map((hour) => Math.max(hour, start)), whole }
}
