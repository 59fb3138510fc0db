import type { BigIntStats } from 'node:fs'
import { crc32 } from 'node:zlib'
import { createFileWindow, type FileWindow } from './file-window.ts'
import { readGzipChunks } from './gzip-chunks.ts'
import { inflateChunks } from './inflated-chunks.ts'
import { type PlainRange, readPlainChunks } from './plain-chunks.ts'
import { asReadingError, countBytes, ReadingError, type ReadingWarning, shownName, shownPath } from './reading-error.ts'
import { openRegularFile, type RegularFile, readFully } from './regular-file.ts'
import { type ArchiveEntry, findEntryData } from './zip-archive.ts'

/** Compressed content stops the reading when it is both larger than `ratioFromBytes` and more than `maxRatio` times its compressed size. */
export type InflationLimits = { readonly maxRatio: number; readonly ratioFromBytes: number }

const inflationLimits: InflationLimits = { maxRatio: 200, ratioFromBytes: 1_000_000_000 }

export type ByteSourceOptions = {
  /** Which file of a zip archive, as `listArchive` gave it. */
  readonly entry?: ArchiveEntry
  /** Where to begin, in bytes of decompressed content. Compressed content before it is inflated and thrown away. */
  readonly startAt?: number
  readonly limits?: Partial<InflationLimits>
  readonly signal?: AbortSignal
}

export type ByteSource = {
  readonly kind: 'plain' | 'gzip' | 'zip-entry'
  /** The open file as it was then; `quickIdentity` takes it. */
  readonly stat: BigIntStats
  /** Bytes to be read from the disk: of the file, or of the entry. */
  readonly compressedSize: number
  /** Bytes of content, where known before reading: not of gzip. */
  readonly size?: number
  /** The content, once. A chunk is valid until the next one is asked for. Ends, breaks and errors close the file. */
  readonly chunks: AsyncIterable<Buffer>
  /** Bytes of `compressedSize` used so far. */
  position(): number
  /** Filled while reading. */
  readonly warnings: readonly ReadingWarning[]
  /** For a source that is not read, or not to its end. */
  close(): Promise<void>
}

type Consumption = { start: number; position: number }

/** Opens a file for reading, whatever its name: gzip and zip are known by their first bytes. All errors are `ReadingError`s. */
export async function openByteSource(path: string, options: ByteSourceOptions = {}): Promise<ByteSource> {
  const { entry, startAt = 0, signal } = options
  const limits = { ...inflationLimits, ...options.limits }
  const file = await openRegularFile(path)
  const warnings: ReadingWarning[] = []
  const warn = (warning: ReadingWarning) => void warnings.push(warning)
  const consumption: Consumption = { start: 0, position: 0 }
  const onConsumed = (fileOffset: number) => {
    consumption.position = fileOffset - consumption.start
  }

  async function* guarded(content: AsyncIterable<Buffer>, kind: ByteSource['kind'], skip: number) {
    let produced = 0
    try {
      signal?.throwIfAborted()
      for await (const chunk of content) {
        signal?.throwIfAborted()
        if (kind === 'plain') consumption.position = skip + produced + chunk.length
        else {
          if (produced === 0) refuseNested(path, chunk)
          refuseBomb(path, produced, chunk.length, consumption.position, limits)
        }
        const skipped = kind === 'plain' ? 0 : Math.min(chunk.length, Math.max(0, skip - produced))
        produced += chunk.length
        if (skipped < chunk.length) yield skipped === 0 ? chunk : chunk.subarray(skipped)
      }
    } catch (error) {
      throw signal?.aborted ? signal.reason : asReadingError(error, path, kind === 'plain' ? skip + produced : produced)
    } finally {
      await file.handle.close()
    }
  }

  function source(kind: ByteSource['kind'], content: AsyncGenerator<Buffer>, sizes: [number, number?]): ByteSource {
    const chunks = guarded(content, kind, startAt)
    const close = async () => {
      await chunks.return(undefined)
      await file.handle.close()
    }
    const [compressedSize, size] = sizes
    return {
      kind,
      stat: file.stat,
      compressedSize,
      size,
      chunks,
      position: () => consumption.position,
      warnings,
      close,
    }
  }

  try {
    const head = Buffer.alloc(4)
    const magic = head.toString('latin1', 0, await readFully(file, head, 0))
    if (entry) {
      const window = createFileWindow(file)
      const start = await findEntryData(window, entry)
      consumption.start = start
      const content = readEntryChunks(window, entry, { start, onConsumed, warn })
      return source('zip-entry', content, [entry.compressedSize, entry.size])
    }
    if (magic === 'PK\x03\x04' || magic === 'PK\x05\x06') {
      const advice = 'Choose which of the files in it to read.'
      throw new ReadingError('archive-needs-entry', `${shownName(path)} is a zip archive. ${advice}`)
    }
    if (magic.startsWith('\x1f\x8b')) {
      return source('gzip', readGzipChunks(createFileWindow(file), { onConsumed, warn }), [file.size])
    }
    const start = Math.min(startAt, file.size)
    const range = { start, end: file.size, contentStart: start, warn }
    return source('plain', readPlainChunks(file, range), [file.size, file.size])
  } catch (error) {
    await file.handle.close()
    throw asReadingError(error, path)
  }
}

