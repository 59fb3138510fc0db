import type { ReadingWarning } from './reading-error.ts'
import { countBytes, shownName } from './reading-error.ts'
import { type RegularFile, readFully } from './regular-file.ts'

export const plainChunkBytes = 4 * 1024 * 1024

export type PlainRange = {
  readonly start: number
  readonly end: number
  /** Where `start` lies in the content: 0 for the data of an archive's entry. */
  readonly contentStart: number
  readonly warn: (warning: ReadingWarning) => void
}

/**
 * The bytes `[start..end)` of a file in chunks of 4 MB; the next is read while the last is used, into two buffers in turn: a chunk is
 * valid until the next is asked for. Where the file becomes shorter meanwhile, reading stops before the chunk in question, with a warning.
 */
export async function* readPlainChunks(file: RegularFile, range: PlainRange): AsyncGenerator<Buffer> {
  const { start, end, contentStart, warn } = range
  const bufferBytes = Math.max(1, Math.min(plainChunkBytes, end - start))
  const buffers = [Buffer.allocUnsafeSlow(bufferBytes), Buffer.alloc(0)]
  let turn = 0

  function readAt(position: number): Promise<Buffer | undefined> {
    const length = Math.min(bufferBytes, end - position)
    if (length <= 0) return Promise.resolve(Buffer.alloc(0))
    if (buffers[turn].length === 0) buffers[turn] = Buffer.allocUnsafeSlow(bufferBytes)
    const chunk = buffers[turn].subarray(0, length)
    turn = 1 - turn
    const reading = readWhole(file, chunk, position)
    // Its failure is met when the chunk is asked for; until then it must not count as unhandled.
    reading.catch(() => {})
    return reading
  }

  let position = start
  let pending = readAt(position)
  try {
    while (position < end) {
      const chunk = await pending
      if (chunk === undefined) {
        warn(fileShrank(file, position, contentStart + position - start))
        return
      }
      position += chunk.length
      pending = readAt(position)
      yield chunk
    }
    const after = await file.handle.stat({ bigint: true })
    if (after.size === file.stat.size && after.mtimeNs !== file.stat.mtimeNs) {
      warn({
        code: 'file-changed',
        message: `${shownName(file.path)} was written to while it was read, without growing. Import it again to be sure of its content.`,
        fileOffset: end,
        contentOffset: contentStart + end - start,
      })
    }
  } finally {
    // The buffer and the file must not be let go while the system still reads into it.
    await pending.catch(() => {})
  }
}

/** Undefined where the file no longer reaches to the end of the chunk; asked before and after, as a log may be emptied in place. */
async function readWhole(file: RegularFile, chunk: Buffer, position: number): Promise<Buffer | undefined> {
  if ((await readFully(file, chunk, position)) < chunk.length) return undefined
  const { size } = await file.handle.stat()
  return size < position + chunk.length ? undefined : chunk
}

function fileShrank(file: RegularFile, fileOffset: number, contentOffset: number): ReadingWarning {
  return {
    code: 'file-shrank',
    message:
      `${shownName(file.path)} became shorter while it was read. The first ${countBytes(contentOffset)} were kept; ` +
      'import it again for what it holds now.',
    fileOffset,
    contentOffset,
  }
}
