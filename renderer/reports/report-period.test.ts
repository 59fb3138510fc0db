import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays, labelOfPeriod, localDate, periodOfSpan, spanOfPeriod } from './report-period.ts'

const now = Date.parse('2026-01-31T23:30:00Z')
const last = Date.parse('2024-03-05T23:30:00Z')

test('the last days of the data include the last one, in the zone', () => {
  expect(spanOfPeriod({ kind: 'last', days: 7 }, last, now, 'UTC')).toEqual({ from: '2024-02-28' })
  // Half past midnight of the next day in Berlin.
  expect(spanOfPeriod({ kind: 'last', days: 1 }, last, now, 'Europe/Berlin')).toEqual({ from: '2024-03-06' })
  expect(spanOfPeriod({ kind: 'last', days: 7 }, undefined, now, 'UTC')).toEqual({})
})

test('months and years are those of the calendar, in the zone', () => {
  expect(spanOfPeriod({ kind: 'calendar', unit: 'month', back: 0 }, last, now, 'UTC')).toEqual({
    from: '2026-01-01',
    to: '2026-02-01',
  })
  expect(spanOfPeriod({ kind: 'calendar', unit: 'month', back: 1 }, last, now, 'UTC')).toEqual({
    from: '2025-12-01',
    to: '2026-01-01',
  })
  expect(spanOfPeriod({ kind: 'calendar', unit: 'month', back: 0 }, last, now, 'Europe/Berlin')).toEqual({
    from: '2026-02-01',
    to: '2026-03-01',
  })
  expect(spanOfPeriod({ kind: 'calendar', unit: 'year', back: 1 }, last, now, 'UTC')).toEqual({
    from: '2025-01-01',
    to: '2026-01-01',
  })
})

test('a range is labelled by its last day, not by the day after', () => {
  expect(labelOfPeriod({ kind: 'range', from: '2024-03-01', to: '2024-04-01' })).toBe('2024-03-01 – 2024-03-31')
})

test('days add up over months and leap years', () => {
  expect(addDays('2024-02-28', 2)).toBe('2024-03-01')
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 30_000 }), fc.integer({ min: -4000, max: 4000 }), (day, step) => {
      const date = new Date(day * 86_400_000).toISOString().slice(0, 10)
      expect(addDays(addDays(date, step), -step)).toBe(date)
    }),
  )
})

test('a pointed span becomes the days it touches, or whole hours', () => {
  const from = Date.parse('2024-03-04T10:20:00Z')
  const to = Date.parse('2024-03-06T11:40:00Z')
  expect(periodOfSpan(from, to, 'day', 'UTC')).toEqual({ kind: 'range', from: '2024-03-04', to: '2024-03-07' })
  expect(periodOfSpan(from, Date.parse('2024-03-06T00:00:00Z'), 'day', 'UTC')).toEqual({
    kind: 'range',
    from: '2024-03-04',
    to: '2024-03-06',
  })
  expect(periodOfSpan(from, to, 'hour', 'UTC')).toEqual({
    kind: 'range',
    from: '2024-03-04T10:00:00.000Z',
    to: '2024-03-06T12:00:00.000Z',
  })
  expect(localDate(from, 'Pacific/Auckland')).toBe('2024-03-04')
})
