import { stat } from 'node:fs/promises'
import { resolve as absolute } from 'node:path'
import { ConsoleError } from '../contract/errors.ts'
import { applicationId, openReadingConnection } from './connection.ts'
import { checkFile } from './database-file.ts'
import type { Connection } from './transaction.ts'

/** What is known of a database file; the numbers are absent where damage kept them from being read. Sizes are bytes. */
export interface DatabaseFacts {
  readonly path: string
  readonly size: number
  /** Committed changes that wait beside the database. */
  readonly walSize: number
  readonly schemaVersion?: number
  readonly pageSize?: number
  readonly pages?: number
  /** Pages of no use at present; new data takes them first. */
  readonly freePages?: number
  readonly tables?: number
  readonly milliseconds: number
}

export interface Verification {
  readonly ok: boolean
  /** One sentence each, at most about 100. */
  readonly problems: readonly string[]
  readonly facts: DatabaseFacts
}

const sizeOf = async (path: string): Promise<number> => {
  try {
    return (await stat(path)).size
  } catch {
    return 0
  }
}

const readFacts = async (connection: Connection) => {
  const [facts] = await connection.all<
    Required<Pick<DatabaseFacts, 'pageSize' | 'pages' | 'freePages' | 'schemaVersion' | 'tables'>> & { owner: number }
  >(
    `SELECT page_size AS pageSize, page_count AS pages, freelist_count AS freePages, user_version AS schemaVersion,
       application_id AS owner, (SELECT count(*) FROM sqlite_schema WHERE type = 'table') AS tables
     FROM pragma_page_size, pragma_page_count, pragma_freelist_count, pragma_user_version, pragma_application_id`,
  )
  const { owner, ...known } = facts
  return { known, isOurs: owner === applicationId }
}

/** Full: every page, row, index and constraint, about 3 s per 100 MB of small rows. Quick: indexes are not compared, about 2 s per GB. */
export type Depth = 'full' | 'quick'

const findDamage = async (connection: Connection, depth: Depth): Promise<string[]> => {
  const rows = await connection.all<Record<string, string>>(
    `PRAGMA ${depth === 'full' ? 'integrity' : 'quick'}_check(100)`,
  )
  const lines = rows.flatMap((row) => Object.values(row)[0].split('\n'))
  return lines.filter((line) => line !== 'ok' && line !== '')
}

const findOrphans = async (connection: Connection): Promise<string[]> => {
  const rows = await connection.all<{ child: string; parent: string; count: number }>(
    'SELECT "table" AS child, parent, count(*) AS count FROM pragma_foreign_key_check GROUP BY 1, 2',
  )
  return rows.map(
    ({ child, parent, count }) => `${count} rows of ${child} refer to rows of ${parent} that do not exist.`,
  )
}

/**
 * Reads the whole database and says what is wrong with it. Damage of any kind is an answer, never an exception; only a
 * missing file rejects, with code `not-found`. Changes nothing and may run while the database is in use.
 */
export const verifyDatabase = async (path: string, depth: Depth = 'full'): Promise<Verification> => {
  const file = absolute(path)
  const startedAt = performance.now()
  const problems: string[] = []
  const attempt = async <T>(work: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof ConsoleError)) throw error
      const problem = error.detail ? `${error.message} (${error.detail})` : error.message
      if (!problems.includes(problem)) problems.push(problem)
      return undefined
    }
  }

  const standing = await attempt(() => checkFile(file))
  if (standing === 'missing') {
    throw new ConsoleError('not-found', `There is no database at ${file}. Nothing was checked. Check the path.`)
  }
  const connection = standing && (await attempt(() => openReadingConnection(file)))
  let known: Partial<DatabaseFacts> = {}
  if (connection) {
    try {
      const facts = await attempt(() => readFacts(connection))
      known = facts?.known ?? {}
      if (facts && !facts.isOurs) problems.push('This is a database of another program.')
      problems.push(...((await attempt(() => findDamage(connection, depth))) ?? []))
      problems.push(...((await attempt(() => findOrphans(connection))) ?? []))
    } finally {
      await connection.close()
    }
  }
  const facts: DatabaseFacts = {
    ...known,
    path: file,
    size: await sizeOf(file),
    walSize: await sizeOf(`${file}-wal`),
    milliseconds: Math.round(performance.now() - startedAt),
  }
  return { ok: problems.length === 0, problems, facts }
}
