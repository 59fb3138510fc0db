import { noCapacity, type SourceCapacity } from '../aggregation/capacity-steps.ts'
import type { DerivedDayResult, DeriveOptions, DeriveResult } from '../aggregation/derive-days.ts'
import { zoneClock } from '../aggregation/zone-clock.ts'
import type { Database } from '../database/connection.ts'
import { deleteDays, replaceDays, sourceDays, stateAfter } from '../database/day-table.ts'
import { committedFiles } from '../database/file-table.ts'
import { overlapsOf } from '../database/overlap-table.ts'
import { pastOf, stateOfPast } from '../database/past-table.ts'
import { segmentColumns, segmentHeads } from '../database/segment-table.ts'
import type { SourceRow } from '../database/source-table.ts'
import type { WorkerClient } from '../workers/worker-calls.ts'
import { digest, type PlannedDay, planDays } from './day-plan.ts'

/** Changes whenever the derivation gives other results for the same lines: every day is then derived again. */
const derivationVersion = '3'

const rowsPerBatch = 100_000
const daysPerBatch = 48

export interface RebuildOptions {
  readonly database: Database
  readonly deriveWorker: WorkerClient
  readonly source: Pick<SourceRow, 'id' | 'zone'>
  readonly derive: Omit<DeriveOptions, 'zone' | 'source'>
  /** What licence files and typed values say of the source. */
  readonly capacity?: SourceCapacity
  readonly signal?: AbortSignal
  onProgress?(done: number, total: number): void
}

/** @returns the days of a source that must be derived before its reports are right again, without deriving them */
export const planSource = async (
  database: Database,
  source: Pick<SourceRow, 'id' | 'zone'>,
  derive: RebuildOptions['derive'],
  capacity: SourceCapacity = noCapacity,
): Promise<PlannedDay[]> => {
  const files = (await committedFiles(database)).filter((file) => file.source === source.id)
  const heads = await segmentHeads(
    database,
    files.map(({ id }) => id),
  )
  const withOverlaps = await Promise.all(
    files.map(async ({ id, head }) => ({ id, head, dropped: await overlapsOf(database, id) })),
  )
  const days = planDays(heads, withOverlaps, versionOf(source.zone, derive), {
    capacity,
    clock: zoneClock(source.zone),
  })
  const past = await pastOf(database, source.id)
  return past ? days.filter(({ day }) => day >= past.first_day) : days
}

/** @returns stored days whose own inputs are others now; what follows from them on later days is not looked at */
export const outdatedDays = async (
  database: Database,
  source: Pick<SourceRow, 'id' | 'zone'>,
  derive: RebuildOptions['derive'],
  capacity: SourceCapacity,
): Promise<number[]> => {
  const stored = new Map((await sourceDays(database, source.id)).map((day) => [day.day, day.fingerprint]))
  let before = startOf(await stateOfPast(database, source.id))
  return (await planSource(database, source, derive, capacity)).flatMap(({ day, inputs }) => {
    const [of, after] = (stored.get(day) ?? '').split('/')
    const isOutdated = stored.has(day) && of !== digest(`${inputs}${before}`)
    before = (after === 'glued' ? stored.get(day) : after) ?? ''
    return isOutdated ? [day] : []
  })
}

/** What stands for the state before the first day: that of the days removed because of their age, or nothing. */
const startOf = (past: string | undefined): string => (past === undefined ? 'start' : digest(past))

/** Everything besides the lines that a derived day depends on. */
export const versionOf = (zone: string, derive: RebuildOptions['derive']): string =>
  JSON.stringify([derivationVersion, zone, derive])

/**
 * Derives what has changed of a source, day by day from the first changed one, until the state at a day's end equals the stored one.
 * A day whose inputs and state before it are the same as last time is left alone, so calling this twice costs next to nothing.
 * @returns the number of days derived
 */
export const rebuildSource = async (options: RebuildOptions): Promise<number> =>
  rebuildDays(options, await planSource(options.database, options.source, options.derive, options.capacity))

