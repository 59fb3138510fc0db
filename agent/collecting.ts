import type { AgentConfiguration } from '../core/agents/protocol/configuration.ts'
import type { AgentLog } from './agent-log.ts'
import type { Collector, CollectorContext, ProcessWatch } from './collector.ts'
import { createCollectors } from './collectors/create-collectors.ts'
import { createProcessWatch } from './collectors/process-watch.ts'
import { createHarvesting } from './harvesting/create-harvesting.ts'

export interface Collecting {
  readonly watch: ProcessWatch
  /** Resolves when every collector has taken it. One after the other. */
  apply(configuration: AgentConfiguration): Promise<void>
  /** Resolves when all that can be seen now is recorded. */
  settle(): Promise<void>
  /** What was seen is recorded. */
  close(): Promise<void>
}

/** All collectors, in the order in which they need each other. One that fails never keeps the others from their work. */
export const createCollecting = (context: CollectorContext, log: AgentLog): Collecting => {
  const watch = createProcessWatch(context)
  const collectors: readonly Collector[] = [...createCollectors(context, watch), createHarvesting(context, watch)]
  let isClosed = false
  let tail: Promise<void> = Promise.resolve()

  const inTurn = (work: () => Promise<void>): Promise<void> => {
    tail = tail.then(work)
    return tail
  }
  const guarded = async (collector: Collector, what: string, work: () => Promise<void> | undefined) => {
    try {
      await work()
    } catch (error) {
      log(`${collector.name}: ${what} failed`, error)
      context.trouble('collector-failing', collector.name, error instanceof Error ? error.message : String(error))
    }
  }

  return {
    watch,
    apply: (next) =>
      inTurn(async () => {
        if (isClosed) return
        for (const collector of collectors)
          await guarded(collector, 'its configuration', () => collector.configure(next))
      }),
    settle: () =>
      inTurn(async () => {
        for (const collector of collectors) await guarded(collector, 'reading', () => collector.settle?.())
      }),
    close: () =>
      inTurn(async () => {
        if (isClosed) return
        isClosed = true
        for (const collector of [...collectors].reverse()) await guarded(collector, 'its end', () => collector.close())
      }),
  }
}
