import { expect, test } from 'vitest'
import { readDate, readHolidays, writeHolidays } from './holiday-list.ts'

test('a line each: date, then name, however they are parted', () => {
  const { holidays, problems } = readHolidays(
    '# days off\n2024-12-25 Christmas Day\n\n26.12.2024;Boxing Day\n2025/1/1,"New Year, really"\n20250106\n',
  )
  expect(problems).toEqual([])
  expect(holidays).toEqual([
    { date: '2024-12-25', name: 'Christmas Day' },
    { date: '2024-12-26', name: 'Boxing Day' },
    { date: '2025-01-01', name: 'New Year, really' },
    { date: '2025-01-06', name: '' },
  ])
})

test('what is no date is told with its line, and the rest is read', () => {
  const { holidays, problems } = readHolidays('Christmas\n2024-02-30 never\n1/2/2024 which\n2024-05-01 May Day')
  expect(holidays.map(({ date }) => date)).toEqual(['2024-05-01'])
  expect(problems.map(({ line }) => line)).toEqual([1, 2, 3])
  expect(problems[2]?.reason).toContain('Day or month')
})

test('a date is held once, the later name wins, and dates stand in order', () => {
  expect(readHolidays('2025-01-01 b\n2024-01-01 a\n2025-01-01 c').holidays).toEqual([
    { date: '2024-01-01', name: 'a' },
    { date: '2025-01-01', name: 'c' },
  ])
})

test('the events of a calendar file, folded lines and several days included', () => {
  const { holidays, problems, repeating } = readHolidays(
    [
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'BEGIN:VEVENT',
      'DTSTART;VALUE=DATE:20241224',
      'DTEND;VALUE=DATE:20241227',
      'SUMMARY:Works closed\\, all',
      '  sites',
      'END:VEVENT',
      'BEGIN:VEVENT',
      'SUMMARY:May Day',
      'DTSTART:20250501T000000Z',
      'DTEND:20250502T000000Z',
      'RRULE:FREQ=YEARLY',
      'END:VEVENT',
      'BEGIN:VEVENT',
      'SUMMARY:Thanksgiving',
      'DTSTART;VALUE=DATE:20251127',
      'RRULE:FREQ=YEARLY;BYDAY=4TH;BYMONTH=11',
      'END:VEVENT',
      'BEGIN:VEVENT',
      'SUMMARY:No date',
      'END:VEVENT',
      'END:VCALENDAR',
    ].join('\r\n'),
  )
  expect(holidays).toEqual([
    { date: '2000-05-01', name: 'May Day', yearly: true },
    { date: '2024-12-24', name: 'Works closed, all sites' },
    { date: '2024-12-25', name: 'Works closed, all sites' },
    { date: '2024-12-26', name: 'Works closed, all sites' },
    { date: '2025-11-27', name: 'Thanksgiving' },
  ])
  expect(problems).toHaveLength(1)
  expect(repeating).toBe(1)
})

test('a day without a year is a day of every year', () => {
  expect(readHolidays('12-25 Christmas Day\n1.5. May Day\n29.2.').holidays).toEqual([
    { date: '2000-02-29', name: '', yearly: true },
    { date: '2000-05-01', name: 'May Day', yearly: true },
    { date: '2000-12-25', name: 'Christmas Day', yearly: true },
  ])
})

test('what is written is read back the same', () => {
  const { holidays } = readHolidays('2024-12-25 Christmas Day\n2024-12-26\n05-01 May Day')
  expect(readHolidays(writeHolidays(holidays)).holidays).toEqual(holidays)
})

test('only days that exist are dates', () => {
  expect(readDate('2023-02-29')).toBeUndefined()
  expect(readDate('29.2.2024')).toBe('2024-02-29')
  expect(readDate('2024-13-01')).toBeUndefined()
})
