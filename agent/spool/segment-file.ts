import { readdir, readFile, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { readFrame } from './frame.ts'

/** A file of records with consecutive sequences, named after the first. */
export interface Segment {
  readonly path: string
  readonly first: number
  /** `first - 1` while it is empty. */
  last: number
  bytes: number
}

const namePattern = /^\d{16}\.spool$/

export const segmentPath = (folder: string, first: number): string =>
  join(folder, `${String(first).padStart(16, '0')}.spool`)

export interface FoundSegments {
  readonly segments: Segment[]
  /** Records that were there and can no longer be read. */
  readonly lost: number
  /** What is damaged, in words; empty when at most an unfinished write was cut. */
  readonly damage: string
}

/** Looks through the files of a spool, and cuts what is not whole. A sequence that a later file has again counts from that file. */
export const findSegments = async (folder: string): Promise<FoundSegments> => {
  const names = (await readdir(folder)).filter((name) => namePattern.test(name)).sort()
  const segments: Segment[] = []
  let [lost, damage] = [0, '']
  for (const [i, name] of names.entries()) {
    const path = join(folder, name)
    const first = Number(name.slice(0, 16))
    const next = Number(names[i + 1]?.slice(0, 16) ?? Number.POSITIVE_INFINITY)
    const bytes = await readFile(path)
    const { last, end } = scan(bytes, first, next)
    if (end < bytes.length) await truncate(path, end)
    // Only the end of the last file can be a write that a crash cut off.
    if (end < bytes.length && i < names.length - 1 && last + 1 < next) {
      lost += next - last - 1
      damage = `${name} is damaged after record ${last}`
    }
    segments.push({ path, first, last, bytes: end })
  }
  return { segments, lost, damage }
}

const scan = (bytes: Buffer, first: number, next: number): { last: number; end: number } => {
  let [last, end] = [first - 1, 0]
  for (;;) {
    const frame = readFrame(bytes, end)
    if (frame === undefined || frame.sequence !== last + 1 || frame.sequence >= next) return { last, end }
    last = frame.sequence
    end = frame.end
  }
}
