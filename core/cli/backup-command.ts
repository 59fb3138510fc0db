import { resolve } from 'node:path'
import { ConsoleError } from '../contract/errors.ts'
import { backUpDatabase, restoreDatabase } from '../database/backup.ts'
import { readMigrations } from '../database/migrate.ts'
import { lockSocketPath } from '../host/lock-socket-path.ts'
import { takeWriterLock } from '../host/writer-lock.ts'
import { type ConsoleIo, ExitStatus, say } from './console-io.ts'

/** Writes a checked copy of the database; a console may have it open meanwhile. */
export const backupCommand = async (
  file: string,
  { db }: { readonly db: string },
  io: ConsoleIo,
): Promise<ExitStatus> => {
  const { bytes } = await backUpDatabase(db, file)
  say(io, `Wrote the backup ${resolve(file)} (${bytes.toLocaleString('en-US')} bytes), checked.`)
  return ExitStatus.well
}

/** Puts a backup in the database's place; what stood there is moved aside. */
export const restoreCommand = async (
  file: string,
  { db }: { readonly db: string },
  io: ConsoleIo,
): Promise<ExitStatus> => {
  const attempt = await takeWriterLock(db, await lockSocketPath(db))
  if ('held' in attempt)
    throw new ConsoleError(
      'busy',
      `Another Lictor (process ${attempt.held.pid}) has ${db} open. Nothing was changed. Close it first, then restore.`,
    )
  try {
    const newestVersion = (await readMigrations()).length
    const { aside } = await restoreDatabase(file, db, { newestVersion, now: new Date() })
    say(io, `Restored ${resolve(db)} from ${resolve(file)}.`)
    if (aside) say(io, `What stood there before was moved to ${aside}; delete it when it is no longer needed.`)
    return ExitStatus.well
  } finally {
    await attempt.lock.release()
  }
}
