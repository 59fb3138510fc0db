import type { LineSegment } from '../facts/line-segment.ts'
import type { PackedColumn } from '../segments/column.ts'
import { asPackedColumn, type ColumnRow, insertColumns } from './column-rows.ts'
import type { Reader, Transaction } from './connection.ts'

/** A stored segment's head: which lines of which file it holds. */
export interface SegmentHead {
  readonly id: number
  readonly file: number
  readonly part: number
  readonly piece: number
  readonly day: number
  readonly firstLine: number
  readonly lastLine: number
  readonly firstTime: number
  readonly lastTime: number
  readonly earliestTime: number
  readonly facts: number
  readonly others: number
  readonly beginsBlock: number
}

const head = `id, file, part, piece, day, first_line AS firstLine, last_line AS lastLine, first_time AS firstTime,
  last_time AS lastTime, earliest_time AS earliestTime, facts, others, begins_block AS beginsBlock`

export const insertSegments = async (
  tx: Transaction,
  file: number,
  part: number,
  segments: readonly LineSegment[],
): Promise<void> => {
  const first = ((await tx.get<{ id: number | null }>('SELECT MAX(id) AS id FROM line_segment'))?.id ?? 0) + 1
  await tx.runMany(
    `INSERT INTO line_segment SELECT value->>0, value->>1, value->>2, value->>3, value->>4, value->>5, value->>6, value->>7, value->>8,
       value->>9, value->>10, value->>11, value->>12 FROM jsonb_each(?)`,
    segments.map((s, i) => [
      first + i,
      file,
      part,
      s.piece,
      s.day,
      s.firstLine,
      s.lastLine,
      s.firstTime,
      s.lastTime,
      s.earliestTime,
      s.facts.time.rows,
      s.others.time.rows,
      s.beginsBlock ? 1 : 0,
    ]),
  )
  await insertColumns(
    tx,
    'line_column',
    segments.flatMap((s, i) => [
      { owner: first + i, kind: 'fact', columns: s.facts },
      { owner: first + i, kind: 'other', columns: s.others },
    ]),
  )
}

/** Heads of all segments of the files that count, in the files' line order; `uncommitted` takes those of a running import too,
 * `withLines` only those whose lines were not removed because of their age.
 */
export const segmentHeads = async (
  reader: Reader,
  files: readonly number[],
  { uncommitted = false, withLines = false } = {},
): Promise<SegmentHead[]> => {
  if (files.length === 0) return []
  const bare = withLines ? 'AND id NOT IN (SELECT segment FROM bare_segment)' : ''
  const counts = uncommitted ? '' : 'AND part <= (SELECT committed_part FROM file WHERE file.id = line_segment.file)'
  return reader.all<SegmentHead>(
    `SELECT ${head} FROM line_segment WHERE file IN (${files.map(() => '?').join(',')}) ${counts} ${bare} ORDER BY file, first_line, part`,
    files,
  )
}

export interface SegmentColumns {
  readonly fact: { readonly [name: string]: PackedColumn }
  readonly other: { readonly [name: string]: PackedColumn }
}

/** The columns of some segments, by segment id. Keep the number of segments small: everything comes in one answer. */
export const segmentColumns = async (
  reader: Reader,
  segments: readonly number[],
): Promise<Map<number, SegmentColumns>> => {
  const rows = await reader.all<ColumnRow & { segment: number }>(
    `SELECT segment, kind, name, rows, minimum, maximum, width, data FROM line_column WHERE segment IN (${segments.map(() => '?').join(',')})`,
    segments,
  )
  const found = new Map<number, { fact: Record<string, PackedColumn>; other: Record<string, PackedColumn> }>()
  for (const row of rows) {
    const columns = found.get(row.segment) ?? { fact: {}, other: {} }
    found.set(row.segment, columns)
    columns[row.kind as 'fact' | 'other'][row.name] = asPackedColumn(row)
  }
  return found
}

/** The last local day, in days since 1970, that a file's lines fall on. */
export const lastDayOf = async (reader: Reader, file: number): Promise<number | undefined> =>
  (
    await reader.get<{ day: number | null }>(
      'SELECT MAX(day) AS day FROM (SELECT day FROM line_segment WHERE file = ?1 UNION ALL SELECT day FROM usage_segment WHERE file = ?1)',
      [file],
    )
  )?.day ?? undefined

/** Removes line facts of a file: those of all parts from one to another, both included. */
export const deleteSegments = async (
  tx: Transaction,
  file: number,
  fromPart: number,
  toPart = 2 ** 31,
): Promise<void> => {
  const segments = 'SELECT id FROM line_segment WHERE file = ? AND part BETWEEN ? AND ?'
  await tx.run(`DELETE FROM line_column WHERE segment IN (${segments})`, [file, fromPart, toPart])
  await tx.run(`DELETE FROM line_segment WHERE id IN (${segments})`, [file, fromPart, toPart])
}
