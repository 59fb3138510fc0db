import { expect, test } from 'vitest'
import {
  type CellValue,
  compareCells,
  compareTimes,
  type GridColumn,
  headerText,
  hoverText,
  shownText,
} from './grid-column.ts'

const hours: GridColumn<CellValue> = {
  id: 'h',
  title: 'Elapsed time',
  unit: 'h',
  kind: 'number',
  decimals: 2,
  value: (it) => it,
}

test('numbers are shown rounded, and whole on hover', () => {
  expect(shownText(hours, 1234.5678)).toBe('1,234.57')
  expect(hoverText(hours, 1234.5678)).toBe('1,234.5678')
  expect(hoverText(hours, null)).toBeUndefined()
  expect(shownText(hours, null)).toBe('—')
  expect(headerText(hours)).toBe('Elapsed time (h)')
})

const sorted = (values: readonly CellValue[], isDescending: boolean) => {
  const sign = isDescending ? -1 : 1
  return values.toSorted((a, b) => sign * compareCells(a, b, isDescending))
}

test('what is missing stays last whichever way is sorted; numbers come before words', () => {
  expect(sorted([null, 'undef', 10, 9, null, 'a'], false)).toEqual([9, 10, 'a', 'undef', null, null])
  expect(sorted([null, 'undef', 10, 9, null, 'a'], true)).toEqual(['undef', 'a', 10, 9, null, null])
})

test('times are compared as instants across a change of offset', () => {
  // The hour that comes twice in October.
  const first = '2024-10-27T02:30:00+02:00'
  const second = '2024-10-27T02:10:00+01:00'
  expect(compareTimes(first, second, false)).toBeLessThan(0)
  expect(compareTimes('2024-10-27T02:30:00+02:00', '2024-10-27T03:00:00+02:00', false)).toBeLessThan(0)
})
