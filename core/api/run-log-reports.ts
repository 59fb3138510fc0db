import { randomUUID } from 'node:crypto'
import { type ZoneClock, zoneClock } from '../aggregation/zone-clock.ts'
import type { ReportNote, ReportRequest, ReportSummary } from '../contract/reports.ts'
import type { Reader } from '../database/connection.ts'
import { dayColumns, daysWithin, isOutdated, type SourceDay, spanOfUse } from '../database/day-table.ts'
import { vendorLicenceRenames } from '../database/rename-table.ts'
import { logSources } from '../database/source-table.ts'
import type { DictionaryMirror } from '../imports/dictionary-mirror.ts'
import type { ObservedPeriods, ResultTable } from '../query/finish-report.ts'
import type { ScanPart } from '../query/merge-scans.ts'
import { createPeriods, isoInZone, periodEnd } from '../query/periods.ts'
import { planReport } from '../query/plan-report.ts'
import { createPrimeShape } from '../query/prime-shape.ts'
import { createReportHours, hourStart } from '../query/report-hours.ts'
import type { MapTexts, ReportSpec } from '../query/report-spec.ts'
import { hourId, onlyPeriod } from '../query/scan-day.ts'
import { createKnownSeries, type FirstMention } from '../query/sweep-day.ts'
import { type PackedColumn, unpackColumn } from '../segments/column.ts'
import type { WorkerClient } from '../workers/worker-calls.ts'
import { askedPeriod, busyNote, chooseZone, notSummableNotes } from './asked-period.ts'
import type { ReportContext } from './report-context.ts'
import { mapsOfReport } from './report-maps.ts'
import { type ReportResult, reportColumns } from './report-result.ts'
import { scanDays } from './scan-days.ts'

let scanNumber = 0

/**
 * Answers a report from the database, once for each set of maps that stand in for the saved ones: plans it, sends each day's columns to
 * the scan workers, and has them put the parts together.
 * @throws ConsoleError `invalid`, `not-found` or `refused` for a request that cannot be answered
 */
