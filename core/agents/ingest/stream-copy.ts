import { createHash } from 'node:crypto'
import { mkdir, open } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { AgentStreamRow } from '../../database/agent-stream-table.ts'
import type { FilePiece } from '../folding/fold-job.ts'

const newline = 10

/** Where the copy of a stream lies. What an agent says is never a path here: only letters, digits and a few signs of it are used. */
export const copyPath = (
  folder: string,
  { agent, name }: Pick<FilePiece, 'agent' | 'name'>,
  taken: (path: string) => boolean,
): string => {
  const base = name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1)
  const safe =
    base
      .replace(/[^A-Za-z0-9._-]+/g, '_')
      .replace(/^\.+/, '')
      .slice(0, 100) || 'file'
  // Files of one name in different folders of a machine are different logs; `debug.log.2` goes on from `debug.log` (rotation).
  const place = createHash('sha256').update(name).digest('hex').slice(0, 12)
  const first = join(folder, agent.replace(/[^A-Za-z0-9-]+/g, '_'), place, safe)
  for (let n = 1; ; n++) {
    const path = n === 1 ? first : `${first}.${n}`
    if (!taken(path)) return path
  }
}

/** What of a piece is to be appended, and where the stream then stands. */
export interface Appended {
  readonly row: AgentStreamRow
  readonly bytes: Uint8Array
}

/**
 * Puts a piece behind what is there. What came before is left out. Where bytes are missing, a log goes on with its next whole line, and
 * what is missing is counted.
 */
export const appendPiece = (row: AgentStreamRow, { offset, bytes: given, kind }: FilePiece): Appended | undefined => {
  const end = offset + given.length
  if (end <= row.next) return undefined
  if (offset <= row.next) {
    const bytes = given.subarray(row.next - offset)
    return { row: { ...row, next: end, bytes: row.bytes + bytes.length }, bytes }
  }
  const skipped = kind === 'log' && offset > 0 ? given.indexOf(newline) + 1 : 0
  // The line that was torn off ends here.
  const whole = Buffer.concat([Buffer.from(row.bytes > 0 ? '\n' : ''), given.subarray(skipped)])
  return {
    row: { ...row, next: end, bytes: row.bytes + whole.length, missing: row.missing + offset - row.next + skipped },
    bytes: whole,
  }
}

/** Writes behind `at`, where nothing counts yet: the same again does no harm. Safe on the disk when it resolves. */
export const writeCopy = async (path: string, at: number, pieces: readonly Uint8Array[]): Promise<void> => {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  // Not `a`, which writes at the end wherever that is; `r+` needs the file.
  const file = await open(path, at === 0 ? 'w' : 'r+', 0o600)
  try {
    const bytes = Buffer.concat(pieces)
    await file.write(bytes, 0, bytes.length, at)
    await file.truncate(at + bytes.length)
    await file.sync()
  } finally {
    await file.close()
  }
}
