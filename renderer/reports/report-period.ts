import type { Resolution } from '../../core/contract/reports.ts'
import type { Period } from './report-shape.ts'

export interface Span {
  readonly from?: string
  readonly to?: string
}

/** The local date of an instant, `2024-03-04`. */
export const localDate = (instant: number, zone: string): string => {
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone: zone || undefined, dateStyle: 'short' })
  return parts.format(instant)
}

/** Days later (or, negative, earlier) on the calendar; no zone is involved. */
export const addDays = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)

const addMonths = (date: string, months: number): string => {
  const [year, month] = date.split('-').map(Number)
  return new Date(Date.UTC(year!, month! - 1 + months, 1)).toISOString().slice(0, 10)
}

/**
 * The dates a period stands for, as the core takes them: `from` included, `to` not.
 * `lastInstant` is the end of all data, epoch milliseconds; without data a period counted from it is everything.
 */
export const spanOfPeriod = (period: Period, lastInstant: number | undefined, now: number, zone: string): Span => {
  switch (period.kind) {
    case 'all':
      return {}
    case 'range':
      return { from: period.from, to: period.to }
    case 'last':
      return lastInstant === undefined ? {} : { from: addDays(localDate(lastInstant, zone), 1 - period.days) }
    case 'calendar': {
      const today = localDate(now, zone)
      const start =
        period.unit === 'month' ? addMonths(today, -period.back) : `${Number(today.slice(0, 4)) - period.back}-01-01`
      return { from: start, to: addMonths(start, period.unit === 'month' ? 1 : 12) }
    }
  }
}

/** A span that was pointed at becomes whole hours, or the whole days it touches. */
export const periodOfSpan = (from: number, to: number, by: Resolution, zone: string): Period => {
  if (by !== 'hour') {
    return { kind: 'range', from: localDate(from, zone), to: addDays(localDate(to - 1, zone), 1) }
  }
  const hour = 3_600_000
  const start = new Date(Math.floor(from / hour) * hour).toISOString()
  return { kind: 'range', from: start, to: new Date(Math.ceil(to / hour) * hour).toISOString() }
}

export const labelOfPeriod = (period: Period): string => {
  switch (period.kind) {
    case 'all':
      return 'All data'
    case 'last':
      return `Last ${period.days} days of the data`
    case 'calendar':
      return `${period.back === 0 ? 'This' : 'Last'} ${period.unit}`
    case 'range':
      return `${labelOfPoint(period.from)} – ${labelOfPoint(isDate(period.to) ? addDays(period.to, -1) : period.to)}`
  }
}

const isDate = (point: string) => point.length === 10
const labelOfPoint = (point: string) => point.slice(0, 16).replace('T', ' ')

/** The presets in the order of the menu. */
export const presetPeriods: readonly Exclude<Period, { kind: 'range' }>[] = [
  { kind: 'all' },
  { kind: 'last', days: 7 },
  { kind: 'last', days: 30 },
  { kind: 'last', days: 90 },
  { kind: 'calendar', unit: 'month', back: 0 },
  { kind: 'calendar', unit: 'month', back: 1 },
  { kind: 'calendar', unit: 'year', back: 0 },
  { kind: 'calendar', unit: 'year', back: 1 },
]
