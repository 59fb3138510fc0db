import { link, open, rename, stat } from 'node:fs/promises'
import { resolve as absolute, dirname } from 'node:path'
import { ConsoleError } from '../contract/errors.ts'
import { openReadingConnection } from './connection.ts'
import { checkFile, removeDatabase } from './database-file.ts'
import { verifyDatabase } from './verify.ts'

/** A compact copy of the database, checked and on disk before it gets its name; a copy of that name is replaced only then. */
export const copyDatabase = async (path: string, copy: string): Promise<void> => {
  const temporary = `${copy}.new`
  await removeDatabase(temporary)
  try {
    const connection = await openReadingConnection(path)
    try {
      // It counts as writing, though it only writes the copy.
      await connection.script('PRAGMA query_only = OFF')
      await connection.all('VACUUM INTO ?', [temporary])
    } finally {
      await connection.close()
    }
    const { ok, problems } = await verifyDatabase(temporary, 'quick')
    if (!ok) throw new ConsoleError('refused', problems[0] as string, 'SQLITE_CORRUPT: in the copy')
    await toDisk(temporary, 'r+')
    await rename(temporary, copy)
    // On Windows a folder cannot be opened for this.
    await toDisk(dirname(copy), 'r').catch(() => undefined)
  } finally {
    await removeDatabase(temporary).catch(() => undefined)
  }
}

const toDisk = async (path: string, flags: string): Promise<void> => {
  const handle = await open(path, flags)
  await handle.sync().finally(() => handle.close())
}

/** Why something failed, short enough to stand inside a message: `database or disk is full`. */
export const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error)
  const detail = error instanceof ConsoleError ? error.detail : undefined
  return (detail?.replace(/^SQLITE_[A-Z]+: /, '') ?? error.message).replace(/\.$/, '')
}

/** Another database, or nothing yet: refuses to put a copy over any other kind of file. */
const checkTarget = async (target: string): Promise<'present' | 'missing'> => {
  const found = await stat(target).catch(() => undefined)
  if (!found) return 'missing'
  const { ok, problems } =
    found.isFile() && found.size > 0 ? await verifyDatabase(target, 'quick') : { ok: false, problems: [] }
  if (ok || found.size === 0) return 'present'
  if (!found.isFile() || problems.some((problem) => /another program|not a database/.test(problem)))
    throw new ConsoleError(
      'refused',
      `${target} is not a database of Lictor, so it was not overwritten. Nothing was changed. Choose another name for the backup.`,
    )
  return 'present'
}

/**
 * Writes a checked copy of a database to `target`, also while it is in use. An older backup of that name stays until the new one is whole.
 * @throws ConsoleError `refused` or `not-found`; what stood at `target` is then as it was
 */
export const backUpDatabase = async (path: string, target: string): Promise<{ readonly bytes: number }> => {
  const [from, to] = [absolute(path), absolute(target)]
  if (from === to) throw new ConsoleError('invalid', 'The backup must be another file than the database.')
  if ((await checkFile(from)) === 'missing')
    throw new ConsoleError('not-found', `There is no database at ${from}. Nothing was written. Check the path.`)
  const before = await checkTarget(to)
  try {
    await copyDatabase(from, to)
    return { bytes: (await stat(to)).size }
  } catch (error) {
    const kept = before === 'present' ? ` The backup that was there before is as it was.` : ''
    throw new ConsoleError(
      'refused',
      `The backup ${to} could not be written: ${reasonOf(error)}. The database was not changed.${kept} Free some space or choose another disk, then try again.`,
      error instanceof ConsoleError ? error.detail : undefined,
    )
  }
}

/**
 * Puts a checked copy of a backup in the place of a database that no program has open. What stood there is moved aside, never deleted.
 * @param now instant for the name of what is moved aside
 * @returns the path it was moved to, if there was anything
 * @throws ConsoleError `refused` or `not-found`, having changed nothing
 */
export const restoreDatabase = async (
  backup: string,
  path: string,
  { newestVersion, now }: { readonly newestVersion: number; readonly now: Date },
): Promise<{ readonly aside?: string }> => {
  const [from, to] = [absolute(backup), absolute(path)]
  if (from === to) throw new ConsoleError('invalid', 'The backup must be another file than the database.')
  const refuse = (why: string, detail?: string) =>
    new ConsoleError('refused', `${why} The database ${to} was not changed. Choose another backup.`, detail)
  const { ok, problems, facts } = await verifyDatabase(from)
  if (!ok) throw refuse(`${from} cannot be restored: ${problems[0]}`, problems.join('\n'))
  const schema = facts.schemaVersion ?? 0
  if (schema === 0) throw refuse(`${from} cannot be restored: it holds nothing yet.`)
  if (schema > newestVersion) throw refuse(`${from} was written by a newer version of Lictor.`, `schema ${schema}`)
  const fresh = `${to}.restoring`
  try {
    await copyDatabase(from, fresh)
  } catch (error) {
    throw refuse(`${from} could not be copied: ${reasonOf(error)}.`)
  }
  const aside = `${to}.before-restore-${now.toISOString().replace(/[-:]|\.\d+/g, '')}`
  const exists = await stat(to).then(
    () => true,
    () => false,
  )
  try {
    // First the -wal: beside another database it would be taken for that one's.
    await moveIfThere(`${to}-wal`, `${aside}-wal`)
    await moveIfThere(`${to}-shm`, `${aside}-shm`)
    // Under both names for a moment, so that no kill leaves the place empty.
    if (exists) await link(to, aside).catch(() => rename(to, aside))
    await rename(fresh, to)
  } catch (error) {
    await removeDatabase(fresh)
    throw new ConsoleError(
      'refused',
      `The database ${to} could not be replaced: ${reasonOf(error)}. Nothing was deleted; what was moved aside begins with ${aside}. Allow writing in that folder, then try again.`,
    )
  }
  return exists ? { aside } : {}
}

const moveIfThere = async (from: string, to: string): Promise<void> => {
  await rename(from, to).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
  })
}
