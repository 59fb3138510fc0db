import { setTimeout as pause } from 'node:timers/promises'
import type { Database } from './connection.ts'
import { sqliteCode } from './database-error.ts'
import { createQueue } from './queue.ts'

export interface Patience {
  /** Ends the waiting; the transaction is then tried once more. */
  readonly signal?: AbortSignal
  /** Milliseconds between two attempts, and after which the error of the last one is passed on. */
  readonly every?: number
  readonly longest?: number
  /** Called once for each wait, with what is waited for. */
  onWait?(reason: string): void
}

/** What may pass by itself or by a hand from outside, and what to say meanwhile. A disk error gets a few seconds only. */
const passing: Readonly<Record<string, readonly [what: string, longest: number]>> = {
  SQLITE_FULL: [
    'The disk is full. It waits and goes on by itself once there is room; nothing read so far is lost.',
    600_000,
  ],
  SQLITE_BUSY: ['Another program holds the database. It waits and goes on by itself once that is over.', 600_000],
  SQLITE_IOERR: ['The disk reported an error. It tries again.', 10_000],
}

/** One for each database, however often it is made patient. */
const queues = new WeakMap<Database, ReturnType<typeof createQueue>>()

/**
 * The same database, but transactions whose failure may pass (the disk is full, another program holds the file) are tried again until it
 * has passed. A failed attempt leaves nothing behind, so `work` is run anew from its start. Those asked for later wait meanwhile: they may build on it.
 */
export const patientDatabase = (database: Database, patience: Patience = {}): Database => {
  const { signal, every = 1000, longest, onWait } = patience
  const inOrder = queues.get(database) ?? createQueue()
  queues.set(database, inOrder)

  const attempt: Database['transaction'] = async (work) => {
    let waitingSince: number | undefined
    for (;;) {
      try {
        return await database.transaction(work)
      } catch (error) {
        const known = passing[sqliteCode(error) ?? '']
        // Whoever stopped must still be able to put away what was stored.
        if (!known || signal?.aborted) throw error
        if (waitingSince === undefined) {
          waitingSince = performance.now()
          onWait?.(known[0])
        } else if (performance.now() - waitingSince > (longest ?? known[1])) throw error
        await pause(every, undefined, { signal }).catch(() => undefined)
      }
    }
  }
  return { ...database, transaction: (work) => inOrder(() => attempt(work)) }
}
