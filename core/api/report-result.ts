import type { ReportCells, ReportColumn, ReportRequest, ReportSummary } from '../contract/reports.ts'
import type { DataType } from '../data-types/data-type.ts'
import type { ResultTable } from '../query/finish-report.ts'
import { isoInZone } from '../query/periods.ts'

/** A finished report, kept for paging, charts and exports. */
export interface ReportResult {
  readonly id: string
  readonly request: ReportRequest
  readonly type: DataType
  readonly table: ResultTable
  readonly columns: readonly ReportColumn[]
  readonly zone: string
  /** Start of each period, instants. */
  readonly periodStarts: readonly number[]
  readonly summary: ReportSummary
  /** Spans of the answer that no source was observed in, instants. */
  readonly unobserved: readonly { readonly from: number; readonly to: number }[]
}

/** Measurements that are whole numbers; all others have six decimals in an export. */
const counts = new Set(['record-count', 'failed-requests', 'events', 'maximum', 'minimum', 'distinct'])

export const reportColumns = (type: DataType, grouped: readonly string[]): ReportColumn[] => [
  { name: 'Time', role: 'time', concept: 'time' },
  ...type.classifications
    .filter(({ name }) => grouped.includes(name))
    .map(({ name, concept, help }): ReportColumn => ({ name, role: 'classification', concept, help })),
  ...type.measurements.map(
    ({ name, concept, unit, help }): ReportColumn => ({
      name,
      role: 'measurement',
      concept,
      unit,
      help,
      decimals: counts.has(concept) ? 0 : 6,
    }),
  ),
]

/** One cell: a text, a number, or null where the measurement does not apply. */
export const createCellReader = (result: ReportResult): ((column: number, row: number) => string | number | null) => {
  const { table, columns, zone, periodStarts } = result
  const times = periodStarts.map((start) => isoInZone(zone, start))
  return (column, row) => {
    if (column === 0) return times[table.periods[row] as number] as string
    const { role, concept } = columns[column] as ReportColumn
    if (role === 'classification') {
      const { codes, texts } = table.columns[column - 1] as ResultTable['columns'][number]
      return texts[codes[row] as number] as string
    }
    const value = table.measures[concept]?.[row]
    return value === undefined || Number.isNaN(value) ? null : value
  }
}

export const resultCells = (result: ReportResult, offset: number, count: number): ReportCells => {
  const cell = createCellReader(result)
  const end = Math.min(result.table.rows, offset + count)
  return result.columns.map((_, column) => {
    const values: (string | number | null)[] = []
    for (let row = offset; row < end; row++) values.push(cell(column, row))
    return values
  })
}
