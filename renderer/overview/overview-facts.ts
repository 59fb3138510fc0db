import type { ReportCells, ReportColumn } from '../../core/contract/reports.ts'
import { formatDate } from '../formats.ts'

export interface FeatureUse {
  readonly feature: string
  /** Licences at once, at most; `null` where the report has none. */
  readonly peak: number | null
  readonly average: number | null
  /** Licence hours. */
  readonly elapsed: number
}

export interface Refusal {
  readonly feature: string
  readonly requests: number
}

const columnNamed = (columns: readonly ReportColumn[], name: string): number =>
  columns.findIndex((column) => column.name === name)

const numberAt = (cells: ReportCells, column: number, row: number): number | null => {
  const value = column < 0 ? null : cells[column][row]
  return typeof value === 'number' ? value : null
}

/** Rows of type 51 by feature, most licence hours first. Features that were never used stand last, by name. */
export const featureUse = (columns: readonly ReportColumn[], cells: ReportCells): readonly FeatureUse[] => {
  const feature = columnNamed(columns, 'Feature')
  if (feature < 0) return []
  const [peak, average, elapsed] = ['Max in use', 'Avg in use', 'Elapsed time'].map((name) =>
    columnNamed(columns, name),
  )
  return cells[feature]
    .map((name, row) => ({
      feature: String(name),
      peak: numberAt(cells, peak, row),
      average: numberAt(cells, average, row),
      elapsed: numberAt(cells, elapsed, row) ?? 0,
    }))
    .sort((a, b) => b.elapsed - a.elapsed || a.feature.localeCompare(b.feature))
}

/** Rows of type 52 by feature, most refused requests first. */
export const featureRefusals = (columns: readonly ReportColumn[], cells: ReportCells): readonly Refusal[] => {
  const feature = columnNamed(columns, 'Feature')
  if (feature < 0) return []
  const requests = columnNamed(columns, 'Record count')
  return cells[feature]
    .map((name, row) => ({ feature: String(name), requests: numberAt(cells, requests, row) ?? 0 }))
    .sort((a, b) => b.requests - a.requests || a.feature.localeCompare(b.feature))
}

/** The calendar days of the data in its zone. `to` is the instant at which it has ended: a day that only begins then is none of it. */
export const daysOfData = ({
  from,
  to,
  zone,
}: {
  readonly from: string
  readonly to: string
  readonly zone: string
}) => {
  const first = formatDate(from, zone)
  const last = formatDate(Math.max(Date.parse(from), Date.parse(to) - 1), zone)
  const day = (date: string) => Date.parse(`${date}T00:00:00Z`) / 86_400_000
  return { first, last, days: day(last) - day(first) + 1 }
}
