import { ConsoleError } from '../../contract/errors.ts'
import {
  allAgents,
  allMembers,
  changeMembers,
  deleteAgents,
  groupNames as readGroupNames,
  storeAgents,
} from '../../database/agent-table.ts'
import type { Database } from '../../database/connection.ts'
import type { EventLog } from '../../events/event-log-context.ts'
import type { Fleet, FleetAgent } from '../agents-context.ts'
import { asAgent, asStored } from './fleet-rows.ts'
import { createPresence } from './presence.ts'

export interface FleetContext {
  readonly database: Database
  readonly events: EventLog
  /** Agents can connect here: who stays away is offline. */
  readonly isListening: boolean
  readonly now: () => number
  log(error: unknown, where: string): void
}

/** Milliseconds between two looks at who is online, which is also how often changes are announced, and between two writes of connection times. */
const lookEvery = 1000
const writeEvery = 5000
/** More than this going offline or coming back at once is one event. */
const mostPresenceEvents = 20
/** Milliseconds for which an agent is new. */
const newFor = 120_000

/** Reads all agents and keeps them in memory; connections are written behind, what an admin changes soon. */
export const openFleet = async ({ database, events, isListening, now, log }: FleetContext): Promise<Fleet> => {
  const agents = new Map<string, FleetAgent>()
  for (const row of await allAgents(database)) agents.set(row.id, asAgent(row))
  const startedAt = now()
  // Connections of a time when the clock was ahead say nothing.
  const connections = [...agents.values()].map(({ lastConnection }) => lastConnection)
  const lastAlive = connections.reduce((last, at) => (at <= startedAt ? Math.max(last, at) : last), 0)
  const presence = createPresence(isListening ? lastAlive : 0, startedAt)
  presence.look(agents.values(), startedAt)

  const groupsOf = new Map<string, Set<number>>()
  const agentsOf = new Map<number, Set<string>>()
  let names: readonly { readonly id: number; readonly name: string }[] = []
  const join = (group: number, agent: string): void => {
    groupsOf.set(agent, (groupsOf.get(agent) ?? new Set()).add(group))
    agentsOf.set(group, (agentsOf.get(group) ?? new Set()).add(agent))
  }
  const reloadGroups = async (): Promise<void> => {
    const [members, groups] = [await allMembers(database), await readGroupNames(database)]
    groupsOf.clear()
    agentsOf.clear()
    names = groups
    for (const { agent_group: group, agent } of members) join(group, agent)
  }
  await reloadGroups()

  const listeners = new Set<(ids: readonly string[]) => void>()
  const unannounced = new Set<string>()
  const unwritten = new Set<string>()
  let writing: Promise<void> = Promise.resolve()

  const write = (): Promise<void> => {
    writing = writing.then(async () => {
      const ids = [...unwritten]
      unwritten.clear()
      const rows = ids.flatMap((id) => agents.get(id) ?? []).map(asStored)
      if (rows.length === 0) return
      try {
        await database.transaction((tx) => storeAgents(tx, rows))
      } catch (error) {
        for (const id of ids) unwritten.add(id)
        throw error
      }
    })
    const attempt = writing
    writing = writing.catch(() => undefined)
    return attempt
  }
  const announce = (): void => {
    if (unannounced.size === 0) return
    const ids = [...unannounced]
    unannounced.clear()
    for (const listener of listeners) listener(ids)
  }
  const touched = (ids: readonly string[]): void => {
    for (const id of ids) unannounced.add(id)
  }

  const tellPresence = (some: readonly FleetAgent[], one: string, many: string): void => {
    const kind = { severity: 'info', kind: 'connection' } as const
    const told =
      some.length > mostPresenceEvents
        ? [
            events.log({
              ...kind,
              message: `${some.length} agents ${many}`,
              detail: some
                .map(({ name, host }) => name || host)
                .join(', ')
                .slice(0, 4000),
            }),
          ]
        : some.map(({ id }) => events.log({ ...kind, agent: id, message: one }))
    for (const event of told) event.catch((error) => log(error, 'event log'))
  }
  const look = (): void => {
    const { wentOffline, cameBack } = presence.look(agents.values(), now())
    touched([...wentOffline, ...cameBack].map(({ id }) => id))
    if (isListening) {
      tellPresence(wentOffline, 'Went offline', 'went offline')
      // A new one has just been told of.
      tellPresence(
        cameBack.filter(({ enrolledAt }) => now() - enrolledAt > newFor),
        'Is online again',
        'are online again',
      )
    }
    announce()
  }
  const lookTimer = setInterval(look, lookEvery)
  const writeTimer = setInterval(() => void write().catch((error) => log(error, 'agents')), writeEvery)
  lookTimer.unref()
  writeTimer.unref()

  return {
    all: () => [...agents.values()],
    get: (id) => agents.get(id),
    isOnline: (agent, at = now()) => presence.isOnline(agent, at),
    async add(agent, also) {
      await database.transaction(async (tx) => {
        await storeAgents(tx, [asStored(agent)])
        await also?.(tx)
      })
      agents.set(agent.id, agent)
      // A write that was under way may have put the earlier one back.
      unwritten.add(agent.id)
      touched([agent.id])
    },
    change(id, change) {
      const agent = agents.get(id)
      if (!agent) return
      agents.set(id, { ...agent, ...change })
      unwritten.add(id)
      touched([id])
      if (change.name !== undefined || (change.standing !== undefined && change.standing !== agent.standing))
        void write().catch((error) => log(error, 'agents'))
    },
    async remove(ids) {
      // Gone from memory first: what is written behind meanwhile must not bring them back.
      const kept = ids.flatMap((id) => agents.get(id) ?? [])
      for (const id of ids) {
        agents.delete(id)
        unwritten.delete(id)
      }
      try {
        await writing
        await database.transaction((tx) => deleteAgents(tx, ids))
      } catch (error) {
        for (const agent of kept) agents.set(agent.id, agent)
        throw error
      }
      for (const id of ids) {
        for (const group of groupsOf.get(id) ?? []) agentsOf.get(group)?.delete(id)
        groupsOf.delete(id)
        await events.forget(id)
      }
      touched(ids)
      announce()
    },
    groupsOf: (agent) => [...(groupsOf.get(agent) ?? [])],
    agentsOf: (group) => [...(agentsOf.get(group) ?? [])],
    groupNames: (agent) => {
      const groups = groupsOf.get(agent)
      return groups ? names.filter(({ id }) => groups.has(id)).map(({ name }) => name) : []
    },
    groups: () => names,
    async setGroups(changes) {
      const known = new Set(names.map(({ id }) => id))
      for (const { agent, add } of changes) {
        if (!agents.has(agent)) throw new ConsoleError('not-found', 'One of these agents is not there any more.')
        const missing = add.find((group) => !known.has(group))
        if (missing !== undefined)
          throw new ConsoleError('not-found', 'One of these agent groups is not there any more.')
      }
      const pairs = (which: 'add' | 'remove') =>
        changes.flatMap((change) => change[which].map((group) => [group, change.agent] as const))
      await database.transaction((tx) => changeMembers(tx, pairs('add'), pairs('remove')))
      for (const [group, agent] of pairs('remove')) {
        groupsOf.get(agent)?.delete(group)
        agentsOf.get(group)?.delete(agent)
      }
      for (const [group, agent] of pairs('add')) join(group, agent)
      touched(changes.map(({ agent }) => agent))
    },
    reloadGroups: async () => {
      const before = [...groupsOf.keys()]
      await reloadGroups()
      touched([...before, ...groupsOf.keys()])
    },
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    flush: write,
    async close() {
      clearInterval(lookTimer)
      clearInterval(writeTimer)
      await write().catch((error) => log(error, 'agents'))
    },
  }
}
