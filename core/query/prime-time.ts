import type { ZoneClock } from '../aggregation/zone-clock.ts'
import type { PrimeTimeCalendar } from '../contract/application.ts'
import { weekdays } from '../contract/weekdays.ts'
import type { ObservedDaemon } from './observation.ts'

/** Half-open; instants. */
export interface PrimeSpan {
  readonly from: number
  readonly to: number
}

/** Half-open; seconds of the wall clock since midnight. */
interface WallRange {
  readonly from: number
  readonly to: number
}

export interface PrimeTime {
  /** Prime time on a local day of a clock, in order of time; spans neither touch nor overlap. */
  spans(clock: ZoneClock, day: number): readonly PrimeSpan[]
}

const wholeDay = 86400

/** `08:30` as seconds since midnight. */
const secondsOf = (time: string): number => Number(time.slice(0, 2)) * 3600 + Number(time.slice(3)) * 60

/** What a calendar says of any day (semantics page, "Time"). An instant is prime when its wall time is, so both passes of a repeated hour are alike. */
export const createPrimeTime = ({ ranges, holidays }: PrimeTimeCalendar): PrimeTime => {
  const week: WallRange[][] = weekdays.map(() => [])
  for (const { days, from, to } of ranges) {
    const begin = secondsOf(from)
    const end = secondsOf(to)
    for (const name of days) {
      const day = weekdays.indexOf(name)
      if (begin < end) week[day]?.push({ from: begin, to: end })
      else {
        week[day]?.push({ from: begin, to: wholeDay })
        if (end > 0) week[(day + 1) % 7]?.push({ from: 0, to: end })
      }
    }
  }
  const merged = week.map(mergeRanges)
  const dates = new Set(holidays.filter(({ yearly }) => !yearly).map(({ date }) => date))
  const yearly = new Set(holidays.filter((one) => one.yearly).map(({ date }) => date.slice(5)))
  const isHoliday = (day: number): boolean => {
    if (holidays.length === 0) return false
    const date = new Date(day * wholeDay * 1000).toISOString().slice(0, 10)
    return dates.has(date) || yearly.has(date.slice(5))
  }

  const onDay = (clock: ZoneClock, day: number): readonly PrimeSpan[] => {
    // 1970-01-01 was a Thursday.
    const wall = merged[(((day + 3) % 7) + 7) % 7] as readonly WallRange[]
    if (wall.length === 0 || isHoliday(day)) return []
    const dayStart = clock.dayStart(day)
    const dayEnd = clock.dayStart(day + 1)
    if (dayEnd - dayStart === wholeDay && clock.offsetAt(dayStart) === clock.offsetAt(dayEnd - 1))
      return wall.map(({ from, to }) => ({ from: dayStart + from, to: dayStart + to }))
    const hours = clock.hourStarts(day)
    const spans: { from: number; to: number }[] = []
    // Within an hour the clock is never changed.
    hours.forEach((start, i) => {
      const end = hours[i + 1] ?? dayEnd
      const midnight = day * wholeDay - clock.offsetAt(start)
      for (const range of wall) {
        const from = Math.max(start, midnight + range.from)
        const to = Math.min(end, midnight + range.to)
        if (to <= from) continue
        const last = spans.at(-1)
        if (last?.to === from) last.to = to
        else spans.push({ from, to })
      }
    })
    return spans
  }
  /** By zone and day: every vendor daemon of a source asks for the same days. */
  const known = new Map<string, Map<number, readonly PrimeSpan[]>>()
  return {
    spans(clock, day) {
      const days = known.get(clock.zone) ?? new Map<number, readonly PrimeSpan[]>()
      known.set(clock.zone, days)
      const found = days.get(day) ?? onDay(clock, day)
      days.set(day, found)
      return found
    },
  }
}

const mergeRanges = (ranges: readonly WallRange[]): WallRange[] => {
  const merged: { from: number; to: number }[] = []
  for (const { from, to } of ranges.toSorted((a, b) => a.from - b.from)) {
    const last = merged.at(-1)
    if (last && from <= last.to) last.to = Math.max(last.to, to)
    else merged.push({ from, to })
  }
  return merged
}

/** What was observed of each daemon in prime time, or outside it. `clockOf` is the clock of a source. */
export const observedWhere = (
  daemons: readonly ObservedDaemon[],
  primeTime: PrimeTime,
  clockOf: (source: number) => ZoneClock,
  isPrime: boolean,
): ObservedDaemon[] =>
  daemons.map(({ source, daemon, starts, ends }) => {
    const clock = clockOf(source)
    const clippedStarts: number[] = []
    const clippedEnds: number[] = []
    const add = (from: number, to: number): void => {
      if (to <= from) return
      clippedStarts.push(from)
      clippedEnds.push(to)
    }
    for (let i = 0; i < starts.length; i++) {
      let at = starts[i] as number
      const end = ends[i] as number
      for (let day = clock.dayOf(at); at < end; day++) {
        const until = Math.min(end, clock.dayStart(day + 1))
        for (const span of primeTime.spans(clock, day)) {
          const from = Math.max(at, Math.min(until, span.from))
          const to = Math.max(at, Math.min(until, span.to))
          if (!isPrime) add(at, from)
          else add(from, to)
          at = to
        }
        if (!isPrime) add(at, until)
        at = until
      }
    }
    return { source, daemon, starts: Float64Array.from(clippedStarts), ends: Float64Array.from(clippedEnds) }
  })
