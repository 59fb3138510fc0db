import type { Dictionary, DictionaryContent } from '../facts/dictionary.ts'
import { type ChunkChain, createChunkChain } from '../reading/chunk-chain.ts'
import { createLineSplitter, type LineSplitterState } from '../reading/line-splitter.ts'
import { openTextSource } from '../reading/text-source.ts'
import type { ArchiveEntry } from '../reading/zip-archive.ts'
import { type AnySegment, isDocumentImporter, type LogFindings } from './importer.ts'
import { importerByFormat } from './registry.ts'
import type { ColumnMapping } from './tables/documented-columns.ts'

/** What to read of a file, and from where. Plain data: it is sent to the ingest worker. */
export interface IngestJob {
  readonly path: string
  readonly entry?: ArchiveEntry
  readonly format: string
  /** Naive seconds since 1970, of the day the admin stated. */
  readonly startDay?: number
  /** Of a table: which column is which, where its header does not tell. */
  readonly columns?: ColumnMapping
  /** Where an earlier import of the same content stopped. */
  readonly checkpoint?: Checkpoint
  /** A last line without a line end is left for the next time: its writer is in the middle of it. */
  readonly holdPartialLine?: boolean
}

/** Everything needed to read on from a line: plain JSON, stored with the lines before it. */
export interface Checkpoint {
  readonly splitter: LineSplitterState
  readonly parser: unknown
  readonly chain: ChunkChain
}

/** Sent about once a second; the reader goes on when it was stored. */
export type IngestBatch =
  | { readonly bytes: number; readonly total: number; readonly lines: number }
  | {
      readonly segments: readonly AnySegment[]
      readonly added: DictionaryContent
      readonly checkpoint: Checkpoint
      /** Of everything up to the checkpoint and a little beyond. */
      readonly findings: LogFindings
      readonly bytes: number
      readonly total: number
      readonly lines: number
    }

export interface IngestResult {
  readonly findings: LogFindings
  /** Where to go on when the file has grown. */
  readonly checkpoint: Checkpoint
  readonly chain: ChunkChain
  /** What is read again when the file grows: a last line without a line end, counted as it stands, and what was still open at its end. */
  readonly provisional: readonly AnySegment[]
  /** The last line has no line end, and was counted as it stands. */
  readonly hasPartialLine: boolean
  /** The last line was left for the next time. */
  readonly heldPartialLine: boolean
  readonly added: DictionaryContent
  readonly warnings: readonly string[]
  readonly encoding: string
  /** Bytes read, of the file as it lies on the disk. */
  readonly bytes: number
}

const rowsPerBatch = 150_000
const millisecondsPerBatch = 1000
const millisecondsPerProgress = 150

/**
 * Reads a file line by line and hands over packed segments. Resolves when the file has been read to its end; a stop is
 * noticed between two chunks, well within half a second.
 * @throws Error named `undated` when the log states no date and none was given
 */
