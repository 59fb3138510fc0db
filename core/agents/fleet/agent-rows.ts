import type { AgentRow } from '../../contract/agents.ts'
import type { EventLog } from '../../events/event-log-context.ts'
import type { Configurations, Fleet, FleetAgent, Updates } from '../agents-context.ts'
import { versionState } from './version-state.ts'

export interface AgentRowContext {
  readonly fleet: Fleet
  readonly configurations: Configurations
  readonly events: EventLog
  readonly updates: Pick<Updates, 'newerVersion'>
  /** The console's. */
  readonly version: string
}

/** A row of the agents grid (seed, End User Agents grid). */
export const agentRow = (
  { fleet, configurations, events, updates, version }: AgentRowContext,
  agent: FleetAgent,
): AgentRow => {
  const configuration = configurations.of(agent.id)
  return {
    id: agent.id,
    name: agent.name || agent.host,
    isNamed: agent.name !== '',
    standing: agent.standing,
    version: agent.version,
    versionState: versionState(agent.version, version),
    newerVersion: updates.newerVersion(agent),
    isHeld: agent.isHeld,
    updateUnable: agent.updateUnable,
    status: agent.lastConnection === 0 ? 'never' : fleet.isOnline(agent) ? 'online' : 'offline',
    host: agent.host,
    ip: agent.ip,
    system: agent.system,
    channel: agent.channel,
    lastConnection: agent.lastConnection,
    interval: agent.interval,
    ...events.counts(agent.id),
    groups: fleet.groupNames(agent.id),
    licenseServers: agent.servers,
    applications: configuration.applications
      .flatMap(({ name, harvesting }) => (harvesting?.enabled ? name : []))
      .sort((a, b) => a.localeCompare(b)),
    backlog: agent.spool?.waiting ?? 0,
    isConfigurationApplied: agent.appliedConfiguration === configuration.revision,
  }
}
