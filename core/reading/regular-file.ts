import type { BigIntStats } from 'node:fs'
import { constants } from 'node:fs'
import { type FileHandle, open, stat } from 'node:fs/promises'
import { asReadingError, ReadingError, shownPath } from './reading-error.ts'

/** An open file and what the system said of it at that moment; `size` in bytes. */
export type RegularFile = {
  readonly path: string
  readonly handle: FileHandle
  readonly stat: BigIntStats
  readonly size: number
}

/** Opens a regular file (symbolic links followed) for reading. Anything else, or a path the system refuses, is a `ReadingError`. */
export async function openRegularFile(path: string): Promise<RegularFile> {
  try {
    // Asked before opening: to open a FIFO waits for a writer, and to open a device may do something.
    refuseOtherThanFile(path, await stat(path, { bigint: true }))
    const handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
    try {
      // Asked again of the open file: the path may lead elsewhere by now.
      const stat = await handle.stat({ bigint: true })
      refuseOtherThanFile(path, stat)
      return { path, handle, stat, size: Number(stat.size) }
    } catch (error) {
      await handle.close()
      throw error
    }
  } catch (error) {
    throw asReadingError(error, path)
  }
}

/** Fills `buffer` from `position`; returns fewer bytes only where the file ends. */
export async function readFully(file: RegularFile, buffer: Buffer, position: number): Promise<number> {
  let filled = 0
  while (filled < buffer.length) {
    const { bytesRead } = await file.handle.read(buffer, filled, buffer.length - filled, position + filled)
    if (bytesRead === 0) break
    filled += bytesRead
  }
  return filled
}

function refuseOtherThanFile(path: string, stat: BigIntStats): void {
  if (stat.isFile()) return
  const kind = stat.isDirectory()
    ? 'a folder'
    : stat.isFIFO()
      ? 'a named pipe'
      : stat.isSocket()
        ? 'a socket'
        : stat.isBlockDevice() || stat.isCharacterDevice()
          ? 'a device'
          : 'not a file'
  throw new ReadingError(
    'not-a-regular-file',
    `${shownPath(path)} is ${kind}. Only files can be imported; choose the files themselves.`,
  )
}
