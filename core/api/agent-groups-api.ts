import type { AgentGroup } from '../contract/agent-groups.ts'
import type { Api } from '../contract/contract.ts'
import { ConsoleError } from '../contract/errors.ts'
import {
  addGroup,
  addGroupApplications,
  changeGroup,
  removeGroup,
  storedGroups,
  writeGroupAgents,
} from '../database/agent-group-table.ts'
import type { Transaction } from '../database/connection.ts'
import type { FleetApiContext } from './fleet-api-context.ts'

type GroupCalls = Pick<Api, Extract<keyof Api, `agentGroups.${string}`>>

const same = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase()

/** Agents that are in one of the two and not in the other. */
const moved = (before: readonly string[], after: readonly string[]): string[] => {
  const [old, now] = [new Set(before), new Set(after)]
  return [...before.filter((id) => !now.has(id)), ...after.filter((id) => !old.has(id))]
}

export const createAgentGroupsApi = (context: FleetApiContext): GroupCalls => {
  const { database, agents, events } = context

  const present = (group: AgentGroup | undefined): AgentGroup => {
    if (!group) throw new ConsoleError('not-found', 'This agent group does not exist any more.')
    return group
  }
  const find = (groups: readonly AgentGroup[], id: number): AgentGroup => present(groups.find((one) => one.id === id))
  const refuseTaken = (groups: readonly AgentGroup[], name: string, own?: number): void => {
    const taken = groups.find((group) => group.id !== own && same(group.name, name))
    if (!taken) return
    throw new ConsoleError('refused', `An agent group named ${taken.name} exists already. Choose another name.`)
  }

  /** Writes, then lets everything that depends on groups follow. */
  const write = async (
    work: (tx: Transaction, groups: readonly AgentGroup[]) => Promise<number>,
  ): Promise<{ readonly before: AgentGroup | undefined; readonly after: AgentGroup | undefined }> => {
    const written = await database.transaction(async (tx) => {
      const groups = await storedGroups(tx)
      const id = await work(tx, groups)
      const isGroup = (group: AgentGroup) => group.id === id
      return { id, before: groups.find(isGroup), after: (await storedGroups(tx)).find(isGroup) }
    })
    await agents.fleet.reloadGroups()
    await agents.configurations.forget()
    const { before, after, id } = written
    const ids =
      before?.name === after?.name ? moved(before?.agents ?? [], after?.agents ?? []) : (after ?? before)?.agents
    if (ids && ids.length > 0) context.announce('agents.changed', { ids })
    context.announce('agentGroups.changed', { id })
    return written
  }
  const note = (group: AgentGroup, what: string, detail = '') =>
    events.log({ severity: 'info', kind: 'change', subject: group.name, message: `Agent group ${what}`, detail })

  return {
    'agentGroups.list': () => storedGroups(database),
    'agentGroups.create': async ({ name, description = '', agents: members = [], applications = [] }) => {
      const { after } = await write(async (tx, groups) => {
        refuseTaken(groups, name)
        const id = await addGroup(tx, name, description)
        await writeGroupAgents(tx, id, members)
        await addGroupApplications(tx, id, applications)
        return id
      })
      const group = present(after)
      await note(group, 'created', counted(group.agents.length))
      return group
    },
    'agentGroups.change': async ({ id, name, description }) => {
      const { before, after } = await write(async (tx, groups) => {
        const group = find(groups, id)
        if (name !== undefined) refuseTaken(groups, name, id)
        await changeGroup(tx, id, name ?? group.name, description ?? group.description)
        return id
      })
      const group = present(after)
      if (before && before.name !== group.name) await note(group, 'renamed', `It was named ${before.name}.`)
      return group
    },
    'agentGroups.setAgents': async ({ id, agents: members }) => {
      const { before, after } = await write(async (tx, groups) => {
        find(groups, id)
        await writeGroupAgents(tx, id, members)
        return id
      })
      const group = present(after)
      const changed = moved(before?.agents ?? [], group.agents).length
      if (changed > 0) await note(group, 'has other agents', `${counted(group.agents.length)} ${changed} came or went.`)
      return group
    },
    'agentGroups.remove': async ({ id }) => {
      const { before } = await write(async (tx, groups) => {
        find(groups, id)
        await removeGroup(tx, id)
        return id
      })
      const group = present(before)
      await note(group, 'removed', `${counted(group.agents.length)} They stay.`)
      if (group.applications.length > 0) context.announce('customApplications.changed', { id: 0 })
      return group
    },
  }
}

const counted = (agents: number): string => (agents === 1 ? 'It has 1 agent.' : `It has ${agents} agents.`)
