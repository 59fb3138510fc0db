import { type UsageColumn, type UsageSegment, usageColumns } from '../../facts/usage-fact.ts'
import { type PackedColumn, packColumn, unpackInto } from '../../segments/column.ts'

/** Rows of several segments of one day and clock as one segment, in the order given. */
export const mergeUsage = (segments: readonly UsageSegment[]): UsageSegment => {
  const [first] = segments
  if (!first) throw new Error('There is nothing to merge.')
  const size = segments.reduce((sum, { rows }) => sum + rows.time.rows, 0)
  const rows: Partial<Record<UsageColumn, PackedColumn>> = {}
  for (const name of usageColumns) {
    const values = new Int32Array(size)
    let at = 0
    for (const segment of segments) {
      unpackInto(segment.rows[name], values, at)
      at += segment.rows[name].rows
    }
    rows[name] = packColumn(values, size)
  }
  return {
    day: first.day,
    isUtc: first.isUtc,
    firstTime: Math.min(...segments.map(({ firstTime }) => firstTime)),
    lastEnd: Math.max(...segments.map(({ lastEnd }) => lastEnd)),
    kinds: segments.reduce((bits, { kinds }) => bits | kinds, 0),
    rows: rows as UsageSegment['rows'],
  }
}
