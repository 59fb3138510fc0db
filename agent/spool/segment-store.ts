import { type FileHandle, mkdir, open, rm, truncate } from 'node:fs/promises'
import { syncFolder } from '../replace-file.ts'
import { frameHead, readFrame } from './frame.ts'
import { findSegments, type Segment, segmentPath } from './segment-file.ts'

export interface BatchLimit {
  readonly records: number
  /** Bytes of lines; one record is always given. */
  readonly bytes: number
}

/** Records without a gap between them. */
export interface ReadRecords {
  readonly first: number
  readonly last: number
  /** When the first was written, epoch milliseconds. */
  readonly time: number
  readonly lines: Buffer
}

/** The files of one epoch. Calls must not overlap. */
export interface SegmentStore {
  readonly segments: readonly Segment[]
  /** Of all files. */
  readonly bytes: number
  /** Writes frames of consecutive sequences; they are safe when it resolves, and not there when it rejects. */
  write(first: number, frames: readonly Buffer[], segmentBytes: number): Promise<void>
  /** From this sequence on, or the next one there is. */
  read(from: number, limit: BatchLimit): Promise<ReadRecords | undefined>
  /** Removes the files that hold nothing after this sequence; the one that is written to only when it is large. */
  removeUpTo(sequence: number, keptBytes?: number): Promise<void>
  close(): Promise<void>
}

/** Of one frame: a line has at most `longestRecord` characters, each at most three bytes. */
const longestFrame = 1_048_576

export const openSegmentStore = async (
  folder: string,
  onDamage: (lost: number, detail: string) => void,
): Promise<SegmentStore> => {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const found = await findSegments(folder)
  if (found.damage !== '') onDamage(found.lost, found.damage)
  const segments = found.segments.filter(({ first, last }) => last >= first)
  for (const { path, first, last } of found.segments) if (last < first) await rm(path, { force: true })
  let written: { readonly file: FileHandle; readonly segment: Segment } | undefined
  /** Where the record after the last one that was read begins. */
  let place: { readonly path: string; readonly sequence: number; readonly offset: number } | undefined

  const endFile = async () => {
    const ended = written
    written = undefined
    await ended?.file.close()
  }

  const beginFile = async (first: number) => {
    await endFile()
    const path = segmentPath(folder, first)
    const file = await open(path, 'w', 0o600)
    await syncFolder(folder).catch(() => undefined)
    written = { file, segment: { path, first, last: first - 1, bytes: 0 } }
    return written
  }

  const takeBack = async ({ file, segment }: NonNullable<typeof written>) => {
    written = undefined
    await file.close().catch(() => undefined)
    // Whether the system kept some of it is not known. A later file that has the same sequences counts before it.
    if (segment.last < segment.first) await rm(segment.path, { force: true }).catch(() => undefined)
    else await truncate(segment.path, segment.bytes).catch(() => undefined)
  }

  /** @param end where the last whole record before `from` ends: cut there, the next start does not count them again */
  const lose = async (segment: Segment, from: number, end: number) => {
    const lost = segment.last - from + 1
    segment.last = from - 1
    segment.bytes = end
    if (written?.segment === segment) await endFile()
    if (segment.last < segment.first) {
      segments.splice(segments.indexOf(segment), 1)
      await rm(segment.path, { force: true }).catch(() => undefined)
    } else await truncate(segment.path, end).catch(() => undefined)
    onDamage(lost, `${segment.path} is damaged after record ${from - 1}`)
  }

  const readSegment = async (segment: Segment, from: number, limit: BatchLimit, into: Buffer[]) => {
    const isKnown = place?.path === segment.path && place.sequence === from
    const offset = isKnown ? (place?.offset ?? 0) : 0
    const wanted = isKnown ? limit.bytes + limit.records * frameHead + longestFrame : segment.bytes
    const bytes = await readPart(segment.path, offset, Math.min(wanted, segment.bytes - offset))
    let [at, size, first, time] = [0, 0, from, 0]
    let sequence = isKnown ? from : segment.first
    for (; sequence <= segment.last; sequence++) {
      const frame = readFrame(bytes, at)
      if (frame === undefined || frame.sequence !== sequence) {
        await lose(segment, sequence, offset + at)
        break
      }
      if (sequence >= from) {
        if (into.length > 0 && (into.length >= limit.records || size + frame.line.length > limit.bytes)) break
        if (into.length === 0) [first, time] = [sequence, frame.time]
        into.push(frame.line)
        size += frame.line.length
      }
      at = frame.end
    }
    place = { path: segment.path, sequence, offset: offset + at }
    return { first, last: sequence - 1, time }
  }

  return {
    get segments() {
      return segments
    },
    get bytes() {
      return segments.reduce((sum, segment) => sum + segment.bytes, 0)
    },
    async write(first, frames, segmentBytes) {
      const target = written === undefined || written.segment.bytes >= segmentBytes ? await beginFile(first) : written
      const { file, segment } = target
      const bytes = Buffer.concat(frames)
      try {
        await writeAll(file, bytes, segment.bytes)
        await file.datasync()
      } catch (error) {
        await takeBack(target)
        throw error
      }
      if (segment.last < segment.first) segments.push(segment)
      segment.bytes += bytes.length
      segment.last = first + frames.length - 1
    },
    async read(from, limit) {
      for (;;) {
        const segment = segments.find(({ last }) => last >= from)
        if (segment === undefined) return undefined
        const lines: Buffer[] = []
        const read = await readSegment(segment, Math.max(from, segment.first), limit, lines)
        // A damaged file gave nothing more: the next one follows.
        if (lines.length > 0) return { ...read, lines: Buffer.concat(lines) }
      }
    },
    async removeUpTo(sequence, keptBytes = 65_536) {
      for (const segment of segments.filter(({ last }) => last <= sequence)) {
        if (written?.segment === segment) {
          if (segment.bytes <= keptBytes) continue
          await endFile()
        }
        await rm(segment.path, { force: true })
        segments.splice(segments.indexOf(segment), 1)
      }
    },
    close: endFile,
  }
}

const writeAll = async (file: FileHandle, bytes: Buffer, position: number): Promise<void> => {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done)
    done += bytesWritten
  }
}

const readPart = async (path: string, position: number, length: number): Promise<Buffer> => {
  const bytes = Buffer.allocUnsafe(length)
  const file = await open(path, 'r')
  try {
    let done = 0
    while (done < length) {
      const { bytesRead } = await file.read(bytes, done, length - done, position + done)
      if (bytesRead === 0) break
      done += bytesRead
    }
    return bytes.subarray(0, done)
  } finally {
    await file.close()
  }
}
