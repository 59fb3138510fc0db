import type { FleetAgent } from '../agents/agents-context.ts'
import type { Api } from '../contract/contract.ts'
import type { CustomApplication } from '../contract/custom-applications.ts'
import { ConsoleError } from '../contract/errors.ts'
import type { Transaction } from '../database/connection.ts'
import {
  addApplication,
  changeApplication,
  openSessions,
  removeApplication,
  type StoredApplication,
  storedApplications,
} from '../database/custom-application-table.ts'
import { createApplicationActivity } from './application-activity.ts'
import { checkApplicationRules } from './check-application.ts'
import type { FleetApiContext } from './fleet-api-context.ts'

type ApplicationCalls = Pick<Api, Extract<keyof Api, `customApplications.${string}`>>

const mostSessions = 1000

export const createCustomApplicationsApi = (context: FleetApiContext): ApplicationCalls => {
  const { database, agents, events } = context
  const { fleet } = agents
  const activity = createApplicationActivity(context)
  /** Earlier names, since the console started: agents tell of runs under them until they have applied the change, and a backlog still does then. */
  const formerNames = new Map<number, Set<string>>()

  const present = (application: StoredApplication | undefined): StoredApplication => {
    if (!application) throw new ConsoleError('not-found', 'This custom application does not exist any more.')
    return application
  }
  const refuseTaken = (all: readonly StoredApplication[], name: string, own?: number): void => {
    const taken = all.find((one) => one.id !== own && one.name.toLowerCase() === name.toLowerCase())
    if (!taken) return
    throw new ConsoleError('refused', `A custom application named ${taken.name} exists already. Choose another name.`)
  }
  /** Approved agents of its groups: the others are told nothing. */
  const agentsOf = (groups: readonly number[]): FleetAgent[] =>
    [...new Set(groups.flatMap((group) => fleet.agentsOf(group)))].flatMap((id) => {
      const agent = fleet.get(id)
      return agent?.standing === 'approved' ? [agent] : []
    })

  const rows = (stored: readonly StoredApplication[]): CustomApplication[] => {
    const names = new Map(fleet.groups().map(({ id, name }) => [id, name]))
    const now = activity.now()
    // Thousands of agents may watch for hundreds of applications each.
    const known = new Map<string, ReturnType<typeof events.counts>>()
    const countsOf = ({ id }: FleetAgent) => {
      const counts = known.get(id) ?? events.counts(id)
      known.set(id, counts)
      return counts
    }
    return stored.map(({ id, name, description, enabled, rules, groups, lastSeen }) => {
      const running = now.get(id)
      const watching = enabled ? agentsOf(groups).map(countsOf) : []
      return {
        id,
        name,
        description,
        enabled,
        ...rules,
        groups,
        groupNames: groups.map((group) => names.get(group) ?? ''),
        sessions: running?.sessions ?? 0,
        hosts: running?.hosts.size ?? 0,
        users: running?.users.size ?? 0,
        lastSeen: Math.max(lastSeen, activity.lastSeen(id)),
        agents: watching.length,
        agentsWithErrors: watching.filter(({ errors }) => errors > 0).length,
        agentsWithWarnings: watching.filter(({ warnings }) => warnings > 0).length,
      }
    })
  }

  const write = async (
    work: (tx: Transaction, all: readonly StoredApplication[]) => Promise<number>,
  ): Promise<{ readonly before: StoredApplication | undefined; readonly after: StoredApplication | undefined }> => {
    const { id, before, after } = await database.transaction(async (tx) => {
      const all = await storedApplications(tx)
      const id = await work(tx, all)
      const isIt = (one: StoredApplication) => one.id === id
      return { id, before: all.find(isIt), after: (await storedApplications(tx)).find(isIt) }
    })
    await agents.configurations.forget()
    context.announce('customApplications.changed', { id })
    const groups = new Set([...(before?.groups ?? []), ...(after?.groups ?? [])])
    const ids = [...new Set([...groups].flatMap((group) => fleet.agentsOf(group)))]
    if (ids.length > 0) context.announce('agents.changed', { ids })
    if (groups.size > 0) context.announce('agentGroups.changed', { id: 0 })
    return { before, after }
  }
  const note = (application: StoredApplication, what: string, detail: string) =>
    events.log({
      severity: 'info',
      kind: 'change',
      subject: application.name,
      message: `Custom application ${what}`,
      detail,
    })
  const row = (stored: StoredApplication): CustomApplication => {
    const [shown] = rows([stored])
    if (!shown) throw new ConsoleError('internal', 'The custom application could not be read back.')
    return shown
  }

  return {
    'customApplications.list': async () => rows(await storedApplications(database)),
    'customApplications.create': async ({ name, description, enabled, groups, ...given }) => {
      const rules = checkApplicationRules(given)
      const { after } = await write(async (tx, all) => {
        refuseTaken(all, name)
        return addApplication(tx, { name, description, enabled, groups, rules }, Date.now())
      })
      const application = present(after)
      await note(application, 'created', told(application))
      return row(application)
    },
    'customApplications.change': async ({ id, name, description, enabled, groups, ...given }) => {
      const { before, after } = await write(async (tx, all) => {
        const old = present(all.find((one) => one.id === id))
        if (name !== undefined) refuseTaken(all, name, id)
        await changeApplication(tx, id, {
          name: name ?? old.name,
          description: description ?? old.description,
          enabled: enabled ?? old.enabled,
          groups: groups ?? old.groups,
          rules: checkApplicationRules({ ...old.rules, ...given }),
        })
        return id
      })
      const application = present(after)
      const isRenamed = before !== undefined && before.name !== application.name
      if (isRenamed) formerNames.set(id, (formerNames.get(id) ?? new Set()).add(before.name))
      const renamed = isRenamed ? `It was named ${before.name}. ` : ''
      await note(application, 'changed', `${renamed}${told(application)}`)
      return row(application)
    },
    'customApplications.remove': async ({ id }) => {
      const removed = row(present((await storedApplications(database)).find((one) => one.id === id)))
      const { before } = await write(async (tx, all) => {
        present(all.find((one) => one.id === id))
        await removeApplication(tx, id)
        return id
      })
      // Its id may be given again.
      formerNames.delete(id)
      await note(present(before), 'removed', 'What was recorded of it stays.')
      return removed
    },
    'customApplications.sessions': async ({ id }) => {
      const all = await storedApplications(database)
      const { name } = present(all.find((one) => one.id === id))
      const others = new Set(all.flatMap((one) => (one.id === id ? [] : one.name)))
      const names = [name, ...(formerNames.get(id) ?? [])].filter((one) => !others.has(one))
      const online = new Map(activity.agentsRunning(id).map((agent) => [agent.id, agent]))
      const sessions = await openSessions(database, names, [...online.keys()], mostSessions)
      return sessions.map(({ agent, ...session }) => {
        const known = online.get(agent)
        return { agent, agentName: known?.name || known?.host || '', host: known?.host ?? '', ...session }
      })
    },
  }
}

/** What an admin later wants to know of a change: whether it watches, and what it does to people's programs. */
const told = ({ enabled, rules }: StoredApplication): string => {
  const { harvesting } = rules
  const harvest = harvesting?.enabled ? `Harvesting: ${harvesting.method}.` : 'No harvesting.'
  return `${enabled ? 'Enabled' : 'Not enabled'}. ${harvest}`
}
