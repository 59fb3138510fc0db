import { createHash } from 'node:crypto'
import { lstat, mkdir, realpath } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { ConsoleError } from '../contract/errors.ts'

/** The longest path of a Unix socket that every system takes (104 bytes on macOS, 108 on Linux, with the final zero). */
const longestPath = 100

/** One name for a database however it is reached: through links, a relative path, or before the file exists. */
export const realDatabasePath = async (path: string): Promise<string> => {
  const absolute = resolve(path)
  try {
    return await realpath(absolute)
  } catch {
    const folder = dirname(absolute)
    return join(await realpath(folder).catch(() => folder), basename(absolute))
  }
}

/**
 * Where the process that writes this database listens: a named pipe on Windows, else a socket in a folder of our own
 * that nobody else may enter, created here. Whoever wants to connect reads the path from the lock instead, because the
 * folder depends on the environment. Rejects with code `refused` when no such folder can be had.
 */
export const lockSocketPath = async (
  databasePath: string,
  environment: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): Promise<string> => {
  const real = await realDatabasePath(databasePath)
  const name = platform === 'win32' ? real.toLowerCase() : real
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 16)
  if (platform === 'win32') return `\\\\.\\pipe\\lictor-${hash}`
  const reasons: string[] = []
  for (const folder of folders(environment)) {
    const path = join(folder, `${hash}.sock`)
    const reason = Buffer.byteLength(path) > longestPath ? 'the path is too long' : await whyNotOurs(folder)
    if (reason === undefined) return path
    reasons.push(`${folder}: ${reason}`)
  }
  throw new ConsoleError(
    'refused',
    `The database ${databasePath} was not opened: there is no folder in which only you may connect to it. Nothing was changed. Set XDG_RUNTIME_DIR to a folder of your own, then start again.`,
    reasons.join('; '),
  )
}

const folders = ({ XDG_RUNTIME_DIR: runtime }: NodeJS.ProcessEnv): string[] => {
  const own = `lictor-${process.getuid?.() ?? 'user'}`
  const temporary = [...new Set([tmpdir(), '/tmp'])].map((folder) => join(folder, own))
  return runtime ? [join(runtime, 'lictor'), ...temporary] : temporary
}

/** Why a folder, created when missing, may be entered by others; `undefined` when it is ours alone. */
const whyNotOurs = async (folder: string): Promise<string | undefined> => {
  try {
    await mkdir(folder, { mode: 0o700 })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    if (code !== 'EEXIST') return code
  }
  // Anybody may have created it in a shared folder such as /tmp, also as a link.
  const found = await lstat(folder)
  if (!found.isDirectory()) return 'it is not a folder'
  if (process.getuid && found.uid !== process.getuid()) return 'it belongs to somebody else'
  return (found.mode & 0o077) === 0 ? undefined : 'others may enter it'
}
