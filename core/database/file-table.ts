import type { ImportState } from '../contract/imports.ts'
import type { Reader, Transaction, Value } from './connection.ts'

/** One row of `file`; JSON columns are kept as text and read where they are needed. */
export interface FileRow {
  readonly id: number
  readonly state: ImportState
  readonly source: number
  readonly path: string
  readonly name: string
  readonly folder: string
  readonly entry: string
  readonly size: number
  readonly identity: string
  readonly chain: string
  readonly head: string
  readonly checkpoint: string
  readonly progress: string
  readonly committed_part: number
  readonly provisional_part: number
  readonly format: string
  readonly format_reason: string
  readonly server: string
  readonly server_given: number
  readonly daemons: string
  readonly zone: string
  readonly zone_origin: string
  readonly options: string
  readonly findings: string
  readonly outcome: string
  readonly lines: number
  readonly facts: number
  readonly rejected: number
  readonly duplicates: number
  readonly started_at: number
  readonly finished_at: number
  /** How often its file had grown and was read on, and when last (epoch milliseconds). */
  readonly grown: number
  readonly grown_at: number
  /** Parts after this one were read from the checkpoint on; they are put together when the file is read on. */
  readonly fold_part: number
  readonly fold_checkpoint: string
  /** 1: it means something only as a whole (a licence file) and belongs to no source's log. */
  readonly is_document: number
  /** 1: usage rows were read from it; it belongs to a source of its format. */
  readonly is_usage: number
  /** The import whose content this one has too, 0 for none: both names count where a rotated log is told from its name. */
  readonly copy_of: number
}

/** As a file is first stored: nothing is known of its growing. */
export type NewFile = Omit<
  FileRow,
  'id' | 'grown' | 'grown_at' | 'fold_part' | 'fold_checkpoint' | 'is_document' | 'is_usage' | 'copy_of'
>

const columns = [
  'state',
  'source',
  'path',
  'name',
  'folder',
  'entry',
  'size',
  'identity',
  'chain',
  'head',
  'checkpoint',
  'progress',
  'committed_part',
  'provisional_part',
  'format',
  'format_reason',
  'server',
  'server_given',
  'daemons',
  'zone',
  'zone_origin',
  'options',
  'findings',
  'outcome',
  'lines',
  'facts',
  'rejected',
  'duplicates',
  'started_at',
  'finished_at',
] as const satisfies readonly (keyof FileRow)[]

export const insertFile = async (tx: Transaction, row: NewFile): Promise<number> =>
  (
    await tx.run(
      `INSERT INTO file (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
      columns.map((column) => row[column]),
    )
  ).lastId

export const updateFile = async (tx: Transaction, id: number, change: Partial<Omit<FileRow, 'id'>>): Promise<void> => {
  const names = Object.keys(change) as (keyof typeof change)[]
  if (names.length === 0) return
  await tx.run(`UPDATE file SET ${names.map((name) => `${name} = ?`).join(', ')} WHERE id = ?`, [
    ...names.map((name) => change[name] as Value),
    id,
  ])
}

export const fileById = (reader: Reader, id: number): Promise<FileRow | undefined> =>
  reader.get<FileRow>('SELECT * FROM file WHERE id = ?', [id])

/** The import of an unchanged file, or what stands for it. */
export const fileByIdentity = (reader: Reader, identity: string): Promise<FileRow | undefined> =>
  reader.get<FileRow>('SELECT * FROM file WHERE identity = ? ORDER BY id', [identity])

export const allFiles = (reader: Reader): Promise<FileRow[]> => reader.all<FileRow>('SELECT * FROM file ORDER BY id')

/** Licence logs whose lines count. */
export const committedFiles = (reader: Reader): Promise<FileRow[]> =>
  reader.all<FileRow>('SELECT * FROM file WHERE committed_part > 0 AND is_document = 0 AND is_usage = 0 ORDER BY id')

/** Where copies of imported files lay, by the import that has their lines. */
export const copiesOfFiles = async (
  reader: Reader,
): Promise<ReadonlyMap<number, readonly Pick<FileRow, 'folder' | 'name'>[]>> => {
  const rows = await reader.all<Pick<FileRow, 'copy_of' | 'folder' | 'name'>>(
    'SELECT copy_of, folder, name FROM file WHERE copy_of > 0 ORDER BY id',
  )
  return Map.groupBy(rows, ({ copy_of }) => copy_of)
}

/** Formats of files that reports are fed from; licence files only say how many licences there are. */
export const formatsWithData = async (reader: Reader): Promise<string[]> =>
  (
    await reader.all<{ format: string }>(
      'SELECT DISTINCT format FROM file WHERE committed_part > 0 AND is_document = 0 AND source > 0',
    )
  ).map(({ format }) => format)

/** Files whose usage rows count. */
export const usageFiles = (reader: Reader): Promise<FileRow[]> =>
  reader.all<FileRow>('SELECT * FROM file WHERE committed_part > 0 AND is_usage = 1 ORDER BY id')

/** Licence files that count. */
export const licenceFiles = (reader: Reader): Promise<FileRow[]> =>
  reader.all<FileRow>('SELECT * FROM file WHERE committed_part > 0 AND is_document = 1 ORDER BY id')
