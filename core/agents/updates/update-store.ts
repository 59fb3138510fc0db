import { allUpdates, storeUpdates } from '../../database/agent-update-table.ts'
import type { Database } from '../../database/connection.ts'
import { createQueue } from '../../database/queue.ts'
import { allBatches, storeBatches } from '../../database/update-batch-table.ts'
import type { Schedule } from './schedule-types.ts'
import { scheduledBatch, scheduledUpdate, storedBatch, storedUpdate } from './update-rows.ts'

/** The schedule as it was last written. */
export const readSchedule = async (database: Database): Promise<Schedule> => {
  const batches = (await allBatches(database)).map(scheduledBatch)
  const updates = (await allUpdates(database)).map(scheduledUpdate)
  return {
    batches: new Map(batches.map((batch) => [batch.id, batch])),
    updates: new Map(updates.map((update) => [update.agent, update])),
  }
}

/** Writes what changed of a schedule; what could not be written is written with the next. The row of an agent that is removed goes with it. */
export const createScheduleStore = (database: Database, current: () => Schedule) => {
  const batches = new Set<number>()
  const agents = new Set<string>()
  const queue = createQueue()
  return {
    changed(changedBatches: Iterable<number>, changedAgents: Iterable<string>): void {
      for (const id of changedBatches) batches.add(id)
      for (const id of changedAgents) agents.add(id)
    },
    /** Resolves when everything that changed so far is written. */
    write: (): Promise<void> =>
      queue(async () => {
        if (batches.size === 0 && agents.size === 0) return
        const [ids, names] = [[...batches], [...agents]]
        batches.clear()
        agents.clear()
        const schedule = current()
        try {
          await database.transaction(async (tx) => {
            await storeBatches(tx, ids.flatMap((id) => schedule.batches.get(id) ?? []).map(storedBatch))
            await storeUpdates(tx, names.flatMap((agent) => schedule.updates.get(agent) ?? []).map(storedUpdate))
          })
        } catch (error) {
          for (const id of ids) batches.add(id)
          for (const agent of names) agents.add(agent)
          throw error
        }
      }),
  }
}
