import { expect, test } from 'vitest'
import { zoneClock } from '../aggregation/zone-clock.ts'
import type { PrimeTimeCalendar } from '../contract/application.ts'
import { primeTimeCalendar } from '../contract/application.ts'
import type { ObservedDaemon } from './observation.ts'
import { isoInZone } from './periods.ts'
import { createPrimeTime, observedWhere } from './prime-time.ts'
import { createReportHours } from './report-hours.ts'

const calendar = (ranges: PrimeTimeCalendar['ranges'], holidays: PrimeTimeCalendar['holidays'] = []) =>
  createPrimeTime(primeTimeCalendar.parse({ ranges, holidays }))
const dayOf = (date: string): number => Date.parse(`${date}T00:00:00Z`) / 86400_000
/** Prime time of a local day as wall times with offset. */
const told = (of: ReturnType<typeof calendar>, zone: string, date: string): string[] =>
  of
    .spans(zoneClock(zone), dayOf(date))
    .map(({ from, to }) => `${isoInZone(zone, from).slice(5)} ${isoInZone(zone, to).slice(5)}`)

test('ranges of a day may touch or overlap', () => {
  const of = calendar([
    { days: ['mon', 'tue'], from: '08:00', to: '12:00' },
    { days: ['mon'], from: '11:00', to: '15:30' },
    { days: ['mon'], from: '15:30', to: '16:00' },
    { days: ['mon'], from: '20:00', to: '24:00' },
  ])
  expect(told(of, 'UTC', '2024-03-04')).toEqual([
    '03-04T08:00:00+00:00 03-04T16:00:00+00:00',
    '03-04T20:00:00+00:00 03-05T00:00:00+00:00',
  ])
  expect(told(of, 'UTC', '2024-03-05')).toEqual(['03-05T08:00:00+00:00 03-05T12:00:00+00:00'])
  expect(told(of, 'UTC', '2024-03-06')).toEqual([])
})

test('a range over midnight goes on in the next day, from Sunday to Monday too', () => {
  const of = calendar([{ days: ['sun'], from: '22:00', to: '06:00' }])
  expect(told(of, 'UTC', '2024-03-03')).toEqual(['03-03T22:00:00+00:00 03-04T00:00:00+00:00'])
  expect(told(of, 'UTC', '2024-03-04')).toEqual(['03-04T00:00:00+00:00 03-04T06:00:00+00:00'])
  expect(told(calendar([{ days: ['sat'], from: '22:00', to: '00:00' }]), 'UTC', '2024-03-03')).toEqual([])
})

test('a holiday takes its whole day out, with what the evening before brings in, and no more', () => {
  const of = calendar([{ days: ['mon', 'tue', 'wed'], from: '22:00', to: '06:00' }], [{ date: '2024-03-05' }])
  expect(told(of, 'UTC', '2024-03-04')).toEqual(['03-04T22:00:00+00:00 03-05T00:00:00+00:00'])
  expect(told(of, 'UTC', '2024-03-05')).toEqual([])
  expect(told(of, 'UTC', '2024-03-06')).toEqual([
    '03-06T00:00:00+00:00 03-06T06:00:00+00:00',
    '03-06T22:00:00+00:00 03-07T00:00:00+00:00',
  ])
})

test('a yearly holiday is one in every year; 29 February in leap years', () => {
  const every = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
  const of = calendar(
    [{ days: [...every], from: '00:00', to: '24:00' }],
    [
      { date: '2000-12-25', yearly: true },
      { date: '2024-02-29', yearly: true },
    ],
  )
  for (const date of ['1999-12-25', '2031-12-25', '2024-02-29', '2028-02-29']) expect(told(of, 'UTC', date)).toEqual([])
  for (const date of ['2024-12-24', '2025-02-28', '2025-03-01']) expect(told(of, 'UTC', date)).toHaveLength(1)
})

test('where the clock jumps forward a range begins with the first instant that shows its time or a later one', () => {
  // Berlin, 31 March 2024: 2:00 to 3:00 does not exist.
  const of = (from: string, to: string) => told(calendar([{ days: ['sun'], from, to }]), 'Europe/Berlin', '2024-03-31')
  expect(of('01:30', '04:00')).toEqual(['03-31T01:30:00+01:00 03-31T04:00:00+02:00'])
  expect(of('02:30', '04:00')).toEqual(['03-31T03:00:00+02:00 03-31T04:00:00+02:00'])
  expect(of('02:00', '02:45')).toEqual([])
})

