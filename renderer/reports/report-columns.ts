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

/** Fields of raw types that are more than words; their cells are texts like those of any classification. */
const fieldKinds: { readonly [name: string]: Pick<GridColumn<ReportRow>, 'kind' | 'unit' | 'decimals' | 'show'> } = {
  Start: { kind: 'time', show: (value) => formatLocalIso(String(value ?? emDash), 'second') },
  // A number that is not counted with: without thousands.
  Epoch: { kind: 'number', show: (value) => String(value ?? emDash) },
  Duration: { kind: 'number', unit: 'h', decimals: 2 },
  'Elapsed Time': { kind: 'number', unit: 'h', decimals: 2 },
  'Used Licenses': { kind: 'number' },
  'Max available Licenses': { kind: 'number' },
  Count: { kind: 'number' },
  'Offline license duration': { kind: 'number', unit: 's' },
}

/** Numbers sort by size; words among them (`undef`, `uncounted`) stay words. */
const asNumber = (cell: CellValue): CellValue =>
  typeof cell === 'string' && /^-?\d+(\.\d+)?$/.test(cell) ? Number(cell) : cell

/** The period stands first in every report: a type's own `Time` (137, 138, 146) is called as exports call it. */
const ownTime = 'Time (2)'
export const columnLabel = ({ name, role }: Pick<ReportColumn, 'name' | 'role'>): string =>
  role === 'classification' && name === 'Time' ? ownTime : name

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
      id: columnLabel(column),
      title: columnLabel(column),
      help: column.help,
      value: (row: ReportRow) => row.cells[at] ?? null,
    }
    if (column.role === 'time' || column.concept === 'earlier-time') {
      const show = (value: CellValue) => (value === null ? emDash : shownTime(String(value), request.by))
      return [{ ...shared, kind: 'time', show }]
    }
    if (column.concept === 'stated-time')
      return [{ ...shared, kind: 'time', show: (value) => shownStatedTime(String(value ?? emDash)) }]
    if (column.role === 'classification') {
      const kind = column.concept === 'field' ? fieldKinds[column.name] : undefined
      const isNumber = kind ? kind.kind === 'number' : counted.has(column.concept)
      if (!isNumber) return [{ ...shared, kind: 'text', ...kind }]
      return [{ ...shared, kind: 'number', ...kind, value: (row: ReportRow) => asNumber(row.cells[at] ?? null) }]
    }
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

/** What the source says of a token or a seat: an instant, or a word where it says none. */
const shownStatedTime = (text: string): string =>
  /^\d{4}-\d\d-\d\dT/.test(text) ? formatLocalIso(text, 'minute') : text
