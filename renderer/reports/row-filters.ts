import type { DataTypeInfo, ReportColumn } from '../../core/contract/reports.ts'
import { defaultShape } from './report-defaults.ts'
import { translateFilters } from './report-narrow.ts'
import type { ReportRow } from './report-rows.ts'
import type { Filter, ReportShape } from './report-shape.ts'

/** What makes the row this row: the value of each classification it is grouped by. Fields of raw types filter nothing. */
export const filtersOfRow = (columns: readonly ReportColumn[], row: ReportRow): readonly Filter[] =>
  columns.flatMap((column, at) =>
    column.role === 'classification' && column.concept !== 'field'
      ? [{ name: column.name, values: [String(row.cells[at] ?? 'undef')] }]
      : [],
  )

/** The same question asked of another type, as far as it has the classifications for it. */
export const asOtherType = (shape: ReportShape, from: DataTypeInfo, to: DataTypeInfo): ReportShape => {
  const usual = defaultShape(to)
  return {
    ...usual,
    period: shape.period,
    zone: shape.zone,
    by: usual.groupBy === null ? usual.by : shape.by,
    compare: shape.compare,
    where: translateFilters(shape.where, from, to),
  }
}
