import {
  type AgentBatchRow,
  addRejected,
  agentBatches,
  deleteAgentBatches,
  waitingBatches,
} from '../../database/agent-batch-table.ts'
import type { Database } from '../../database/connection.ts'
import { openRunPages, readEndedRuns, storeRunChanges } from '../../database/open-run-table.ts'
import { appendSubjects } from '../../database/usage-table.ts'
import type { EventLog } from '../../events/event-log-context.ts'
import type { ImportContext } from '../../imports/import-context.ts'
import {
  type FoldBatch,
  type FoldResult,
  type HarvestAct,
  type OpenResult,
  type RunKind,
  runKinds,
} from '../folding/fold-job.ts'
import { createRateLimit } from '../rate-limit.ts'
import type { LossTroubles } from './loss-troubles.ts'
import { growingSpans, readRunFiles, storeOpenRuns, storeRuns } from './run-files.ts'
import type { Streams } from './streams.ts'

/** One fold takes no more than this: commits wait for its transaction. */
const bytesPerFold = 2_097_152
const batchesPerFold = 2000
/** What calls say when the worker's thread is gone. */
const workerEnded = 'The worker has ended.'

export interface FolderContext {
  /** Waits out a full disk; in one order with what imports write. */
  readonly database: Database
  readonly importContext: Pick<ImportContext, 'ingestWorker' | 'resetIngest' | 'withSubjects'>
  readonly streams: Streams
  /** Machines with several agents, by their names in lower case. */
  sharedHosts(): ReadonlySet<string>
  readonly events: Pick<EventLog, 'log'>
  readonly losses: LossTroubles
  log(message: string, detail?: unknown): void
}

export interface Folded {
  readonly bytes: number
  /** The last batch of it, and whether more waits. */
  readonly last: number
  readonly hasMore: boolean
  /** Stored files that changed. */
  readonly files: readonly number[]
}

/**
 * Folds what was committed: lines become rows, and go in the same transaction. A fold that cannot be stored has happened nowhere: the worker
 * is told anew what is stored.
 */
