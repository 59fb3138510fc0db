import type { CollectorContext, ProcessWatch } from '../collector.ts'
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
    await suspended.remove(pid, start)
    if (isOver || (await control.resume({ pid, start })) === 'gone') continue
    const detail = 'It is no longer harvested by suspending.'
    const at = context.now()
    await context.record([
      { record: 'harvest', at, application, pid, user, reason: fired.reason, action: 'resumed', detail },
    ])
  }
}
