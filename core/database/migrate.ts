import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ConsoleError } from '../contract/errors.ts'
import { copyDatabase, reasonOf } from './backup.ts'
import type { Database } from './connection.ts'

/** One step of the schema. `0007-agent-groups.sql` is number 7, name `agent-groups`. */
export interface Migration {
  readonly number: number
  readonly name: string
  readonly sql: string
}

export interface MigrationResult {
  /** Schema versions; 0 is an empty database. */
  readonly from: number
  readonly to: number
  /** The copy made beforehand, when there was something to lose. */
  readonly backup?: string
}

interface AppliedMigration {
  readonly number: number
  readonly name: string
  readonly sha256: string
}

const ledger = `CREATE TABLE IF NOT EXISTS migration (
  number INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  applied_at INTEGER NOT NULL -- epoch milliseconds
) STRICT`

/** The same file has CRLF in some checkouts. */
const fingerprint = (sql: string): string => createHash('sha256').update(sql.replaceAll('\r\n', '\n')).digest('hex')

/** The `.sql` files of a folder, in order; rejects with code `internal` when one is not named like `0001-initial.sql`. */
export const readMigrations = async (
  folder: string = fileURLToPath(new URL('./migrations', import.meta.url)),
): Promise<Migration[]> => {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
  return Promise.all(
    names.map(async (file) => {
      const match = /^(\d{4})-([a-z0-9-]+)\.sql$/.exec(file)
      if (!match) throw new ConsoleError('internal', `The migration ${file} is not named like 0001-initial.sql.`)
      return { number: Number(match[1]), name: match[2], sql: await readFile(join(folder, file), 'utf8') }
    }),
  )
}

const checkOrder = (migrations: readonly Migration[]): void => {
  migrations.forEach(({ number, name }, index) => {
    if (number === index + 1) return
    throw new ConsoleError('internal', `Migration ${number} (${name}) stands where number ${index + 1} belongs.`)
  })
}

/** Refuses a database that another set of migrations made: newer, or with one that differs from ours. */
const checkApplied = async (database: Database, migrations: readonly Migration[]): Promise<number> => {
  const header = await database.get<{ version: number }>('SELECT user_version AS version FROM pragma_user_version')
  const version = header?.version ?? 0
  const refuse = (what: string, detail: string) =>
    new ConsoleError(
      'refused',
      `The database ${database.path} ${what} It was not changed. Open it with the version of Lictor that wrote it, or restore a backup.`,
      detail,
    )
  if (version > migrations.length) {
    throw refuse('was written by a newer version of Lictor.', `schema ${version}, known up to ${migrations.length}`)
  }
  const applied =
    version === 0
      ? []
      : await database.all<AppliedMigration>('SELECT number, name, sha256 FROM migration ORDER BY number')
  if (applied.length !== version) {
    throw refuse('does not say how it was made.', `schema ${version}, ${applied.length} migrations recorded`)
  }
  for (const [index, { number, name, sha256 }] of applied.entries()) {
    const ours = migrations[index]
    if (number === ours.number && name === ours.name && sha256 === fingerprint(ours.sql)) continue
    throw refuse(
      'was made by another edition of this version.',
      `migration ${number} (${name}) differs from ${ours.name}`,
    )
  }
  return version
}

const backUp = async (path: string, copy: string): Promise<void> => {
  try {
    await copyDatabase(path, copy)
  } catch (error) {
    throw new ConsoleError(
      'refused',
      `The database ${path} has to be converted, but the copy to make before that failed: ${reasonOf(error)}. The database was not changed. Free some space or check the disk, then start again.`,
      error instanceof ConsoleError ? error.detail : undefined,
    )
  }
}

const apply = async (
  database: Database,
  { number, name, sql }: Migration,
  backup: string | undefined,
): Promise<void> => {
  try {
    await database.transaction(async (tx) => {
      await tx.run(ledger)
      await tx.script(sql)
      const orphans = await tx.all('SELECT 1 FROM pragma_foreign_key_check LIMIT 1')
      if (orphans.length > 0) throw new ConsoleError('internal', 'Some rows would refer to rows that do not exist.')
      const record = 'INSERT INTO migration (number, name, sha256, applied_at) VALUES (?, ?, ?, ?)'
      await tx.run(record, [number, name, fingerprint(sql), Date.now()])
      await tx.run(`PRAGMA user_version = ${number}`)
    })
  } catch (error) {
    if (!(error instanceof ConsoleError)) throw error
    const kept = backup ? `It is as it was before, and a copy is in ${backup}.` : 'It is as it was before.'
    throw new ConsoleError(
      error.code,
      `The database ${database.path} could not be converted (step ${number}, ${name}): ${reasonOf(error)}. ${kept} Go on with the earlier version, and report this.`,
      error.detail,
    )
  }
}

/**
 * Brings the schema up to the last of `migrations`, each in a transaction of its own together with its version number.
 * A database that already holds a schema is copied to `FILE.before-N` first, N being the first step that is missing.
 */
export const migrate = async (database: Database, migrations: readonly Migration[]): Promise<MigrationResult> => {
  checkOrder(migrations)
  const from = await checkApplied(database, migrations)
  const missing = migrations.slice(from)
  if (missing.length === 0) return { from, to: from }
  const backup = from > 0 ? `${database.path}.before-${from + 1}` : undefined
  if (backup) await backUp(database.path, backup)
  for (const migration of missing) await apply(database, migration, backup)
  return { from, to: migrations.length, backup }
}
