import type { Reader, Transaction } from './connection.ts'

export interface WatchRow {
  readonly id: number
  readonly path: string
  readonly kind: 'folder' | 'file'
  readonly pattern: string
  readonly subfolders: number
  readonly every_seconds: number
  readonly server: string
  readonly zone: string
  readonly format: string
  readonly paused: number
  readonly removed: number
  /** Epoch milliseconds; 0: never. */
  readonly last_look: number
  readonly last_import: number
  readonly lines: number
  readonly outcome: string
}

/** What is known of one file of a watch; see the migration. */
export interface WatchedFileRow {
  readonly path: string
  readonly node: string
  readonly size: number
  readonly modified: string
  readonly state: 'waiting' | 'imported' | 'undated' | 'refused' | 'left'
  readonly looks: number
  readonly partial: number
  readonly file: number
  readonly grown: number
  readonly last_import: number
  readonly seen: number
  readonly outcome: string
}

export const allWatches = (reader: Reader): Promise<WatchRow[]> =>
  reader.all<WatchRow>('SELECT * FROM watch ORDER BY path, id')

export const insertWatch = async (tx: Transaction, row: Omit<WatchRow, 'id'>): Promise<number> => {
  const names = Object.keys(row) as (keyof typeof row)[]
  const sql = `INSERT INTO watch (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`
  return (
    await tx.run(
      sql,
      names.map((name) => row[name]),
    )
  ).lastId
}

export const updateWatch = async (
  tx: Transaction,
  id: number,
  change: Partial<Omit<WatchRow, 'id'>>,
): Promise<void> => {
  const names = Object.keys(change) as (keyof typeof change)[]
  if (names.length === 0) return
  await tx.run(`UPDATE watch SET ${names.map((name) => `${name} = ?`).join(', ')} WHERE id = ?`, [
    ...names.map((name) => change[name] as string | number),
    id,
  ])
}

/** Forgets the watches that were removed, with what was known of their files. */
export const dropRemovedWatches = async (tx: Transaction): Promise<void> => {
  await tx.run('DELETE FROM watch WHERE removed = 1')
}

/** Watches that give the files of a source a time zone. */
export const watchesThatSetZone = async (reader: Reader, source: number): Promise<number[]> =>
  (
    await reader.all<{ id: number }>(
      `SELECT DISTINCT watch.id FROM watch JOIN watched_file ON watch = watch.id JOIN file ON file.id = watched_file.file
       WHERE file.source = ? AND watch.zone <> '' AND watch.removed = 0`,
      [source],
    )
  ).map(({ id }) => id)

export const watchedFiles = (reader: Reader, watch: number): Promise<WatchedFileRow[]> =>
  reader.all<WatchedFileRow>(
    'SELECT path, node, size, modified, state, looks, partial, file, grown, last_import, seen, outcome FROM watched_file WHERE watch = ?',
    [watch],
  )

/** Stores files as they are now known, and forgets those that no longer are. */
export const storeWatchedFiles = async (
  tx: Transaction,
  watch: number,
  files: readonly WatchedFileRow[],
  gone: readonly string[],
): Promise<void> => {
  if (gone.length > 0)
    await tx.run('DELETE FROM watched_file WHERE watch = ? AND path IN (SELECT value FROM json_each(?))', [
      watch,
      JSON.stringify(gone),
    ])
  await tx.runMany(
    `INSERT OR REPLACE INTO watched_file (watch, path, node, size, modified, state, looks, partial, file, grown, last_import, seen, outcome)
     SELECT value->>0, value->>1, value->>2, value->>3, value->>4, value->>5, value->>6, value->>7, value->>8, value->>9, value->>10, value->>11,
       value->>12 FROM jsonb_each(?)`,
    files.map((f) => [
      watch,
      f.path,
      f.node,
      f.size,
      f.modified,
      f.state,
      f.looks,
      f.partial,
      f.file,
      f.grown,
      f.last_import,
      f.seen,
      f.outcome,
    ]),
  )
}

/** Which of these imports are still there. */
export const existingFiles = async (reader: Reader, ids: readonly number[]): Promise<Set<number>> =>
  new Set(
    (
      await reader.all<{ id: number }>('SELECT id FROM file WHERE id IN (SELECT value FROM json_each(?))', [
        JSON.stringify(ids),
      ])
    ).map(({ id }) => id),
  )

/** Which of these imports belong to no server that anybody named. */
export const filesOfUnknown = (reader: Reader, ids: readonly number[]): Promise<{ id: number; name: string }[]> =>
  reader.all<{ id: number; name: string }>(
    `SELECT file.id, name FROM file JOIN source ON source.id = file.source
     WHERE file.id IN (SELECT value FROM json_each(?)) AND file.server = '' AND source.server = 'unknown'`,
    [JSON.stringify(ids)],
  )
