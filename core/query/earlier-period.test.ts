import { expect, test } from 'vitest'
import { zoneClock } from '../aggregation/zone-clock.ts'
import type { Resolution } from '../contract/reports.ts'
import { earlierPoint, laterStart, shiftOf } from './earlier-period.ts'

const berlin = zoneClock('Europe/Berlin')
const at = (iso: string) => Date.parse(iso) / 1000

/** The earlier period of one in Berlin, as instants in ISO. */
const earlier = (comparison: 'previous' | 'year', from: string, to: string) => {
  const shift = shiftOf(berlin, comparison, at(from), at(to))
  return [from, to].map((end) => new Date(earlierPoint(berlin, shift, at(end)) * 1000).toISOString())
}

const place = (comparison: 'previous' | 'year', by: Resolution, from: string, to: string, start: string) => {
  const shift = shiftOf(berlin, comparison, at(from), at(to))
  const begins = { now: at(from), earlier: earlierPoint(berlin, shift, at(from)) }
  const found = laterStart(berlin, by, shift, at(start), begins)
  return found === undefined ? undefined : new Date(found * 1000).toISOString()
}

test('whole months lie before whole months, whatever their lengths', () => {
  // March 2024 with the change to summer time; February of a leap year before it.
  expect(earlier('previous', '2024-03-01T00:00:00+01:00', '2024-04-01T00:00:00+02:00')).toEqual([
    '2024-01-31T23:00:00.000Z',
    '2024-02-29T23:00:00.000Z',
  ])
  expect(earlier('previous', '2024-04-01T00:00:00+02:00', '2024-07-01T00:00:00+02:00')[0]).toBe(
    '2023-12-31T23:00:00.000Z',
  )
})

test('days lie before days, at the same local hours over a clock change', () => {
  // The week with the change, and the one before it: 167 and 168 hours.
  expect(earlier('previous', '2024-03-25T00:00:00+01:00', '2024-04-01T00:00:00+02:00')).toEqual([
    '2024-03-17T23:00:00.000Z',
    '2024-03-24T23:00:00.000Z',
  ])
  expect(earlier('previous', '2024-03-31T08:00:00+02:00', '2024-03-31T20:00:00+02:00')).toEqual([
    '2024-03-30T07:00:00.000Z',
    '2024-03-30T19:00:00.000Z',
  ])
})

test('a year ago is the same dates; a leap day has none', () => {
  expect(earlier('year', '2024-02-01T00:00:00+01:00', '2024-03-01T00:00:00+01:00')).toEqual([
    '2023-01-31T23:00:00.000Z',
    '2023-02-28T23:00:00.000Z',
  ])
  const february: readonly [string, string] = ['2025-02-01T00:00:00+01:00', '2025-03-01T00:00:00+01:00']
  expect(place('year', 'day', ...february, '2024-02-28T00:00:00+01:00')).toBe('2025-02-27T23:00:00.000Z')
  expect(place('year', 'day', ...february, '2024-02-29T00:00:00+01:00')).toBeUndefined()
})

test('the 31st corresponds to nothing in a month of 30 days', () => {
  const june: readonly [string, string] = ['2024-06-01T00:00:00+02:00', '2024-07-01T00:00:00+02:00']
  expect(place('previous', 'day', ...june, '2024-05-30T00:00:00+02:00')).toBe('2024-06-29T22:00:00.000Z')
  expect(place('previous', 'day', ...june, '2024-05-31T00:00:00+02:00')).toBeUndefined()
})

test('hours keep their time of day; the one that a change takes away or adds corresponds to nothing', () => {
  const spring: readonly [string, string] = ['2024-03-31T00:00:00+01:00', '2024-04-01T00:00:00+02:00']
  expect(place('previous', 'hour', ...spring, '2024-03-30T01:00:00+01:00')).toBe('2024-03-31T00:00:00.000Z')
  expect(place('previous', 'hour', ...spring, '2024-03-30T02:00:00+01:00')).toBeUndefined()
  expect(place('previous', 'hour', ...spring, '2024-03-30T03:00:00+01:00')).toBe('2024-03-31T01:00:00.000Z')
  const after: readonly [string, string] = ['2024-10-28T00:00:00+01:00', '2024-10-29T00:00:00+01:00']
  expect(place('previous', 'hour', ...after, '2024-10-27T02:00:00+02:00')).toBe('2024-10-28T01:00:00.000Z')
  expect(place('previous', 'hour', ...after, '2024-10-27T02:00:00+01:00')).toBeUndefined()
})

test('weeks and months are counted from the beginning of each period', () => {
  const year: readonly [string, string] = ['2024-01-01T00:00:00+01:00', '2025-01-01T00:00:00+01:00']
  expect(place('year', 'week', ...year, '2022-12-26T00:00:00+01:00')).toBe('2023-12-31T23:00:00.000Z')
  expect(place('year', 'month', ...year, '2023-11-01T00:00:00+01:00')).toBe('2024-10-31T23:00:00.000Z')
  const quarter: readonly [string, string] = ['2024-04-01T00:00:00+02:00', '2024-07-01T00:00:00+02:00']
  expect(place('previous', 'month', ...quarter, '2024-02-01T00:00:00+01:00')).toBe('2024-04-30T22:00:00.000Z')
})
