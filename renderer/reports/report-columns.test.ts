import { expect, test } from 'vitest'
import type { ReportColumn } from '../../core/contract/reports.ts'
import { headerText, shownText } from '../grid/grid-column.ts'
import { columnLabel, gridColumns } from './report-columns.ts'

const time: ReportColumn = { name: 'Time', role: 'time', concept: 'time' }
const columnsOf = (...columns: readonly ReportColumn[]) =>
  gridColumns(
    { columns: [time, ...columns], request: { type: 93, by: 'hour', groupBy: null, where: [] } },
    [],
    () => undefined,
  )
const shown = (column: ReportColumn, cell: string) => {
  const [, made] = columnsOf(column)
  const row = { index: 0, id: '', cells: ['2026-03-02T08:00:00+01:00', cell] }
  return { value: made!.value(row), text: shownText(made!, made!.value(row)), header: headerText(made!) }
}
const field = (name: string): ReportColumn => ({ name, role: 'classification', concept: 'field' })

test("a type's own Time stands beside the period under the name that exports give it", () => {
  const own: ReportColumn = { name: 'Time', role: 'classification', concept: 'stated-time' }
  expect(columnsOf(own).map(({ id }) => id)).toEqual(['Time', 'Time (2)'])
  expect(columnLabel(time)).toBe('Time')
  expect(shown(own, '2026-03-02T00:00:00+01:00').text).toBe('2026-03-02 00:00')
  expect(shown(own, 'undef').text).toBe('undef')
})

test('levels and capacities are numbers, except where they are words', () => {
  const level: ReportColumn = { name: 'Used licenses', role: 'classification', concept: 'level' }
  expect(shown(level, '10').value).toBe(10)
  expect(shown({ ...level, concept: 'capacity' }, 'uncounted').value).toBe('uncounted')
})

test('fields of single records are shown as what they are', () => {
  expect(shown(field('Epoch'), '1616325000').text).toBe('1616325000')
  expect(shown(field('Duration'), '0.833333')).toEqual({ value: 0.833333, text: '0.83', header: 'Duration (h)' })
  expect(shown(field('Start'), '2026-03-02T07:00:00+00:00').text).toBe('2026-03-02 07:00:00')
  expect(shown(field('User name'), '0042').value).toBe('0042')
})
