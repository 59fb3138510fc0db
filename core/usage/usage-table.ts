import type { DataType, MeasurementConcept } from '../data-types/data-type.ts'
import type { CellTable } from '../query/cell-table.ts'
import { byCodeUnit, byNumber, sortRows } from '../query/sort-rows.ts'
import type { CellSums, SumName } from './cell-sums.ts'
import type { RecordColumns } from './record-columns.ts'
import type { RecordKit } from './record-kit.ts'
import type { UsageTable } from './usage-spec.ts'

export interface TableColumn {
  readonly codes: Int32Array
  readonly texts: readonly string[]
}

/** Rows of a table in order, with what they are told by. */
export type SortedRows = Pick<UsageTable, 'rows' | 'periods' | 'columns' | 'measures'>

const finite = (value: number): number => (Number.isFinite(value) ? value : Number.NaN)
const ratio = (a: number, b: number): number => (b > 0 ? a / b : Number.NaN)

/** Seconds are divided by 3600 where the measurement is in hours. */
type Measure = (sums: CellSums, cell: number, perUnit: number) => number

/** Sums that each measurement is made of, and how. */
const measureOf: Record<MeasurementConcept, { readonly of: readonly SumName[]; readonly value: Measure }> = {
  'record-count': { of: [], value: (s, c) => s.records[c] as number },
  'failed-requests': { of: ['counted'], value: (s, c) => s.counted[c] as number },
  executions: { of: ['counted'], value: (s, c) => s.counted[c] as number },
  processes: { of: ['counted'], value: (s, c) => s.counted[c] as number },
  visits: { of: ['counted'], value: (s, c) => s.counted[c] as number },
  sessions: { of: ['counted'], value: (s, c) => s.counted[c] as number },
  events: { of: ['counted'], value: (s, c) => s.counted[c] as number },
  running: { of: [], value: (s, c, unit) => (s.running[c] as number) / unit },
  elapsed: { of: [], value: (s, c, unit) => (s.elapsed[c] as number) / unit },
  active: { of: [], value: (s, c, unit) => (s.held[c] as number) / unit },
  duration: { of: [], value: (s, c, unit) => (s.held[c] as number) / unit },
  elastic: { of: ['elastic'], value: (s, c, unit) => (s.elastic[c] as number) / unit },
  average: { of: [], value: (s, c) => ratio(s.elapsed[c] as number, s.observed[c] as number) },
  maximum: { of: [], value: (s, c) => finite(s.maximum[c] as number) },
  minimum: { of: [], value: (s, c) => finite(s.minimum[c] as number) },
  'average-utilisation': {
    of: ['usedOfCapacity', 'capacity'],
    value: (s, c) => ratio((s.usedOfCapacity[c] as number) * 100, s.capacity[c] as number),
  },
  'maximum-utilisation': { of: ['maximumUtilisation'], value: (s, c) => finite(s.maximumUtilisation[c] as number) },
  'minimum-utilisation': { of: ['minimumUtilisation'], value: (s, c) => finite(s.minimumUtilisation[c] as number) },
  'license-cost': { of: ['cost'], value: (s, c) => s.cost[c] as number },
  'data-stream': { of: ['amount'], value: (s, c) => s.amount[c] as number },
  tokens: { of: ['amount'], value: (s, c) => s.amount[c] as number },
  distinct: { of: [], value: () => 1 },
  'distinct-users': { of: ['users'], value: (s, c) => s.users[c] as number },
}

const always = ['records', 'running', 'elapsed', 'held', 'maximum', 'minimum', 'observed'] as const

/** The sums that a type's measurements need; events leave their count and amount anyway. */
export const sumsOf = ({ measurements }: DataType): SumName[] => [
  ...new Set<SumName>([
    ...always,
    'counted',
    'amount',
    'users',
    ...measurements.flatMap(({ concept }) => measureOf[concept].of),
  ]),
]

