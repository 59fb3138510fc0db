import type { SubjectDictionary } from '../../facts/subject-dictionary.ts'
import { UsageKind, type UsageSegment } from '../../facts/usage-fact.ts'
import { createUsageRows } from '../../importers/usage-rows.ts'
import { clockTolerance } from '../protocol/limits.ts'
import type { InventoryRecord } from '../protocol/records.ts'
import {
  type Additions,
  type FilePiece,
  type FoldBatch,
  type FoldedRuns,
  type FoldResult,
  type GrowingSpans,
  type HarvestAct,
  type KnownRuns,
  type OpenResult,
  type Refused,
  type RunKind,
  runKinds,
  type Span,
} from './fold-job.ts'
import { cutAtMidnight, joinSpans } from './observed-spans.ts'
import { createOpenRuns, type RunFacts, type Teller } from './open-runs.ts'
import { createRecordReader, type RunOwner } from './read-records.ts'

const newline = 10
const longestExample = 200

/** An inventory this soon after the start of its agent tells that nobody looked before it. */
const startsWithin = 300_000

/** What an agent tells of times further ahead was recorded while its clock was wrong, and nobody knows by how much. */
const farAhead = 86_400_000
/** A column holds the seconds of 68 years. */
const longestRun = 50 * 365 * 86_400_000

/** What one batch is read with. */
interface Reading {
  readonly batch: FoldBatch
  /** Milliseconds taken off the agent's times: only a clock that is far off is put right, a small difference would only blur them. */
  readonly shift: number
  readonly teller: Teller
}

/**
 * Turns records of agents into usage rows: a run that is over is a row, one that goes on is remembered. Lives in the ingest worker, which
 * hands out the ids. Rows equal those of core/importers/{process-records,module-records,url-records} for the same lines.
 */
