import { type ChunkChain, createChunkChain } from '../reading/chunk-chain.ts'
import { decodeText } from '../reading/decoding.ts'
import { createLineSplitter } from '../reading/line-splitter.ts'
import { openTextSource } from '../reading/text-source.ts'
import type { ArchiveEntry } from '../reading/zip-archive.ts'
import { type DocumentFacts, isDocumentImporter } from './importer.ts'
import { importerByFormat } from './registry.ts'

/** What to read. Plain data: it is sent to the ingest worker. */
export interface DocumentJob {
  readonly path: string
  readonly entry?: ArchiveEntry
  readonly format: string
}

export interface DocumentResult {
  readonly facts: DocumentFacts
  readonly chain: ChunkChain
  readonly lines: number
  readonly warnings: readonly string[]
  readonly encoding: string
}

/** Lines of the largest document there is; a licence file of a big site has some thousands. */
const mostLines = 500_000

/**
 * Reads a document whole. Text is decoded line by line as in a log: UTF-8, UTF-16 or windows-1252.
 * @throws Error named `too-large` for what cannot be such a document
 */
export const readDocument = async (
  { path, entry, format }: DocumentJob,
  signal: AbortSignal,
): Promise<DocumentResult> => {
  const importer = importerByFormat(format)
  if (!importer || !isDocumentImporter(importer)) throw new Error(`There is no importer of documents for ${format}.`)
  const chain = createChunkChain({ continueFrom: [] })
  const source = await openTextSource(path, { ...(entry ? { entry } : {}), signal, onContent: chain.push })
  const lines: string[] = []
  const tooLong: number[] = []
  const splitter = createLineSplitter({
    resume: { byteOffset: source.firstOffset, lineNumber: 1 },
    onLine: (bytes, start, end) => {
      lines.push(decodeText(bytes, start, end))
    },
    onTooLong: (_, lineNumber) => {
      tooLong.push(lineNumber)
      lines.push('')
    },
  })
  for await (const chunk of source.chunks) {
    signal.throwIfAborted()
    splitter.push(chunk)
    if (lines.length > mostLines)
      throw Object.assign(new Error('A licence file has some thousand lines at most.'), { name: 'too-large' })
  }
  const last = splitter.finish()
  if (last?.tooLong) tooLong.push(last.lineNumber)
  else if (last) lines.push(decodeText(last.bytes, 0, last.bytes.length))
  const facts = importer.read(lines)
  return {
    facts: {
      ...facts,
      problems: [
        ...facts.problems,
        ...tooLong.map((line) => ({ line, lastLine: line, reason: 'too-long', isRejected: true, text: '' })),
      ].sort((a, b) => a.line - b.line),
    },
    chain: await chain.finish(),
    lines: lines.length,
    warnings: source.warnings.map(({ message }) => message),
    encoding: source.detected.reason,
  }
}
