import { expect, test } from 'vitest'
import { daysLeft, expiryState, expiryText } from './expiry.ts'

const today = '2026-11-22'

test('the days left are days of the calendar, over a change of the clock too', () => {
  expect(daysLeft('2026-12-04', today)).toBe(12)
  expect(daysLeft('2026-11-22', today)).toBe(0)
  expect(daysLeft('2027-03-31', '2027-03-27')).toBe(4)
  expect(daysLeft('2026-11-19', today)).toBe(-3)
})

test('an end is told by words, and stands out only when it is near', () => {
  expect(expiryText('2026-12-04', today)).toBe('2026-12-04 · in 12 days')
  expect(expiryText('2026-11-23', today)).toBe('2026-11-23 · tomorrow is its last day')
  expect(expiryText('2026-11-22', today)).toBe('2026-11-22 · today is its last day')
  expect(expiryText('2026-11-21', today)).toBe('2026-11-21 · expired yesterday')
  expect(expiryText('2026-10-22', today)).toBe('2026-10-22 · expired 31 days ago')
  expect(expiryText('2031-01-01', today)).toBe('2031-01-01')
  expect(['2026-11-21', '2026-11-29', '2026-11-30', '2026-12-23'].map((date) => expiryState(date, today))).toEqual([
    'expired',
    'soon',
    'near',
    'far',
  ])
})
