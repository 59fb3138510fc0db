import { type ByteSource, type ByteSourceOptions, openByteSource } from './byte-source.ts'
import { createTranscoder, type DetectedEncoding, detectEncoding, type TextEncoding } from './decoding.ts'

const sampleBytes = 65_536

/** The first 64 KB of a file's decompressed content. */
export async function readSample(
  path: string,
  options: Pick<ByteSourceOptions, 'entry' | 'signal'> = {},
): Promise<Buffer> {
  const source = await openByteSource(path, options)
  const pieces: Buffer[] = []
  let length = 0
  for await (const chunk of source.chunks) {
    pieces.push(Buffer.from(chunk.subarray(0, sampleBytes - length)))
    length += chunk.length
    if (length >= sampleBytes) break
  }
  return Buffer.concat(pieces)
}

/** The same sample as ASCII-compatible text, for `detectFormat`. */
export function decodeSample(sample: Uint8Array, detected: DetectedEncoding = detectEncoding(sample)): Uint8Array {
  return createTranscoder(detected).push(sample)
}

export type TextSourceOptions = ByteSourceOptions & {
  /** Chosen by a person, where the detection is wrong. */
  readonly encoding?: TextEncoding
  /** Sees every chunk of decompressed content from `contentFrom` on, before it is decoded; awaited. */
  readonly onContent?: (chunk: Buffer) => Promise<void> | void
  /** Where `onContent` begins, in bytes of decompressed content; at `startAt` unless told, and at 0 where the text is converted. */
  readonly contentFrom?: number
}

export type TextSource = Pick<
  ByteSource,
  'kind' | 'stat' | 'compressedSize' | 'size' | 'position' | 'warnings' | 'close'
> & {
  readonly detected: DetectedEncoding
  /** The offset of the first byte of `chunks`: what the line splitter's `resume.byteOffset` must be. */
  readonly firstOffset: number
  /** ASCII-compatible text without byte-order mark. A chunk is valid until the next one is asked for. */
  readonly chunks: AsyncIterable<Uint8Array>
}

/**
 * A file as text, ready for the line splitter. Offsets (`startAt`, `firstOffset`) count bytes of decompressed content; in UTF-16 and
 * other encodings that are converted they count bytes after conversion, and a start in the middle converts what comes before again.
 */
export async function openTextSource(path: string, options: TextSourceOptions = {}): Promise<TextSource> {
  const { entry, signal, limits, onContent, startAt = 0 } = options
  const sample = await readSample(path, { entry, signal })
  const found = detectEncoding(sample)
  const detected: DetectedEncoding =
    options.encoding === undefined || options.encoding === found.encoding
      ? found
      : { encoding: options.encoding, bomLength: 0, reason: 'chosen by you' }
  const converted = detected.encoding !== 'ascii-compatible'
  const firstOffset = converted ? startAt : Math.max(startAt, detected.bomLength)
  const contentFrom = options.contentFrom ?? (converted ? 0 : startAt)
  const readFrom = converted ? 0 : Math.min(contentFrom, firstOffset)
  const source = await openByteSource(path, { entry, signal, limits, startAt: readFrom })

  async function* text(): AsyncGenerator<Uint8Array> {
    const transcoder = createTranscoder(converted ? detected : { encoding: 'ascii-compatible', bomLength: 0 })
    let contentOffset = readFrom
    let textOffset = readFrom
    const fromStart = (bytes: Uint8Array) => {
      const cut = Math.min(bytes.length, Math.max(0, firstOffset - textOffset))
      textOffset += bytes.length
      return bytes.subarray(cut)
    }
    for await (const chunk of source.chunks) {
      if (onContent) {
        const seen = chunk.subarray(Math.min(chunk.length, Math.max(0, contentFrom - contentOffset)))
        if (seen.length > 0) await onContent(seen)
      }
      contentOffset += chunk.length
      const bytes = fromStart(transcoder.push(chunk))
      if (bytes.length > 0) yield bytes
    }
    const rest = fromStart(transcoder.finish())
    if (rest.length > 0) yield rest
  }

  const { kind, stat, compressedSize, size, position, warnings, close } = source
  return { kind, stat, compressedSize, size, position, warnings, close, detected, firstOffset, chunks: text() }
}
