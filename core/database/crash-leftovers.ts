import { existsSync } from 'node:fs'
import { ConsoleError } from '../contract/errors.ts'
import { openAtRest, openReadingConnection } from './connection.ts'
import { sqliteCode } from './database-error.ts'
import { checkFile, hasWal } from './database-file.ts'
import type { Connection } from './transaction.ts'

interface Look {
  /** When the database was made, to the millisecond: no two have the same. Absent where it cannot be read. */
  readonly made?: number
  readonly damage?: string
}

const look = async (open: () => Promise<Connection>, deep: boolean): Promise<Look> => {
  let connection: Connection | undefined
  try {
    connection = await open()
    const [row] = await connection.all<{ made: number }>('SELECT applied_at AS made FROM migration WHERE number = 1')
    const made = row === undefined ? {} : { made: row.made }
    if (!deep) return made
    const [found] = await connection.all<{ quick_check: string }>('PRAGMA quick_check(1)')
    return found?.quick_check === 'ok' ? made : { ...made, damage: found?.quick_check ?? 'no answer' }
  } catch (error) {
    // A lock, a missing table of a new database: nothing of that is damage, and opening will tell of it.
    const code = sqliteCode(error)
    return code === 'SQLITE_CORRUPT' || code === 'SQLITE_NOTADB'
      ? { damage: (error as ConsoleError).detail ?? code }
      : {}
  } finally {
    await connection?.close()
  }
}

/**
 * Looks at what an end without closing left beside a database, before it is opened for writing: then SQLite takes the -wal file in,
 * and one that belongs to another database, or is damaged, would destroy this one. To be called while no program has it open.
 * @returns a warning when the -wal file that must be there is gone
 * @throws ConsoleError `refused`, having changed nothing
 */
export const checkLeftovers = async (path: string, wasLeftOpen: boolean): Promise<string | undefined> => {
  if ((await checkFile(path)) === 'missing') return undefined
  const isThere = await hasWal(path)
  // Asked before anything opens the database, which makes an empty one.
  const isMissing = !existsSync(`${path}-wal`)
  if (!isThere && !wasLeftOpen) return undefined
  // First, and closed again: this one takes no part in the locks of the others.
  const alone = isThere ? await look(() => openAtRest(path), false) : undefined
  const whole = await look(() => openReadingConnection(path), true)
  if (alone?.made !== undefined && whole.made !== undefined && alone.made !== whole.made)
    throw new ConsoleError(
      'refused',
      `${path}-wal belongs to another database, so ${path} was not opened. Nothing was changed. Move that file to where it came from, then start again.`,
      `made ${alone.made}, with the -wal file ${whole.made}`,
    )
  if (whole.damage === undefined) {
    return isMissing
      ? `The program that had ${path} open last did not close it, and the file ${path}-wal, which held its last changes, is no longer there. What is left is whole. Look whether the last imports are complete, and import them again if they are not.`
      : undefined
  }
  const withoutWal = isThere ? await look(() => openAtRest(path), true) : undefined
  const advice =
    withoutWal && withoutWal.damage === undefined && withoutWal.made !== undefined
      ? `Without the file ${path}-wal it is whole: move that file away to go on without the last changes, or restore a backup (lictor restore).`
      : 'Restore a backup (lictor restore); what is there now is moved aside, not deleted.'
  throw new ConsoleError(
    'refused',
    `The database ${path} is damaged, so it was not opened. Nothing was changed. ${advice}`,
    whole.damage,
  )
}
