import { resolve as absolute } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Database as Driver, RunResult, Statement } from 'sqlite3'
import { ConsoleError } from '../contract/errors.ts'
import { type Database, serveDatabase } from './database.ts'
import { asConsoleError, closedError, sqliteCode } from './database-error.ts'
import { checkFile, checkWritable, createFile, hasWal } from './database-file.ts'
import { checkValues, countParameters, type Value } from './parameters.ts'
import { createQueue } from './queue.ts'
import type { Connection } from './transaction.ts'

// The one file that knows the driver. Nothing else may open the database file either, not even to look at its header:
// on POSIX, closing any descriptor of a file drops every lock this process holds on it (sqlite.org/howtocorrupt.html, 2.2).

export type { Database } from './database.ts'
export type { Value } from './parameters.ts'
export type { Connection, Reader, Transaction } from './transaction.ts'

/** `LICT`, the application id in the file's header. */
export const applicationId = 0x4c494354

// 114 MB in 320 blobs, best of five, pages of 8 / 16 KB: write 346 / 306 ms, replace 355 / 290 ms, read 61 / 54 ms, read
// from a cold disk 272 / 210 ms; 1,000 commits of one small row 327 / 340 ms.
const pageSize = 16384
const cachedStatements = 100

const everyConnection = `
  PRAGMA busy_timeout = 5000; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;
  PRAGMA recursive_triggers = ON; PRAGMA mmap_size = 0;`

const connectionPragmas = {
  write: `${everyConnection} PRAGMA synchronous = FULL; PRAGMA cache_size = -16000; PRAGMA journal_size_limit = 67108864;
    PRAGMA wal_autocheckpoint = 2048;`,
  read: `${everyConnection} PRAGMA query_only = ON; PRAGMA cache_size = -8000;`,
  // For a database in a folder that cannot be written: no -wal and no locks are used, so it must be at rest.
  immutable: `${everyConnection} PRAGMA query_only = ON; PRAGMA cache_size = -8000;`,
}

const loadDriver = async () => {
  try {
    return (await import('sqlite3')).default
  } catch (error) {
    throw new ConsoleError(
      'internal',
      'The database engine could not be loaded, so no database was opened or changed. Install the program again.',
      error instanceof Error ? error.message : String(error),
    )
  }
}

/** The promise of a call whose last argument is the driver's `(error, result)`. */
const answer = <T>(path: string, call: (done: (error: Error | null, result?: T) => void) => void): Promise<T> =>
  new Promise((resolve, reject) => {
    call((error, result) => (error ? reject(asConsoleError(error, path)) : resolve(result as T)))
  })

const openDriver = async (path: string, mode: keyof typeof connectionPragmas | 'create'): Promise<Driver> => {
  const sqlite3 = await loadDriver()
  const flags = {
    create: sqlite3.OPEN_READWRITE | sqlite3.OPEN_CREATE,
    write: sqlite3.OPEN_READWRITE,
    read: sqlite3.OPEN_READONLY,
    immutable: sqlite3.OPEN_READONLY | sqlite3.OPEN_URI,
  }
  const name = mode === 'immutable' ? `${pathToFileURL(path).href}?immutable=1` : path
  return new Promise((resolve, reject) => {
    const driver = new sqlite3.Database(name, flags[mode], (error) => {
      if (error) reject(asConsoleError(error, path))
      else resolve(driver)
    })
  })
}

/**
 * One connection: statements run one after the other (the driver would let each block a thread of the pool), are
 * prepared once and finalised before close. Every statement is read to its end: the driver's `get` leaves it open.
 */
const openConnection = async (path: string, mode: keyof typeof connectionPragmas): Promise<Connection> => {
  const driver = await openDriver(path, mode)
  const queue = createQueue()
  const statements = new Map<string, { readonly statement: Statement; readonly parameters: number }>()
  let running = false
  let closed = false

  const finalize = (statement: Statement) => new Promise<void>((resolve) => statement.finalize(() => resolve()))

  const prepared = async (sql: string) => {
    const known = statements.get(sql)
    if (known) {
      statements.delete(sql)
      statements.set(sql, known)
      return known
    }
    const parameters = countParameters(sql)
    const statement = await new Promise<Statement>((resolve, reject) => {
      const made = driver.prepare(sql, (error) => (error ? reject(asConsoleError(error, path)) : resolve(made)))
    })
    const entry = { statement, parameters }
    statements.set(sql, entry)
    if (statements.size > cachedStatements) {
      const [oldest, { statement: unused }] = statements.entries().next().value as [string, typeof entry]
      statements.delete(oldest)
      await finalize(unused)
    }
    return entry
  }

  const perform = <T>(work: () => Promise<T>): Promise<T> =>
    queue(async () => {
      if (closed) throw closedError(path)
      running = true
      try {
        return await work()
      } finally {
        running = false
      }
    })

  const bound = async (sql: string, values: readonly Value[]) => {
    const { statement, parameters } = await prepared(sql)
    checkValues(values, parameters, sql)
    return statement
  }

  const connection: Connection = {
    all: (sql, values = []) =>
      perform(async () => {
        const statement = await bound(sql, values)
        return answer(path, (done) => statement.all(values, done))
      }),
    run: (sql, values = []) =>
      perform(async () => {
        const statement = await bound(sql, values)
        return new Promise((resolve, reject) => {
          statement.run(values, function (this: RunResult, error: Error | null) {
            if (error) reject(asConsoleError(error, path))
            else resolve({ changes: this.changes, lastId: this.lastID })
          })
        })
      }),
    script: (sql) => perform(() => answer(path, (done) => driver.exec(sql, done))),
    interrupt: () => {
      if (running) driver.interrupt()
    },
    close: () =>
      queue(async () => {
        if (closed) return
        closed = true
        for (const { statement } of statements.values()) await finalize(statement)
        await answer(path, (done) => driver.close(done))
      }),
  }
  try {
    await connection.script(connectionPragmas[mode])
  } catch (error) {
    await connection.close()
    throw error
  }
  return connection
}

