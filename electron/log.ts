import { mkdirSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { destination, type Logger, pino } from 'pino'

/** Bytes after which a new log file is begun, at the next start. */
const longestLog = 10 * 1024 * 1024

/** The main process's log, `main.log` in the given folder, JSON lines; the one before is kept as `main.1.log`. */
export const openLog = (folder: string): Logger => {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, 'main.log')
  try {
    if (statSync(file).size > longestLog) renameSync(file, join(folder, 'main.1.log'))
  } catch {
    // There is none yet.
  }
  // Written at once: the last lines before a crash are those that matter.
  return pino(
    { name: 'lictor', redact: ['token', 'cookie', '*.token', '*.cookie'] },
    destination({ dest: file, mode: 0o600, sync: true }),
  )
}
