import { expect, test } from 'vitest'
import { secondsOf, statedInstant, weekdayDate } from './stated-instant.ts'

const said = (line: string): string | undefined => {
  const instant = statedInstant(line)
  return instant && `${new Date(instant.time * 1000).toISOString().slice(0, 23)}${instant.isUtc ? 'Z' : ''}`
}

test.each([
  ['2026-03-02T08:00:05Z', '2026-03-02T08:00:05.000Z'],
  ['2026-03-02 08:00:05', '2026-03-02T08:00:05.000'],
  ['2026-03-02 08:00', '2026-03-02T08:00:00.000'],
  ['2026/03/02 08:00:05.250', '2026-03-02T08:00:05.250'],
  ['2026-03-02T08:00:05+01:00', '2026-03-02T07:00:05.000Z'],
  ['2026-03-02 08:00:05 -0530', '2026-03-02T13:30:05.000Z'],
  ['Mon Mar  2 08:00:05 UTC 2026', '2026-03-02T08:00:05.000Z'],
  ['Mon Mar  2 08:00:05 CET 2026', '2026-03-02T08:00:05.000'],
  ['Mon Mar 2 08:00:05 2026', '2026-03-02T08:00:05.000'],
  ['Mon Mar  2 12:00:05 AM UTC 2026', '2026-03-02T00:00:05.000Z'],
  ['Mon 02 Mar 2026 08:00:05 PM CET', '2026-03-02T20:00:05.000'],
  ['Mon, 02 Mar 2026 08:00:05 +0100', '2026-03-02T07:00:05.000Z'],
  ['Mon 03/02/2026  8:00:05.12', '2026-03-02T08:00:05.120'],
  ['Mon 02/03/2026 8:00', '2026-03-02T08:00:00.000'],
  ['1772438405', '2026-03-02T08:00:05.000Z'],
  ['1772438405123', '2026-03-02T08:00:05.123Z'],
  ['=== 2026-03-02 08:00:05 ===', '2026-03-02T08:00:05.000'],
  ['# Date: 2026-03-02 08:00:05', '2026-03-02T08:00:05.000'],
  ['[2026-03-02 08:00:05]', '2026-03-02T08:00:05.000'],
  ['Polled at 2026-03-02 08:00:05', '2026-03-02T08:00:05.000'],
])('%s', (line, instant) => {
  expect(said(line)).toBe(instant)
})

test.each([
  '',
  '-----',
  '2026-02-30 08:00:05',
  '2026-03-02 25:00:05',
  '0026-03-02 08:00',
  '03/02/2026 08:00',
  '2026-03-02',
  '9999999999',
  'copied 12 files on 2026-03-02 08:00',
])('not an instant: %s', (line) => {
  expect(statedInstant(line)).toBeUndefined()
})

test('dates that do not exist, or lie beyond any server, are none', () => {
  expect(secondsOf(2026, 13, 1)).toBeUndefined()
  expect(secondsOf(1970, 1, 1)).toBeUndefined()
  expect(weekdayDate('Fri', 10, 20, 2017)).toBe(Date.UTC(2017, 9, 20) / 1000)
  expect(weekdayDate('Fri', 20, 10, 2017)).toBe(Date.UTC(2017, 9, 20) / 1000)
})
