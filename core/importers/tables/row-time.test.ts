import { expect, test } from 'vitest'
import { parseRowTime } from './row-time.ts'

const at = (iso: string): number => Date.parse(`${iso}Z`) / 1000

test.each([
  ['2024-03-04T09:15:00Z', '2024-03-04T09:15:00'],
  ['2024-03-04T09:15:00.250+01:00', '2024-03-04T08:15:00.250'],
  ['2024-03-04 09:15 -0530', '2024-03-04T14:45:00'],
  ['2024-03-04 09:15:00 UTC', '2024-03-04T09:15:00'],
  ['1709543700', '2024-03-04T09:15:00'],
  ['1709543700.5', '2024-03-04T09:15:00.500'],
  ['1709543700250', '2024-03-04T09:15:00.250'],
])('%s is an instant', (text, iso) => {
  expect(parseRowTime(text)).toEqual({ seconds: at(iso), isUtc: true, isDay: false })
})

test.each([
  ['2024-03-04T09:15:00', '2024-03-04T09:15:00'],
  ['2024/3/4 9:15', '2024-03-04T09:15:00'],
  ['04.03.2024 09:15:07', '2024-03-04T09:15:07'],
  ['3/4/2024 9:15:00 PM', '2024-03-04T21:15:00'],
  ['3/4/2024, 12:15 am', '2024-03-04T00:15:00'],
  ['4-Mar-2024 09:15', '2024-03-04T09:15:00'],
])('%s is the time of a wall clock', (text, iso) => {
  expect(parseRowTime(text)).toEqual({ seconds: at(iso), isUtc: false, isDay: false })
})

test.each([
  ['2024-03-04', false, '2024-03-04T00:00:00'],
  ['3/4/2024', false, '2024-03-04T00:00:00'],
  ['3/4/2024', true, '2024-04-03T00:00:00'],
  ['04 March 2024', false, '2024-03-04T00:00:00'],
])('%s is a day (day first: %s)', (text, isDayFirst, iso) => {
  expect(parseRowTime(text, isDayFirst)).toEqual({ seconds: at(iso), isUtc: false, isDay: true })
})

test('rows of one day are read as the first one is', () => {
  for (const text of [
    '2024-03-04T09:15:00Z',
    '2024-03-04T23:59:59Z',
    '2024-03-04T00:00:00+14:00',
    '2024-03-04T09:15:00-05:30',
    '2024-03-05T09:15:00.125Z',
    '2024-03-05T24:00:00Z',
    '2024-03-05T09:61:00Z',
    '2024-03-05T09:15:00+16:00',
    '2024-03-05T09-15-00Z',
    '2024-02-30T09:15:00Z',
    '2024-02-30T09:15:01Z',
  ]) {
    const milliseconds = Date.parse(text.replace('+16', 'x').replace('T24', 'Tx').replace('02-30', 'x'))
    expect(parseRowTime(text)?.seconds, text).toBe(Number.isNaN(milliseconds) ? undefined : milliseconds / 1000)
  }
})

test.each([
  '',
  'yesterday',
  '2024-02-30',
  '2024-13-01',
  '2024-03-04T25:00:00',
  '2024-03-04T10:61:00',
  '0001-01-01T00:00:00Z',
  '9999-12-31',
  '13:00 pm',
  '3/4/2024 13:00 PM',
  '12',
  '99999999999999999999',
  '2024-03-04T09:15:00+25:00',
  '13/25/2024',
])('%j is no time', (text) => {
  expect(parseRowTime(text)).toBeUndefined()
})
