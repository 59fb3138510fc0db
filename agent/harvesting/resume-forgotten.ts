import type { CollectorContext, ProcessWatch } from '../collector.ts'
import type { ProcessName } from './control/process-control.ts'
import type { HarvestedApplication, HarvestingTools } from './harvested-session.ts'

/** Programs that an agent before this one suspended: those that are no longer harvested by suspending go on, those that are over are forgotten. */
export const resumeForgotten = async (
  context: CollectorContext,
  { control, suspended }: HarvestingTools,
  watch: ProcessWatch,
  applications: readonly HarvestedApplication[],
): Promise<void> => {
  for (const { pid, start, user, application, fired } of suspended.all()) {
    const isHarvested = applications.some(
      ({ name, harvesting }) => name === application && harvesting.method === 'suspend',
    )
    const isOver = watch.lookedAt > 0 && watch.current.get(pid)?.start !== start
    if (isHarvested && !isOver) continue
    // It is remembered until it goes on: whoever is killed in between leaves it to the next.
    const outcome = isOver ? 'gone' : await resumed({ pid, start })
    if (outcome === 'failed') continue
    await suspended.remove(pid, start)
    if (outcome === 'gone') continue
    const detail = 'It is no longer harvested by suspending.'
    const at = context.now()
    await context
      .record([{ record: 'harvest', at, application, pid, user, reason: fired.reason, action: 'resumed', detail }])
      .catch((error) => {
        context.gaveUp(1, 'no-room')
        context.log('an act of harvesting could not be recorded', error)
      })
  }

  async function resumed(program: ProcessName): Promise<'done' | 'gone' | 'failed'> {
    try {
      return await control.resume(program)
    } catch (error) {
      context.log(`process ${program.pid}, which was suspended, could not be resumed`, error)
      return 'failed'
    }
  }
}
