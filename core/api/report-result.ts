import type { ReportCells, ReportColumn, ReportRequest, ReportSummary, Resolution } from '../contract/reports.ts'
import type { DataType } from '../data-types/data-type.ts'
import type { Occurrence } from '../query/compare-tables.ts'
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
  /** Of a compared report: what the earlier period says, aligned with the rows of `table`. */
  readonly earlier?: EarlierResult
}

export interface EarlierResult {
  readonly measures: ResultTable['measures']
  /** Number of each row's period in `startsOfPeriods`; -1: the row does not occur in the earlier period. */
  readonly periodOfRow: Int32Array
  readonly startsOfPeriods: readonly number[]
  /** The start that stands at each of the result's `periodStarts`, instants. */
  readonly starts: readonly (number | undefined)[]
  readonly occurs: readonly Occurrence[]
  readonly unobserved: readonly { readonly from: number; readonly to: number }[]
  /** `2024-02-01 – 2024-02-29`. */
  readonly label: string
}

/** Measurements that are whole numbers; all others have six decimals in an export. */
const counts = new Set([
  'record-count',
  'failed-requests',
  'events',
  'executions',
  'processes',
  'visits',
  'sessions',
  'maximum',
  'minimum',
  'distinct',
  'distinct-users',
])

export const reportColumns = (type: DataType, grouped: readonly string[]): ReportColumn[] => [
  { name: 'Time', role: 'time', concept: 'time' },
  ...(type.fieldDetails ?? []).map(
    ({ name, help }): ReportColumn => ({ name, role: 'classification', concept: 'field', help }),
  ),
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

const occurrences: { readonly [K in Occurrence]: string } = {
  both: 'both periods',
  now: 'this period only',
  before: 'earlier period only',
}

/** The columns of a compared report: each measurement is followed by its earlier value and the difference. */
export const comparedColumns = (columns: readonly ReportColumn[], by: Resolution): ReportColumn[] => {
  const keys = columns.filter(({ role }) => role === 'time' || role === 'classification')
  const compared = columns.filter(({ role }) => role === 'measurement').flatMap(comparisonsOf)
  const earlierTime: ReportColumn = {
    name: 'Earlier time',
    role: 'comparison',
    concept: 'earlier-time',
    help: 'The part of the earlier period that this row is compared with.',
  }
  return [
    ...keys,
    {
      name: 'Occurs in',
      role: 'comparison',
      concept: 'occurs-in',
      help: 'Whether both periods have this row. A row that one of them lacks has no difference: no record may mean no use, or that nobody looked.',
    },
    ...compared,
    ...(by === 'total' ? [] : [earlierTime]),
  ]
}

const comparisonsOf = (column: ReportColumn): ReportColumn[] => {
  const { name, unit, decimals, concept } = column
  // Every row counts as one: there is nothing to compare.
  if (concept === 'distinct') return [column]
  const shared = { role: 'comparison', of: name } as const
  const isPercentage = unit === 'Percentage'
  return [
    column,
    { ...shared, name: `${name}, earlier`, concept: 'earlier', unit, decimals, help: `${name} in the earlier period.` },
    {
      ...shared,
      name: `${name}, difference`,
      concept: 'difference',
      unit,
      decimals,
      help: isPercentage
        ? `${name} minus its earlier value, in percentage points.`
        : `${name} minus its earlier value.`,
    },
    ...(isPercentage
      ? []
      : [
          {
            ...shared,
            name: `${name}, change`,
            concept: 'change',
            unit: 'Percentage',
            decimals: 6,
            help: `The difference of ${name} in percent of its earlier value; none where that is 0.`,
          },
        ]),
  ]
}

/** One cell: a text, a number, or null where the measurement does not apply. */
export const createCellReader = (result: ReportResult): ((column: number, row: number) => string | number | null) => {
  const { table, columns, zone, periodStarts } = result
  const times = periodStarts.map((start) => isoInZone(zone, start))
  const comparison = result.earlier && createComparisonReader(result, result.earlier)
  return (column, row) => {
    // A row of the earlier period that corresponds to nothing has no time in this one.
    if (column === 0) return times[table.periods[row] as number] ?? null
    const { role, concept } = columns[column] as ReportColumn
    if (role === 'comparison') return comparison?.(columns[column] as ReportColumn, row) ?? null
    if (role === 'classification') {
      const { codes, texts } = table.columns[column - 1] as ResultTable['columns'][number]
      return texts[codes[row] as number] as string
    }
    const value = table.measures[concept]?.[row]
    return value === undefined || Number.isNaN(value) ? null : value
  }
}

const createComparisonReader = ({ table, columns, zone }: ReportResult, earlier: EarlierResult) => {
  const times = earlier.startsOfPeriods.map((start) => isoInZone(zone, start))
  const conceptOf = new Map(
    columns.flatMap(({ name, role, concept }) => (role === 'measurement' ? [[name, concept]] : [])),
  )
  return ({ concept, of }: ReportColumn, row: number): string | number | null => {
    if (concept === 'earlier-time') return times[earlier.periodOfRow[row] as number] ?? null
    if (concept === 'occurs-in') return occurrences[earlier.occurs[row] as Occurrence]
    const measured = conceptOf.get(of ?? '') ?? ''
    const [now, before] = [
      table.measures[measured]?.[row] ?? Number.NaN,
      earlier.measures[measured]?.[row] ?? Number.NaN,
    ]
    const value =
      concept === 'earlier'
        ? before
        : concept === 'difference'
          ? now - before
          : before === 0
            ? Number.NaN
            : ((now - before) * 100) / before
    return Number.isNaN(value) ? null : value
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
