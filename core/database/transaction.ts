import { ConsoleError } from '../contract/errors.ts'
import { sqliteCode } from './database-error.ts'
import { rowsAsJson, type Value } from './parameters.ts'
import { createQueue } from './queue.ts'

/** A blob comes back as a Buffer with an ArrayBuffer of its own (byteOffset 0), so that buffer can be transferred to a worker. */
export interface Reader {
  all<Row>(sql: string, values?: readonly Value[]): Promise<Row[]>
  /** The first row; the statement is read to its end all the same, so that it holds no snapshot open. */
  get<Row>(sql: string, values?: readonly Value[]): Promise<Row | undefined>
}

export interface Transaction extends Reader {
  /** One INSERT, UPDATE, DELETE or DDL statement that returns no rows. `changes` and `lastId` are of the latest change. */
  run(sql: string, values?: readonly Value[]): Promise<{ readonly changes: number; readonly lastId: number }>
  /**
   * `INSERT ... SELECT value->>0, value->>1 ... FROM jsonb_each(?)` for any number of rows, 2,000 a call, the next being
   * prepared while one runs. Integers and text are stored exactly; about one in 10,000 fractions differs in its last bit.
   */
  runMany(sql: string, rows: readonly (readonly unknown[])[]): Promise<void>
  /** Several statements without parameters, as in a migration file. They must not end the transaction. */
  script(sql: string): Promise<void>
}

/** One connection. Statements run one after the other, each read to its end. */
export interface Connection {
  all<Row>(sql: string, values?: readonly Value[]): Promise<Row[]>
  run(sql: string, values?: readonly Value[]): Promise<{ readonly changes: number; readonly lastId: number }>
  script(sql: string): Promise<void>
  /** Stops the running statement, if there is one. */
  interrupt(): void
  close(): Promise<void>
}

const rowsPerCall = 2000

const endedError = () => new Error('This transaction has ended: await every step before its work returns.')

const rollBack = async (connection: Connection): Promise<'done' | 'failed'> => {
  try {
    await connection.run('ROLLBACK')
    return 'done'
  } catch (error) {
    // SQLite rolls back by itself when the disk is full or fails: `cannot rollback - no transaction is active`.
    const detail = error instanceof ConsoleError ? error.detail : undefined
    return detail?.includes('no transaction is active') ? 'done' : 'failed'
  }
}

/**
 * `work` between BEGIN IMMEDIATE and COMMIT. The first step that fails decides: later steps are rejected with its error
 * unexecuted (after SQLite rolled back by itself they would each commit alone), and so is the transaction.
 * `onBroken` is called when the connection must not be used again: the disk failed, or ROLLBACK did.
 */
export const runTransaction = async <T>(
  connection: Connection,
  work: (tx: Transaction) => Promise<T>,
  onBroken: () => void,
): Promise<T> => {
  const queue = createQueue()
  let failure: { readonly error: unknown } | undefined
  let ended = false

  const step = <R>(action: () => Promise<R>): Promise<R> => {
    if (ended) return Promise.reject(endedError())
    return queue(async () => {
      if (failure) throw failure.error
      try {
        return await action()
      } catch (error) {
        failure = { error }
        throw error
      }
    })
  }

  const all: Reader['all'] = (sql, values) => step(() => connection.all(sql, values))
  const transaction: Transaction = {
    all,
    get: async <Row>(sql: string, values?: readonly Value[]) => (await all<Row>(sql, values))[0],
    run: (sql, values) => step(() => connection.run(sql, values)),
    runMany: (sql, rows) =>
      step(async () => {
        let running: Promise<unknown> = Promise.resolve()
        for (let first = 0; first < rows.length; first += rowsPerCall) {
          const json = rowsAsJson(rows.slice(first, first + rowsPerCall), first)
          await running
          running = connection.run(sql, [json])
        }
        await running
      }),
    script: (sql) => step(() => connection.script(sql)),
  }

  await connection.run('BEGIN IMMEDIATE')
  try {
    const result = await work(transaction)
    ended = true
    await queue(async () => {
      if (failure) throw failure.error
    })
    await connection.run('COMMIT')
    return result
  } catch (error) {
    ended = true
    await queue(async () => undefined)
    const isDiskError = sqliteCode(error) === 'SQLITE_IOERR' || sqliteCode(failure?.error) === 'SQLITE_IOERR'
    if ((await rollBack(connection)) === 'failed' || isDiskError) onBroken()
    throw error
  }
}

/** `work` on one state of the database: the first read takes the snapshot, the end gives it up. */
export const runSnapshot = async <T>(connection: Connection, work: (reader: Reader) => Promise<T>): Promise<T> => {
  let ended = false
  const all: Reader['all'] = (sql, values) => (ended ? Promise.reject(endedError()) : connection.all(sql, values))
  await connection.run('BEGIN')
  try {
    return await work({
      all,
      get: async <Row>(sql: string, values?: readonly Value[]) => (await all<Row>(sql, values))[0],
    })
  } finally {
    ended = true
    await rollBack(connection)
  }
}