export const runLogReports = async (
  context: ReportContext,
  request: ReportRequest,
  drafts: readonly MapTexts[],
): Promise<ReportResult[]> => {
  const began = performance.now()
  const { database } = context
  const plan = planReport(request, context.customerId, context.calendar !== null)
  return database.snapshot(async (reader) => {
    const sources = await logSources(reader)
    const zone = chooseZone(request, context, sources)
    const asked = askedPeriod(zone, request)
    const clock = zoneClock(zone)
    const clockOf = (source: number) => zoneClock(sources.find(({ id }) => id === source)?.zone ?? zone)
    // An hour that begins before the end may go on in a source's next day.
    const touching = await daysWithin(
      reader,
      asked.from ?? Number.MIN_SAFE_INTEGER,
      asked.to === undefined ? Number.MAX_SAFE_INTEGER : asked.to + 3600,
    )
    const prime = createPrimeShape(plan.columns, context.calendar, clockOf)
    const hours = createReportHours(clock, clockOf, touching, prime.primeTime)
    const days = touching.filter((day) => (hours.of(day).whole[0] as number) < (asked.to ?? Number.POSITIVE_INFINITY))
    const runs = await observedRuns(reader, days)
    // The licence manager, of which only 104 tells, starts before its daemons; what happens in a run's last second stands at its end.
    const events =
      plan.engine === 'events'
        ? await spanOfUse(
            reader,
            days.map(({ id }) => id),
          )
        : undefined
    const first = runs.reduce(
      (least, { starts }) => starts.reduce((a, b) => Math.min(a, b), least),
      events && plan.type.id === 104 ? events.first : Number.POSITIVE_INFINITY,
    )
    const last = runs.reduce(
      (most, { ends }) => ends.reduce((a, b) => Math.max(a, b), most),
      events ? events.last + 1 : Number.NEGATIVE_INFINITY,
    )
    const empty = days.length === 0
    const from = asked.from ?? (empty ? 0 : startOfHour(clock, first))
    const to = asked.to ?? (empty ? 0 : last)
    const periods = createPeriods(
      zone,
      request.by,
      from,
      to,
      days.flatMap((day) => [...hours.of(day).whole]),
    )
    const spec: ReportSpec = {
      type: plan.type.id,
      engine: plan.engine,
      columns: plan.columns,
      sources: sources.map(({ id, server }) => ({ id, server })),
      renames: [...(await vendorLicenceRenames(reader))],
      packages: await packagesOf(reader, context.dictionary),
      periods: Math.max(1, periods.starts.length) * prime.classes,
    }
    const scans: { readonly id: number; readonly spec: ReportSpec }[] = []
    for (const draft of drafts)
      scans.push({ id: ++scanNumber, spec: { ...spec, maps: await mapsOfReport(reader, plan.columns, draft) } })
    const ids = scans.map(({ id }) => id)
    const scanWorkers = await context.scans.workers()
    // Hours that span two days of a source are counted by one worker, which sees both.
    const isAlone = empty || periods.starts.length === 0 || hours.spansDays
    const workers = isAlone ? scanWorkers.slice(0, 1) : scanWorkers
    // Not awaited: a worker takes its calls in order, and the first columns can be read meanwhile.
    for (const worker of workers) for (const scan of scans) worker.call('begin', scan).catch(() => undefined)
    /** Nothing was asked to be left out, so this hour is before or after all there is. */
    const isEmptyHour = (hour: number): boolean =>
      (asked.from === undefined && hour < from) || (asked.to === undefined && hour >= to)
    const isSwept = hours.offGrid.size > 0 && (plan.engine === 'levels' || plan.engine === 'queue-levels')
    try {
      const mentions = isSwept || plan.engine === 'groups' ? await firstMentions(reader, to + 3600) : []
      const knownOn = createKnownSeries(mentions)
      await scanDays(reader, workers, ids, spec, days, (day) => {
        const { starts, whole, prime: isPrime } = hours.of(day)
        const periodOfHour = Int32Array.from(whole, (hour, i) => prime.period(periods.of(hour), isPrime?.[i]))
        return {
          source: day.source,
          start: day.start,
          length: day.length,
          hours: starts.map((hour) => hour - day.start),
          hourIds: Int32Array.from(whole, (hour, i) => hourId(hour, isPrime?.[i])),
          periods: periodOfHour,
          wholePeriod: hours.offGrid.has(day.source)
            ? -1
            : onlyPeriod(periodOfHour.filter((period, i) => period >= 0 || !isEmptyHour(whole[i] as number))),
          ...(isSwept && hours.offGrid.has(day.source) ? { known: knownOn(day) } : {}),
        }
      })
      const [main, ...others] = workers as [WorkerClient, ...WorkerClient[]]
      for (const other of others)
        for (const id of ids) {
          const part = await other.call<ScanPart>('take', { id })
          await main.call('absorb', { id, part }, { transfer: [part.cells.buffer as ArrayBuffer] })
        }
      const observed: ObservedPeriods = {
        daemons: runs.map(({ source, daemon, starts, ends }) => ({
          source,
          daemon,
          starts: Float64Array.from(starts),
          ends: Float64Array.from(ends),
        })),
        ...(context.calendar
          ? { prime: { calendar: context.calendar, zones: new Map(sources.map(({ id, zone: of }) => [id, of])) } }
          : {}),
        known: mentions,
        starts: Float64Array.from(periods.starts, (start) => Math.max(start, from)),
        ends: Float64Array.from(periods.starts, (start) => Math.min(periodEnd(clock, request.by, start, to), to)),
      }
      const tables: ResultTable[] = []
      for (const id of ids) tables.push(await main.call<ResultTable>('finish', { id, observed }))
      const observedSeconds = runs.reduce(
        (sum, { starts, ends }) =>
          sum + starts.reduce((s, start, i) => s + overlap(start, ends[i] as number, from, to), 0),
        0,
      )
      const askedSeconds = (to - from) * runs.length
      return tables.map((table): ReportResult => {
        const resultId = randomUUID()
        const summary: ReportSummary = {
          resultId,
          request,
          columns: reportColumns(plan.type, plan.grouped),
          rowCount: table.rows,
          zone,
          ...(empty ? {} : { from: isoInZone(zone, from), to: isoInZone(zone, to) }),
          ...(askedSeconds > 0 ? { coverage: Math.min(1, observedSeconds / askedSeconds) } : {}),
          notes: [
            ...notSummableNotes(plan.type, request, plan.grouped),
            ...(context.busy ? [busyNote] : outdatedNotes(days)),
          ],
          milliseconds: Math.round(performance.now() - began),
        }
        return {
          id: resultId,
          request,
          type: plan.type,
          table,
          columns: summary.columns,
          zone,
          periodStarts: periods.starts.map((start) => (request.by === 'total' ? from : start)),
          summary,
          unobserved: unobservedSpans(runs, from, to),
        }
      })
    } catch (error) {
      const drop = (worker: WorkerClient) => ids.map((id) => worker.call('drop', { id }).catch(() => undefined))
      await Promise.all(workers.flatMap(drop))
      throw error
    }
  })
}

