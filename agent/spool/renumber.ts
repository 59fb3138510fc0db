import { writeFrame } from './frame.ts'
import type { SegmentStore } from './segment-store.ts'

/** Copies records from one sequence up to another into a store, numbered from `to`, in their order. @returns the sequence that follows them */
export const renumber = async (
  source: SegmentStore,
  { from, until }: { readonly from: number; readonly until: number },
  target: SegmentStore,
  to: number,
  segmentBytes: number,
): Promise<number> => {
  let free = to
  for (let next = from; next <= until; ) {
    const read = await source.read(next, { records: 5000, bytes: 4_194_304 })
    if (read === undefined || read.first > until) break
    const lines = splitLines(read.lines).slice(0, until - read.first + 1)
    const frames = lines.map((line, i) => writeFrame(free + i, read.time, line))
    await target.write(free, frames, segmentBytes)
    free += lines.length
    next = read.first + lines.length
  }
  return free
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
