import type { ZoneClock } from '../aggregation/zone-clock.ts'
import type { PrimeTime } from './prime-time.ts'

/** A stored day of a source: its local day, start (instant) and length in seconds. */
export interface DayOfSource {
  readonly source: number
  readonly day: number
  readonly start: number
  readonly length: number
}

/** The report's hours that touch a source's day; instants. An hour that prime time begins or ends in stands here once for each part. */
export interface HoursOfDay {
  /** Where each begins within the day: the day's own start, then every boundary. */
  readonly starts: readonly number[]
  /** Where the whole hours begin: the first may have begun the day before. */
  readonly whole: readonly number[]
  /** Whether each is prime time; absent without a calendar. */
  readonly prime?: readonly boolean[]
}

export interface ReportHours {
  /** Sources whose stored hours are not the report's: what is stored by hour cannot be used. */
  readonly offGrid: ReadonlySet<number>
  /** Some hour may span two days of a source. */
  readonly spansDays: boolean
  of(day: DayOfSource): HoursOfDay
}

/**
 * The hours of a report over days of sources that may keep another time (semantics page, "Time"). With a calendar, hours are cut where
 * prime time begins and ends on the clock of the source.
 */
export const createReportHours = (
  report: ZoneClock,
  clockOf: (source: number) => ZoneClock,
  days: readonly DayOfSource[],
  primeTime?: PrimeTime,
): ReportHours => {
  const offGrid = new Set<number>()
  for (const day of days)
    if (!offGrid.has(day.source) && !sharesHours(report, clockOf(day.source), day)) offGrid.add(day.source)
  const spansDays = offGrid.size > 0
  const known = new Map<DayOfSource, HoursOfDay>()
  for (const day of days) {
    const clock = clockOf(day.source)
    const whole = offGrid.has(day.source) ? hoursWithin(report, day) : ownHours(clock, day)
    const hours = primeTime ? cutAtPrimeTime(whole, day, primeTime.spans(clock, day.day)) : whole
    known.set(day, hours)
  }
  for (const [day, { starts, whole }] of known)
    if (starts.some((start, i) => i > 0 && start !== whole[i])) offGrid.add(day.source)
  return { offGrid, spansDays, of: (day) => known.get(day) as HoursOfDay }
}

/** Instant at which the hour on this clock began that an instant falls into. */
export const hourStart = (clock: ZoneClock, instant: number): number =>
  clock.hourStarts(clock.dayOf(instant)).findLast((hour) => hour <= instant) ?? instant

const ownHours = (clock: ZoneClock, { day, start, length }: DayOfSource): HoursOfDay => {
  const starts = clock.hourStarts(day)
  if (starts[0] === start) return { starts, whole: starts }
  // Derived on another clock, which the source had until a moment ago: the day waits to be derived anew.
  const plain = Array.from({ length: Math.ceil(length / 3600) }, (_, i) => start + i * 3600)
  return { starts: plain, whole: plain }
}

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

const cutAtPrimeTime = (
  { starts, whole }: HoursOfDay,
  { start, length }: DayOfSource,
  spans: ReturnType<PrimeTime['spans']>,
): HoursOfDay => {
  const cut = { starts: [] as number[], whole: [] as number[], prime: [] as boolean[] }
  const boundaries = spans.flatMap(({ from, to }) => [from, to])
  starts.forEach((from, i) => {
    const to = starts[i + 1] ?? start + length
    for (const at of [from, ...boundaries.filter((boundary) => boundary > from && boundary < to)]) {
      cut.starts.push(at)
      cut.whole.push(whole[i] as number)
      cut.prime.push(spans.some((span) => span.from <= at && at < span.to))
    }
  })
  return cut
}