/** Writes an empty database beside `path` and returns when it is whole on disk; `createFile` then puts it in its place. */
const writeEmptyDatabase = async (path: string): Promise<void> => {
  const driver = await openDriver(path, 'create')
  try {
    const sql = `PRAGMA page_size = ${pageSize}; PRAGMA auto_vacuum = INCREMENTAL; PRAGMA application_id = ${applicationId}; PRAGMA journal_mode = WAL;`
    await answer(path, (done) => driver.exec(sql, done))
  } finally {
    await answer(path, (done) => driver.close(done))
  }
}

interface CheckedConnection {
  readonly connection: Connection
  readonly version: number
}

const checkHeader = async (connection: Connection, path: string, newestVersion: number): Promise<number> => {
  const [header] = await connection.all<{ id: number; version: number }>(
    'SELECT application_id AS id, user_version AS version FROM pragma_application_id, pragma_user_version',
  )
  if (header.id !== applicationId) {
    throw new ConsoleError(
      'refused',
      `${path} is a database of another program. It was not changed. Choose another file.`,
      `application id ${header.id}`,
    )
  }
  if (header.version > newestVersion) {
    throw new ConsoleError(
      'refused',
      `The database ${path} was written by a newer version of Lictor. It was not changed. Install that version, or restore a backup made with this one.`,
      `schema ${header.version}, known up to ${newestVersion}`,
    )
  }
  return header.version
}

/** A connection of its own for long reading, such as a check or a copy. Does not look whose database it is. */
export const openReadingConnection = async (path: string): Promise<Connection> => {
  const attempt = async (mode: 'read' | 'immutable') => {
    const connection = await openConnection(path, mode)
    try {
      await connection.all('PRAGMA schema_version')
      return connection
    } catch (error) {
      await connection.close()
      throw error
    }
  }
  try {
    return await attempt('read')
  } catch (error) {
    // A folder that cannot be written leaves no room for the -wal file of a reader: fine while there is none to read.
    const code = sqliteCode(error)
    if ((code !== 'SQLITE_CANTOPEN' && code !== 'SQLITE_READONLY') || (await hasWal(path))) throw error
    return attempt('immutable')
  }
}

/** The database file alone, without its -wal file and without locks: only while no program has it open. */
export const openAtRest = (path: string): Promise<Connection> => openConnection(path, 'immutable')

/** Our own copy of another program's database: SQLite takes in what its -wal or -journal file holds, so it must be one. */
export const openCopy = (path: string): Promise<Connection> => openConnection(path, 'write')

const openReader = async (path: string, newestVersion: number): Promise<CheckedConnection> => {
  const connection = await openReadingConnection(path)
  try {
    return { connection, version: await checkHeader(connection, path, newestVersion) }
  } catch (error) {
    await connection.close()
    throw error
  }
}

const openWriter = async (path: string, newestVersion: number): Promise<CheckedConnection> => {
  const connection = await openConnection(path, 'write')
  try {
    const version = await checkHeader(connection, path, newestVersion)
    const [{ journal_mode: mode }] = await connection.all<{ journal_mode: string }>('PRAGMA journal_mode = WAL')
    if (mode === 'wal') return { connection, version }
    throw new ConsoleError(
      'refused',
      `The database ${path} lies on a disk that several programs cannot share safely, such as a network folder. Nothing was changed. Move it to a local disk.`,
      `journal mode ${mode}`,
    )
  } catch (error) {
    await connection.close()
    throw error
  }
}

export interface OpenOptions {
  readonly readOnly?: boolean
  /** Creates the database when nothing stands at the path. */
  readonly create?: boolean
  /** The schema version this program knows; a database beyond it is refused. */
  readonly newestVersion?: number
}

/**
 * Opens the database at `path`: one connection that writes and two that read. Rejects with a ConsoleError, and changes
 * nothing, when the file is missing (and `create` is not asked for), empty, damaged, foreign, newer or cannot be written.
 */
export const openDatabase = async (path: string, options: OpenOptions = {}): Promise<Database> => {
  const { readOnly = false, create = false, newestVersion = Number.MAX_SAFE_INTEGER } = options
  const file = absolute(path)
  if ((await checkFile(file)) === 'missing') {
    if (readOnly || !create) {
      throw new ConsoleError(
        'not-found',
        `There is no database at ${file}. Nothing was created. Check the path, or import a file to start a database there.`,
      )
    }
    await createFile(file, writeEmptyDatabase)
  }
  if (!readOnly) await checkWritable(file)

  const opened: Connection[] = []
  const open = async (kind: 'writer' | 'reader') => {
    const { connection, version } = await (kind === 'writer' ? openWriter : openReader)(file, newestVersion)
    opened.push(connection)
    return { connection, version }
  }
  try {
    // The reader looks first: a file that turns out to be another's is never opened for writing.
    const first = await open('reader')
    const writer = readOnly ? undefined : await open('writer')
    const second = await open('reader')
    return serveDatabase(file, {
      writer: writer?.connection,
      readers: [first.connection, second.connection],
      openedVersion: first.version,
      reopenWriter: async () => (await openWriter(file, newestVersion)).connection,
    })
  } catch (error) {
    for (const connection of opened) await connection.close()
    throw error
  }
}
