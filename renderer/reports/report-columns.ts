import type { ReportColumn, ReportSummary, Resolution } from '../../core/contract/reports.ts'
import { emDash, formatCell, formatLocalIso, formatNumber } from '../formats.ts'
import type { CellValue, GridColumn } from '../grid/grid-column.ts'
import type { ReportRow } from './report-rows.ts'

const shortUnits: Record<string, string> = { Hours: 'h', Seconds: 's', Percentage: '%', Kilobytes: 'KB' }

/** `h` for hours; a plain number has none. */
export const shortUnit = (unit: string | undefined): string | undefined => (unit ? shortUnits[unit] : undefined)

const decimalsOfUnit: Record<string, number> = { Hours: 2, Seconds: 0, Percentage: 1, Kilobytes: 0 }

/** As many as one reads: hours two, percent one, counts none, averages two. The hover and every copy have all of them. */
export const shownDecimals = (column: Pick<ReportColumn, 'unit' | 'decimals'>): number => {
  const ofUnit = decimalsOfUnit[column.unit ?? '']
  return ofUnit ?? Math.min(2, column.decimals ?? 0)
}

const counted = new Set(['level', 'queued-level', 'capacity'])

/** The columns of an answer as the grid wants them. `onMeasure`: a measure's column was switched on or off. */
export const gridColumns = (
  { columns, request }: Pick<ReportSummary, 'columns' | 'request'>,
  measures: readonly string[],
  onMeasure: (name: string, shown: boolean) => void,
): readonly GridColumn<ReportRow>[] =>
  columns.flatMap((column, at): readonly GridColumn<ReportRow>[] => {
    // What compares a measure comes and goes with it.
    if (column.of !== undefined && !measures.includes(column.of)) return []
    const shared = {
      id: column.name,
      title: column.name,
      help: column.help,
      value: (row: ReportRow) => row.cells[at] ?? null,
    }
    if (column.role === 'time' || column.concept === 'earlier-time') {
      const show = (value: CellValue) => (value === null ? emDash : shownTime(String(value), request.by))
      return [{ ...shared, kind: 'time', show }]
    }
    if (column.role === 'classification') return [{ ...shared, kind: counted.has(column.concept) ? 'number' : 'text' }]
    if (column.concept === 'occurs-in') return [{ ...shared, kind: 'text' }]
    const number = {
      ...shared,
      kind: 'number',
      unit: shortUnit(column.unit),
      decimals: shownDecimals(column),
    } as const
    if (column.of !== undefined) {
      const compared = { ...number, isTwoLines: true }
      return [isDifference(column) ? { ...compared, show: signed(number.decimals) } : compared]
    }
    return [
      {
        ...number,
        visibility: { shown: measures.includes(column.name), onChange: (shown) => onMeasure(column.name, shown) },
      },
    ]
  })

const isDifference = ({ concept }: ReportColumn) => concept === 'difference' || concept === 'change'

/** `+1.25`, `−0.50`, `0.00`: which way it went is read before how far. */
const signed =
  (decimals: number) =>
  (value: CellValue): string => {
    if (typeof value !== 'number') return formatCell(value)
    const text = formatNumber(Math.abs(value), decimals)
    return value === 0 ? text : `${value > 0 ? '+' : '\u2212'}${text}`
  }

/** Days, weeks and months begin at midnight: the date says it all. */
const shownTime = (iso: string, by: Resolution): string =>
  by === 'hour' || by === 'total' ? formatLocalIso(iso, 'minute') : formatLocalIso(iso, 'date')
