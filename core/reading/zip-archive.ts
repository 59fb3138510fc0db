import { type Entry, fromFdPromise, getFileNameLowLevel, type ZipFile } from 'yauzl'
import type { FileWindow } from './file-window.ts'
import { countBytes, ReadingError, shownName, shownPath } from './reading-error.ts'
import { openRegularFile, type RegularFile } from './regular-file.ts'

/** One file inside a zip archive. Plain data: it can be sent to a worker or stored, and opened later. */
export type ArchiveEntry = {
  readonly index: number
  /** As the archive says it; to be shown, never to be used as a path. */
  readonly name: string
  readonly compressedSize: number
  readonly size: number
  readonly encrypted: boolean
  readonly method: number
  readonly crc32: number
  readonly headerOffset: number
}

export type ArchiveLimits = { readonly maxEntries?: number }

/**
 * The files in a zip archive (folders left out), read from its directory alone. At most 10,000 entries; an archive whose entries share
 * bytes, as bombs do, is refused.
 */
export async function listArchive(path: string, { maxEntries = 10_000 }: ArchiveLimits = {}): Promise<ArchiveEntry[]> {
  const file = await openRegularFile(path)
  try {
    const zip = await openDirectory(file)
    if (zip.entryCount > maxEntries) {
      throw new ReadingError(
        'archive-too-many-entries',
        `${shownName(path)} says it holds ${zip.entryCount.toLocaleString('en-US')} files; at most ` +
          `${maxEntries.toLocaleString('en-US')} are opened. Unpack it and import the files you need.`,
      )
    }
    const entries = await readEntries(zip, path)
    refuseSharedBytes(file, entries)
    return entries.filter((entry) => !entry.name.endsWith('/'))
  } finally {
    await file.handle.close()
  }
}

async function openDirectory(file: RegularFile): Promise<ZipFile> {
  try {
    // Names stay bytes here: one odd name would otherwise make the whole archive unreadable. The handle stays ours to close.
    return await fromFdPromise(file.handle.fd, { autoClose: false, decodeStrings: false, validateEntrySizes: false })
  } catch (error) {
    throw unreadable(file.path, error)
  }
}

async function readEntries(zip: ZipFile, path: string): Promise<ArchiveEntry[]> {
  const entries: ArchiveEntry[] = []
  try {
    for await (const entry of zip.eachEntry()) entries.push(asArchiveEntry(entry, entries.length))
  } catch (error) {
    throw unreadable(path, error)
  }
  return entries
}

function asArchiveEntry(entry: Entry, index: number): ArchiveEntry {
  return {
    index,
    name: getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false),
    compressedSize: entry.compressedSize,
    size: entry.uncompressedSize,
    encrypted: entry.isEncrypted(),
    method: entry.compressionMethod,
    crc32: entry.crc32,
    headerOffset: entry.relativeOffsetOfLocalHeader,
  }
}

function refuseSharedBytes(file: RegularFile, entries: readonly ArchiveEntry[]): void {
  let sum = 0
  for (const entry of entries) sum += entry.compressedSize
  if (sum <= file.size) return
  throw new ReadingError(
    'archive-bomb',
    `The files in ${shownName(file.path)} add up to ${countBytes(sum)} compressed, more than the archive's ` +
      `${countBytes(file.size)}: they share their bytes. Nothing was read from it.`,
  )
}

function unreadable(path: string, cause: unknown): ReadingError {
  const { message } = cause as Error
  if (message.includes('strong encryption')) {
    return new ReadingError('entry-encrypted', `${shownName(path)} is encrypted. Unpack it and import the files.`, {
      cause,
    })
  }
  const reason = message.startsWith('End of central directory')
    ? 'its directory, which lies at its end, is missing; the copy may be incomplete'
    : `its directory is damaged (${message})`
  return new ReadingError('archive-unreadable', `${shownName(path)} cannot be opened: ${reason}.`, { cause })
}

/** Where the bytes of an entry begin in the file. Encrypted entries and methods other than stored and deflate are refused. */
export async function findEntryData(window: FileWindow, entry: ArchiveEntry): Promise<number> {
  const where = `“${shownPath(entry.name)}” in ${shownName(window.file.path)}`
  if (entry.encrypted) {
    throw new ReadingError('entry-encrypted', `${where} is encrypted. Unpack it and import the file itself.`)
  }
  if (entry.method !== 0 && entry.method !== 8) {
    const advice = 'Unpack it and import the file itself.'
    throw new ReadingError('entry-unsupported', `${where} is compressed by method ${entry.method}. ${advice}`)
  }
  // Local header: "PK\3\4", 22 bytes that the directory has as well, length of the name, length of the extra field, both, data.
  const header = await window.at(entry.headerOffset, 30)
  if (header.length === 30 && header.readUInt32LE(0) === 0x04034b50) {
    const start = entry.headerOffset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28)
    if (start + entry.compressedSize <= window.file.size) return start
  }
  throw new ReadingError('archive-unreadable', `${where} does not lie where the archive's directory says.`)
}
