import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { openByteSource } from '../reading/byte-source.ts'
import { detectFormat, detectPackedDocument } from '../reading/detection.ts'
import { quickIdentity } from '../reading/file-identity.ts'
import { decodeSample, readSample } from '../reading/text-source.ts'
import { type ArchiveEntry, listArchive } from '../reading/zip-archive.ts'
import { importers } from './registry.ts'
import { tableHeaderOf, unknownTable } from './tables/table-header.ts'

/** What can be said of a file from its head, before anything is imported. */
export interface InspectedFile {
  readonly identity: string
  readonly size: number
  /** One for a file of its own; one for each file in an archive, by name alone: `inspectEntry` looks into it. */
  readonly contents: readonly InspectedContent[]
}

export interface InspectedContent {
  readonly name: string
  readonly entry?: ArchiveEntry
  readonly size: number
  /** The first 64 KB of the decompressed content. */
  readonly sample: Uint8Array
  readonly format?: string
  readonly reason: string
  readonly advice?: string
  /** A table whose columns no format knows: it can be read once somebody says which is which. */
  readonly isTable?: boolean
}

export const inspectFile = async (path: string): Promise<InspectedFile> => {
  const source = await openByteSource(path).catch((error: Error & { code?: string }) => {
    if (error.code === 'archive-needs-entry') return undefined
    throw error
  })
  if (!source) return inspectArchive(path)
  const identity = quickIdentity(source.stat)
  const size = Number(source.stat.size)
  await source.close()
  return { identity, size, contents: [await inspectContent(path, basename(path).replace(/\.gz$/i, ''), size)] }
}

const inspectArchive = async (path: string): Promise<InspectedFile> => {
  const entries = await listArchive(path)
  const stats = await stat(path, { bigint: true })
  const size = Number(stats.size)
  const document = detectPackedDocument(entries)
  const contents = document
    ? [{ name: basename(path), size, sample: new Uint8Array(0), reason: document.reason, advice: document.advice }]
    : entries.map((entry) => ({ ...unseen(entry), reason: '' }))
  return { identity: quickIdentity(stats), size, contents }
}

const unseen = (entry: ArchiveEntry) => ({ name: entry.name, entry, size: entry.size, sample: new Uint8Array(0) })

/** One file of an archive, looked into when its turn comes: the heads of all of ten thousand would fill the memory. */
export const inspectEntry = (path: string, entry: ArchiveEntry): Promise<InspectedContent> =>
  inspectContent(path, entry.name, entry.size, entry).catch((error: Error) => ({
    ...unseen(entry),
    reason: error.message,
  }))

const inspectContent = async (
  path: string,
  name: string,
  size: number,
  entry?: ArchiveEntry,
): Promise<InspectedContent> => {
  const sample = await readSample(path, entry ? { entry } : {})
  const detection = detectFormat(
    decodeSample(sample),
    name,
    importers.map(({ detector }) => detector),
  )
  const table = detection.kind === 'format' ? undefined : tableHeaderOf(sample)
  const known = { name, size, sample: new Uint8Array(sample), ...(entry ? { entry } : {}) }
  return detection.kind === 'format'
    ? { ...known, format: detection.format, reason: detection.reason }
    : {
        ...known,
        ...(table ? { ...unknownTable(table), isTable: true } : { reason: detection.reason, advice: detection.advice }),
      }
}
