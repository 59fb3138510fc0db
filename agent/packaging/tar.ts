import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'

/** A file that is packed already: its gzip form goes into the archive as it is, so that it is packed once for all archives. */
export interface PackedContent {
  readonly gzip: string
  /** Unpacked. */
  readonly bytes: number
}

export interface TarEntry {
  /** Folders end with a slash. */
  readonly path: string
  readonly mode: number
  /** Left out: a folder. */
  readonly content?: string | Buffer | PackedContent
}

/**
 * Writes a tar.gz, everything owned by root. A gzip file may consist of several, one after the other (RFC 1952, 2.2), and reads as
 * one: a packed file becomes one of these. @param seconds time of all files, epoch seconds
 */
export const writeTarGz = async (file: string, entries: readonly TarEntry[], seconds: number): Promise<void> => {
  const output = await open(file, 'w', 0o644)
  try {
    let plain: Buffer[] = []
    const flush = async () => {
      if (plain.length > 0) await output.writeFile(gzipSync(Buffer.concat(plain), { level: 9 }))
      plain = []
    }
    for (const entry of entries) {
      const { content } = entry
      if (content === undefined || typeof content === 'string' || Buffer.isBuffer(content)) {
        const bytes = Buffer.from(content ?? '')
        plain.push(tarHeader(entry, bytes.length, seconds), bytes, padding(bytes.length))
        continue
      }
      plain.push(tarHeader(entry, content.bytes, seconds))
      await flush()
      for await (const piece of createReadStream(content.gzip, { highWaterMark: 1 << 20 }))
        await output.writeFile(piece)
      plain.push(padding(content.bytes))
    }
    // Two empty blocks end an archive.
    plain.push(Buffer.alloc(1024))
    await flush()
  } finally {
    await output.close()
  }
}

const padding = (length: number): Buffer => Buffer.alloc((512 - (length % 512)) % 512)

/** POSIX.1-1988 (ustar), one block. @throws RangeError for what it cannot hold */
export const tarHeader = ({ path, mode, content }: TarEntry, bytes: number, seconds: number): Buffer => {
  if (Buffer.byteLength(path) > 100) throw new RangeError(`${path} is too long for this kind of archive.`)
  if (bytes >= 8 ** 11) throw new RangeError(`${path} is too large for this kind of archive.`)
  const block = Buffer.alloc(512)
  const octal = (value: number, offset: number, digits: number) =>
    block.write(value.toString(8).padStart(digits, '0'), offset, 'ascii')
  block.write(path, 0, 'utf8')
  octal(mode, 100, 7)
  octal(0, 108, 7)
  octal(0, 116, 7)
  octal(bytes, 124, 11)
  octal(seconds, 136, 11)
  block.write(content === undefined ? '5' : '0', 156, 'ascii')
  block.write('ustar\u000000', 257, 'ascii')
  block.write('root', 265, 'ascii')
  block.write('root', 297, 'ascii')
  // Its own sum counts as eight spaces.
  block.fill(' ', 148, 156)
  octal(
    block.reduce((sum, byte) => sum + byte, 0),
    148,
    6,
  )
  block[154] = 0
  return block
}
