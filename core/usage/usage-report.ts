import { dataTypeById } from '../data-types/catalogue.ts'
import type { DataType } from '../data-types/data-type.ts'
import { createCellTable } from '../query/cell-table.ts'
import { type AskedPeriod, askedPeriod, coverageOf } from './asked-period.ts'
import { createSums } from './cell-sums.ts'
import { countEvents, countRuns } from './count-events.ts'
import { countKeys } from './count-keys.ts'
import { type PrimeBoundaries, primeBoundaries } from './prime-boundaries.ts'
import { rawRows } from './raw-rows.ts'
import { recordColumns } from './record-columns.ts'
import type { RecordKit } from './record-kit.ts'
import type { TypeContext, TypedUses, UsageType } from './typed-uses.ts'
import type { SourceUsage } from './usage.ts'
import { type UsageHours, usageHours } from './usage-hours.ts'
import type { UsageSpec, UsageTable } from './usage-spec.ts'
import { recordRows, type SortedRows, sumsOf } from './usage-table.ts'

const primeField = 'Prime time (deprecated)'

/**
 * Answers a report from what the sources say: hours on the clock of the report's zone, records told apart by all classifications, rolled
 * up to those that stay (semantics page, "Families of data types" and "Rolling up"). What the type notes stands in the table's notes.
 * @throws RangeError when a zone is unknown, Error when the type is
 */
export const usageReport = (
  type: UsageType,
  sources: readonly SourceUsage[],
  { spec, subjects }: TypeContext,
): UsageTable => {
  const notes = new Set<string>()
  const typed = type.typed(sources, { spec, subjects, note: (message) => notes.add(message) })
  const period = askedPeriod(spec, typed, sources)
  if (!period) return emptyTable(type, spec, [...notes])
  const hours = usageHours(spec.zone, spec.by, period.from, period.to)
  const rows =
    type.way === 'raw' ? rawRows(typed, spec, hours, primeOf(spec, period)) : counted(type, typed, spec, hours)
  return { ...rows, periodStarts: hours.periodStarts, ...period, ...coverageOf(sources, period), notes: [...notes] }
}

/** Undefined without a calendar, or where the type does not tell of prime time. */
const primeOf = ({ calendar, columns }: UsageSpec, { from, to }: AskedPeriod): PrimeBoundaries | undefined =>
  calendar && columns.some(({ concept, name }) => concept === 'prime' || (!concept && name === primeField))
    ? primeBoundaries(calendar, from, to)
    : undefined

const counted = (type: UsageType, typed: TypedUses, spec: UsageSpec, hours: UsageHours): SortedRows => {
  const dataType = dataTypeById(type.id) as DataType
  const columns = recordColumns(spec, typed)
  const cells = createCellTable({ periods: 1, series: 1, rests: 1, hasExtra: true })
  const kit: RecordKit = { hours, columns, cells, sums: createSums(sumsOf(dataType)) }
  const prime = primeOf(spec, hours)
  const { way } = type
  if (way === 'events' || way === 'statements') {
    if (typed.events) countEvents(kit, typed, typed.events, prime)
  } else countKeys(kit, typed, dataType, type, prime)
  if (way === 'executions' || way === 'presences') countRuns(kit, typed, typed.uses, prime, way)
  return recordRows(kit, dataType, way === 'level' || (way === 'distinct-hosts' && columns.has('level')))
}

const emptyTable = ({ id }: UsageType, { columns, from, to }: UsageSpec, notes: readonly string[]): UsageTable => ({
  rows: 0,
  periods: new Int32Array(0),
  columns: columns.filter(({ isGrouped }) => isGrouped).map(() => ({ codes: new Int32Array(0), texts: [] })),
  measures: Object.fromEntries(
    (dataTypeById(id)?.measurements ?? []).map(({ concept }) => [concept, new Float64Array(0)]),
  ),
  periodStarts: [],
  from,
  to,
  observedSeconds: 0,
  askedSeconds: 0,
  unobserved: [],
  notes,
})
