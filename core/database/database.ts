import { ConsoleError } from '../contract/errors.ts'
import { closedError } from './database-error.ts'
import type { Value } from './parameters.ts'
import { createQueue } from './queue.ts'
import { type Connection, type Reader, runSnapshot, runTransaction, type Transaction } from './transaction.ts'

export interface Database extends Reader {
  readonly path: string
  readonly readOnly: boolean
  /** `PRAGMA user_version` when the database was opened; 0 for a new one. */
  readonly openedVersion: number
  /**
   * Runs `work` between BEGIN IMMEDIATE and COMMIT, after all transactions asked for before. Any failed statement rolls
   * everything back, also one whose error `work` caught. `work` must not ask for another transaction and wait for it.
   * Byte arrays given to `tx` are copied when their turn comes: leave them alone until the promise resolves.
   */
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>
  /**
   * All reads of `work` see one state, whatever is written meanwhile. Ask only `reader` inside: two readers are all there
   * are. Keep it short: the -wal file grows until it ends.
   */
  snapshot<T>(work: (reader: Reader) => Promise<T>): Promise<T>
  /**
   * Moves what transactions left in the -wal file into the database while others go on. Without it a commit does so each time
   * the file has grown, and takes as long as the disk does. Does nothing when the database is open for reading only.
   */
  checkpoint(): Promise<void>
  /** Stops the reads that are running, snapshots included; each is rejected with code `cancelled`. */
  interruptReads(): void
  /** Waits for what runs and waits, then folds the -wal file into the database. Reads and transactions asked for later are rejected. */
  close(): Promise<void>
}

export interface OpenedConnections {
  /** Absent when the database is open for reading only. */
  readonly writer?: Connection
  readonly readers: readonly Connection[]
  readonly openedVersion: number
  /** A new writing connection, when the old one must not be trusted any more. */
  readonly reopenWriter: () => Promise<Connection>
}

/** Waits for no reader and no writer: what they still need stays. */
const moveWal = 'PRAGMA wal_checkpoint(PASSIVE)'

/** Shares the connections out: transactions one after the other, reads to whichever reader is idle. */
export const serveDatabase = (path: string, connections: OpenedConnections): Database => {
  const { readers, openedVersion } = connections
  const readOnly = connections.writer === undefined
  let writer = connections.writer
  let closing: Promise<void> | undefined
  let checkpointer: Connection | undefined
  const checkpoints = createQueue()
  const writes = createQueue()
  const idle = [...readers]
  const waiting: ((reader: Connection) => void)[] = []

  const takeReader = (): Promise<Connection> => {
    const reader = idle.pop()
    return reader ? Promise.resolve(reader) : new Promise((resolve) => waiting.push(resolve))
  }
  const withReader = async <T>(work: (reader: Connection) => Promise<T>): Promise<T> => {
    if (closing) throw closedError(path)
    const reader = await takeReader()
    try {
      return await work(reader)
    } finally {
      const next = waiting.shift()
      if (next) next(reader)
      else idle.push(reader)
    }
  }

  const all: Reader['all'] = (sql, values) => withReader((reader) => reader.all(sql, values))

  return {
    path,
    readOnly,
    openedVersion,
    all,
    get: async <Row>(sql: string, values?: readonly Value[]) => (await all<Row>(sql, values))[0],
    snapshot: (work) => withReader((reader) => runSnapshot(reader, work)),
    transaction: async (work) => {
      if (closing) throw closedError(path)
      if (readOnly) {
        throw new ConsoleError(
          'refused',
          `The database ${path} is open for reading only. Nothing was changed. Open it for writing to change it.`,
        )
      }
      return writes(async () => {
        writer ??= await connections.reopenWriter()
        const connection = writer
        let broken = false
        try {
          return await runTransaction(connection, work, () => {
            broken = true
          })
        } finally {
          // After a failed fsync the same connection must not be trusted with the same pages: start from the file.
          if (broken) {
            writer = undefined
            await connection.close().catch(() => undefined)
          }
        }
      })
    },
    checkpoint: () =>
      checkpoints(async () => {
        if (closing || readOnly) return
        const connection = checkpointer ?? (await connections.reopenWriter())
        checkpointer = connection
        try {
          await connection.all(moveWal)
          // The little that came meanwhile, with nobody writing: then the file begins anew instead of growing.
          await writes(() => connection.all(moveWal))
        } catch (error) {
          checkpointer = undefined
          await connection.close().catch(() => undefined)
          throw error
        }
      }),
    interruptReads: () => {
      for (const reader of readers) reader.interrupt()
    },
    close: () => {
      closing ??= (async () => {
        await writes(async () => undefined)
        for (const _ of readers) await takeReader()
        for (const reader of readers) await reader.close()
        await checkpoints(async () => checkpointer?.close())
        // Last, so that SQLite folds the -wal file into the database and removes it.
        await writer?.close()
      })()
      return closing
    },
  }
}