/** A rebuild was stopped, or never ran. */
const outdatedNotes = (days: readonly SourceDay[]): ReportNote[] => {
  const count = days.filter(isOutdated).length
  if (count === 0) return []
  const message = `${count === 1 ? 'One day' : `${count.toLocaleString('en-US')} days`} of this period wait to be derived anew: what they are computed from has changed. Their numbers are the earlier ones until the next import or change, or until the program starts again.`
  return [{ severity: 'warning', message }]
}

/** Nothing was observed where the instant is none. */
const startOfHour = (clock: ZoneClock, instant: number): number =>
  Number.isFinite(instant) ? hourStart(clock, instant) : instant

const overlap = (start: number, end: number, from: number, to: number): number =>
  Math.max(0, Math.min(end, to) - Math.max(start, from))

interface RunsOfDaemon {
  readonly source: number
  readonly daemon: number
  readonly starts: number[]
  readonly ends: number[]
}

const observedRuns = async (reader: Reader, days: readonly SourceDay[]): Promise<RunsOfDaemon[]> => {
  const columns = await dayColumns(
    reader,
    days.map(({ id }) => id),
    'run',
    ['daemon', 'start', 'end'],
  )
  const found = new Map<string, RunsOfDaemon>()
  for (const day of days) {
    const packed = columns.get(day.id)
    if (!packed) continue
    const daemon = unpackColumn(packed.daemon as PackedColumn)
    const start = unpackColumn(packed.start as PackedColumn)
    const end = unpackColumn(packed.end as PackedColumn)
    for (let i = 0; i < daemon.length; i++) {
      const key = `${day.source}/${daemon[i]}`
      const runs = found.get(key) ?? { source: day.source, daemon: daemon[i] as number, starts: [], ends: [] }
      found.set(key, runs)
      runs.starts.push(day.start + (start[i] as number))
      runs.ends.push(day.start + (end[i] as number))
    }
  }
  return [...found.values()]
}

const firstMentions = async (reader: Reader, to: number): Promise<FirstMention[]> => {
  const days = await daysWithin(reader, Number.MIN_SAFE_INTEGER, to, { withPast: true })
  const columns = await dayColumns(
    reader,
    days.map(({ id }) => id),
    'known',
    ['series', 'time'],
  )
  const mentions = days.flatMap((day) => {
    const packed = columns.get(day.id)
    if (!packed) return []
    const times = unpackColumn(packed.time as PackedColumn)
    return Array.from(unpackColumn(packed.series as PackedColumn), (series, i) => ({
      source: day.source,
      series,
      at: day.start + (times[i] as number),
    }))
  })
  // Where old days were removed, what a licence file makes known is told by the first kept day once more.
  const known = new Set<string>()
  return mentions.filter(({ source, series }) => {
    const key = `${source}/${series}`
    return !known.has(key) && known.add(key)
  })
}

const packagesOf = async (reader: Reader, { details }: DictionaryMirror): Promise<ReportSpec['packages'][number][]> => {
  const rows = await reader.all<{ id: number; source: number }>(
    "SELECT source_day.id, source FROM source_day JOIN day_column ON source_day = source_day.id WHERE kind = 'component' GROUP BY source_day.id",
  )
  const columns = await dayColumns(
    reader,
    rows.map(({ id }) => id),
    'component',
    ['series', 'package'],
  )
  const names = new Map<string, Set<string>>()
  for (const { id, source } of rows) {
    const packed = columns.get(id)
    if (!packed) continue
    const packages = unpackColumn(packed.package as PackedColumn)
    unpackColumn(packed.series as PackedColumn).forEach((series, i) => {
      const key = `${source}/${series}`
      names.set(key, (names.get(key) ?? new Set()).add(details[packages[i] as number]?.reason ?? ''))
    })
  }
  return [...names].map(([key, list]) => ({
    source: Number(key.split('/')[0]),
    series: Number(key.split('/')[1]),
    name: [...list].join('+'),
  }))
}

const unobservedSpans = (runs: readonly RunsOfDaemon[], from: number, to: number): { from: number; to: number }[] => {
  const stretches = runs
    .flatMap(({ starts, ends }) => starts.map((start, i) => ({ start, end: ends[i] as number })))
    .sort((a, b) => a.start - b.start)
  const gaps: { from: number; to: number }[] = []
  let at = from
  for (const { start, end } of stretches) {
    if (start > at && start < to) gaps.push({ from: at, to: Math.min(start, to) })
    if (end > at) at = end
  }
  if (at < to && stretches.length > 0) gaps.push({ from: at, to })
  return gaps.slice(0, 2000)
}