export const createFolder = ({ database, importContext, streams, sharedHosts, events, losses, log }: FolderContext) => {
  const { ingestWorker, resetIngest, withSubjects } = importContext
  let knowsRuns = false
  /** One batch at a time, after the worker failed at several. */
  let isCareful = false
  // One agent must not wash everything else out of the event log.
  const actsOfAgent = createRateLimit(500, 1)

  /** Lets the worker do it, once it knows what runs. */
  const ask = async <Result>(name: 'fold' | 'foldOpen', params: object): Promise<Result> => {
    for (;;) {
      if (!knowsRuns) {
        await ingestWorker.call('foldFrom', await readEndedRuns<RunKind>(database))
        for await (const page of openRunPages(database)) await ingestWorker.call('foldKnow', { page })
      }
      knowsRuns = true
      const result = await ingestWorker.call<Result | undefined>(name, params)
      if (result) return result
      knowsRuns = false
    }
  }

  /** @throws what `work` throws; the worker is then told anew what is stored */
  const exactly = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await withSubjects(work)
    } catch (error) {
      knowsRuns = false
      resetIngest()
      throw error
    }
  }

  /** @returns how many were not told, by agent */
  const tellActs = async (acts: readonly HarvestAct[]): Promise<ReadonlyMap<string, number>> => {
    const untold = new Map<string, number>()
    for (const { at, agent, host, application, user, pid, action, reason, detail } of acts) {
      if (actsOfAgent.take(agent, Date.now()) > 0) {
        untold.set(agent, (untold.get(agent) ?? 0) + 1)
        continue
      }
      await events.log({
        at,
        severity: action === 'failed' ? 'warning' : 'info',
        kind: 'harvesting',
        agent,
        subject: application,
        message: `${application}: ${actWords[action]}`,
        detail: [reason && `${reason}.`, `Process ${pid} of ${user || 'an unknown user'} on ${host}.`, detail]
          .filter((text) => text !== '')
          .join(' '),
      })
    }
    return untold
  }

  /** A batch that the worker cannot deal with, for a reason that nobody foresaw, must not keep all others waiting. */
  const putAway = async (row: AgentBatchRow & { readonly id: number }, error: unknown): Promise<void> => {
    log(`A batch of agent ${row.agent} could not be read; it is left out.`, error)
    const count = Buffer.from(row.body).toString('latin1').split('\n').length - 1
    const { agent, epoch } = row
    await database.transaction(async (tx) => {
      await addRejected(tx, [{ agent, epoch, count }])
      await deleteAgentBatches(tx, row.id, row.id)
    })
    await losses.tell(agent, { agent, epoch, count, reason: (error as Error).message, example: '' })
  }

  return {
    /** @param looks agents that sent nothing but when they last looked; they count once nothing else waits. @returns undefined when nothing waits */
    async fold(looks: () => readonly FoldBatch[]): Promise<Folded | undefined> {
      const most = isCareful ? 1 : batchesPerFold
      const waiting = await waitingBatches(database, most)
      let bytes = 0
      let count = 0
      for (const one of waiting) {
        if (bytes > 0 && bytes + one.bytes > bytesPerFold) break
        bytes += one.bytes
        count++
      }
      const hasMore = count < waiting.length || waiting.length === most
      const [from, to] = [waiting[0]?.id ?? 0, waiting[count - 1]?.id ?? 0]
      const rows = count === 0 ? [] : await agentBatches(database, from, to)
      const shared = sharedHosts()
      const isShared = (host: string): boolean => shared.has(host.toLowerCase())
      const batches = [
        ...rows.map(
          (row): FoldBatch => ({
            agent: row.agent,
            epoch: row.epoch,
            host: row.host,
            isShared: isShared(row.host),
            started: row.started,
            observedUntil: row.observed_until,
            clockOffset: row.clock_offset,
            receivedAt: row.received_at,
            records: row.body,
          }),
        ),
        ...(hasMore ? [] : looks().map((one): FoldBatch => ({ ...one, isShared: isShared(one.host) }))),
      ]
      if (batches.length === 0) return undefined
      const files: number[] = []
      const result = await exactly(async () => {
        const growing = growingSpans(await readRunFiles(database))
        const folded = await ask<FoldResult>('fold', { batches, growing }).catch((error: Error) => {
          // The program ends, or the worker died of something else.
          if (error.message === workerEnded) throw error
          if (isCareful && rows[0]) return { failed: error }
          isCareful = true
          throw error
        })
        if ('failed' in folded) return folded
        // Asked for at once: its numbers go on from those that were handed out before.
        const streamed = await database.transaction(async (tx) => {
          files.length = 0
          await appendSubjects(tx, folded.added, folded.before)
          const stored = await streams.store(tx, folded.pieces)
          await storeRunChanges(tx, folded)
          for (const kind of runKinds) {
            const runs = folded.files[kind]
            if (runs) files.push(await storeRuns(tx, kind, runs))
          }
          await addRejected(tx, folded.refused)
          if (count > 0) await deleteAgentBatches(tx, from, to)
          return stored
        })
        streams.stored(streamed)
        return folded
      })
      if ('failed' in result) {
        knowsRuns = false
        await putAway(rows[0] as (typeof rows)[number], result.failed)
        return { bytes, last: to, hasMore: true, files }
      }
      if (!hasMore) isCareful = false
      for (const [agent, count] of await tellActs(result.harvests))
        log(
          `${count} acts of harvesting that agent ${agent} told of are not in the event log: more than a machine can do.`,
        )
      for (const one of result.refused) await losses.tell(one.agent, one)
      return { bytes, last: to, hasMore, files }
    },
    /** Writes what goes on, as far as it is known. */
    writeOpen: (): Promise<void> =>
      exactly(async () => {
        const files = await readRunFiles(database)
        const open = await ask<OpenResult>('foldOpen', { growing: growingSpans(files) })
        await database.transaction(async (tx) => {
          await appendSubjects(tx, open.added, open.before)
          // Where somebody removed the import, what goes on goes with it.
          for (const kind of runKinds) await storeOpenRuns(tx, kind, open.files[kind] ?? [])
        })
      }),
  }
}

const actWords: { readonly [A in HarvestAct['action']]: string } = {
  notified: 'the user was told that it is not in use',
  asked: 'the user was asked whether it is still needed',
  'kept-by-user': 'the user keeps it',
  closed: 'it was closed, its licence is free again',
  forced: 'it was ended by force, its licence is free again',
  suspended: 'it was suspended',
  resumed: 'it goes on',
  'dry-run': 'it would have been taken back (dry run)',
  failed: 'it could not be taken back',
}
