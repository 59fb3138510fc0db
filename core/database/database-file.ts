import { access, constants, copyFile, link, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { ConsoleError } from '../contract/errors.ts'

const errorCode = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error ? String(error.code) : undefined

/** Bytes of one page at least. SQLite takes a shorter file for an empty database. */
const smallestDatabase = 512

/**
 * What stands at `path`: `present` or `missing`. Refuses a folder, a device, an empty file and a file that may not be
 * looked at. It only asks the file system and never opens the file (see connection.ts).
 */
export const checkFile = async (path: string): Promise<'present' | 'missing'> => {
  let found: Awaited<ReturnType<typeof stat>>
  try {
    found = await stat(path)
  } catch (error) {
    const code = errorCode(error)
    if (code === 'ENOENT') return 'missing'
    throw new ConsoleError(
      'refused',
      `The database ${path} cannot be reached (${code}). Nothing was changed. Check the path and the permissions of its folders, then try again.`,
      code,
    )
  }
  if (found.isDirectory()) {
    throw new ConsoleError(
      'refused',
      `${path} is a folder, not a database. Nothing was changed. Name a file inside it, such as lictor.db.`,
    )
  }
  if (!found.isFile()) {
    throw new ConsoleError(
      'refused',
      `${path} is a device or a pipe, not a database. Nothing was changed. Choose a file.`,
    )
  }
  if (found.size < smallestDatabase) {
    const size = `${found.size === 0 ? 'is empty' : 'is too short'} (${found.size} bytes)`
    throw new ConsoleError(
      'refused',
      `${path} ${size}, so there is no database in it. It was left as it is. Restore a backup in its place, or delete the file to start a new database there.`,
    )
  }
  return 'present'
}

/** Refuses a file or folder that cannot be written: SQLite would open it for reading and fail at the first change. */
export const checkWritable = async (path: string): Promise<void> => {
  for (const target of [path, dirname(path)]) {
    try {
      await access(target, constants.W_OK)
    } catch (error) {
      const what = target === path ? 'file is' : 'folder it is in is'
      throw new ConsoleError(
        'refused',
        `The database ${path} cannot be written: the ${what} read-only. Nothing was changed. Allow writing there, or open it for reading only.`,
        errorCode(error),
      )
    }
  }
}

/** Whether committed changes may wait in the -wal file beside the database. */
export const hasWal = async (path: string): Promise<boolean> => {
  try {
    return (await stat(`${path}-wal`)).size > 0
  } catch {
    return false
  }
}

/**
 * Puts a new database at `path`, whole or not at all: `write` makes it under another name, then it gets its own.
 * When another process was quicker, its file stays.
 */
export const createFile = async (path: string, write: (temporary: string) => Promise<void>): Promise<void> => {
  const temporary = `${path}.new-${process.pid}`
  const folder = dirname(path)
  try {
    await access(folder, constants.W_OK)
  } catch (error) {
    const code = errorCode(error)
    throw new ConsoleError(
      'refused',
      code === 'ENOENT' || code === 'ENOTDIR'
        ? `The database ${path} could not be created: there is no folder ${folder}. Nothing was changed. Create the folder, or choose another place.`
        : `The database ${path} could not be created: the folder ${folder} is read-only. Nothing was changed. Allow writing there, or choose another place.`,
      code,
    )
  }
  try {
    await removeDatabase(temporary)
    await write(temporary)
    try {
      await link(temporary, path)
    } catch (error) {
      if (errorCode(error) === 'EEXIST') return
      // A file system without hard links.
      await copyFile(temporary, path, constants.COPYFILE_EXCL)
    }
  } finally {
    await removeDatabase(temporary)
  }
}

/** Removes a database file that is nobody's yet, with what SQLite keeps beside it. */
export const removeDatabase = async (path: string): Promise<void> => {
  for (const suffix of ['', '-wal', '-shm', '-journal']) await rm(path + suffix, { force: true })
}
