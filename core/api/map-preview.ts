import { ConsoleError } from '../contract/errors.ts'
import type { MapKind, MapPreview, MapPreviewRow } from '../contract/mapping.ts'
import type { ReportRequest } from '../contract/reports.ts'
import { dataTypeById } from '../data-types/catalogue.ts'
import type { ClassificationConcept } from '../data-types/data-type.ts'
import type { MapDifference } from '../mapping/compare-maps.ts'
import { mapRule } from '../mapping/map-kinds.ts'
import { createMatch, type MapTexts } from '../query/report-spec.ts'
import type { ReportContext } from './report-context.ts'
import { createCellReader, type ReportResult } from './report-result.ts'
import { runReports } from './run-report.ts'

export interface PreviewedChange {
  readonly kind: MapKind
  readonly before: string
  readonly after: string
  readonly request: ReportRequest
  /** Rows told. */
  readonly limit: number
  compare(): Promise<MapDifference>
}

type Values = readonly (number | null)[]

/** Rows compared before other work gets a turn. */
const rowsPerTurn = 20_000

/**
 * Runs the report with both texts of the map: of groups of users and machines over those alone that gain or lose a known name, since no
 * other row can change; of the other maps over all of it.
 * @throws ConsoleError `invalid` for a type that reads nothing from this map
 */
export const previewMap = async (
  context: ReportContext,
  { kind, before, after, request, limit, compare }: PreviewedChange,
): Promise<MapPreview> => {
  const began = performance.now()
  const { type, label, isGroup } = columnOf(request.type, kind)
  const difference = await compare()
  const asked = request.where.filter(({ name }) => name.toLowerCase() === label.toLowerCase())
  const passes = createMatch(asked.flatMap(({ values }) => values))
  const groups = difference.groups.filter(passes)
  const groupBy = request.groupBy ?? []
  const { from, to, zone } = request
  const others = request.where.filter((one) => !isGroup || !asked.includes(one))
  const narrowed: ReportRequest = {
    type: type.id,
    by: request.groupBy === null ? 'total' : request.by,
    groupBy: groupBy.some((name) => name.toLowerCase() === label.toLowerCase()) ? groupBy : [...groupBy, label],
    where: isGroup ? [...others, { name: label, values: groups }] : others,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(zone === undefined ? {} : { zone }),
  }
  const draft = (text: string): MapTexts => ({
    byKind: { [kind]: text },
    ...(kind === 'license-user-mapping' ? { user: text } : {}),
    ...(kind === 'license-host-mapping' ? { host: text } : {}),
  })
  const isSame = isGroup ? groups.length === 0 : before === after
  const [old, next] = isSame ? [] : await runReports(context, narrowed, [draft(before), draft(after)])
  const rows = old && next ? await changedRows(old, next) : []
  const measures = old ? old.columns.filter(({ role }) => role === 'measurement') : []
  const size = measures.findIndex(({ concept }) => (weights[kind] ?? usualWeights).includes(concept))
  const weight = (row: MapPreviewRow): number => {
    const at = Math.max(0, size)
    return Math.abs((row.after?.[at] ?? 0) - (row.before?.[at] ?? 0))
  }
  const count = (change: MapPreviewRow['change']) => rows.filter((row) => row.change === change).length
  const labelAt = old
    ? old.columns.filter(({ role }) => role !== 'measurement').findIndex(({ name }) => name === label)
    : -1
  const touched = isGroup ? groups : [...new Set(rows.map((row) => row.names[labelAt] ?? ''))]
  return {
    columns: (old?.columns ?? []).map(({ name, role }) => ({
      name,
      role: role === 'comparison' ? 'measurement' : role,
    })),
    changedNames: difference.changedNames,
    moves: difference.moves,
    rows: [...rows].sort((a, b) => weight(b) - weight(a)).slice(0, limit),
    changed: count('changed'),
    added: count('added'),
    removed: count('removed'),
    totals: old && next ? totalsOf(touched, label, old, next) : [],
    notes: [...new Set([old, next].flatMap((result) => result?.summary.notes.map(({ message }) => message) ?? []))],
    milliseconds: Math.round(performance.now() - began),
  }
}

/** Measures whose change puts rows in order. */
const usualWeights = ['elapsed', 'events', 'visits', 'running']
const weights: { readonly [K in MapKind]?: readonly string[] } = {
  'price-list.map': ['license-cost'],
  'entitlement.map': ['elastic'],
}

/** Where what a map says is seen: the first of these that a type has. */
const concepts: { readonly [K in MapKind]?: readonly ClassificationConcept[] } = {
  'application.map': ['application', 'feature'],
  'web-domain.map': ['web-application'],
  'timeout-per-app.map': ['web-application'],
  'featureset.map': ['featureset', 'software-title', 'feature'],
  'package.map': ['package'],
  'price-list.map': ['feature'],
  'entitlement.map': ['feature'],
  'software-catalogue.map': ['software-title'],
}

