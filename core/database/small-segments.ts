import type { Reader, Transaction } from './connection.ts'

/** Segments of usage rows that were appended bit by bit, and are better put together. Only those of parts that stay. */
const small = `FROM usage_segment JOIN file ON file.id = usage_segment.file
  WHERE usage_segment.file = ? AND usage_segment.rows < ? AND part <= committed_part AND part <> provisional_part`

export interface SmallDay {
  readonly day: number
  readonly isUtc: number
}

/** Days of a file with at least `most` segments of fewer than `rows` rows. */
export const smallDays = (reader: Reader, file: number, rows: number, most: number): Promise<SmallDay[]> =>
  reader.all<SmallDay>(`SELECT day, is_utc AS isUtc ${small} GROUP BY day, is_utc HAVING COUNT(*) >= ?`, [
    file,
    rows,
    most,
  ])

export interface SmallSegment {
  readonly id: number
  readonly part: number
  readonly firstTime: number
  readonly lastEnd: number
  readonly kinds: number
}

/** In the order in which they came. */
export const smallSegments = (
  reader: Reader,
  file: number,
  rows: number,
  { day, isUtc }: SmallDay,
): Promise<SmallSegment[]> =>
  reader.all<SmallSegment>(
    `SELECT usage_segment.id, part, first_time AS firstTime, last_end AS lastEnd, kinds ${small} AND day = ? AND is_utc = ? ORDER BY part, usage_segment.id`,
    [file, rows, day, isUtc],
  )

/** @returns how many of them there were */
export const deleteSegmentsById = async (tx: Transaction, segments: readonly number[]): Promise<number> => {
  const ids = JSON.stringify(segments)
  await tx.run('DELETE FROM usage_column WHERE segment IN (SELECT value FROM json_each(?))', [ids])
  return (await tx.run('DELETE FROM usage_segment WHERE id IN (SELECT value FROM json_each(?))', [ids])).changes
}
