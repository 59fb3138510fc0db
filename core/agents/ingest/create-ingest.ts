import { lastBatch } from '../../database/agent-batch-table.ts'
import type { Database } from '../../database/connection.ts'
import { patientDatabase } from '../../database/patient-database.ts'
import { createQueue } from '../../database/queue.ts'
import type { EventLog } from '../../events/event-log-context.ts'
import type { ImportContext } from '../../imports/import-context.ts'
import type { ImportQueue } from '../../imports/import-queue.ts'
import type { Fleet, Ingest, ReceivedBatch } from '../agents-context.ts'
import type { FoldBatch } from '../folding/fold-job.ts'
import { createCheckpoints } from './checkpoints.ts'
import { createCommitter } from './commit-batches.ts'
import { createFolder } from './fold-batches.ts'
import { createLossTroubles } from './loss-troubles.ts'
import { lossesOf } from './losses.ts'
import { mergeDays } from './merge-days.ts'
import { createStreams } from './streams.ts'

/** What the ingest works with. */
export interface IngestContext {
  readonly database: Database
  /** What the import queue was made with: the ingest worker and its dictionary are shared. */
  readonly importContext: ImportContext
  readonly imports: Pick<ImportQueue, 'tail'>
  readonly events: Pick<EventLog, 'log' | 'troubles' | 'open'>
  readonly fleet: Pick<Fleet, 'all' | 'get'>
  log(message: string, detail?: unknown): void
}

/** Milliseconds from a commit to its fold. */
const foldAfter = 1000
/** What goes on is written after each fold, as long as that takes a small part of the time (commits wait meanwhile), and when a report asks. */
const openTimesItsCost = 1000
/** When agents only say that they looked, what goes on grows this often. */
const looksAfter = 30_000
const retryAfter = 5000
/** Much that waits is folded at once. */
const bytesAtOnce = 4_194_304
/** Milliseconds between two times that pages hear of new data. */
const tellAfter = 60_000

/** Bytes committed and not folded: from here on agents may send one batch more, and from there on none. */
const fewCredits = 67_108_864
const noCredits = 268_435_456

