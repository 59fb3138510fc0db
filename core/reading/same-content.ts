import { type ByteSourceOptions, openByteSource } from './byte-source.ts'

/** One content: a file, or a file inside an archive. */
export type ContentPlace = { readonly path: string } & Pick<ByteSourceOptions, 'entry'>

/**
 * Whether a content goes on like another from an offset to its own end; the other may be longer. Undefined where the other cannot be
 * read, or not that far: then nothing is known.
 */
export async function goesOnLike(
  content: ContentPlace,
  other: ContentPlace,
  from: number,
): Promise<boolean | undefined> {
  const source = await openByteSource(content.path, { entry: content.entry, startAt: from })
  try {
    const known = await openByteSource(other.path, { entry: other.entry, startAt: from })
    const pieces = known.chunks[Symbol.asyncIterator]()
    try {
      let held: Buffer = Buffer.alloc(0)
      for await (const chunk of source.chunks) {
        for (let at = 0; at < chunk.length; ) {
          if (held.length === 0) {
            const next = await pieces.next()
            if (next.done) return undefined
            held = next.value
          }
          const length = Math.min(held.length, chunk.length - at)
          if (!held.subarray(0, length).equals(chunk.subarray(at, at + length))) return false
          held = held.subarray(length)
          at += length
        }
      }
      return true
    } finally {
      await known.close()
    }
  } catch {
    return undefined
  } finally {
    await source.close()
  }
}