export const createFold = (subjects: SubjectDictionary, known: KnownRuns) => {
  const reader = createRecordReader(subjects)
  const rows = { process: createUsageRows(), module: createUsageRows(), address: createUsageRows() }
  for (const kind of runKinds) rows[kind].isUtc = true
  let lines = { process: 0, module: 0, address: 0 }
  let observed: Span[] = []
  let refused = new Map<string, Refused>()
  let pieces: FilePiece[] = []
  let harvests: HarvestAct[] = []

  /** A process id as far as a column holds it: with the machine and the start it tells which run it is, wherever it stands. */
  const hold = (
    kind: RunKind,
    { start, subject, detail, pid }: Omit<RunFacts, 'application' | 'user'>,
    end: number,
  ) => {
    const seconds = Math.max(0, end - start) / 1000
    rows[kind].add(UsageKind.held, start / 1000, seconds, subject, 1, detail, pid % 2 ** 31, 0)
  }
  const runs = createOpenRuns(known, hold)

  /** The agent looked at `at`, and all the time since it last had. */
  const look = ({ batch }: Reading, at: number): void => {
    // A clock that is set back later must not leave an agent in the future.
    const seen = Math.min(at, batch.receivedAt + clockTolerance)
    const before = runs.looked(batch.agent, seen)
    if (before > 0 && seen > before) observed.push([before, seen])
  }

  const refuse = ({ batch: { agent, epoch } }: Reading, reason: string, line: string): void => {
    const key = `${agent}\n${epoch}`
    const before = refused.get(key)
    refused.set(
      key,
      before
        ? { ...before, count: before.count + 1 }
        : { agent, epoch, count: 1, reason, example: line.slice(0, longestExample) },
    )
  }

  const takeRun = (reading: Reading, owner: RunOwner, pid: string, keyStart: number, keyEnd: number): void => {
    const { teller, shift } = reading
    const { kind, subject, application, user } = owner
    const identity = `${pid}${owner.keyEnd}`
    const key = `${pid}@${keyStart}${owner.keyEnd}`
    const detail = kind === 'process' ? owner.detail : reader.handle(pid)
    const start = keyStart - shift
    lines[kind]++
    if (keyEnd === 0) {
      runs.begin(teller, kind, identity, key, keyStart, { start, subject, detail, application, user, pid: Number(pid) })
      return
    }
    const from = runs.end(teller, kind, identity, key, { keyStart, keyEnd, start })
    if (from !== undefined) hold(kind, { start: from, subject, detail, pid: Number(pid) }, keyEnd - shift)
    look(reading, keyEnd - shift)
  }

  /** What the console took for running and the agent no longer has ended while nobody looked. */
  const takeInventory = (reading: Reading, { of: kind, at, keys }: InventoryRecord): void => {
    const { batch, teller, shift } = reading
    const now = at - shift
    runs.inventory(teller, kind, now, Math.min(runs.until(batch.agent), now), keys)
    const isFirst = at >= batch.started && at - batch.started < startsWithin
    // Of a machine that was off, nothing is known in between.
    if (isFirst) runs.looked(batch.agent, Math.min(now, batch.receivedAt + clockTolerance))
    else look(reading, now)
  }

  const takeLine = (reading: Reading, line: string): void => {
    const { batch, shift } = reading
    const { agent, host } = batch
    const read = reader.read(line)
    if ('refused' in read) refuse(reading, read.refused, line)
    else if ('owner' in read) {
      const { owner, pid, start, end } = read
      const latest = Math.max(start, end) - shift
      if (latest > batch.receivedAt + farAhead) refuse(reading, 'it lies in the future', line)
      else if (end - start > longestRun) refuse(reading, 'it lasts longer than any run does', line)
      else if (isSameHost(owner.host, host)) takeRun(reading, owner, pid, start, end)
      else refuse(reading, 'it speaks for another machine', line)
    } else if (read.record.record === 'inventory') takeInventory(reading, read.record)
    else if (read.record.record === 'harvest')
      harvests.push({ ...read.record, agent, host, at: read.record.at - shift })
    else {
      const { record: _, bytes, ...piece } = read.record
      pieces.push({ ...piece, agent, host, bytes: new Uint8Array(Buffer.from(bytes, 'base64')) })
    }
  }

  const writeObserved = (kind: RunKind, spans: readonly Span[]): void => {
    if (spans.length === 0) return
    const subject = subjects.subject('server', [])
    for (const [from, to] of spans)
      rows[kind].add(UsageKind.observed, from / 1000, (to - from) / 1000, subject, 1, 0, 0, 0)
  }

  const finish = (kind: RunKind, known: readonly Span[]): FoldedRuns => {
    const { over, growing } = cutAtMidnight(joinSpans([...known, ...observed]))
    writeObserved(kind, over)
    return { ended: rows[kind].take(), growing, lines: lines[kind] }
  }

  const additions = (): Additions => {
    const added = subjects.takeAdditions()
    return { added, before: subjects.sizeBefore(added) }
  }

  const readBatch = (batch: FoldBatch): void => {
    const { records, clockOffset, observedUntil } = batch
    const { agent, host, isShared, receivedAt } = batch
    const teller = { agent, host: host.toLowerCase(), isShared, now: receivedAt }
    const reading = { batch, shift: Math.abs(clockOffset) > clockTolerance ? clockOffset : 0, teller }
    runs.meet(teller)
    const text = Buffer.from(records.buffer, records.byteOffset, records.byteLength)
    for (let from = 0; from < text.length; ) {
      const at = text.indexOf(newline, from)
      const to = at < 0 ? text.length : at
      takeLine(reading, text.toString('utf8', from, to))
      from = to + 1
    }
    if (observedUntil > 0) look(reading, observedUntil - reading.shift)
  }

  return {
    /** What goes on, as it is stored: told before the first fold. */
    know: runs.know,
    /** @param batches in the order in which they were committed */
    fold(batches: readonly FoldBatch[], growing: GrowingSpans): FoldResult {
      for (const batch of batches) readBatch(batch)
      const now = batches.at(-1)?.receivedAt ?? 0
      runs.forgetLost(now)
      const folded: { [K in RunKind]?: FoldedRuns } = {}
      for (const kind of runKinds)
        if (growing[kind] || lines[kind] > 0) folded[kind] = finish(kind, growing[kind] ?? [])
      const result: FoldResult = {
        files: folded,
        ...runs.takeChanges(now),
        refused: [...refused.values()],
        pieces,
        harvests,
        ...additions(),
      }
      lines = { process: 0, module: 0, address: 0 }
      observed = []
      refused = new Map()
      pieces = []
      harvests = []
      return result
    },
    /** What goes on, of the kinds that have a stored file. */
    open(growing: GrowingSpans): OpenResult {
      const files: { [K in RunKind]?: readonly UsageSegment[] } = {}
      for (const kind of runKinds) {
        const spans = growing[kind]
        if (!spans) continue
        for (const [until, run] of runs.all(kind)) hold(kind, run, until)
        writeObserved(kind, spans)
        files[kind] = rows[kind].take()
      }
      return { files, ...additions() }
    },
  }
}
export type Fold = ReturnType<typeof createFold>

const isSameHost = (one: string, other: string): boolean => one === other || one.toLowerCase() === other.toLowerCase()
