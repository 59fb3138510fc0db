import type { ReportCells, ReportColumn } from '../../core/contract/reports.ts'

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

/** Calendar days from the first to the last instant, both counted, each in the offset it is written in. */
export const daysBetween = (from: string, to: string): number => {
  const day = (iso: string) => Date.parse(`${iso.slice(0, 10)}T00:00:00Z`) / 86_400_000
  return Math.max(1, day(to) - day(from) + 1)
}
