import { expect, test } from 'vitest'
import type { ReportColumn } from '../../core/contract/reports.ts'
import { rowCollector, rowFinder, seriesNameOf } from './report-rows.ts'

const columns: readonly ReportColumn[] = [
  { name: 'Time', role: 'time', concept: 'time' },
  { name: 'Feature', role: 'classification', concept: 'feature' },
  { name: 'Status', role: 'classification', concept: 'request-status' },
  { name: 'Record count', role: 'measurement', concept: 'failed-requests', unit: 'Number' },
]
const monday = '2024-03-04T00:00:00+01:00'

test('pages of columns become rows that keep their place in the result', () => {
  const collected = rowCollector(columns)
  collected.add([
    [monday, monday],
    ['MAYA', 'NASTRAN'],
    ['denied', 'denied'],
    [3, null],
  ])
  collected.add([[monday], ['MAYA'], ['unsupported'], [1]])
  expect(collected.rows().map(({ index, cells }) => [index, ...cells])).toEqual([
    [0, monday, 'MAYA', 'denied', 3],
    [1, monday, 'NASTRAN', 'denied', null],
    [2, monday, 'MAYA', 'unsupported', 1],
  ])
})

test('a row has the same id after a refresh that changed its numbers and its place', () => {
  const before = rowCollector(columns)
  before.add([
    [monday, monday],
    ['A', 'B'],
    ['denied', 'denied'],
    [3, 4],
  ])
  const after = rowCollector(columns)
  after.add([
    [monday, monday],
    ['B', 'A'],
    ['denied', 'denied'],
    [5, 6],
  ])
  expect(after.rows().map((it) => it.id)).toEqual(
    before
      .rows()
      .map((it) => it.id)
      .reverse(),
  )
})

test('equal keys are told apart', () => {
  const collected = rowCollector(columns)
  collected.add([
    [monday, monday, monday],
    ['A', 'A', 'A'],
    ['x', 'x', 'x'],
    [1, 2, 3],
  ])
  expect(new Set(collected.rows().map((it) => it.id)).size).toBe(3)
})

test('no page, no rows', () => {
  const collected = rowCollector(columns)
  collected.add([[], [], [], []])
  expect(collected.rows()).toEqual([])
})

test('a point of the chart finds its row by instant and name', () => {
  const collected = rowCollector(columns)
  collected.add([
    [monday, monday],
    ['MAYA', 'NASTRAN'],
    ['denied', 'denied'],
    [3, 4],
  ])
  const rows = collected.rows()
  const find = rowFinder(columns, rows)
  expect(seriesNameOf(columns, rows[1]!)).toBe('NASTRAN · denied')
  expect(find(Date.parse('2024-03-03T23:00:00Z'), 'NASTRAN · denied')).toBe(rows[1])
  expect(find(Date.parse('2024-03-03T23:00:00Z'), 'other')).toBeUndefined()
})
