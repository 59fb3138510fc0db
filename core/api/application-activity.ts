import type { FleetAgent } from '../agents/agents-context.ts'
import { markApplicationsSeen } from '../database/custom-application-table.ts'
import type { FleetApiContext } from './fleet-api-context.ts'

export interface Running {
  readonly sessions: number
  /** In lower case. */
  readonly hosts: ReadonlySet<string>
  readonly users: ReadonlySet<string>
}

/** How exact the stored time is at which an application was last seen, in milliseconds: one write a minute, not one a connection. */
const exactness = 60_000

/** What runs of the custom applications at this moment, by what agents that are online told last; and when each was last seen. */
export const createApplicationActivity = ({ database, agents, announce }: FleetApiContext) => {
  const { fleet } = agents
  const seen = new Map<number, { last: number; stored: number }>()
  /** What each agent told before, to know whether the sessions are others now. */
  const told = new Map<string, string>()

  const runningOn = (agent: FleetAgent) =>
    fleet.isOnline(agent) ? agent.applications.filter((one) => one.sessions > 0) : []

  fleet.onChange((ids) => {
    const now = Date.now()
    const changed = new Set<number>()
    const due = new Set<number>()
    for (const id of ids) {
      const agent = fleet.get(id)
      const running = agent ? runningOn(agent) : []
      const before = told.get(id) ?? '[]'
      const after = JSON.stringify(running)
      if (after !== before) {
        for (const { application } of [...running, ...applicationsIn(before)]) changed.add(application)
        if (running.length > 0) told.set(id, after)
        else told.delete(id)
      }
      for (const { application } of running) {
        const times = seen.get(application) ?? { last: 0, stored: 0 }
        times.last = Math.max(times.last, agent?.lastConnection ?? 0)
        if (times.last - times.stored >= exactness) due.add(application)
        seen.set(application, times)
      }
    }
    const [only] = changed
    if (only !== undefined) announce('customApplications.changed', { id: changed.size === 1 ? only : 0 })
    if (due.size > 0) store([...due], now)
  })

  const store = (ids: readonly number[], now: number): void => {
    for (const id of ids) {
      const times = seen.get(id)
      if (times) times.stored = times.last
    }
    // Lost at most: when it was last seen, by a minute. The console closes, or says by itself that the database fails.
    database.transaction((tx) => markApplicationsSeen(tx, ids, now)).catch(() => undefined)
  }

  return {
    /** Agents of one machine see the same sessions: the one that sees most counts. */
    now: (): ReadonlyMap<number, Running> => {
      const all = new Map<number, { hosts: Map<string, number>; users: Set<string> }>()
      for (const agent of fleet.all()) {
        const host = agent.host.toLowerCase()
        for (const { application, sessions, users } of runningOn(agent)) {
          const found = all.get(application) ?? { hosts: new Map<string, number>(), users: new Set<string>() }
          found.hosts.set(host, Math.max(found.hosts.get(host) ?? 0, sessions))
          for (const user of users) found.users.add(user)
          all.set(application, found)
        }
      }
      return new Map(
        [...all].map(([application, { hosts, users }]) => {
          const sessions = hosts.values().reduce((sum, one) => sum + one, 0)
          return [application, { sessions, hosts: new Set(hosts.keys()), users }]
        }),
      )
    },
    /** Epoch milliseconds, since the console started; 0: not since then. */
    lastSeen: (application: number): number => seen.get(application)?.last ?? 0,
    agentsRunning: (application: number): FleetAgent[] =>
      fleet.all().filter((agent) => runningOn(agent).some((one) => one.application === application)),
  }
}

const applicationsIn = (text: string): readonly { readonly application: number }[] => JSON.parse(text)
