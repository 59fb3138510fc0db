import type { Reader } from './connection.ts'

/** From when to when there are usage rows of a source, in seconds since 1970 on their clock: UTC, or the source's local time. */
export interface UsageExtent {
  readonly source: number
  readonly isUtc: number
  readonly from: number
  readonly to: number
}

/** One for each source and clock; only rows that count. */
export const usageExtents = (reader: Reader): Promise<UsageExtent[]> =>
  reader.all<UsageExtent>(
    `SELECT source, is_utc AS isUtc, MIN(day * 86400 + first_time) AS "from", MAX(day * 86400 + last_end) AS "to"
     FROM usage_segment JOIN file ON file.id = file WHERE part <= committed_part AND source > 0 GROUP BY source, is_utc`,
  )
