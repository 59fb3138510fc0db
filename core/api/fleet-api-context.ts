import type { Agents } from '../agents/agents-context.ts'
import type { EventLog } from '../events/event-log-context.ts'
import type { CoreContext } from './core-context.ts'

/** What the calls about agent groups and custom applications need of the core. */
export interface FleetApiContext extends Pick<CoreContext, 'database' | 'announce'> {
  readonly agents: Pick<Agents, 'fleet' | 'configurations'>
  readonly events: Pick<EventLog, 'log' | 'counts'>
}
