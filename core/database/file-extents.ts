import type { Reader } from './connection.ts'

/** The first and the last thing that a file tells of. */
export interface FileExtent {
  /** Seconds since 1970, on the clock below. */
  readonly first: number
  readonly last: number
  /** The times are UTC; else they are the local time of the file's source. */
  readonly isUtc: boolean
}

/** Of those of the files that hold anything dated, by file; two where a file states some times in UTC and some in local time. */
export const fileExtents = async (reader: Reader, files: readonly number[]): Promise<Map<number, FileExtent[]>> => {
  const rows = await reader.all<{ file: number; first: number; last: number; isUtc: number }>(
    `SELECT file, MIN(day * 86400 + first_time) AS first, MAX(day * 86400 + last_time) AS last, 0 AS isUtc FROM line_segment
     WHERE file IN (SELECT value FROM json_each(?1)) GROUP BY file
     UNION ALL
     SELECT file, MIN(day * 86400 + first_time), MAX(day * 86400 + last_end - 1), is_utc FROM usage_segment
     WHERE file IN (SELECT value FROM json_each(?1)) GROUP BY file, is_utc`,
    [JSON.stringify(files)],
  )
  const found = new Map<number, FileExtent[]>()
  for (const { file, first, last, isUtc } of rows)
    found.set(file, [...(found.get(file) ?? []), { first, last, isUtc: isUtc === 1 }])
  return found
}