export const ingestFile = async (
  job: IngestJob,
  dictionary: Dictionary,
  signal: AbortSignal,
  send: (batch: IngestBatch) => Promise<void>,
): Promise<IngestResult> => {
  const importer = importerByFormat(job.format)
  if (!importer || isDocumentImporter(importer)) throw new Error(`There is no importer of logs for ${job.format}.`)
  const { checkpoint } = job
  const chain = createChunkChain({ continueFrom: checkpoint?.chain ?? [] })
  const source = await openTextSource(job.path, {
    ...(job.entry ? { entry: job.entry } : {}),
    startAt: checkpoint?.splitter.byteOffset ?? 0,
    signal,
    contentFrom: chain.startAt,
    onContent: chain.push,
  })
  const parser = importer.createParser({
    dictionary,
    ...(job.startDay === undefined ? {} : { startDay: job.startDay }),
    ...(job.columns ? { columns: job.columns } : {}),
    ...(checkpoint ? { resume: checkpoint.parser } : {}),
  })
  let lines = (checkpoint?.splitter.lineNumber ?? 1) - 1
  let lineOffset = checkpoint?.splitter.byteOffset ?? source.firstOffset
  let ready: { segments: readonly AnySegment[]; splitter: LineSplitterState; parser: unknown } | undefined

  const splitter = createLineSplitter({
    ...(importer.longestLine ? { maxLineBytes: importer.longestLine } : {}),
    resume: checkpoint?.splitter ?? { byteOffset: source.firstOffset, lineNumber: 1 },
    onLine: (bytes, start, end, lineNumber, byteOffset) => {
      lineOffset = byteOffset
      lines = lineNumber
      parser.line(bytes, start, end, lineNumber)
    },
    onTooLong: (firstBytes, lineNumber) => {
      lines = lineNumber
      parser.tooLong(lineNumber, firstBytes)
    },
  })
  /** Called by the parser before a line with which reading can begin again. */
  const take = () => {
    const segments = parser.take()
    ready = { segments, splitter: { byteOffset: lineOffset, lineNumber: lines }, parser: parser.save() }
  }
  const underWay: Promise<void>[] = []
  const post = async (batch: IngestBatch) => {
    const sent = send(batch)
    sent.catch(() => undefined)
    underWay.push(sent)
    if (underWay.length > 2) await underWay.shift()
  }
  const total = source.compressedSize
  let batchAt = performance.now()
  let progressAt = 0
  let asked = false

  for await (const chunk of source.chunks) {
    signal.throwIfAborted()
    splitter.push(chunk)
    const now = performance.now()
    if (ready) {
      const { segments, splitter: at, parser: saved } = ready
      ready = undefined
      asked = false
      batchAt = now
      const terminator = splitter.state().terminator
      await post({
        segments,
        added: dictionary.takeAdditions(),
        checkpoint: { splitter: terminator ? { ...at, terminator } : at, parser: saved, chain: chain.done() },
        findings: parser.findings(),
        bytes: source.position(),
        total,
        lines,
      })
    } else if (now - progressAt > millisecondsPerProgress) {
      progressAt = now
      await send({ bytes: source.position(), total, lines })
    }
    if (
      !asked &&
      (parser.pendingRows > rowsPerBatch || (parser.pendingRows > 0 && now - batchAt > millisecondsPerBatch))
    ) {
      parser.whenTakeable(take)
      asked = true
    }
  }
  // Everything up to the last line's end can be read on from; what waits for a date, and a last line without an end, cannot.
  let end: { segments: readonly AnySegment[]; parser: unknown; splitter: LineSplitterState } | undefined
  const partial = splitter.finish()
  const state = splitter.state()
  if (parser.settled)
    end = {
      segments: parser.take(),
      parser: parser.save(),
      splitter: partial ? { ...state, byteOffset: partial.byteOffset, lineNumber: partial.lineNumber } : state,
    }
  const heldPartialLine = partial !== undefined && job.holdPartialLine === true
  if (heldPartialLine) lines = partial.lineNumber - 1
  else if (partial && !partial.tooLong) parser.line(partial.bytes, 0, partial.bytes.length, partial.lineNumber)
  else if (partial) parser.tooLong(partial.lineNumber, partial.bytes)
  const wholeChain = await chain.finish()
  parser.finish?.()
  const findings = parser.findings()
  if (!findings.dated && findings.facts > 0)
    throw Object.assign(new Error('The log states no date.'), { name: 'undated' })
  const provisional = parser.take()
  const taken = ready ?? end
  if (taken) {
    await post({
      segments: [...(ready?.segments ?? []), ...(end?.segments ?? [])],
      added: dictionary.takeAdditions(),
      checkpoint: { splitter: (end ?? taken).splitter, parser: (end ?? taken).parser, chain: chain.done() },
      findings,
      bytes: source.position(),
      total,
      lines,
    })
  }
  await Promise.all(underWay)
  const last = end ?? ready
  return {
    findings,
    checkpoint: last
      ? { splitter: last.splitter, parser: last.parser, chain: wholeChain }
      : (checkpoint ?? {
          splitter: { byteOffset: source.firstOffset, lineNumber: 1 },
          parser: undefined,
          chain: wholeChain,
        }),
    chain: wholeChain,
    provisional,
    hasPartialLine: partial !== undefined && !heldPartialLine,
    heldPartialLine,
    added: dictionary.takeAdditions(),
    warnings: source.warnings.map(({ message }) => message),
    encoding: source.detected.reason,
    bytes: source.position(),
  }
}
