import { asReadingError } from './reading-error.ts'
import { type RegularFile, readFully } from './regular-file.ts'

const windowBytes = 1024 * 1024

/** Reads small pieces of a file through a buffer of 1 MB, for a reader that mostly goes forward. */
export type FileWindow = {
  readonly file: RegularFile
  /**
   * Up to `length` bytes at `offset`, fewer only where the file ends and at most 64 KB; valid until the next call.
   */
  at(offset: number, length: number): Promise<Buffer>
}

export const largestPieceBytes = 65_536

export function createFileWindow(file: RegularFile): FileWindow {
  const buffer = Buffer.allocUnsafeSlow(Math.max(1, Math.min(windowBytes, file.size)))
  let windowStart = 0
  let windowEnd = 0

  async function at(offset: number, length: number): Promise<Buffer> {
    const wanted = Math.min(length, largestPieceBytes, Math.max(0, file.size - offset))
    if (offset < windowStart || offset + wanted > windowEnd) {
      try {
        windowStart = offset
        windowEnd = offset
        windowEnd += await readFully(file, buffer, offset)
      } catch (error) {
        throw asReadingError(error, file.path)
      }
    }
    return buffer.subarray(offset - windowStart, Math.min(offset + wanted, windowEnd) - windowStart)
  }

  return { file, at }
}
