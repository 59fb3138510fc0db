import { appendFileSync, renameSync, statSync } from 'node:fs'

export type AgentLog = (message: string, error?: unknown) => void

const longestFile = 5_242_880
const oldFiles = 3
const longestLine = 2_000

/**
 * Lines `2026-03-02T08:00:00.000Z what happened: why` in a file that is put aside at 5 MB; three old ones are kept. A log that cannot be
 * written never stops the agent.
 */
export const openAgentLog = (path: string, echo: (line: string) => void = () => undefined): AgentLog => {
  let bytes = sizeOf(path)
  return (message, error) => {
    const why = error === undefined ? '' : `: ${error instanceof Error ? error.message : String(error)}`
    // One line each, whatever a file or a server called itself.
    const text = `${message}${why}`.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '\u00b7').slice(0, longestLine)
    const line = `${new Date().toISOString()} ${text}\n`
    echo(line)
    try {
      if (bytes > longestFile) {
        for (let i = oldFiles - 1; i >= 0; i--) {
          if (sizeOf(oldName(path, i)) > 0) renameSync(oldName(path, i), oldName(path, i + 1))
        }
        bytes = 0
      }
      appendFileSync(path, line, { mode: 0o600 })
      bytes += Buffer.byteLength(line)
    } catch {
      // The disk is full or read-only: the spool says so.
    }
  }
}

const oldName = (path: string, age: number): string => (age === 0 ? path : `${path}.${age}`)

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0