/** What level types measure otherwise: of time that nobody saw nothing but its length is known. */
const ofLevels: Partial<Record<MeasurementConcept, Measure>> = {
  duration: measureOf.running.value,
  elapsed: (s, c, unit) => ((s.observed[c] as number) > 0 ? (s.elapsed[c] as number) / unit : Number.NaN),
  active: (s, c, unit) => ((s.observed[c] as number) > 0 ? (s.held[c] as number) / unit : Number.NaN),
}

/** Sorts the rows by time and by their columns from the left, and works out what is measured. */
export const recordRows = (kit: RecordKit, type: DataType, isByLevel: boolean): SortedRows => {
  const { cells, columns, hours } = kit
  const size = cells.size
  const periods = new Int32Array(size)
  for (let cell = 0; cell < size; cell++) periods[cell] = cells.keys[cell * 4] as number
  const kept = columns.spec.flatMap(({ isGrouped }, i) => (isGrouped ? [encoded(cells, columns, i)] : []))
  const measures = type.measurements.map(({ concept, unit }) => {
    const value = (isByLevel ? ofLevels[concept] : undefined) ?? measureOf[concept].value
    const perUnit = unit === 'Seconds' ? 1 : 3600
    const values = new Float64Array(size)
    for (let cell = 0; cell < size; cell++) values[cell] = value(kit.sums.sums, cell, perUnit)
    return [concept, values] as const
  })
  return sortedRows(size, periods, hours.periodStarts.length, kept, Object.fromEntries(measures))
}

/** Rows in any order, brought into theirs. */
export const sortedRows = (
  size: number,
  periods: Int32Array,
  periodCount: number,
  columns: readonly TableColumn[],
  measures: { readonly [concept: string]: Float64Array },
): SortedRows => {
  const order = sortRows(size, [
    { codes: periods, count: periodCount },
    ...columns.map(({ codes, texts }) => ({ codes, count: texts.length })),
  ])
  const pick = (values: Int32Array): Int32Array => {
    const picked = new Int32Array(size)
    for (let i = 0; i < size; i++) picked[i] = values[order[i] as number] as number
    return picked
  }
  const pickNumbers = (values: Float64Array): Float64Array => {
    const picked = new Float64Array(size)
    for (let i = 0; i < size; i++) picked[i] = values[order[i] as number] as number
    return picked
  }
  return {
    rows: size,
    periods: pick(periods),
    columns: columns.map(({ codes, texts }) => ({ codes: pick(codes), texts })),
    measures: Object.fromEntries(Object.entries(measures).map(([concept, values]) => [concept, pickNumbers(values)])),
  }
}

const numeric: ReadonlySet<string | undefined> = new Set([
  'level',
  'queued-level',
  'capacity',
  'process-id',
  'exit-status',
])

/** A column as places among its texts in order. Its texts depend on the group or on the shape of a row, never on both. */
const encoded = ({ size, keys }: CellTable, columns: RecordColumns, column: number): TableColumn => {
  const { concept } = columns.spec[column] as RecordColumns['spec'][number]
  const part = columns.isFound(column) ? 2 : 1
  const textOfPart = new Map<number, string>()
  for (let cell = 0; cell < size; cell++) {
    const number = keys[cell * 4 + part] as number
    if (!textOfPart.has(number))
      textOfPart.set(number, columns.text(column, keys[cell * 4 + 1] as number, keys[cell * 4 + 2] as number))
  }
  const texts = [...new Set(textOfPart.values())].sort(numeric.has(concept) ? byNumber : byCodeUnit)
  const rank = new Map(texts.map((text, i) => [text, i]))
  const rankOfPart = new Map([...textOfPart].map(([number, text]) => [number, rank.get(text) as number]))
  const codes = new Int32Array(size)
  for (let cell = 0; cell < size; cell++) codes[cell] = rankOfPart.get(keys[cell * 4 + part] as number) as number
  return { codes, texts }
}