test('where an hour repeats both passes are alike', () => {
  // Berlin, 27 October 2024: 2:00 to 3:00 comes twice.
  const of = (from: string, to: string) => told(calendar([{ days: ['sun'], from, to }]), 'Europe/Berlin', '2024-10-27')
  expect(of('01:00', '04:00')).toEqual(['10-27T01:00:00+02:00 10-27T04:00:00+01:00'])
  expect(of('02:30', '04:00')).toEqual([
    '10-27T02:30:00+02:00 10-27T02:00:00+01:00',
    '10-27T02:30:00+01:00 10-27T04:00:00+01:00',
  ])
})

test('half-hour zones: on the clock of the zone', () => {
  const of = calendar([{ days: ['thu'], from: '09:15', to: '17:00' }])
  expect(told(of, 'Asia/Kolkata', '2024-07-04')).toEqual(['07-04T09:15:00+05:30 07-04T17:00:00+05:30'])
  // Lord Howe goes back from 2:00 to 1:30.
  expect(told(calendar([{ days: ['sun'], from: '01:45', to: '03:00' }]), 'Australia/Lord_Howe', '2024-04-07')).toEqual([
    '04-07T01:45:00+11:00 04-07T01:30:00+10:30',
    '04-07T01:45:00+10:30 04-07T03:00:00+10:30',
  ])
})

test('hours are cut where prime time begins and ends inside them, and only then are they off the grid', () => {
  const clock = zoneClock('UTC')
  const day = { source: 1, day: dayOf('2024-03-04'), start: dayOf('2024-03-04') * 86400, length: 86400 }
  const hoursWith = (from: string, to: string) =>
    createReportHours(clock, () => clock, [day], calendar([{ days: ['mon'], from, to }]))
  const even = hoursWith('08:00', '18:00')
  expect(even.offGrid.size).toBe(0)
  expect(
    even
      .of(day)
      .prime?.map((isPrime, i) => (isPrime ? i : -1))
      .filter((hour) => hour >= 0),
  ).toEqual([8, 9, 10, 11, 12, 13, 14, 15, 16, 17])
  const cut = hoursWith('08:30', '08:45')
  expect([...cut.offGrid]).toEqual([1])
  expect(cut.spansDays).toBe(false)
  const { starts, whole, prime } = cut.of(day)
  expect(starts.slice(7, 12).map((start) => (start - day.start) / 60)).toEqual([420, 480, 510, 525, 540])
  expect(whole.slice(7, 12).map((start) => (start - day.start) / 60)).toEqual([420, 480, 480, 480, 540])
  expect(prime?.slice(7, 12)).toEqual([false, false, true, false, false])
})

test('observed time inside and outside add up to all of it', () => {
  const clock = zoneClock('Europe/Berlin')
  const of = calendar([{ days: ['sat', 'sun'], from: '22:10', to: '05:20' }], [{ date: '2024-03-30' }])
  const at = (text: string) => Date.parse(text) / 1000
  const daemons: ObservedDaemon[] = [
    {
      source: 1,
      daemon: 1,
      starts: Float64Array.of(at('2024-03-29T12:00:00Z'), at('2024-03-31T00:30:00Z')),
      ends: Float64Array.of(at('2024-03-30T23:00:00Z'), at('2024-04-01T12:00:00Z')),
    },
  ]
  const length = (list: readonly ObservedDaemon[]) =>
    list.reduce((sum, { starts, ends }) => sum + starts.reduce((s, start, i) => s + (ends[i] as number) - start, 0), 0)
  const inside = observedWhere(daemons, of, () => clock, true)
  const outside = observedWhere(daemons, of, () => clock, false)
  expect(length(inside) + length(outside)).toBe(length(daemons))
  // Saturday is a holiday: only Sunday from midnight to 5:20 and from 22:10, and Monday to 5:20. What is seen of them, in UTC, by day:
  expect([...(inside[0]?.starts ?? [])].map((start) => new Date(start * 1000).toISOString())).toEqual([
    '2024-03-31T00:30:00.000Z',
    '2024-03-31T20:10:00.000Z',
    '2024-03-31T22:00:00.000Z',
  ])
})
