import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

type Environment = { readonly [name: string]: string | undefined }

/**
 * Lets only the system, administrators and this user into a folder on Windows, where others may read what lies below ProgramData. Elsewhere
 * the mode of the folder does it. @throws what the system says
 */
export const protectFolder = async (path: string): Promise<void> => {
  if (process.platform !== 'win32') return
  await promisify(execFile)('icacls', accessArguments(path, process.env), { timeout: 30_000, windowsHide: true })
}

/** System and administrators by their well-known ids: their names are translated. A service's user name is the machine's, ending with `$`. */
export const accessArguments = (path: string, { USERDOMAIN: domain, USERNAME: user }: Environment): string[] => {
  const own = user === undefined || user.endsWith('$') ? [] : [domain === undefined ? user : `${domain}\\${user}`]
  const grants = ['*S-1-5-18', '*S-1-5-32-544', ...own].map((who) => `${who}:(OI)(CI)F`)
  return [path, '/inheritance:r', '/grant:r', ...grants]
}
