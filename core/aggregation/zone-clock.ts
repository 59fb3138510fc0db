import { tzOffset } from '@date-fns/tz'

/** Local time of one IANA zone. Wall times are naive seconds since 1970, instants UTC seconds. */
export interface ZoneClock {
  readonly zone: string
  /** Seconds east of UTC at an instant. */
  offsetAt(instant: number): number
  /** Instant at which the local day (days since 1970) begins. */
  dayStart(day: number): number
  /** Local day of an instant. */
  dayOf(instant: number): number
  /** Instants at which the day's hours begin on the local clock; the first is the day's start. */
  hourStarts(day: number): readonly number[]
  /**
   * Instant of a wall time. One that exists twice is the one that keeps the log's order after `before`; one that
   * does not exist is moved forward by the gap.
   */
  instantOf(wall: number, before: number | undefined): number
}

/** A step back by up to this many seconds in a repeated hour is two daemons out of step, not the second pass of the hour. */
const jitter = 5

const clocks = new Map<string, ZoneClock>()

/** @throws RangeError when the zone is unknown. */
export const zoneClock = (zone: string): ZoneClock => {
  const known = clocks.get(zone)
  if (known) return known
  // Throws for an unknown zone; tzOffset would answer NaN.
  new Intl.DateTimeFormat('en', { timeZone: zone })
  const made = createClock(zone)
  clocks.set(zone, made)
  return made
}

const createClock = (zone: string): ZoneClock => {
  const offsets = new Map<number, number>()
  /** Offsets change on quarter hours. */
  const offsetAt = (instant: number): number => {
    const quarter = Math.floor(instant / 900)
    let offset = offsets.get(quarter)
    if (offset === undefined) {
      offset = tzOffset(zone, new Date(quarter * 900_000)) * 60
      if (offsets.size > 200_000) offsets.clear()
      offsets.set(quarter, offset)
    }
    return offset
  }
  const dayStarts = new Map<number, number>()
  const dayStart = (day: number): number => {
    let start = dayStarts.get(day)
    if (start === undefined) {
      start = instantOf(day * 86400, undefined)
      dayStarts.set(day, start)
    }
    return start
  }
  const instantOf = (wall: number, before: number | undefined): number => {
    const a = offsetAt(wall - offsetAt(wall - 86400))
    const b = offsetAt(wall - offsetAt(wall + 86400))
    const early = wall - Math.max(a, b)
    const late = wall - Math.min(a, b)
    if (early === late) return early
    const earlyExists = early + offsetAt(early) === wall
    const lateExists = late + offsetAt(late) === wall
    if (earlyExists && lateExists) return before !== undefined && early < before - jitter ? late : early
    if (earlyExists) return early
    if (lateExists) return late
    // In the gap: the wall clock read with the offset from before the change stands after it.
    return late
  }
  const hours = new Map<number, readonly number[]>()
  return {
    zone,
    offsetAt,
    dayStart,
    dayOf: (instant) => {
      const day = Math.floor((instant + offsetAt(instant)) / 86400)
      return instant < dayStart(day) ? day - 1 : day
    },
    hourStarts: (day) => {
      const known = hours.get(day)
      if (known) return known
      const start = dayStart(day)
      const end = dayStart(day + 1)
      const starts = [start]
      if (end - start === 86400 && offsetAt(start) === offsetAt(end - 1)) {
        for (let t = start + 3600; t < end; t += 3600) starts.push(t)
      } else {
        const label = (t: number) => `${Math.floor((t + offsetAt(t)) / 3600)}/${offsetAt(t)}`
        for (let t = start + 900; t < end; t += 900) if (label(t) !== label(t - 900)) starts.push(t)
      }
      if (hours.size > 20_000) hours.clear()
      hours.set(day, starts)
      return starts
    },
    instantOf,
  }
}
