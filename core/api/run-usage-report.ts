import { randomUUID } from 'node:crypto'
import { mapKinds } from '../contract/mapping.ts'
import type { ReportNote, ReportRequest, ReportSummary } from '../contract/reports.ts'
import type { DataType } from '../data-types/data-type.ts'
import type { Reader } from '../database/connection.ts'
import { dayColumns, daysWithin } from '../database/day-table.ts'
import { currentMap } from '../database/map-table.ts'
import { createQueue } from '../database/queue.ts'
import { vendorLicenceRenames } from '../database/rename-table.ts'
import { allSources, type SourceRow } from '../database/source-table.ts'
import { readSubjects, type UsageHead, usageColumnsOf, usageHeads } from '../database/usage-table.ts'
import { UsageKind } from '../facts/usage-fact.ts'
import { importers } from '../importers/registry.ts'
import { askedClassifications } from '../query/asked-classifications.ts'
import { checkRequest } from '../query/check-request.ts'
import { isoInZone } from '../query/periods.ts'
import type { MapTexts } from '../query/report-spec.ts'
import type { PackedColumn } from '../segments/column.ts'
import { type LoggedDay, loggedColumns } from '../usage/logged-usage.ts'
import type { PackedRows } from '../usage/source-rows.ts'
import type { UsageSpec, UsageTable } from '../usage/usage-spec.ts'
import type { UsageSource } from '../workers/usage-work.ts'
import type { WorkerClient } from '../workers/worker-calls.ts'
import { askedPeriod, busyNote, chooseZone, notSummableNotes } from './asked-period.ts'
import type { ReportContext } from './report-context.ts'
import { type ReportResult, reportColumns } from './report-result.ts'

/** Rows that are read in one answer of the database. */
const rowsPerRead = 150_000
const segmentsPerRead = 64
const daysPerRead = 16
/** Local days may begin this many seconds before or after UTC ones; a look holds on for some hours at most. */
const margin = 2 * 86_400

/** The worker reads one report's rows at a time. */
const inTurn = createQueue()
let reportNumber = 0

const eventKinds = [UsageKind.out, UsageKind.in, UsageKind.queued, UsageKind.dequeued, UsageKind.ended]
const eventBits = eventKinds.reduce((bits, kind) => bits | (1 << kind), 0)

/**
 * Answers a report from usage rows, and from licence logs where they feed the type too: sends the rows of the asked period to a scan
 * worker, which puts them together and counts.
 * @throws ConsoleError `invalid` for a request that cannot be answered
 */
export const runUsageReport = (
  context: ReportContext,
  request: ReportRequest,
  drafts: MapTexts = {},
): Promise<ReportResult> => inTurn(() => run(context, request, drafts))

const run = async (context: ReportContext, request: ReportRequest, drafts: MapTexts): Promise<ReportResult> => {
  const began = performance.now()
  const type = checkRequest(request)
  const asked = askedClassifications(type, request)
  return context.database.snapshot(async (reader) => {
    const sources = await allSources(reader)
    const zone = chooseZone(request, context, sources)
    const { from, to } = askedPeriod(zone, request)
    const spec: UsageSpec = {
      type: type.id,
      by: request.by,
      zone,
      from,
      to,
      columns: type.fields
        ? type.fields.map((name) => ({ name, concept: undefined, isGrouped: true }))
        : type.classifications.map(({ name, concept }) => ({
            name,
            concept,
            isGrouped: asked.isGrouped(name),
            ...(asked.wanted(name).length > 0 ? { where: asked.wanted(name) } : {}),
          })),
      calendar: context.calendar,
      customerId: context.customerId,
      renames: [...(await vendorLicenceRenames(reader))],
      maps: await savedMaps(reader, drafts),
      denialBefore: context.denialBefore,
      denialAfter: context.denialAfter,
    }
    const [worker] = (await context.scans.workers()) as [WorkerClient]
    await worker.call('usageLearn', await readSubjects(reader, await worker.call('usageKnown', {})))
    const id = ++reportNumber
    try {
      await sendRows(reader, worker, id, context, sources, { type: type.id, from, to })
      if (feedingFormats(type.id).has('flexnet-debug-log')) await sendLogs(reader, worker, id, sources, { from, to })
      const table = await worker.call<UsageTable>('usageFinish', { id, spec })
      return resultOf(context, request, type, asked.grouped, zone, table, performance.now() - began)
    } catch (error) {
      await worker.call('usageDrop', { id }).catch(() => undefined)
      throw error
    }
  })
}

const feedingFormats = (type: number): ReadonlySet<string> =>
  new Set(importers.filter(({ feeds }) => feeds.includes(type)).map(({ format }) => format))

const savedMaps = async (reader: Reader, drafts: MapTexts): Promise<{ [kind: string]: string }> => {
  const texts: { [kind: string]: string } = {}
  for (const kind of mapKinds) {
    const text = (await currentMap(reader, kind))?.text
    if (text !== undefined) texts[kind] = text
  }
  if (drafts.user !== undefined) texts['license-user-mapping'] = drafts.user
  if (drafts.host !== undefined) texts['license-host-mapping'] = drafts.host
  return { ...texts, ...drafts.byKind }
}

interface Wanted {
  readonly type: number
  readonly from: number | undefined
  readonly to: number | undefined
}

