import { createHash } from 'node:crypto'
import type { BigIntStats } from 'node:fs'
import { type ChainChunk, type ChunkChain, createChunkHasher } from './chunk-chain.ts'
import { openRegularFile, readFully } from './regular-file.ts'

/** The same string means the same, unchanged file; another string says nothing. Take it from a `stat` with `bigint: true`. */
export function quickIdentity({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): string {
  return [dev, ino, size, mtimeNs, ctimeNs].join(':')
}

/** The head of a content: its first 64 KB, or all of it. */
export type ContentFingerprint = { readonly length: number; readonly sha256: string }

/** Of a sample (`readSample`): finds a file that was imported before under any name, packed or not. A chain whose first chunk is equal is a candidate. */
export function fingerprintOf(sample: Uint8Array): ContentFingerprint {
  return { length: sample.length, sha256: createHash('sha256').update(sample).digest('hex') }
}

/** Whether a content that begins with `sample` may be, or continue, the one whose chain begins with `first`; also where that was shorter than 64 KB. */
export function beginsLike(sample: Uint8Array, first: ChainChunk | undefined): boolean {
  if (first === undefined || first.length > sample.length) return false
  return fingerprintOf(sample.subarray(0, first.length)).sha256 === first.sha256
}

/** `same` bytes are those from the start that are known to be equal; in `truncated` less than one chunk after them could not be compared. */
export type ChainComparison = {
  readonly result: 'identical' | 'grown' | 'truncated' | 'different'
  readonly sameBytes: number
  /** Where the first chunk begins that differs. */
  readonly firstDifferentOffset?: number
}

/**
 * Compares a content with the stored chain of an earlier import, reading at most the stored length and one chunk more, and stopping at
 * the first difference. A content that ends before the first stored chunk does is `different`: nothing of it could be compared.
 */
export async function verifyPrefix(chunks: AsyncIterable<Uint8Array>, stored: ChunkChain): Promise<ChainComparison> {
  const lengths = new Map(stored.map((chunk) => [chunk.offset, chunk.length]))
  const hasher = createChunkHasher({ startAt: 0, kept: [], lengthAt: (offset) => lengths.get(offset) ?? 0 })
  const storedLength = stored.length === 0 ? 0 : endOf(stored[stored.length - 1])
  let length = 0
  let checked = 0
  const isSameSoFar = (chain: ChunkChain) => {
    while (checked < chain.length && sameChunk(chain[checked], stored[checked])) checked++
    return checked === chain.length
  }
  for await (const chunk of chunks) {
    length += chunk.length
    await hasher.push(chunk)
    if (length > storedLength || !isSameSoFar(hasher.done())) break
  }
  const same = isSameSoFar(await hasher.finish())
  const sameBytes = checked === 0 ? 0 : endOf(stored[checked - 1])
  if (checked === stored.length) return { result: length > storedLength ? 'grown' : 'identical', sameBytes }
  // The digest of what a shorter content has of its last chunk is that of another length, and compares with nothing.
  const cutInChunk = !same && length < endOf(stored[checked])
  if (checked > 0 && length < storedLength && (same || cutInChunk)) return { result: 'truncated', sameBytes }
  return { result: 'different', sameBytes, firstDifferentOffset: stored[checked].offset }
}

/** `other`: not by its ends, or it is packed, so that only `verifyPrefix` can tell. */
export type TailComparison = 'identical' | 'grown' | 'other'

/**
 * Whether the plain file that had this chain has only grown since: its first and its last chunk are where they were. Reads 4 MB at most,
 * whatever the file's size; a log that was emptied and written anew differs in both.
 */
export async function compareEnds(path: string, chain: ChunkChain): Promise<TailComparison> {
  const [first, last] = [chain[0], chain[chain.length - 1]]
  if (first === undefined || last === undefined) return 'other'
  const file = await openRegularFile(path)
  try {
    if (file.size < endOf(last)) return 'other'
    for (const chunk of first === last ? [first] : [first, last]) {
      const bytes = Buffer.alloc(chunk.length)
      if ((await readFully(file, bytes, chunk.offset)) < chunk.length) return 'other'
      if (createHash('sha256').update(bytes).digest('hex') !== chunk.sha256) return 'other'
    }
    return file.size === endOf(last) ? 'identical' : 'grown'
  } finally {
    await file.handle.close()
  }
}

function sameChunk(a: ChainChunk, b: ChainChunk): boolean {
  return a.offset === b.offset && a.length === b.length && a.sha256 === b.sha256
}

function endOf(chunk: ChainChunk): number {
  return chunk.offset + chunk.length
}
