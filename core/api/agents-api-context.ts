import type { Agents } from '../agents/agents-context.ts'
import type { EventLog } from '../events/event-log-context.ts'
import type { CoreContext } from './core-context.ts'

/** What the calls about agents need of the core. */
export interface AgentsApiContext extends Pick<CoreContext, 'database' | 'announce'> {
  readonly agents: Agents
  readonly events: EventLog
}