const columnOf = (id: number, kind: MapKind) => {
  const type = dataTypeById(id)
  if (!type) throw new ConsoleError('not-found', `There is no data type ${id}. \`lictor types\` lists them.`)
  const wanted = mapRule(kind).types?.includes(id) ? concepts[kind] : undefined
  if (wanted) {
    const label = wanted
      .map((concept) => type.classifications.find((one) => one.concept === concept)?.name)
      .find((name) => name !== undefined)
    if (label !== undefined) return { type, label, isGroup: false }
  }
  const groups = type.classifications.filter(({ help }) => help.includes(kind))
  // Of a group and its type, the group: it comes last.
  const label = mapRule(kind).types ? undefined : groups.at(-1)?.name
  if (label === undefined)
    throw new ConsoleError('invalid', `${type.name} [${id}] has no group from ${kind}. Choose a type that has one.`)
  return { type, label, isGroup: true }
}

/** Rows that one of two results lacks or says otherwise. */
const changedRows = async (old: ReportResult, next: ReportResult): Promise<MapPreviewRow[]> => {
  const before = createRows(old)
  const after = createRows(next)
  const known = new Map<string, number>()
  let done = 0
  const turn = async () => {
    if (++done % rowsPerTurn === 0) await new Promise((resolve) => setImmediate(resolve))
  }
  for (let row = 0; row < before.count; row++) {
    known.set(JSON.stringify(before.names(row)), row)
    await turn()
  }
  const rows: MapPreviewRow[] = []
  for (let row = 0; row < after.count; row++) {
    const names = after.names(row)
    const key = JSON.stringify(names)
    const same = known.get(key)
    known.delete(key)
    const now = after.values(row)
    if (same === undefined) rows.push({ change: 'added', names, after: now })
    else {
      const earlier = before.values(same)
      if (!areAlike(earlier, now)) rows.push({ change: 'changed', names, before: earlier, after: now })
    }
    await turn()
  }
  for (const row of known.values())
    rows.push({ change: 'removed', names: before.names(row), before: before.values(row) })
  return rows
}

const createRows = (result: ReportResult) => {
  const cell = createCellReader(result)
  const named = result.columns.flatMap(({ role }, i) => (role === 'measurement' ? [] : [i]))
  const measured = result.columns.flatMap(({ role }, i) => (role === 'measurement' ? [i] : []))
  return {
    count: result.table.rows,
    names: (row: number) => named.map((column) => cell(column, row) as string | null),
    values: (row: number): Values => measured.map((column) => cell(column, row) as number | null),
  }
}

/** The same sums in another order differ in their last bits. */
const areAlike = (a: Values, b: Values): boolean =>
  a.every((x, i) => {
    const y = b[i] as number | null
    if (x === null || y === null) return x === y
    return Math.abs(x - y) <= 1e-9 * Math.max(1, Math.abs(x), Math.abs(y))
  })

const sums = new Set([
  'record-count',
  'failed-requests',
  'events',
  'running',
  'elapsed',
  'executions',
  'processes',
  'visits',
  'sessions',
  'active',
  'duration',
  'elastic',
  'license-cost',
  'data-stream',
  'tokens',
])

/** Each group's rows put together where that is right: sums, maxima, minima; an average only where there is one row. */
const totalsOf = (groups: readonly string[], label: string, old: ReportResult, next: ReportResult) => {
  const before = totalsByGroup(label, old)
  const after = totalsByGroup(label, next)
  return groups.flatMap((group) => {
    const earlier = before.get(group)
    const now = after.get(group)
    return earlier || now ? [{ group, ...(earlier ? { before: earlier } : {}), ...(now ? { after: now } : {}) }] : []
  })
}

const totalsByGroup = (label: string, result: ReportResult): Map<string, Values> => {
  const cell = createCellReader(result)
  const groupColumn = result.columns.findIndex(({ name }) => name === label)
  const measured = result.columns.flatMap(({ role, concept }, column) =>
    role === 'measurement' ? [{ concept, column }] : [],
  )
  const totals = new Map<string, (number | null)[]>()
  for (let row = 0; row < result.table.rows; row++) {
    const group = cell(groupColumn, row) as string
    const values = measured.map(({ column }) => cell(column, row) as number | null)
    const total = totals.get(group)
    if (!total) {
      totals.set(group, values)
      continue
    }
    measured.forEach(({ concept }, i) => {
      const a = total[i] ?? null
      const b = values[i] ?? null
      if (sums.has(concept)) total[i] = (a ?? 0) + (b ?? 0)
      else if (concept === 'maximum') total[i] = a === null ? b : b === null ? a : Math.max(a, b)
      else if (concept === 'minimum') total[i] = a === null ? b : b === null ? a : Math.min(a, b)
      else total[i] = null
    })
  }
  return totals
}
