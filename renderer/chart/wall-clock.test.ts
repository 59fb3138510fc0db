import fc from 'fast-check'
import { expect, test } from 'vitest'
import { wallClock } from './wall-clock.ts'

const berlin = wallClock('Europe/Berlin')
const at = (text: string) => Date.parse(text)

test('local midnight stands at midnight, in winter and in summer', () => {
  expect(berlin.toWall(at('2024-01-15T00:00:00+01:00'))).toBe(at('2024-01-15T00:00:00Z'))
  expect(berlin.toWall(at('2024-07-15T00:00:00+02:00'))).toBe(at('2024-07-15T00:00:00Z'))
})

test('on the days when the clock changes too', () => {
  expect(berlin.toWall(at('2024-03-31T01:59:00+01:00'))).toBe(at('2024-03-31T01:59:00Z'))
  expect(berlin.toWall(at('2024-03-31T03:00:00+02:00'))).toBe(at('2024-03-31T03:00:00Z'))
  expect(berlin.toWall(at('2024-10-27T02:30:00+02:00'))).toBe(berlin.toWall(at('2024-10-27T02:30:00+01:00')))
})

test('half-hour zones have half-hour offsets', () => {
  expect(wallClock('Asia/Kolkata').toWall(at('2024-03-04T00:00:00Z'))).toBe(at('2024-03-04T05:30:00Z'))
})

test('there and back again, but for the hour that comes twice', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: at('1990-01-01T00:00:00Z') / 60_000, max: at('2035-01-01T00:00:00Z') / 60_000 }),
      fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'UTC'),
      (minute, zone) => {
        const clock = wallClock(zone)
        const instant = minute * 60_000
        const back = clock.toInstant(clock.toWall(instant))
        expect(clock.toWall(back)).toBe(clock.toWall(instant))
        expect(Math.abs(back - instant)).toBeLessThanOrEqual(3_600_000)
      },
    ),
  )
})
