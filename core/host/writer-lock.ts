import { createHash, randomUUID } from 'node:crypto'
import { readFileSync, rmSync } from 'node:fs'
import { link, open, readFile, rename, rm, stat } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { ConsoleError } from '../contract/errors.ts'
import { realDatabasePath } from './lock-socket-path.ts'
import { identityOf, isAlive } from './process-identity.ts'

// A lock is a file with a token of its own. Taking over a dead holder's lock is itself done under a lock, `FILE.lock.TOKEN`
// with the dead holder's token: only who holds that may replace the file, and only while it still bears that token.
// So a slow process that read the dead lock long ago cannot push out the one that took it over meanwhile.

const lockHolder = z.object({
  pid: z.number().int().positive(),
  /** Epoch milliseconds. */
  startedAt: z.number(),
  processStart: z.string().nullable(),
  bootId: z.string().nullable(),
  socket: z.string(),
  token: z.string().regex(/^[0-9a-f-]{8,64}$/),
})
/** The one process that may write the database, and where it listens. */
export type LockHolder = z.infer<typeof lockHolder>

export interface WriterLock {
  readonly path: string
  readonly socket: string
  /** The process that held the lock before ended without giving it back. */
  readonly wasLeft: boolean
  /** Also done when the process exits by itself. After `kill -9` the file stays, and the next one takes it over. */
  release(): Promise<void>
}

export type LockAttempt = { readonly lock: WriterLock } | { readonly held: LockHolder }

/**
 * Becomes the one writing process of a database, or says which process is. `socket` is where this one will listen.
 * Rejects with code `refused` when the lock cannot be written beside the database.
 */
export const takeWriterLock = async (databasePath: string, socket: string): Promise<LockAttempt> => {
  const path = await lockPath(databasePath)
  const holder = { ...(await identityOf(process.pid)), startedAt: Date.now(), socket, token: randomUUID() }
  try {
    let wasLeft = false
    const other = await acquire(path, holder, () => {
      wasLeft = true
    })
    return other ? { held: other } : { lock: held(path, holder, wasLeft) }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : undefined
    if (code === undefined) throw error
    throw new ConsoleError(
      'refused',
      `The database ${databasePath} was not opened: the file ${path}, which keeps two programs from writing at once, could not be written (${code}). Nothing was changed. Allow writing in that folder, then start again.`,
      code,
    )
  }
}

/** The live process that writes this database, if there is one. */
export const findWriter = async (databasePath: string): Promise<LockHolder | undefined> => {
  const found = await read(await lockPath(databasePath))
  return found?.holder && (await isAlive(found.holder)) ? found.holder : undefined
}

const lockPath = async (databasePath: string): Promise<string> => `${await realDatabasePath(databasePath)}.lock`

/** Milliseconds after which a lock that cannot be read is no longer taken for one that is being written. */
const unreadableAge = 3000

/** Puts `mine` at `path`; answers the live holder instead when there is one. */
const acquire = async (
  path: string,
  mine: LockHolder,
  onTakeOver: () => void = () => undefined,
): Promise<LockHolder | undefined> => {
  for (;;) {
    if (await create(path, mine)) return undefined
    const found = await read(path)
    if (!found) continue
    if (found.holder && (await isAlive(found.holder))) return found.holder
    // A clock that was set back since would make it young for ever.
    if (!found.holder && Math.abs(found.age) < unreadableAge) {
      await pause(50)
      continue
    }
    const claim = `${path}.${found.token}`
    const token = randomUUID()
    if (await acquire(claim, { ...mine, token })) {
      await pause(20)
      continue
    }
    try {
      if ((await read(path))?.token !== found.token) continue
      const file = await writeBeside(path, mine)
      await rename(file, path)
      onTakeOver()
      return undefined
    } finally {
      await rm(claim, { force: true })
    }
  }
}

/** Whether the lock was created; its whole content appears at once. */
const create = async (path: string, holder: LockHolder): Promise<boolean> => {
  const file = await writeBeside(path, holder)
  try {
    await link(file, path)
    return true
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'EEXIST') return false
    if (code === 'ENOENT') throw error
    // A file system without hard links.
    return createInPlace(path, holder)
  } finally {
    await rm(file, { force: true })
  }
}

const createInPlace = async (path: string, holder: LockHolder): Promise<boolean> => {
  try {
    await write(path, holder)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

const writeBeside = async (path: string, holder: LockHolder): Promise<string> => {
  const file = `${path}.${randomUUID()}.new`
  await write(file, holder)
  return file
}

const write = async (path: string, holder: LockHolder): Promise<void> => {
  const handle = await open(path, 'wx', 0o600)
  try {
    await handle.writeFile(`${JSON.stringify(holder)}\n`)
  } finally {
    await handle.close()
  }
}

/** What lies at `path`: the holder, or for a file that is no lock (a torn one, say) a token made from its content. */
const read = async (
  path: string,
): Promise<{ readonly holder?: LockHolder; readonly token: string; readonly age: number } | undefined> => {
  try {
    const { mtimeMs } = await stat(path)
    const text = await readFile(path, 'utf8')
    const holder = parse(text)
    const token = holder?.token ?? createHash('sha256').update(text).digest('hex')
    return { holder, token, age: Date.now() - mtimeMs }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

const parse = (text: string): LockHolder | undefined => {
  try {
    return lockHolder.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}

const held = (path: string, { socket, token }: LockHolder, wasLeft: boolean): WriterLock => {
  const remove = (): void => {
    process.off('exit', remove)
    try {
      // Somebody may have deleted the file by hand and another process taken its place.
      if (parse(readFileSync(path, 'utf8'))?.token === token) rmSync(path, { force: true })
    } catch {
      // Already gone.
    }
  }
  process.on('exit', remove)
  return { path, socket, wasLeft, release: async () => remove() }
}