/** The same for days that are planned already. The source's number may be a stand-in, below zero. */
export const rebuildDays = async (options: RebuildOptions, days: readonly PlannedDay[]): Promise<number> => {
  const { database, deriveWorker, source, derive, signal, onProgress } = options
  const stored = new Map((await sourceDays(database, source.id)).map((day) => [day.day, day]))
  const planned = new Set(days.map(({ day }) => day))
  const gone = [...stored.keys()].filter((day) => !planned.has(day))
  if (gone.length > 0) await database.transaction((tx) => deleteDays(tx, source.id, gone))

  const past = await stateOfPast(database, source.id)
  /** What stands for the state before a day: its hash, or the whole past of a group of days derived together. */
  let before = startOf(past)
  const isCurrent = (day: PlannedDay): boolean =>
    stored.get(day.day)?.fingerprint.split('/')[0] === digest(`${day.inputs}${before}`)
  let derived = 0
  let groupStart = 0
  let writing: Promise<void> = Promise.resolve()
  /** The state before day `next`, when that day follows the last one derived. */
  let live: { next: number; state: string } | undefined
  let prefetched: { from: number; columns: ReturnType<typeof readBatch> } | undefined

  const batchEnd = (from: number): number => {
    let rows = 0
    let end = from
    while (end < days.length && end - from < daysPerBatch && rows < rowsPerBatch)
      rows += (days[end++] as PlannedDay).rows
    return end
  }
  const readBatch = async (from: number, to: number) =>
    segmentColumns(
      database,
      days.slice(from, to).flatMap(({ segments }) => segments.map(({ id }) => id)),
    )

  let i = 0
  while (i < days.length) {
    signal?.throwIfAborted()
    const day = days[i] as PlannedDay
    if (isCurrent(day)) {
      const fingerprint = stored.get(day.day)?.fingerprint as string
      before = fingerprint.split('/')[1] === 'glued' ? fingerprint : (fingerprint.split('/')[1] as string)
      if (!before.endsWith('glued')) groupStart = i + 1
      i++
      continue
    }
    // The first day of a group that must be derived together may be current by itself.
    const from = groupStart
    let to = Math.max(batchEnd(from), i + 1)
    let result: DeriveResult
    for (;;) {
      const columns =
        prefetched?.from === from && to === batchEnd(from) ? await prefetched.columns : await readBatch(from, to)
      prefetched = undefined
      const deriving = deriveBatch(
        deriveWorker,
        days.slice(from, to),
        columns,
        live?.next === from ? live.state : await stateBefore(database, source.id, days[from - 1], writing, past),
        {
          ...derive,
          zone: source.zone,
          source: source.id,
        },
      )
      if (to < days.length) {
        const next = to
        prefetched = { from: next, columns: readBatch(next, batchEnd(next)) }
        prefetched.columns.catch(() => undefined)
      }
      result = await deriving
      if (!result.again || result.days.length > 0) break
      // Days derived ahead may end where the next day, not there yet, is needed: the rest waits for it.
      if (to === days.length) {
        await writing
        return derived
      }
      to = Math.min(days.length, to + 1)
    }
    const finished = result.days
    before = from === 0 ? startOf(past) : beforeOf(stored, days[from - 1] as PlannedDay)
    const rows = finished.map((one, k) => {
      const plan = days[from + k] as PlannedDay
      const fingerprint = `${digest(`${plan.inputs}${before}`)}/${one.state === '' ? 'glued' : digest(one.state)}`
      before = one.state === '' ? fingerprint : digest(one.state)
      stored.set(plan.day, {
        ...(stored.get(plan.day) ?? { id: 0, verdictFingerprint: '' }),
        ...headOf(one, source.id),
        fingerprint,
      })
      return {
        ...one,
        fingerprint,
        columns: one.columns as { [kind: string]: NonNullable<(typeof one.columns)['use']> },
      }
    })
    await writing
    writing = database.transaction((tx) => replaceDays(tx, source.id, rows))
    writing.catch(() => undefined)
    derived += finished.length
    i = from + finished.length
    groupStart = i
    const last = finished.at(-1)
    live = last && last.state !== '' ? { next: i, state: last.state } : undefined
    onProgress?.(i, days.length)
  }
  await writing
  return derived
}

const headOf = (day: DerivedDayResult, source: number) => ({
  source,
  day: day.day,
  start: day.start,
  length: day.length,
  denials: day.denials,
  edgeDenials: day.edgeDenials ? 1 : 0,
})

const beforeOf = (stored: ReadonlyMap<number, { readonly fingerprint: string }>, day: PlannedDay): string =>
  stored.get(day.day)?.fingerprint.split('/')[1] ?? 'start'

const stateBefore = async (
  database: Database,
  source: number,
  day: PlannedDay | undefined,
  writing: Promise<void>,
  past: string | undefined,
): Promise<string | null> => {
  if (!day) return past ?? null
  await writing
  const state = await stateAfter(database, source, day.day)
  if (state === undefined || state === '')
    throw new Error(`The state after day ${day.day} of source ${source} is missing.`)
  return state
}

const deriveBatch = (
  worker: WorkerClient,
  days: readonly PlannedDay[],
  columns: Awaited<ReturnType<typeof segmentColumns>>,
  state: string | null,
  options: DeriveOptions,
): Promise<DeriveResult> => {
  const input = days.map(({ day, segments, next, capacity }) => ({
    day,
    next,
    ...(capacity ? { capacity } : {}),
    segments: segments.map(({ id, piece, dropped }) => ({
      piece,
      dropped,
      ...(columns.get(id) as NonNullable<ReturnType<typeof columns.get>>),
    })),
  }))
  const transfer = [...columns.values()].flatMap(({ fact, other }) =>
    [...Object.values(fact), ...Object.values(other)].flatMap(({ data }) =>
      data.byteLength > 0 ? [data.buffer as ArrayBuffer] : [],
    ),
  )
  return worker.call<DeriveResult>('derive', { input, state, options }, { transfer: [...new Set(transfer)] })
}
