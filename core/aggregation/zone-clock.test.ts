import fc from 'fast-check'
import { expect, test } from 'vitest'
import { zoneClock } from './zone-clock.ts'

const zones = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/Sao_Paulo', // until 2019 summer time began at midnight, which did not exist
  'Asia/Beirut', // the same
  'America/Havana', // midnight exists twice in autumn
  'Australia/Lord_Howe', // half an hour
  'Asia/Kathmandu', // +05:45
  'Asia/Kolkata',
  'Pacific/Apia', // left out 30 December 2011
]
const from = Date.UTC(2010, 0, 1) / 1000
const instant = fc.integer({ min: from, max: Date.UTC(2026, 0, 1) / 1000 })
const zone = fc.constantFrom(...zones)

const formats = new Map<string, Intl.DateTimeFormat>()
/** The wall clock as the platform tells it: naive seconds since 1970. */
const wallOf = (name: string, at: number): number => {
  const format =
    formats.get(name) ?? new Intl.DateTimeFormat('sv-SE', { timeZone: name, dateStyle: 'short', timeStyle: 'medium' })
  formats.set(name, format)
  return Date.parse(`${format.format(at * 1000).replace(' ', 'T')}Z`) / 1000
}

test('offsets are those of the platform', () => {
  fc.assert(
    fc.property(zone, instant, (name, at) => {
      expect(at + zoneClock(name).offsetAt(at)).toBe(wallOf(name, at))
    }),
  )
})

test('a wall time that exists leads back to an instant that shows it, the earlier one where there are two', () => {
  fc.assert(
    fc.property(zone, instant, (name, at) => {
      const clock = zoneClock(name)
      const wall = at + clock.offsetAt(at)
      const found = clock.instantOf(wall, undefined)
      expect(found + clock.offsetAt(found)).toBe(wall)
      expect(found).toBeLessThanOrEqual(at)
      // Told that the line above is this very instant, it stays.
      expect(clock.instantOf(wall, at)).toBe(at)
    }),
  )
})

test('days follow each other without gap, and each instant lies in its own', () => {
  fc.assert(
    fc.property(zone, instant, (name, at) => {
      const clock = zoneClock(name)
      const day = clock.dayOf(at)
      expect(clock.dayStart(day)).toBeLessThanOrEqual(at)
      expect(clock.dayStart(day + 1)).toBeGreaterThan(at)
    }),
  )
})

test('hours of a day begin with the day, rise, and end with it; none is longer than an hour', () => {
  fc.assert(
    fc.property(zone, instant, (name, at) => {
      const clock = zoneClock(name)
      const day = clock.dayOf(at)
      const hours = [...clock.hourStarts(day), clock.dayStart(day + 1)]
      expect(hours[0]).toBe(clock.dayStart(day))
      for (let i = 1; i < hours.length; i++) {
        const length = (hours[i] as number) - (hours[i - 1] as number)
        expect(length).toBeGreaterThan(0)
        expect(length).toBeLessThanOrEqual(3600)
      }
    }),
  )
})

const dayNumber = (date: string): number => Date.parse(`${date}T00:00:00Z`) / 86_400_000
test.each([
  ['Europe/Berlin', '2024-03-31', 23, 23],
  ['Europe/Berlin', '2024-10-27', 25, 25],
  ['Europe/Berlin', '2024-03-04', 24, 24],
  ['America/New_York', '2024-03-10', 23, 23],
  ['America/New_York', '2024-11-03', 25, 25],
  ['America/Sao_Paulo', '2017-10-15', 23, 23],
  ['Asia/Beirut', '2022-03-27', 23, 23],
  ['America/Havana', '2024-11-03', 25, 25],
  ['Australia/Lord_Howe', '2024-10-06', 23.5, 24],
  ['Australia/Lord_Howe', '2024-04-07', 24.5, 25],
  ['Asia/Kathmandu', '2024-03-04', 24, 24],
])('%s has on %s %d hours in %i rows', (name, date, hours, rows) => {
  const clock = zoneClock(name)
  const day = dayNumber(date)
  expect((clock.dayStart(day + 1) - clock.dayStart(day)) / 3600).toBe(hours)
  expect(clock.hourStarts(day)).toHaveLength(rows)
})

test.each([
  ['Asia/Kathmandu', '2024-03-04', '2024-03-03T18:15:00Z'],
  ['Asia/Kolkata', '2024-03-04', '2024-03-03T18:30:00Z'],
  ['America/Sao_Paulo', '2017-10-15', '2017-10-15T03:00:00Z'], // 01:00-02:00
  ['America/Havana', '2024-11-03', '2024-11-03T04:00:00Z'], // the first midnight
])('in %s %s begins at %s', (name, date, start) => {
  expect(zoneClock(name).dayStart(dayNumber(date))).toBe(Date.parse(start) / 1000)
})

const at = (text: string): number => Date.parse(text) / 1000
const wall = (text: string): number => Date.parse(`${text}Z`) / 1000
test.each([
  // before: the instant of the line above
  ['Europe/Berlin', '2024-10-27T02:30:00', undefined, '2024-10-27T02:30:00+02:00'],
  ['Europe/Berlin', '2024-10-27T02:30:00', '2024-10-27T02:50:00+02:00', '2024-10-27T02:30:00+01:00'],
  ['Europe/Berlin', '2024-10-27T02:30:00', '2024-10-27T02:20:00+02:00', '2024-10-27T02:30:00+02:00'],
  ['Europe/Berlin', '2024-03-31T02:30:00', undefined, '2024-03-31T03:30:00+02:00'],
  ['Europe/Berlin', '2024-03-31T02:00:00', undefined, '2024-03-31T03:00:00+02:00'],
  ['America/Sao_Paulo', '2017-10-15T00:20:00', undefined, '2017-10-15T01:20:00-02:00'],
  ['Asia/Beirut', '2022-03-27T00:59:59', undefined, '2022-03-27T01:59:59+03:00'],
  ['Australia/Lord_Howe', '2024-04-07T01:45:00', '2024-04-07T01:59:00+11:00', '2024-04-07T01:45:00+10:30'],
  ['Australia/Lord_Howe', '2024-10-06T02:10:00', undefined, '2024-10-06T02:40:00+11:00'],
])('%s %s behind %s is %s', (name, local, before, expected) => {
  expect(zoneClock(name).instantOf(wall(local), before === undefined ? undefined : at(before))).toBe(at(expected))
})

test('a zone that is none is refused', () => {
  expect(() => zoneClock('Mars/Olympus')).toThrow(RangeError)
})