const sendRows = async (
  reader: Reader,
  worker: WorkerClient,
  id: number,
  { queueSeconds }: ReportContext,
  sources: readonly SourceRow[],
  wanted: Wanted,
): Promise<void> => {
  const heads = await usageHeads(reader, [...feedingFormats(wanted.type)])
  for (const [of, segments] of Map.groupBy(heads, ({ source }) => source)) {
    const source = sources.find((one) => one.id === of)
    if (!source) continue
    const described: UsageSource = { source: of, zone: source.zone, queueSeconds, machine: machineOf(source) }
    await worker.call('usageSource', { id, source: described })
    // Checkouts and check-ins only come together when all that happened before is known.
    const hasEvents = segments.some(({ kinds }) => (kinds & eventBits) !== 0)
    const read = segments.filter((segment) => touches(segment, wanted, hasEvents))
    for (let at = 0; at < read.length; ) {
      const some: UsageHead[] = []
      for (let rows = 0; at < read.length && some.length < segmentsPerRead && rows < rowsPerRead; at++) {
        const head = read[at] as UsageHead
        some.push(head)
        rows += head.rows
      }
      const columns = await usageColumnsOf(
        reader,
        some.map((head) => head.id),
      )
      const rows = some.map(
        ({ id: segment, file, day, isUtc }): PackedRows => ({
          file,
          day,
          isUtc: isUtc === 1,
          columns: columns.get(segment) ?? {},
        }),
      )
      await worker.call('usageRows', { id, rows }, { transfer: rows.flatMap((one) => buffers(one.columns)) })
    }
  }
}

/** A source that is called like its format was named by nobody. */
const machineOf = ({ format, server }: SourceRow): string => {
  const importer = importers.find((one) => one.format === format)
  const isUnnamed =
    server === importer?.title || (importer && 'sourceName' in importer && server === importer.sourceName)
  return isUnnamed ? '' : server
}

const touches = ({ day, firstTime, lastEnd }: UsageHead, { from, to }: Wanted, withBefore: boolean): boolean => {
  const start = day * 86_400 + firstTime - margin
  const end = day * 86_400 + lastEnd + margin
  return (to === undefined || start < to) && (withBefore || from === undefined || end >= from)
}

const sendLogs = async (
  reader: Reader,
  worker: WorkerClient,
  id: number,
  sources: readonly SourceRow[],
  { from, to }: Omit<Wanted, 'type'>,
): Promise<void> => {
  const days = await daysWithin(reader, from ?? Number.MIN_SAFE_INTEGER, to ?? Number.MAX_SAFE_INTEGER)
  for (const [of, ofSource] of Map.groupBy(days, ({ source }) => source)) {
    const source = sources.find((one) => one.id === of)
    if (!source) continue
    await worker.call('usageLog', { id, source: { source: of, server: source.server, zone: source.zone } })
    const inOrder = ofSource.toSorted((a, b) => a.start - b.start)
    for (let at = 0; at < inOrder.length; at += daysPerRead) {
      const some = inOrder.slice(at, at + daysPerRead)
      const read = new Map<number, { [kind: string]: { [name: string]: PackedColumn } }>()
      for (const [kind, names] of Object.entries(loggedColumns)) {
        const found = await dayColumns(
          reader,
          some.map((day) => day.id),
          kind as keyof typeof loggedColumns,
          names,
        )
        for (const [day, columns] of found) read.set(day, { ...read.get(day), [kind]: columns })
      }
      const sent = some.map(
        ({ id: day, start, length }): LoggedDay => ({ start, length, columns: read.get(day) ?? {} }),
      )
      const transfer = sent.flatMap(({ columns }) => Object.values(columns).flatMap((set) => buffers(set ?? {})))
      await worker.call('usageLogDays', { id, days: sent }, { transfer })
    }
  }
}

const buffers = (columns: { readonly [name: string]: PackedColumn }): ArrayBuffer[] =>
  Object.values(columns).flatMap(({ data }) => (data.byteLength > 0 ? [data.buffer as ArrayBuffer] : []))

const resultOf = (
  context: ReportContext,
  request: ReportRequest,
  type: DataType,
  grouped: readonly string[],
  zone: string,
  answer: UsageTable,
  milliseconds: number,
): ReportResult => {
  const { from, to, observedSeconds, askedSeconds, periodStarts, unobserved, notes, ...table } = answer
  const id = randomUUID()
  const summary: ReportSummary = {
    resultId: id,
    request,
    columns: reportColumns(type, grouped),
    rowCount: table.rows,
    zone,
    ...(from === undefined || to === undefined ? {} : { from: isoInZone(zone, from), to: isoInZone(zone, to) }),
    ...(askedSeconds > 0 ? { coverage: Math.min(1, observedSeconds / askedSeconds) } : {}),
    notes: [
      ...notes.map((message): ReportNote => ({ severity: 'info', message })),
      ...notSummableNotes(type, request, grouped),
      ...(context.busy ? [busyNote] : []),
    ],
    milliseconds: Math.round(milliseconds),
  }
  return {
    id,
    request,
    type,
    table,
    columns: summary.columns,
    zone,
    periodStarts: request.by === 'total' && from !== undefined ? periodStarts.map(() => from) : periodStarts,
    summary,
    unobserved,
  }
}
