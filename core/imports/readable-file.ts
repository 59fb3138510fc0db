import { updateFile } from '../database/file-table.ts'
import type { InspectedFile } from '../importers/inspect-file.ts'
import { type ConvertedHistory, convertHistory } from './convert-history.ts'
import type { ImportContext } from './import-context.ts'
import type { ImportOptions } from './import-options.ts'

/** A file as the importers can read it: itself, or what was made of it. */
export interface ReadableFile {
  /** Where to read. */
  readonly path: string
  readonly file: InspectedFile
  /** What was made of a database: `path` is not the file that the admin knows. */
  readonly converted?: ConvertedHistory
  close(): Promise<void>
}

const signature = 'SQLite format 3\0'

/**
 * Looks into a file; a browser's history, which is a database, becomes lines first. Close it when it was read.
 * @throws ConsoleError `refused` for a database of something else
 */
export const openReadableFile = async (
  { ingestWorker, database }: Pick<ImportContext, 'ingestWorker' | 'database'>,
  path: string,
  { format, server }: ImportOptions,
  signal: AbortSignal,
): Promise<ReadableFile> => {
  const file = await ingestWorker.call<InspectedFile>('inspect', { path })
  const [content] = file.contents
  const isDatabase =
    content?.entry === undefined &&
    Buffer.from(content?.sample.subarray(0, signature.length) ?? []).toString('latin1') === signature &&
    (format === undefined || format === 'browser-history')
  if (!isDatabase) return { path, file, close: async () => undefined }
  const converted = await convertHistory(database, path, server, signal)
  try {
    const lines = await ingestWorker.call<InspectedFile>('inspect', { path: converted.path })
    const contents = lines.contents.map((made) => ({ ...made, name: content?.name ?? made.name }))
    return {
      path: converted.path,
      file: { ...lines, contents, identity: converted.identity },
      converted,
      close: converted.close,
    }
  } catch (error) {
    await converted.close()
    throw error
  }
}

/** The outcome of a history all of whose visits are known. */
export const endKnownHistory = async (
  { database, announce }: Pick<ImportContext, 'database' | 'announce'>,
  row: number,
  { known }: ConvertedHistory,
): Promise<void> => {
  const outcome =
    known === 0
      ? 'This history holds no visits.'
      : `Nothing new: all ${known.toLocaleString('en-US')} visits of this history were imported before.`
  await database.transaction((tx) =>
    updateFile(tx, row, { state: 'finished', outcome, format: 'browser-history', finished_at: Date.now() }),
  )
  announce('imports.changed', { id: row })
}
