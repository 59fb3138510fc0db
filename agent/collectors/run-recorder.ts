import {
  type InventoryRecord,
  type ModuleRecord,
  type ProcessRecord,
  runKey,
} from '../../core/agents/protocol/records.ts'
import type { CollectorContext } from '../collector.ts'

type Run = ProcessRecord | ModuleRecord

/**
 * Tells runs to the console: begun, changed, ended, and now and then all that are open. While the spool is full what is to be told waits
 * here, a run's latest line only: the line of an end says everything, so nothing is lost but the memory's bound.
 */
export interface RunRecorder {
  tell(run: Run): void
  /** All open runs of this kind follow what is told so far. */
  tellInventory(keys: readonly string[]): void
  /** Writes what waits. Resolves when it is on the disk, or when the spool is full and it goes on waiting. */
  flush(): Promise<void>
}

const mostWaiting = 50_000
/** Records of one write: a first look at a machine is a few hundred. */
const atOnce = 2000

export const createRunRecorder = (
  context: CollectorContext,
  collector: string,
  of: InventoryRecord['of'],
): RunRecorder => {
  const waiting = new Map<string, Run>()
  let inventory: readonly string[] | undefined
  let flushing: Promise<void> = Promise.resolve()
  let isStuck = false

  const write = async (): Promise<void> => {
    try {
      while (waiting.size > 0) {
        const part = [...waiting].slice(0, atOnce)
        await context.record(part.map(([, run]) => run))
        // Told anew meanwhile: that line is still to be written.
        for (const [key, run] of part) if (waiting.get(key) === run) waiting.delete(key)
      }
      if (inventory) {
        const keys = inventory
        await context.record([{ record: 'inventory', of, at: context.now(), keys: [...keys] }])
        if (inventory === keys) inventory = undefined
      }
      isStuck = false
    } catch (error) {
      if (!isStuck) context.log(`${collector}: runs wait until the spool takes them`, error)
      isStuck = true
    }
  }

  return {
    tell(run) {
      const key = runKey(run)
      // To the end of the order: what is written is in the order in which it happened.
      waiting.delete(key)
      waiting.set(key, run)
      if (waiting.size <= mostWaiting) return
      waiting.delete(waiting.keys().next().value ?? '')
      context.gaveUp(1, 'no-room')
    },
    tellInventory(keys) {
      inventory = keys
    },
    flush() {
      flushing = flushing.then(write)
      return flushing
    },
  }
}
