import { crc32, createInflateRaw, type InflateRaw, type ZlibOptions } from 'node:zlib'
import { type FileWindow, largestPieceBytes } from './file-window.ts'

// Measured: 64 KB costs half as much again in calls, 1 MB doubles the time for gzip files of many small members.
const outputBytes = 256 * 1024
const finePieceBytes = 16

/** How a deflate stream ended: where in the file (exact, or to 16 bytes where it is damaged), and what its content adds up to. */
export type InflateOutcome = {
  readonly ended: 'complete' | 'truncated' | 'damaged'
  readonly fileOffset: number
  readonly crc32: number
  readonly length: number
}

type DeflateRange = {
  readonly start: number
  readonly end: number
  /** Told how far into the file the engine has come. */
  readonly onConsumed: (fileOffset: number) => void
}

/**
 * Inflates the raw deflate stream that begins at `start`. zlib works in the thread pool, ahead of the reader by one chunk. It throws
 * away what the failing call had already inflated, so a damaged stream is read again up to there in small pieces: nothing that can be
 * inflated before the damage is lost.
 */
export async function* inflateChunks(
  window: FileWindow,
  { start, end, onConsumed }: DeflateRange,
): AsyncGenerator<Buffer, InflateOutcome> {
  let length = 0
  let checksum = 0
  let fineFrom = Number.POSITIVE_INFINITY
  for (;;) {
    // A high-water mark of 1 lets zlib run only while nothing waits: an error then never drops a chunk that was not taken yet.
    const options: ZlibOptions & { readableHighWaterMark: number } = {
      chunkSize: outputBytes,
      readableHighWaterMark: 1,
    }
    const engine = createInflateRaw(options)
    const outcome = (ended: InflateOutcome['ended']): InflateOutcome => {
      return { ended, fileOffset: start + engine.bytesWritten, crc32: checksum, length }
    }
    // The loop below meets the errors; one that comes after it is over has nothing left to say.
    engine.on('error', () => {})
    const feeding = feed(engine, window, { start, end, fineFrom })
    feeding.catch((error) => engine.destroy(error))
    let seen = 0
    try {
      for await (const chunk of engine as AsyncIterable<Buffer>) {
        const fresh = chunk.subarray(Math.min(chunk.length, Math.max(0, length - seen)))
        seen += chunk.length
        if (fresh.length === 0) continue
        length += fresh.length
        checksum = crc32(fresh, checksum)
        onConsumed(start + engine.bytesWritten)
        yield fresh
      }
      return outcome('complete')
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code === 'Z_BUF_ERROR') return outcome('truncated')
      if (code !== 'Z_DATA_ERROR') throw error
      if (fineFrom !== Number.POSITIVE_INFINITY) return outcome('damaged')
      fineFrom = start + engine.bytesWritten
    } finally {
      engine.destroy()
      await feeding.catch(() => {})
    }
  }
}

async function feed(
  engine: InflateRaw,
  window: FileWindow,
  { start, end, fineFrom }: { start: number; end: number; fineFrom: number },
): Promise<void> {
  // After an error or an early end, the callback of a write may never come.
  const closed = new Promise<void>((resolve) => engine.once('close', resolve))
  let position = start
  while (position < end && isTaking(engine)) {
    const pieceBytes = position >= fineFrom ? finePieceBytes : Math.min(largestPieceBytes, fineFrom - position)
    const piece = await window.at(position, Math.min(pieceBytes, end - position))
    if (piece.length === 0 || !isTaking(engine)) break
    position += piece.length
    // Until then the window's buffer must not be filled anew.
    await Promise.race([new Promise<void>((resolve) => engine.write(piece, () => resolve())), closed])
  }
  if (isTaking(engine)) engine.end()
}

function isTaking(engine: InflateRaw): boolean {
  return !engine.destroyed && !engine.readableEnded
}
