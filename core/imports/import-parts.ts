import type { Transaction } from '../database/connection.ts'
import { deleteSegments, insertSegments } from '../database/segment-table.ts'
import { deleteUsage, insertUsage } from '../database/usage-table.ts'
import type { LineSegment } from '../facts/line-segment.ts'
import { type AnySegment, isUsageSegment } from '../importers/importer.ts'

/** Stores what was read of a file as one part of it. */
export const storeSegments = async (
  tx: Transaction,
  file: number,
  part: number,
  segments: readonly AnySegment[],
): Promise<void> => {
  const usage = segments.filter(isUsageSegment)
  const lines = segments.filter((segment): segment is LineSegment => !isUsageSegment(segment))
  if (lines.length > 0) await insertSegments(tx, file, part, lines)
  if (usage.length > 0) await insertUsage(tx, file, part, usage)
}

/** Forgets parts of a file, both ends included. */
export const deleteParts = async (tx: Transaction, file: number, from: number, to = 2 ** 31): Promise<void> => {
  await deleteSegments(tx, file, from, to)
  await deleteUsage(tx, file, from, to)
}
