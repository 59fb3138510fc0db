import { expect, test } from 'vitest'
import { type PrimeTimeCalendar, primeTimeCalendar, settings } from '../../core/contract/application.ts'
import { draftOf, readCalendar, readHours } from './calendar-draft.ts'
import { stripOf, weekHours } from './week-strip.ts'

const office: PrimeTimeCalendar = {
  ranges: [
    { days: ['mon', 'tue', 'wed', 'thu'], from: '08:00', to: '18:00' },
    { days: ['fri'], from: '08:00', to: '15:30' },
  ],
  holidays: [{ date: '2000-12-25', name: 'Christmas Day', yearly: true }, { date: '2024-05-10' }],
}

test('hours are read as people write them', () => {
  expect(readHours('8-12, 13:00 – 17.30').ranges).toEqual([
    { from: '08:00', to: '12:00' },
    { from: '13:00', to: '17:30' },
  ])
  expect(readHours('22:00 to 6:00').ranges).toEqual([{ from: '22:00', to: '06:00' }])
  expect(readHours('0-24').ranges).toEqual([{ from: '00:00', to: '24:00' }])
  expect(readHours(' ')).toEqual({ ranges: [] })
})

test('what is no range of hours is told', () => {
  for (const wrong of ['8', '8-', '8-25', '8-12-14', '8:60-9', 'noon-14', '24-6'])
    expect(readHours(wrong).problem, wrong).toBeDefined()
  expect(readHours('8-8').problem).toContain('no length')
})

test('a calendar comes back from its text as it was', () => {
  const { calendar } = readCalendar(draftOf(office))
  expect(calendar).toEqual(office)
  expect(primeTimeCalendar.safeParse(calendar).success).toBe(true)
})

test('no calendar is off, and turning it on gives the usual week', () => {
  const off = draftOf(null)
  expect(readCalendar(off).calendar).toBeNull()
  const on = readCalendar({ ...off, isOn: true }).calendar
  expect(on?.ranges).toEqual([{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '08:00', to: '18:00' }])
  expect(settings.partial().safeParse({ primeTime: on }).success).toBe(true)
})

test('what is wrong is told where it is, and nothing is saved', () => {
  const draft = draftOf(office)
  const wrong = readCalendar({ ...draft, days: { ...draft.days, wed: '8-' }, holidays: 'Christmas' })
  expect(wrong.calendar).toBeUndefined()
  expect(wrong.dayProblems.wed).toBeDefined()
  expect(wrong.holidayProblems).toHaveLength(1)
  const empty = { mon: '', tue: '', wed: '', thu: '', fri: '', sat: '', sun: '' }
  expect(readCalendar({ ...draft, days: empty }).problem).toContain('No day has any hours')
})

test('the strip joins ranges that touch, and carries a night into the next day', () => {
  const days = { mon: '8-12, 12-14, 13-15', tue: '', wed: '', thu: '', fri: '', sat: '', sun: '22-6' }
  const strip = stripOf(days)
  expect(strip.mon).toEqual([
    { from: 0, to: 360 },
    { from: 480, to: 900 },
  ])
  expect(strip.sun).toEqual([{ from: 1320, to: 1440 }])
  expect(weekHours(days)).toBe(15)
})
