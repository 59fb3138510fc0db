import { expect, test } from 'vitest'
import type { MapPreview, MapPreviewRow } from '../../core/contract/mapping.ts'
import { shownText } from '../grid/grid-column.ts'
import { differenceOf, previewColumns, rowWords, usualMeasure } from './map-preview-columns.ts'

const columns: MapPreview['columns'] = [
  { name: 'Time', role: 'time' },
  { name: 'User group', role: 'classification' },
  { name: 'Max in use', role: 'measurement' },
  { name: 'Elapsed time', role: 'measurement' },
]
const row: MapPreviewRow = {
  change: 'changed',
  names: ['2024-03-04T00:00:00Z', 'Finance'],
  before: [3, 10.5],
  after: [2, null],
}

test('a difference is after less before; a row that is not there counts as nothing', () => {
  expect(differenceOf(row, 0)).toBe(-1)
  expect(differenceOf(row, 1)).toBeNull()
  expect(differenceOf({ after: [4] }, 0)).toBe(4)
  expect(differenceOf({ before: [4] }, 0)).toBe(-4)
})

test('the usual measure is the use in hours', () => {
  expect(usualMeasure({ columns, rows: [row] })).toBe('Elapsed time')
  expect(usualMeasure({ columns, rows: [] })).toBe('Elapsed time')
  expect(usualMeasure({ columns: [{ name: 'Record count', role: 'measurement' }], rows: [row] })).toBe('Record count')
})

test('where the hours stay and the price changes, the usual measure is the cost', () => {
  const priced: MapPreview['columns'] = [
    { name: 'Feature', role: 'classification' },
    { name: 'Elapsed time', role: 'measurement' },
    { name: 'License Cost', role: 'measurement' },
  ]
  expect(usualMeasure({ columns: priced, rows: [{ before: [2, 5], after: [2, 6] }] })).toBe('License Cost')
})

test('a preview is shown name by name, with the sign of each difference', () => {
  const shown = previewColumns({ columns }, 'Max in use', undefined)
  expect(shown.map(({ title }) => title)).toEqual(['User group', 'Before', 'After', 'Difference', 'Row'])
  expect(shown.map((column) => shownText(column, column.value(row)))).toEqual(['Finance', '3', '2', '−1', 'Changes'])
  const grown: MapPreviewRow = { change: 'added', names: ['2024-03-04T00:00:00Z', 'Design'], after: [2, 1] }
  expect(shown.map((column) => shownText(column, column.value(grown)))).toEqual(['Design', '—', '2', '+2', 'New'])
})

test('rows are counted in words', () => {
  expect(rowWords({ changed: 2, added: 1, removed: 0 })).toBe('2 rows change, 1 is new')
  expect(rowWords({ changed: 0, added: 0, removed: 1 })).toBe('1 row goes')
  expect(rowWords({ changed: 0, added: 0, removed: 0 })).toBe('')
})
