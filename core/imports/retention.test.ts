import { expect, test } from 'vitest'
import { oldestKeptDay } from './retention.ts'

const day = (iso: string): number => Date.parse(`${iso}T00:00:00Z`) / 86_400_000

test.each([
  ['2024-03-15T12:00:00Z', 1, 'UTC', '2024-02-15'],
  ['2024-03-31T12:00:00Z', 1, 'UTC', '2024-02-29'],
  ['2024-03-31T12:00:00Z', 13, 'UTC', '2023-02-28'],
  ['2024-01-31T12:00:00Z', 2, 'UTC', '2023-11-30'],
  ['2024-03-15T23:30:00Z', 1, 'Europe/Berlin', '2024-02-16'],
  ['2024-03-15T02:30:00Z', 12, 'America/New_York', '2023-03-14'],
])('at %s, %i months back in %s is %s', (now, months, zone, expected) => {
  expect(oldestKeptDay(zone, months, Date.parse(now))).toBe(day(expected))
})
