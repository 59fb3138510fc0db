import { type FileWindow, largestPieceBytes } from './file-window.ts'
import { inflateChunks } from './inflated-chunks.ts'
import { countBytes, ReadingError, type ReadingWarning, shownName } from './reading-error.ts'

type GzipReport = {
  readonly onConsumed: (fileOffset: number) => void
  readonly warn: (warning: ReadingWarning) => void
}

/**
 * The content of a gzip file, all its members (RFC 1952). A file that is cut off, damaged or followed by something else gives what comes
 * before, and a warning with the offset.
 */
export async function* readGzipChunks(window: FileWindow, { onConsumed, warn }: GzipReport): AsyncGenerator<Buffer> {
  const { path, size } = window.file
  const name = shownName(path)
  let fileOffset = 0
  let contentOffset = 0
  const report = (code: ReadingWarning['code'], at: number, message: string) =>
    warn({ code, fileOffset: at, contentOffset, message })
  const kept = () => `The ${countBytes(contentOffset)} of content before it were kept.`
  const cutOff = (at: number) =>
    report('archive-truncated', at, `${name} is cut off at byte ${at.toLocaleString('en-US')}. ${kept()}`)

  while (fileOffset < size) {
    const header = await memberHeader(window, fileOffset)
    if (header === 'truncated') {
      cutOff(size)
      return
    }
    if (header === 'none') {
      if (fileOffset === 0) {
        throw new ReadingError('archive-unreadable', `${name} begins like a gzip file, but its header cannot be read.`)
      }
      if (await onlyZerosFrom(window, fileOffset)) return
      const at = fileOffset.toLocaleString('en-US')
      const bytes = countBytes(size - fileOffset)
      const message = `After the end of the compressed content, at byte ${at}, ${name} holds ${bytes} that are not gzip. They were ignored.`
      report('archive-trailing-bytes', fileOffset, message)
      return
    }

    const outcome = yield* inflateChunks(window, { start: header, end: size, onConsumed })
    contentOffset += outcome.length
    const at = outcome.fileOffset
    if (outcome.ended === 'truncated') {
      cutOff(at)
      return
    }
    if (outcome.ended === 'damaged') {
      report('archive-damaged', at, `${name} is damaged at byte ${at.toLocaleString('en-US')}. ${kept()}`)
      return
    }
    const trailer = await window.at(at, 8)
    if (trailer.length < 8) {
      cutOff(size)
      return
    }
    if (trailer.readUInt32LE(0) !== outcome.crc32 || trailer.readUInt32LE(4) !== outcome.length % 2 ** 32) {
      const message = `The checksum in ${name} at byte ${at.toLocaleString('en-US')} does not match: some of the content before it is damaged. All of it was read.`
      report('archive-checksum', at, message)
    }
    fileOffset = at + 8
    onConsumed(fileOffset)
  }
}

/** The offset of the first byte after the member's header. */
async function memberHeader(window: FileWindow, start: number): Promise<number | 'none' | 'truncated'> {
  const header = await window.at(start, largestPieceBytes)
  const magic = [0x1f, 0x8b, 8]
  for (let at = 0; at < magic.length; at++) {
    if (at >= header.length) return 'truncated'
    if (header[at] !== magic[at]) return 'none'
  }
  if (header.length < 10) return 'truncated'
  const flags = header[3]
  // The three highest bits are reserved and must be zero.
  if ((flags & 0xe0) !== 0) return 'none'
  let length = 10
  if ((flags & 4) !== 0) {
    if (header.length < length + 2) return 'truncated'
    length += 2 + header.readUInt16LE(length)
  }
  for (const named of [8, 16]) {
    if ((flags & named) === 0) continue
    const end = header.indexOf(0, length)
    if (end < 0) return header.length === largestPieceBytes ? 'none' : 'truncated'
    length = end + 1
  }
  if ((flags & 2) !== 0) length += 2
  if (length <= header.length) return start + length
  return start + length <= window.file.size ? start + length : 'truncated'
}

/** Tapes and block devices pad with zeros: no loss, no warning. */
async function onlyZerosFrom(window: FileWindow, start: number): Promise<boolean> {
  for (let at = start; ; ) {
    const piece = await window.at(at, largestPieceBytes)
    if (piece.length === 0) return true
    if (piece.some((byte) => byte !== 0)) return false
    at += piece.length
  }
}
