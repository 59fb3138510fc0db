import type { SubjectContent } from '../facts/subject-dictionary.ts'
import { createSubjectRows, eachSubject } from '../facts/subject-rows.ts'
import type { UsageSegment } from '../facts/usage-fact.ts'
import type { PackedColumn } from '../segments/column.ts'
import { asPackedColumn, type ColumnRow, insertColumns } from './column-rows.ts'
import type { Reader, Transaction } from './connection.ts'

/** A stored segment's head. Times are seconds since its day's midnight on its clock. */
export interface UsageHead {
  readonly id: number
  readonly file: number
  readonly source: number
  readonly day: number
  readonly isUtc: number
  readonly firstTime: number
  readonly lastEnd: number
  /** Bit `1 << kind` for each `UsageKind` that its rows have. */
  readonly kinds: number
  readonly rows: number
}

export const insertUsage = async (
  tx: Transaction,
  file: number,
  part: number,
  segments: readonly UsageSegment[],
): Promise<void> => {
  const first = ((await tx.get<{ id: number | null }>('SELECT MAX(id) AS id FROM usage_segment'))?.id ?? 0) + 1
  await tx.runMany(
    `INSERT INTO usage_segment SELECT value->>0, value->>1, value->>2, value->>3, value->>4, value->>5, value->>6, value->>7, value->>8
     FROM jsonb_each(?)`,
    segments.map(({ day, isUtc, firstTime, lastEnd, kinds, rows }, i) => [
      first + i,
      file,
      part,
      day,
      isUtc ? 1 : 0,
      firstTime,
      lastEnd,
      kinds,
      rows.time.rows,
    ]),
  )
  await insertColumns(
    tx,
    'usage_column',
    segments.map(({ rows }, i) => ({ owner: first + i, kind: 'row', columns: rows })),
  )
}

/** Heads of all segments that count, of files of these formats, in order of source, file and line. */
export const usageHeads = (reader: Reader, formats: readonly string[]): Promise<UsageHead[]> =>
  reader.all<UsageHead>(
    `SELECT usage_segment.id, file, source, day, is_utc AS isUtc, first_time AS firstTime, last_end AS lastEnd, kinds, usage_segment.rows
     FROM usage_segment JOIN file ON file.id = file
     WHERE part <= committed_part AND source > 0 AND file.format IN (SELECT value FROM json_each(?)) ORDER BY source, file, part, usage_segment.id`,
    [JSON.stringify(formats)],
  )

/** Columns of some segments, by segment id. Keep the number of segments small: everything comes in one answer. */
export const usageColumnsOf = async (
  reader: Reader,
  segments: readonly number[],
): Promise<Map<number, { readonly [name: string]: PackedColumn }>> => {
  const found = new Map<number, { [name: string]: PackedColumn }>()
  for (const row of await reader.all<ColumnRow & { segment: number }>(
    'SELECT segment, kind, name, rows, minimum, maximum, width, data FROM usage_column WHERE segment IN (SELECT value FROM json_each(?))',
    [JSON.stringify(segments)],
  )) {
    const columns = found.get(row.segment) ?? {}
    found.set(row.segment, columns)
    columns[row.name] = asPackedColumn(row)
  }
  return found
}

export const deleteUsage = async (tx: Transaction, file: number, fromPart: number, toPart = 2 ** 31): Promise<void> => {
  const segments = 'SELECT id FROM usage_segment WHERE file = ? AND part BETWEEN ? AND ?'
  await tx.run(`DELETE FROM usage_column WHERE segment IN (${segments})`, [file, fromPart, toPart])
  await tx.run(`DELETE FROM usage_segment WHERE id IN (${segments})`, [file, fromPart, toPart])
}

/** Texts and subjects with ids above the given ones, in order of id. */
export const readSubjects = async (
  reader: Reader,
  above: { readonly texts: number; readonly subjects: number } = { texts: 0, subjects: 0 },
): Promise<SubjectContent> => {
  const rows = createSubjectRows()
  for (const { kind, texts } of await reader.all<{ kind: number; texts: string }>(
    'SELECT kind, texts FROM subject WHERE id > ? ORDER BY id',
    [above.subjects],
  )) {
    const row = [kind, ...(JSON.parse(texts) as number[])]
    rows.add(row, row.length)
  }
  const texts = await reader.all<{ text: string }>('SELECT text FROM usage_text WHERE id > ? ORDER BY id', [
    above.texts,
  ])
  return { texts: texts.map(({ text }) => text), subjects: rows.flat.slice() }
}

/**
 * Appends what an import added: ids go on from the last ones stored.
 * @param before how many there were when these were numbered. @throws Error named `SubjectsMissing` when it is not so many
 */
export const appendSubjects = async (
  tx: Transaction,
  { texts, subjects }: SubjectContent,
  before?: { readonly texts: number; readonly subjects: number },
): Promise<void> => {
  const last = await tx.get<{ text: number; subject: number }>(
    'SELECT (SELECT COALESCE(MAX(id), 0) FROM usage_text) AS text, (SELECT COALESCE(MAX(id), 0) FROM subject) AS subject',
  )
  if (before && (last?.text !== before.texts || last.subject !== before.subjects))
    throw Object.assign(new Error('Names that were numbered before these are not stored.'), { name: 'SubjectsMissing' })
  await tx.runMany(
    'INSERT INTO usage_text SELECT value->>0, value->>1 FROM jsonb_each(?)',
    texts.map((text, i) => [(last?.text ?? 0) + i + 1, text]),
  )
  const rows: [id: number, kind: number, texts: string][] = []
  eachSubject(subjects, (at, length) => {
    const ids = subjects.subarray(at + 1, at + length)
    rows.push([(last?.subject ?? 0) + rows.length + 1, subjects[at] as number, `[${ids.join()}]`])
  })
  await tx.runMany('INSERT INTO subject SELECT value->>0, value->>1, value->>2 FROM jsonb_each(?)', rows)
}
