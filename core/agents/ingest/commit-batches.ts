import { setTimeout as pause } from 'node:timers/promises'
import { ConsoleError } from '../../contract/errors.ts'
import {
  type AgentBatchRow,
  type AgentMark,
  allAgentMarks,
  insertAgentBatches,
  storeAgentMarks,
} from '../../database/agent-batch-table.ts'
import type { Database } from '../../database/connection.ts'
import type { Acknowledgement, ReceivedBatch } from '../agents-context.ts'
import type { SpoolState } from '../protocol/messages.ts'
import { batchNews } from './batch-news.ts'
import { unexplained } from './losses.ts'

/** One commit takes no more than this: it must stay short. */
const bytesPerCommit = 8_388_608
const batchesPerCommit = 1000
/** Milliseconds between the beginnings of two commits: what comes meanwhile shares the next. */
const commitEvery = 20
/** Milliseconds: a disk takes longer now and then. The agent hears that its batch has come, and asks again. */
const usualPatience = 150

type Mark = Pick<AgentMark, 'agent' | 'epoch' | 'acknowledged' | 'missing'>

interface Waiting {
  readonly row: AgentBatchRow
  readonly mark: Mark
  /** Some of its sequences are gone for good, and it does not say why. */
  readonly missed?: SpoolState
  readonly done: (error?: unknown) => void
}

/**
 * Commits batches, as many at a time as have come while the commit before was on its way. A batch is accepted in memory first, so that the
 * next of the same agent may go on from it; when a commit fails, all that was accepted since is given up, and the agents send it again.
 */
export const createCommitter = async (
  database: Database,
  on: {
    committed(bytes: number): void
    /** Some of its sequences are gone for good, and it does not say why. */
    missed(agent: string, spool: SpoolState): void
    /** The agent looked, and nothing that it has recorded is missing here. */
    looked(batch: ReceivedBatch, at: number): void
  },
  { patience = usualPatience }: { readonly patience?: number } = {},
) => {
  const keyOf = (agent: string, epoch: string): string => `${agent}\n${epoch}`
  const committed = new Map<string, Mark>(
    (await allAgentMarks(database)).map((mark) => [keyOf(mark.agent, mark.epoch), mark]),
  )
  /** What is ahead of `committed`, and when it no longer is. */
  const accepted = new Map<string, { readonly mark: Mark; readonly done: Promise<void> }>()
  let waiting: Waiting[] = []
  let waitingBytes = 0
  let isRunning = false
  let beganAt = Number.NEGATIVE_INFINITY
  let last: Promise<void> = Promise.resolve()

  const commit = async (): Promise<void> => {
    while (waiting.length > 0) {
      const early = beganAt + commitEvery - performance.now()
      if (early > 0 && waitingBytes < bytesPerCommit) await pause(early)
      beganAt = performance.now()
      const group: Waiting[] = []
      let bytes = 0
      for (const one of waiting) {
        if (group.length === batchesPerCommit || (bytes > 0 && bytes + one.row.body.length > bytesPerCommit)) break
        group.push(one)
        bytes += one.row.body.length
      }
      waiting = waiting.slice(group.length)
      const marks = new Map(group.map(({ mark }) => [keyOf(mark.agent, mark.epoch), mark]))
      try {
        await database.transaction(async (tx) => {
          await insertAgentBatches(
            tx,
            group.map(({ row }) => row),
          )
          await storeAgentMarks(tx, [...marks.values()])
        })
      } catch (error) {
        const all = [...group, ...waiting]
        waiting = []
        waitingBytes = 0
        accepted.clear()
        for (const { done } of all) done(error)
        return
      }
      waitingBytes -= bytes
      for (const [key, mark] of marks) {
        committed.set(key, mark)
        if (accepted.get(key)?.mark === mark) accepted.delete(key)
      }
      for (const { mark, missed } of group) if (missed) on.missed(mark.agent, missed)
      on.committed(bytes)
      for (const { done } of group) done()
    }
  }

  const enqueue = (row: AgentBatchRow, rest: Pick<Waiting, 'mark' | 'missed'>): Promise<void> => {
    last = new Promise<void>((resolve, reject) => {
      waiting.push({ row, ...rest, done: (error) => (error === undefined ? resolve() : reject(error)) })
    })
    last.catch(() => undefined)
    waitingBytes += row.body.length
    if (!isRunning) {
      isRunning = true
      void commit().finally(() => {
        isRunning = false
      })
    }
    return last
  }

  /** @returns whether it is done by the time that patience ends */
  const isDone = (done: Promise<void>): Promise<boolean> =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => resolve(false), patience)
      done.then(() => resolve(true), reject).finally(() => clearTimeout(timer))
    })

  return {
    /** @throws ConsoleError `invalid` when the lines are not as many as the sequences say, or the error of the database */
    async take(batch: ReceivedBatch): Promise<Acknowledgement> {
      const { agent, spool, records, clockOffset, observedUntil } = batch
      const key = keyOf(agent.id, spool.epoch)
      const before = accepted.get(key)
      const mark = before?.mark ?? committed.get(key)
      const news = batchNews(spool, records, mark?.acknowledged ?? 0)
      if (news.kind === 'invalid')
        throw new ConsoleError('invalid', 'The lines of this batch are not as many as its sequences say.')
      // Ends that wait at the agent are not known here yet: then nothing can be said of what runs.
      const looked = spool.waiting <= news.records ? (observedUntil ?? 0) : 0
      if (news.kind === 'none') {
        // It may be on its way: what is acknowledged must be committed.
        const isPending = before !== undefined && !(await isDone(before.done))
        const acknowledged = committed.get(key)?.acknowledged ?? 0
        if (isPending) return { acknowledged, isPending }
        if (news.resendFrom !== undefined) return { acknowledged, resendFrom: news.resendFrom }
        if (looked > 0) on.looked(batch, looked)
        return { acknowledged }
      }
      const next: Mark = {
        agent: agent.id,
        epoch: spool.epoch,
        acknowledged: news.last,
        missing: (mark?.missing ?? 0) + news.missing,
      }
      const isMissed = unexplained(next, spool) > (mark ? unexplained(mark, agent.spool) : 0)
      const done = enqueue(
        {
          agent: agent.id,
          epoch: spool.epoch,
          host: agent.host,
          started: agent.startedAt,
          received_at: Date.now(),
          clock_offset: Math.round(clockOffset),
          observed_until: looked,
          body: news.lines,
        },
        { mark: next, missed: isMissed ? spool : undefined },
      )
      accepted.set(key, { mark: next, done })
      if (await isDone(done)) return { acknowledged: news.last }
      return { acknowledged: committed.get(key)?.acknowledged ?? 0, isPending: true }
    },
    /** Bytes that are not committed yet. */
    get waitingBytes() {
      return waitingBytes
    },
    /** Resolves when all that was taken until now is committed, or was given up. */
    flush: (): Promise<void> => last.catch(() => undefined),
  }
}