/** Batches that agents send are committed many together, acknowledged, and folded into usage rows about a second later. */
export const createIngest = async ({
  database,
  importContext,
  imports,
  events,
  fleet,
  log,
}: IngestContext): Promise<Ingest> => {
  const { announce, ingestWorker } = importContext
  const patient = patientDatabase(database, { onWait: (reason) => log(reason) })
  const looks = new Map<string, FoldBatch>()
  const streams = await createStreams({ database, folder: `${database.path}-agent-files`, imports, events, log })
  const losses = createLossTroubles(database, events, fleet)
  const folder = createFolder({
    database: patient,
    importContext,
    streams,
    sharedHosts: () => sharedHosts(fleet),
    events,
    losses,
    log,
  })
  const checkpoints = createCheckpoints(database, (error) => log('The -wal file could not be emptied.', error))
  const committer = await createCommitter(database, {
    committed: (bytes) => {
      checkpoints.soon()
      unfolded += bytes
      soon()
    },
    missed: (agent, spool) =>
      void losses.tell(agent, undefined, spool).catch((error) => log('The event log could not be written.', error)),
    looked: ({ agent, clockOffset }: ReceivedBatch, at: number) => {
      looks.set(agent.id, {
        agent: agent.id,
        epoch: '',
        host: agent.host,
        isShared: false,
        started: agent.startedAt,
        observedUntil: at,
        clockOffset,
        receivedAt: Date.now(),
        records: new Uint8Array(0),
      })
      later(looksAfter)
    },
  })
  const inTurn = createQueue()
  let unfolded = 0
  let isClosed = false
  let timer: { readonly at: number; readonly handle: NodeJS.Timeout } | undefined
  /** What is stored of what goes on. After a crash nobody knows whether it is as it should be. */
  let open = { isStale: true, at: Number.NEGATIVE_INFINITY, cost: 0 }
  let toldAt = 0
  /** After a failure, so that each new batch does not bring about the next one. */
  let notBefore = 0
  const known = new Set<number>()

  const later = (milliseconds: number): void => {
    const at = Math.max(performance.now() + milliseconds, notBefore)
    if (isClosed || (timer && timer.at <= at)) return
    if (timer) clearTimeout(timer.handle)
    const handle = setTimeout(
      () => {
        timer = undefined
        void foldAll(false).catch((error) => {
          log('What agents sent could not be folded yet; it is kept, and tried again.', error)
          notBefore = performance.now() + retryAfter
          later(retryAfter)
        })
      },
      Math.max(0, at - performance.now()),
    )
    handle.unref()
    timer = { at, handle }
  }
  const soon = (): void => later(unfolded > bytesAtOnce ? 0 : foldAfter)

  const takeLooks = (): readonly FoldBatch[] => [...looks.values()]

  const writeOpen = async (isAsked: boolean): Promise<void> => {
    const began = performance.now()
    const due = open.at + open.cost * openTimesItsCost
    if (!open.isStale || (!isAsked && began < due)) return
    await folder.writeOpen()
    open = { isStale: false, at: performance.now(), cost: performance.now() - began }
  }

  const foldAll = (isAsked: boolean): Promise<void> =>
    inTurn(async () => {
      const changed = new Set<number>()
      // Only what waits now: more may come all the time, and others wait for their turn.
      const last = await lastBatch(database)
      for (let hasMore = true; hasMore; ) {
        let taken: readonly FoldBatch[] = []
        const folded = await folder.fold(() => {
          taken = takeLooks()
          return taken
        })
        // One that looked again meanwhile stays for the next time.
        for (const one of taken) if (looks.get(one.agent) === one) looks.delete(one.agent)
        if (!folded) {
          unfolded = 0
          break
        }
        open = { ...open, isStale: true }
        hasMore = folded.hasMore
        // What was folded before its commit was heard of here is not to stay for ever.
        unfolded = hasMore ? Math.max(0, unfolded - folded.bytes) : 0
        for (const file of folded.files) changed.add(file)
        if (folded.last >= last) break
      }
      await writeOpen(isAsked)
      if (unfolded > 0) soon()
      if (open.isStale) later(Math.max(foldAfter, open.at + open.cost * openTimesItsCost - performance.now()))
      await losses.endOld(Date.now())
      await mergeDays(patient, ingestWorker, [...changed])
      tell(changed)
    })

  /** Pages ask again when data changes: not each second for the sake of what always grows. */
  const tell = (changed: ReadonlySet<number>): void => {
    const isNew = [...changed].some((file) => !known.has(file))
    if (changed.size === 0 || (!isNew && performance.now() - toldAt < tellAfter)) return
    toldAt = performance.now()
    for (const file of changed) {
      if (!known.has(file)) announce('imports.changed', { id: file })
      known.add(file)
    }
    announce('data.changed', { sources: [] })
  }

  // A crash may have left batches behind.
  later(0)
  streams.start()

  return {
    take: committer.take,
    credit: () => {
      const behind = unfolded + committer.waitingBytes
      return behind > noCredits ? 0 : behind > fewCredits ? 1 : 8
    },
    async settle() {
      await committer.flush()
      await foldAll(true)
      await streams.settle()
    },
    losses: (agent) => lossesOf(database, agent, fleet.get(agent)?.spool),
    async close() {
      isClosed = true
      if (timer) clearTimeout(timer.handle)
      checkpoints.close()
      streams.close()
      await committer.flush()
      await foldAll(true).catch((error) => log('What agents sent last is folded at the next start.', error))
    },
  }
}

/** Machines with several agents, by their names in lower case. */
const sharedHosts = (fleet: IngestContext['fleet']): ReadonlySet<string> => {
  const seen = new Set<string>()
  const several = new Set<string>()
  for (const agent of fleet.all()) {
    const name = agent.host.toLowerCase()
    if (seen.has(name)) several.add(name)
    seen.add(name)
  }
  return several
}
