import type { ReportCells, ReportColumn } from '../../core/contract/reports.ts'
import type { CellValue } from '../grid/grid-column.ts'

export interface ReportRow {
  /** The row's place in the result, which exports are told. */
  readonly index: number
  /** The same for the same time and classifications after a refresh. */
  readonly id: string
  readonly cells: readonly CellValue[]
}

/**
 * Pages of columns become rows, page by page as they come in, so that no frame waits for all of them. A key that occurs
 * twice (events of one second) is numbered.
 */
export const rowCollector = (columns: readonly ReportColumn[]) => {
  const keys = columns.flatMap(({ role, concept }, at) =>
    role === 'time' || role === 'classification' || concept === 'earlier-time' ? [at] : [],
  )
  const seen = new Map<string, number>()
  const rows: ReportRow[] = []
  return {
    add: (page: ReportCells): void => {
      const length = page[0]?.length ?? 0
      for (let at = 0; at < length; at++) {
        const cells = page.map((column) => column[at] ?? null)
        let key = ''
        for (const column of keys) key += `${cells[column]}\u001f`
        const times = seen.get(key) ?? 0
        seen.set(key, times + 1)
        rows.push({ index: rows.length, id: times === 0 ? key : `${key}${times}`, cells })
      }
    },
    /** All rows so far; later pages do not change the list that was given. */
    rows: (): readonly ReportRow[] => rows.slice(),
  }
}

/** A level and a capacity are numbers of the row, not names of a series. */
const unnamed = new Set(['level', 'capacity'])

/** What a row's series is called in the chart: its classifications in the order of the columns, `All` without any. */
export const seriesNameOf = (columns: readonly ReportColumn[], row: ReportRow): string => {
  const parts = columns.flatMap((column, at) =>
    column.role === 'classification' && !unnamed.has(column.concept) ? [String(row.cells[at] ?? 'undef')] : [],
  )
  return parts.join(' · ') || 'All'
}

const pointKey = (time: number, series: string) => `${time}\u001f${series}`

/** Finds the row behind a point of the chart. Built when the first point is asked for. */
export const rowFinder = (columns: readonly ReportColumn[], rows: readonly ReportRow[]) => {
  const timeAt = columns.findIndex((it) => it.role === 'time')
  const instants = new Map<unknown, number>()
  const instantOf = (cell: unknown): number => {
    const known = instants.get(cell)
    if (known !== undefined) return known
    const instant = Date.parse(String(cell))
    instants.set(cell, instant)
    return instant
  }
  let byPoint: Map<string, ReportRow> | undefined
  return (time: number, series: string): ReportRow | undefined => {
    byPoint ??= new Map(
      rows.map((row) => [pointKey(timeAt < 0 ? 0 : instantOf(row.cells[timeAt]), seriesNameOf(columns, row)), row]),
    )
    return byPoint.get(pointKey(timeAt < 0 ? 0 : time, series))
  }
}
