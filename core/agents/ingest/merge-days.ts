import type { Database } from '../../database/connection.ts'
import { deleteSegmentsById, type SmallDay, smallDays, smallSegments } from '../../database/small-segments.ts'
import { insertUsage, usageColumnsOf } from '../../database/usage-table.ts'
import type { UsageSegment } from '../../facts/usage-fact.ts'
import type { WorkerClient } from '../../workers/worker-calls.ts'

/** So many small segments of one day are worth one larger one; what is larger is left alone. */
const mostSmall = 32
const smallRows = 50_000

/** A fold each second leaves a segment each second: those of one day are put together. */
export const mergeDays = async (database: Database, worker: WorkerClient, files: readonly number[]): Promise<void> => {
  for (const file of files)
    for (const day of await smallDays(database, file, smallRows, mostSmall)) await mergeDay(database, worker, file, day)
}

const mergeDay = async (database: Database, worker: WorkerClient, file: number, day: SmallDay): Promise<void> => {
  const heads = await smallSegments(database, file, smallRows, day)
  const ids = heads.map(({ id }) => id)
  const columns = await usageColumnsOf(database, ids)
  // Somebody removed the file meanwhile.
  if (ids.length === 0 || columns.size < ids.length) return
  const segments = heads.map(
    ({ id, firstTime, lastEnd, kinds }): UsageSegment => ({
      day: day.day,
      isUtc: day.isUtc === 1,
      firstTime,
      lastEnd,
      kinds,
      rows: columns.get(id) as UsageSegment['rows'],
    }),
  )
  const merged = await worker.call<UsageSegment>('mergeUsage', { segments })
  await database.transaction(async (tx) => {
    if ((await deleteSegmentsById(tx, ids)) < ids.length)
      throw new Error('The rows of this day changed while they were put together; they are left as they are.')
    await insertUsage(tx, file, Math.max(...heads.map(({ part }) => part)), [merged])
  })
}
