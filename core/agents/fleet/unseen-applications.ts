import type { Database } from '../../database/connection.ts'
import { storedApplications } from '../../database/custom-application-table.ts'
import type { EventLog } from '../../events/event-log-context.ts'
import type { Fleet } from '../agents-context.ts'

export interface UnseenContext {
  readonly database: Database
  readonly fleet: Fleet
  readonly events: EventLog
  readonly now: () => number
}

/** An application gets this long to run somewhere, milliseconds. */
const patience = 86_400_000

/** Says which custom applications agents have watched for since yesterday, and none ever saw: their rules may fit nothing. */
export const tellUnseenApplications = async ({ database, fleet, events, now }: UnseenContext): Promise<void> => {
  const unseen = (await storedApplications(database)).filter(
    ({ enabled, createdAt, lastSeen }) => enabled && lastSeen === 0 && now() - createdAt > patience,
  )
  const current = unseen.flatMap(({ name, groups, createdAt }) => {
    const agents = new Set(groups.flatMap((group) => fleet.agentsOf(group)))
    const heard = [...agents].filter((id) => (fleet.get(id)?.lastConnection ?? 0) - createdAt > patience)
    const watchers = heard.length === 1 ? '1 agent has' : `${heard.length} agents have`
    return heard.length === 0
      ? []
      : [
          {
            code: 'application-never-seen' as const,
            subject: name,
            detail: `${watchers} watched for it for over a day`,
          },
        ]
  })
  await events.troubles('', ['application-never-seen'], current)
}
