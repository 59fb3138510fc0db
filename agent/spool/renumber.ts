import { writeFrame } from './frame.ts'
import type { SegmentStore } from './segment-store.ts'

/** Copies records into an empty store, numbered from 1, in their order. @returns the sequence that follows them */
export const renumber = async (
  source: SegmentStore,
  from: number,
  target: SegmentStore,
  segmentBytes: number,
): Promise<number> => {
  let to = 1
  for (let next = from; ; ) {
    const read = await source.read(next, { records: 5000, bytes: 4_194_304 })
    if (read === undefined) return to
    const lines = splitLines(read.lines)
    const frames = lines.map((line, i) => writeFrame(to + i, read.time, line))
    await target.write(to, frames, segmentBytes)
    to += lines.length
    next = read.last + 1
  }
}

/** Each with its line end. */
const splitLines = (bytes: Buffer): Buffer[] => {
  const lines: Buffer[] = []
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf(10, at) + 1
    lines.push(bytes.subarray(at, end))
    at = end
  }
  return lines
}
