const largestChunkBytes = 4 * 1024 * 1024
const firstChunkBytes = 65_536
const digestsInFlight = 4

/** One stretch of a file's decompressed content; offset and length in bytes, SHA-256 in hex. */
export type ChainChunk = { readonly offset: number; readonly length: number; readonly sha256: string }

/** All stretches of a content, without gaps, from its start. */
export type ChunkChain = readonly ChainChunk[]

export type ChunkHasher = {
  /** The chunk may be used again when the promise resolves; it waits only while four digests are under way. */
  push(chunk: Uint8Array): Promise<void>
  /** What is digested so far, from the start without gaps. */
  done(): ChunkChain
  /** Digests the rest, and gives the whole. */
  finish(): Promise<ChunkChain>
}

/**
 * The chain of a content: SHA-256 of 64 KB, 64 KB, 128 KB and so on, each chunk as long as all before it, until they are 4 MB long; the
 * last one ends with the content. So the first names a file by its head, and of a file cut short at least half can be compared.
 * `continueFrom` is the chain of the same content when it was shorter: bytes must then be pushed from `startAt` on.
 */
export function createChunkChain(
  options: { chunkBytes?: number; continueFrom?: ChunkChain } = {},
): ChunkHasher & { readonly startAt: number } {
  const { chunkBytes = largestChunkBytes, continueFrom = [] } = options
  const lengthAt = (offset: number) => Math.min(chunkBytes, Math.max(Math.min(firstChunkBytes, chunkBytes), offset))
  const kept = continueFrom.filter(({ offset, length }) => length === lengthAt(offset))
  const last = kept.at(-1)
  const startAt = last === undefined ? 0 : last.offset + last.length
  return { startAt, ...createChunkHasher({ startAt, kept, lengthAt }) }
}

/**
 * SHA-256 of consecutive stretches, computed in the thread pool. `crypto.subtle.digest` copies its input before it returns (the Web
 * Crypto standard asks for it), which is all that the calling thread pays: about 1 ms for 4 MB.
 */
export function createChunkHasher(plan: {
  readonly startAt: number
  readonly kept: ChunkChain
  /** The length of the stretch that begins at an offset; 0 ends the hashing. */
  readonly lengthAt: (offset: number) => number
}): ChunkHasher {
  const { lengthAt } = plan
  const chain: (ChainChunk | undefined)[] = [...plan.kept]
  const underWay: Promise<void>[] = []
  let offset = plan.startAt
  let wanted = lengthAt(offset)
  // The beginning of a stretch whose end has not come yet.
  let held: Buffer = Buffer.alloc(0)
  let heldLength = 0

  async function digest(bytes: Uint8Array): Promise<void> {
    if (underWay.length >= digestsInFlight) await underWay.shift()
    const index = chain.length
    const stretch = { offset, length: bytes.length }
    chain.push(undefined)
    offset += bytes.length
    wanted = lengthAt(offset)
    const digesting = crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>).then((hash) => {
      chain[index] = { ...stretch, sha256: Buffer.from(hash).toString('hex') }
    })
    digesting.catch(() => {})
    underWay.push(digesting)
  }

  async function push(chunk: Uint8Array): Promise<void> {
    let at = 0
    while (at < chunk.length && wanted > 0) {
      const missing = wanted - heldLength
      const part = chunk.subarray(at, at + missing)
      at += part.length
      if (heldLength === 0 && part.length === missing) await digest(part)
      else {
        if (held.length < wanted) held = grown(held, heldLength, wanted)
        held.set(part, heldLength)
        heldLength += part.length
        if (part.length < missing) return
        heldLength = 0
        await digest(held.subarray(0, wanted))
      }
    }
  }

  function done(): ChunkChain {
    const gap = chain.indexOf(undefined)
    return (gap < 0 ? chain : chain.slice(0, gap)) as ChainChunk[]
  }

  async function finish(): Promise<ChunkChain> {
    if (heldLength > 0) {
      await digest(held.subarray(0, heldLength))
      heldLength = 0
    }
    await Promise.all(underWay)
    return done()
  }

  return { push, done, finish }
}

function grown(buffer: Buffer, used: number, length: number): Buffer {
  const larger = Buffer.allocUnsafeSlow(length)
  larger.set(buffer.subarray(0, used))
  return larger
}
