import type { FleetAgent } from '../agents/agents-context.ts'
import type { AgentDetails, AgentIssueRow } from '../contract/agents.ts'
import { certificateEnd } from '../database/agent-credential-table.ts'
import { storedApplications } from '../database/custom-application-table.ts'
import { findEvents } from '../database/event-table.ts'
import { issueWords } from '../events/issue-catalogue.ts'
import type { AgentsApiContext } from './agents-api-context.ts'

/** Events that the panel of one agent shows; the event log has them all. */
const mostEvents = 50

/** Everything that is known of one agent. */
export const agentDetails = async (context: AgentsApiContext, agent: FleetAgent): Promise<AgentDetails> => {
  const { database, agents } = context
  const { spool, id } = agent
  const { collectors, spool: spoolSettings } = agents.configurations.of(id)
  const losses = await agents.ingest.losses(id)
  const names = new Map((await storedApplications(database)).map((application) => [application.id, application.name]))
  const events = await findEvents(database, { agents: [id] }, mostEvents)
  return {
    agent: agents.row(agent),
    issues: issuesOf(context, id),
    domain: agent.domain,
    addresses: agent.addresses.join(', '),
    release: agent.release,
    architecture: agent.architecture,
    enrolledAt: agent.enrolledAt,
    startedAt: agent.startedAt,
    clockOffset: agent.clockOffset,
    certificateNotAfter: await certificateEnd(database, id),
    spool: {
      waiting: spool?.waiting ?? 0,
      waitingSince: spool?.waitingSince ?? 0,
      bytes: spool?.bytes ?? 0,
      quota: spool?.quota ?? 0,
      dropped: spool?.dropped ?? {},
      ...losses,
    },
    configuration: {
      told: agent.toldConfiguration,
      applied: agent.appliedConfiguration,
      toldAt: agent.toldConfigurationAt,
      collectors,
      spool: spoolSettings,
    },
    sessions: agent.applications
      .filter(({ sessions }) => sessions > 0)
      .map(({ application, sessions, users }) => ({
        application: names.get(application) ?? 'removed application',
        sessions,
        users,
      })),
    events: events.map(({ at, severity, message, detail }) => ({
      at,
      severity,
      message: detail === '' ? message : `${message}: ${detail}`,
    })),
  }
}

/** Errors first, then the latest. */
const issuesOf = ({ events }: AgentsApiContext, agent: string): AgentIssueRow[] =>
  events
    .open(agent)
    .map(({ id, code, severity, subject, detail, openedAt, lastAt, times }) => {
      const { title, cause, remedy } = issueWords(code)
      return { id, code, severity, title, subject, detail, cause, remedy, openedAt, lastAt, times }
    })
    .sort((a, b) => a.severity.localeCompare(b.severity) || b.lastAt - a.lastAt)
