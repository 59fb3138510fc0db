import { type ZoneClock, zoneClock } from '../aggregation/zone-clock.ts'
import type { Resolution } from '../contract/reports.ts'

/** The periods of an answer in order of time; instants. Numbers are handed out as hours are asked for, then `close` puts them in order. */
export interface Periods {
  /** Number of the period that the hour starting at this instant belongs to; -1 outside what was asked for. */
  of(hourStart: number): number
  readonly starts: readonly number[]
}

/** Start of the period that an instant belongs to, local in the report's zone. */
export const periodStart = (clock: ZoneClock, by: Resolution, instant: number, from: number): number => {
  switch (by) {
    case 'hour':
      return instant
    case 'day':
      return clock.dayStart(clock.dayOf(instant))
    case 'week': {
      const day = clock.dayOf(instant)
      // 1970-01-01 was a Thursday; ISO weeks begin on Monday.
      return clock.dayStart(day - ((((day + 3) % 7) + 7) % 7))
    }
    case 'month': {
      const date = new Date(clock.dayOf(instant) * 86400_000)
      return clock.dayStart(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1) / 86400_000)
    }
    case 'total':
      return from
  }
}

/** End of the period that starts here. */
export const periodEnd = (clock: ZoneClock, by: Resolution, start: number, to: number): number => {
  switch (by) {
    case 'hour': {
      const local = start + clock.offsetAt(start)
      return start + 3600 - (((local % 3600) + 3600) % 3600)
    }
    case 'day':
      return clock.dayStart(clock.dayOf(start) + 1)
    case 'week':
      return clock.dayStart(clock.dayOf(start) + 7)
    case 'month': {
      const date = new Date(clock.dayOf(start) * 86400_000)
      return clock.dayStart(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1) / 86400_000)
    }
    case 'total':
      return to
  }
}

/** All periods that hold at least one of the hours; `hourStarts` are instants in any order. */
export const createPeriods = (
  zone: string,
  by: Resolution,
  from: number,
  to: number,
  hourStarts: Iterable<number>,
): Periods => {
  const clock = zoneClock(zone)
  const startOfHour = new Map<number, number>()
  for (const hour of hourStarts)
    if (hour >= from && hour < to) startOfHour.set(hour, periodStart(clock, by, hour, from))
  const starts = [...new Set(startOfHour.values())].sort((a, b) => a - b)
  const number = new Map(starts.map((start, i) => [start, i]))
  return { of: (hour) => number.get(startOfHour.get(hour) ?? Number.NaN) ?? -1, starts }
}

/** `2024-03-04T08:00:00+01:00`: an instant on the zone's clock, ISO 8601 with offset. */
export const isoInZone = (zone: string, instant: number): string => {
  const offset = zoneClock(zone).offsetAt(instant)
  const local = new Date((instant + offset) * 1000).toISOString().slice(0, 19)
  const minutes = Math.round(Math.abs(offset) / 60)
  return `${local}${offset < 0 ? '-' : '+'}${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
}

/** Instant of an ISO date (local midnight) or ISO instant; undefined when it is neither. */
export const instantOfPoint = (zone: string, point: string): number | undefined => {
  const date = /^(\d{4})-(\d\d)-(\d\d)$/.exec(point)
  if (date) {
    const ms = Date.UTC(Number(date[1]), Number(date[2]) - 1, Number(date[3]))
    return new Date(ms).toISOString().startsWith(point) ? zoneClock(zone).dayStart(ms / 86400_000) : undefined
  }
  const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/.test(point)
    ? Date.parse(point) / 1000
    : Number.NaN
  if (Number.isFinite(instant)) return instant
  const naive = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d))?$/.exec(point)
  const wall = naive ? Date.parse(`${point.length === 16 ? `${point}:00` : point}Z`) / 1000 : Number.NaN
  return Number.isFinite(wall) ? zoneClock(zone).instantOf(wall, undefined) : undefined
}
