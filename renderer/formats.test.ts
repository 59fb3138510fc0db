import { expect, test } from 'vitest'
import {
  count,
  exactNumber,
  formatAgo,
  formatBytes,
  formatCell,
  formatDate,
  formatDuration,
  formatHours,
  formatInstant,
  formatInstantWithOffset,
  formatLocalIso,
  formatNumber,
  formatPercent,
  formatTimeLeft,
  isZone,
} from './formats.ts'

test('numbers are thousands-separated, and what is not known is a dash and never a zero', () => {
  expect(formatNumber(1234567)).toBe('1,234,567')
  expect(formatNumber(0)).toBe('0')
  expect(formatNumber(null)).toBe('—')
  expect(formatNumber(Number.NaN)).toBe('—')
  expect(formatHours(12.345)).toBe('12.35')
  expect(exactNumber(1234.56789012345)).toBe('1,234.56789012345')
  expect(count(1, 'file')).toBe('1 file')
  expect(count(1200, 'file')).toBe('1,200 files')
})

test('only a whole is written as 100 %, only nothing as 0 %', () => {
  expect(formatPercent(0.9921)).toBe('99.2 %')
  expect(formatPercent(1)).toBe('100.0 %')
  expect(formatPercent(0.99999)).toBe('> 99.9 %')
  expect(formatPercent(0)).toBe('0.0 %')
  expect(formatPercent(0.00001)).toBe('< 0.1 %')
  expect(formatPercent(undefined)).toBe('—')
})

test('a cell follows the column where it says how many decimals', () => {
  expect(formatCell('undef')).toBe('undef')
  expect(formatCell(3)).toBe('3')
  expect(formatCell(2.346)).toBe('2.35')
  expect(formatCell(3, 2)).toBe('3.00')
  expect(formatCell(null, 2)).toBe('—')
})

test('sizes count by thousands and never read 1,000 of a unit', () => {
  expect(formatBytes(0)).toBe('0 B')
  expect(formatBytes(999)).toBe('999 B')
  expect(formatBytes(4200)).toBe('4.2 KB')
  expect(formatBytes(999_999)).toBe('1.0 MB')
  expect(formatBytes(318_000_000)).toBe('318 MB')
})

test('durations and time left are as coarse as they can be known', () => {
  expect(formatDuration(0.85)).toBe('850 ms')
  expect(formatDuration(59.7)).toBe('1 min')
  expect(formatDuration(200)).toBe('3 min 20 s')
  expect(formatDuration(7500)).toBe('2 h 5 min')
  expect(formatTimeLeft(2)).toBe('a few seconds left')
  expect(formatTimeLeft(41)).toBe('about 45 s left')
  expect(formatTimeLeft(170)).toBe('about 3 min left')
})

test.each([
  [10, 'just now'],
  [180, '3 min ago'],
  [3569, '59 min ago'],
  [3571, '1 h ago'],
  [5 * 3600, '5 h ago'],
  [86_400, '1 day ago'],
  [12 * 86_400, '12 days ago'],
])('%s seconds ago reads %s', (seconds, words) => {
  const now = Date.UTC(2024, 2, 4)
  expect(formatAgo(now - seconds * 1000, now)).toBe(words)
})

test('an instant is shown in the asked zone, in summer and in winter, with its offset where asked', () => {
  const winter = Date.UTC(2024, 0, 31, 23, 30)
  expect(formatInstant(winter, 'Europe/Berlin')).toBe('2024-02-01 00:30:00')
  expect(formatInstantWithOffset(winter, 'Europe/Berlin')).toBe('2024-02-01 00:30:00 +01:00')
  expect(formatInstantWithOffset(Date.UTC(2024, 6, 1), 'Europe/Berlin')).toBe('2024-07-01 02:00:00 +02:00')
  expect(formatInstantWithOffset(winter, 'UTC')).toBe('2024-01-31 23:30:00 +00:00')
  expect(formatDate('2024-01-31T23:30:00Z', 'Asia/Kolkata')).toBe('2024-02-01')
  expect(formatInstant('never')).toBe('never')
})

test('an ISO string of the core keeps its own wall time', () => {
  expect(formatLocalIso('2024-03-04T08:00:00+05:30')).toBe('2024-03-04 08:00')
  expect(formatLocalIso('2024-03-04T08:00:00+05:30', 'date')).toBe('2024-03-04')
})

test('zones are those the runtime knows', () => {
  expect(isZone('Europe/Berlin')).toBe(true)
  expect(isZone('Berlin')).toBe(false)
  expect(isZone('')).toBe(false)
})
