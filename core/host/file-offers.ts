import { randomBytes } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, readdir, rm, stat, statfs } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { ConsoleError } from '../contract/errors.ts'

export interface OfferedFileOnDisk {
  readonly path: string
  /** The name people know it by; an upload's own file is called otherwise. */
  readonly name: string
  /** An upload: its file goes with the offer. */
  readonly temporary: boolean
}

export interface FileOffers {
  /** Offers a file of this machine that the user chose; throws `refused` when it is not a regular file. */
  offerPath(path: string): Promise<string>
  /** Takes an upload in, `expectedSize` bytes where the sender says it; throws `refused` when it is too large for the disk. */
  offerUpload(
    stream: Readable,
    name: string,
    expectedSize?: number,
  ): Promise<{ fileId: string; name: string; size: number }>
  resolve(fileId: string): OfferedFileOnDisk | undefined
  /** Forgets an offer; removes an upload's file. */
  release(fileId: string): Promise<void>
  /** Removes every upload. */
  close(): Promise<void>
}

export interface FileOfferLimits {
  /** Bytes of one upload. */
  readonly mostBytes: number
  /** Bytes that must stay free on the disk. */
  readonly keepFree: number
  readonly mostOffers: number
}

const usualLimits: FileOfferLimits = { mostBytes: 64 * 1024 ** 3, keepFree: 1024 ** 3, mostOffers: 10_000 }
const prefix = 'upload-'
/** Bytes taken in between two looks at the free space. */
const stride = 256 * 1024 * 1024

/**
 * Files that a user chose, under ids that say nothing of where they lie: a page never names a path it was not told.
 * `folder` is this console's own; uploads that a crash left there are removed first.
 */
export const createFileOffers = async (folder: string, limits: Partial<FileOfferLimits> = {}): Promise<FileOffers> => {
  const { mostBytes, keepFree, mostOffers } = { ...usualLimits, ...limits }
  const offers = new Map<string, OfferedFileOnDisk>()
  await mkdir(folder, { recursive: true, mode: 0o700 })
  for (const name of await readdir(folder)) if (name.startsWith(prefix)) await rm(join(folder, name), { force: true })

  const offer = (file: OfferedFileOnDisk): string => {
    const fileId = randomBytes(16).toString('hex')
    offers.set(fileId, file)
    if (offers.size > mostOffers) void release(offers.keys().next().value as string)
    return fileId
  }
  const release = async (fileId: string): Promise<void> => {
    const file = offers.get(fileId)
    offers.delete(fileId)
    if (file?.temporary) await rm(file.path, { force: true })
  }
  const checkRoom = async (bytes: number, name: string): Promise<void> => {
    if (bytes > mostBytes)
      throw new ConsoleError(
        'refused',
        `“${name}” is larger than ${gigabytes(mostBytes)}. Paste its path instead: it is then read where it lies.`,
      )
    const { bavail, bsize } = await statfs(folder)
    if (bavail * bsize - bytes < keepFree)
      throw new ConsoleError(
        'refused',
        `There is not enough free disk space to take in “${name}”. Paste its path instead: it is then read where it lies.`,
      )
  }

  return {
    offerPath: async (path) => {
      const name = basename(path)
      const found = path.includes('\0') ? undefined : await stat(path).catch(() => undefined)
      if (!found)
        throw new ConsoleError(
          'refused',
          `“${name}” cannot be opened. Check that it is still there and that you may read it.`,
        )
      if (found.isDirectory()) throw new ConsoleError('refused', `“${name}” is a folder. Choose the files in it.`)
      if (!found.isFile()) throw new ConsoleError('refused', `“${name}” is not a regular file, so it was not opened.`)
      return offer({ path, name, temporary: false })
    },
    offerUpload: async (stream, rawName, expectedSize) => {
      const name = safeName(rawName)
      const path = join(folder, `${prefix}${randomBytes(12).toString('hex')}`)
      let size = 0
      try {
        await checkRoom(expectedSize ?? 0, name)
        const counted = async function* (chunks: AsyncIterable<Buffer>) {
          let checked = 0
          for await (const chunk of chunks) {
            size += chunk.length
            if (size > mostBytes || size - checked > stride) await checkRoom(size > mostBytes ? size : 0, name)
            checked = size - checked > stride ? size : checked
            yield chunk
          }
        }
        await pipeline(stream, counted, createWriteStream(path, { flags: 'wx', mode: 0o600 }))
      } catch (error) {
        await rm(path, { force: true })
        throw whyUploadEnded(error, name)
      }
      return { fileId: offer({ path, name, temporary: true }), name, size }
    },
    resolve: (fileId) => offers.get(fileId),
    release,
    close: async () => {
      for (const fileId of [...offers.keys()]) await release(fileId)
    },
  }
}

const gigabytes = (bytes: number): string =>
  `${(bytes / 1024 ** 3).toLocaleString('en', { maximumFractionDigits: 1 })} GB`

/** The last part of a name, whichever system it comes from, without control characters and at most 255 characters long. */
const safeName = (name: string): string => {
  const last = name.split(/[/\\]/).at(-1) ?? ''
  const clean = last.replace(/\p{Cc}/gu, '').trim()
  return clean === '' || clean === '.' || clean === '..' ? 'upload' : clean.slice(0, 255)
}

const whyUploadEnded = (error: unknown, name: string): unknown => {
  const code = (error as { code?: unknown } | null)?.code
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new ConsoleError(
      'refused',
      `The disk became full while “${name}” was taken in. Nothing of it was kept. Make room, or paste its path instead.`,
    )
  if (code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE' || code === 'ABORT_ERR')
    return new ConsoleError('cancelled', `The upload of “${name}” was broken off. Nothing of it was kept.`)
  return error
}
