import fc from 'fast-check'
import { expect, test } from 'vitest'
import { zoneClock } from '../aggregation/zone-clock.ts'
import { createPeriods, instantOfPoint, isoInZone, periodEnd, periodStart } from './periods.ts'

const at = (text: string): number => Date.parse(text) / 1000

test.each([
  ['Europe/Berlin', 'day', '2024-03-31T12:00:00+02:00', '2024-03-31T00:00:00+01:00', '2024-04-01T00:00:00+02:00', 23],
  ['Europe/Berlin', 'day', '2024-10-27T23:59:59+01:00', '2024-10-27T00:00:00+02:00', '2024-10-28T00:00:00+01:00', 25],
  [
    'America/Sao_Paulo',
    'day',
    '2017-10-15T12:00:00-02:00',
    '2017-10-15T01:00:00-02:00',
    '2017-10-16T00:00:00-02:00',
    23,
  ],
  ['UTC', 'week', '2024-03-03T23:00:00Z', '2024-02-26T00:00:00+00:00', '2024-03-04T00:00:00+00:00', 168],
  ['UTC', 'week', '2024-03-04T00:00:00Z', '2024-03-04T00:00:00+00:00', '2024-03-11T00:00:00+00:00', 168],
  ['UTC', 'week', '2025-01-01T00:00:00Z', '2024-12-30T00:00:00+00:00', '2025-01-06T00:00:00+00:00', 168],
  ['Europe/Berlin', 'week', '2024-03-31T12:00:00+02:00', '2024-03-25T00:00:00+01:00', '2024-04-01T00:00:00+02:00', 167],
  ['UTC', 'month', '2024-02-29T23:00:00Z', '2024-02-01T00:00:00+00:00', '2024-03-01T00:00:00+00:00', 696],
  ['UTC', 'month', '2024-12-31T23:00:00Z', '2024-12-01T00:00:00+00:00', '2025-01-01T00:00:00+00:00', 744],
  ['Asia/Kathmandu', 'day', '2024-03-04T00:10:00+05:45', '2024-03-04T00:00:00+05:45', '2024-03-05T00:00:00+05:45', 24],
] as const)('%s: the %s of %s', (zone, by, instant, start, end, hours) => {
  const clock = zoneClock(zone)
  const begins = periodStart(clock, by, at(instant), 0)
  const ends = periodEnd(clock, by, begins, 0)
  expect([isoInZone(zone, begins), isoInZone(zone, ends), (ends - begins) / 3600]).toEqual([start, end, hours])
})

test('periods follow each other without gap and hold what they are the period of', () => {
  const zone = fc.constantFrom(
    'UTC',
    'Europe/Berlin',
    'America/New_York',
    'Asia/Kolkata',
    'Australia/Lord_Howe',
    'America/Sao_Paulo',
  )
  fc.assert(
    fc.property(
      zone,
      fc.constantFrom('day' as const, 'week' as const, 'month' as const),
      fc.integer({ min: at('2015-01-01T00:00Z'), max: at('2026-01-01T00:00Z') }),
      (name, by, instant) => {
        const clock = zoneClock(name)
        const start = periodStart(clock, by, instant, 0)
        const end = periodEnd(clock, by, start, 0)
        expect(start).toBeLessThanOrEqual(instant)
        expect(end).toBeGreaterThan(instant)
        expect(periodStart(clock, by, end, 0)).toBe(end)
        expect(periodStart(clock, by, end - 1, 0)).toBe(start)
      },
    ),
  )
})

test('only hours inside what was asked for have a period', () => {
  const hours = Array.from({ length: 48 }, (_, i) => at('2024-03-04T00:00:00Z') + i * 3600)
  const { of, starts } = createPeriods('UTC', 'day', at('2024-03-04T06:00:00Z'), at('2024-03-05T02:00:00Z'), hours)
  expect(starts.map((start) => isoInZone('UTC', start))).toEqual([
    '2024-03-04T00:00:00+00:00',
    '2024-03-05T00:00:00+00:00',
  ])
  expect(hours.map(of)).toEqual(hours.map((_, i) => (i < 6 ? -1 : i < 24 ? 0 : i < 26 ? 1 : -1)))
})

test.each([
  ['UTC', 0, '1970-01-01T00:00:00+00:00'],
  ['Asia/Kolkata', 0, '1970-01-01T05:30:00+05:30'],
  ['America/New_York', 1_710_054_000, '2024-03-10T03:00:00-04:00'],
  ['America/St_Johns', 1_709_510_400, '2024-03-03T20:30:00-03:30'],
])('%s %i is %s', (zone, instant, text) => {
  expect(isoInZone(zone, instant)).toBe(text)
  expect(at(text)).toBe(instant)
})

test.each([
  ['2024-03-04', '2024-03-04T00:00:00+01:00'],
  ['2024-03-04T08:00', '2024-03-04T08:00:00+01:00'],
  ['2024-03-04T08:00:30', '2024-03-04T08:00:30+01:00'],
  ['2024-03-04T08:00:00Z', '2024-03-04T08:00:00Z'],
  ['2024-03-04T08:00+05:30', '2024-03-04T08:00:00+05:30'],
  ['2024-03-31T02:30', '2024-03-31T03:30:00+02:00'],
])('the point %s in Berlin is %s', (point, expected) => {
  expect(instantOfPoint('Europe/Berlin', point)).toBe(at(expected))
})

test.each([
  '',
  'yesterday',
  '2024-02-30',
  '2023-02-29',
  '2024-13-01',
  '2024-3-4',
  '04.03.2024',
  '2024-03-04T25:00Z',
  '2024-03-04T08',
  '1709539200',
])('%j is no point in time', (point) => {
  expect(instantOfPoint('UTC', point)).toBeUndefined()
})