async function* readEntryChunks(
  window: FileWindow,
  entry: ArchiveEntry,
  report: { start: number; onConsumed: (fileOffset: number) => void; warn: (warning: ReadingWarning) => void },
): AsyncGenerator<Buffer> {
  const { start, onConsumed, warn } = report
  const end = start + entry.compressedSize
  const name = `“${shownPath(entry.name)}” in ${shownName(window.file.path)}`
  const outcome =
    entry.method === 8
      ? yield* inflateChunks(window, { start, end, onConsumed })
      : yield* storedChunks(window.file, { start, end, contentStart: 0, warn, onConsumed })
  const offsets = { fileOffset: outcome.fileOffset, contentOffset: outcome.length }
  const kept = `The ${countBytes(outcome.length)} of content before it were kept.`
  const at = `byte ${outcome.fileOffset.toLocaleString('en-US')} of the archive`
  if (outcome.ended === 'truncated') {
    warn({ code: 'archive-truncated', message: `${name} is cut off at ${at}. ${kept}`, ...offsets })
  } else if (outcome.ended === 'damaged') {
    warn({ code: 'archive-damaged', message: `${name} is damaged at ${at}. ${kept}`, ...offsets })
  } else if (outcome.crc32 !== entry.crc32) {
    const message = `The checksum of ${name} does not match: some of its content is damaged. All of it was read.`
    warn({ code: 'archive-checksum', message, ...offsets })
  }
}

type StoredRange = PlainRange & { readonly onConsumed: (fileOffset: number) => void }

async function* storedChunks(file: RegularFile, range: StoredRange) {
  let checksum = 0
  let length = 0
  for await (const chunk of readPlainChunks(file, range)) {
    checksum = crc32(chunk, checksum)
    length += chunk.length
    range.onConsumed(range.start + length)
    yield chunk
  }
  const ended = length < range.end - range.start ? ('truncated' as const) : ('complete' as const)
  return { ended, fileOffset: range.start + length, crc32: checksum, length }
}

function refuseNested(path: string, start: Buffer): void {
  const magic = start.toString('latin1', 0, 4)
  const inner = magic.startsWith('\x1f\x8b\x08') ? 'gzip file' : magic === 'PK\x03\x04' ? 'zip archive' : undefined
  if (inner === undefined) return
  const message = `${shownName(path)} holds another ${inner}. Archives in archives are not opened: unpack the outer one and import what is in it.`
  throw new ReadingError('nested-archive', message)
}

function refuseBomb(path: string, produced: number, added: number, consumed: number, limits: InflationLimits): void {
  const total = produced + added
  if (total <= limits.ratioFromBytes || total <= limits.maxRatio * consumed) return
  throw new ReadingError(
    'archive-bomb',
    `${shownName(path)} grows to more than ${limits.maxRatio} times its compressed size, which no log does. Reading stopped ` +
      `after the first ${countBytes(produced)} of its content.`,
    { keptBytes: produced },
  )
}
