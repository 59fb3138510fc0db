import { createStore } from 'zustand/vanilla'
import type { AgentGroup } from '../../core/contract/agent-groups.ts'
import type { ScopedConfiguration } from '../../core/contract/agents.ts'
import type { Client } from '../../core/contract/client.ts'
import type { Params } from '../../core/contract/contract.ts'
import { oneAtATime } from '../one-at-a-time.ts'

export interface RemovedGroup extends AgentGroup {
  /** What was set for its agents. */
  readonly settings: Omit<ScopedConfiguration, 'scope'>
}

export interface GroupsState {
  /** By name. */
  readonly groups?: readonly AgentGroup[]
  /** Of the group on show: what is set for its agents. */
  readonly settings?: ScopedConfiguration
  readonly error?: unknown
  readonly watch: () => () => void
  readonly watchSettings: (id: number) => () => void
  readonly reload: () => void
  readonly create: (group: Params<'agentGroups.create'>) => Promise<AgentGroup>
  readonly change: (change: Params<'agentGroups.change'>) => Promise<AgentGroup>
  readonly addAgents: (id: number, agents: readonly string[]) => Promise<void>
  readonly takeOut: (id: number, agents: readonly string[]) => Promise<void>
  /** @returns what it was, for `restore` */
  readonly remove: (id: number) => Promise<RemovedGroup>
  /** Makes a removed group anew, with its agents, its settings and in the applications that it was assigned to. */
  readonly restore: (group: RemovedGroup) => Promise<AgentGroup>
}

/** Agent groups: who is in them, and what they are. */
export const createGroupsStore = (api: Client) =>
  createStore<GroupsState>((set, get) => {
    const load = oneAtATime(async () => {
      try {
        set({ groups: await api.call('agentGroups.list', {}), error: undefined })
      } catch (error) {
        set({ error })
      }
    }, 200)

    let shown: string | undefined
    const loadSettings = oneAtATime(async () => {
      const scope = shown
      if (scope === undefined) return
      // Without an answer the line says nothing: the group itself may be gone.
      const settings = await api.call('agents.configuration', { scope }).catch(() => undefined)
      if (scope === shown) set({ settings })
    }, 200)

    /** On show at once; what else changed with it is asked for. */
    const put = (group: AgentGroup): AgentGroup => {
      const others = (get().groups ?? []).filter(({ id }) => id !== group.id)
      set({ groups: [...others, group].sort((a, b) => a.name.localeCompare(b.name, 'en')) })
      void load()
      return group
    }
    const changeAgents = async (ids: readonly string[], add: number[], remove: number[]) => {
      await api.call('agents.changeGroups', { ids: [...ids], add, remove })
      void load()
    }

    return {
      watch: () => {
        void load()
        const ends = [
          api.on('agentGroups.changed', () => void load()),
          api.on('customApplications.changed', () => void load()),
        ]
        return () => {
          for (const end of ends) end()
        }
      },
      watchSettings: (id) => {
        shown = `group:${id}`
        set({ settings: undefined })
        void loadSettings()
        const stop = api.on('gateway.changed', () => void loadSettings())
        return () => {
          stop()
          shown = undefined
        }
      },
      reload: () => void load(),
      create: async (group) => put(await api.call('agentGroups.create', group)),
      change: async (change) => put(await api.call('agentGroups.change', change)),
      addAgents: (id, agents) => changeAgents(agents, [id], []),
      takeOut: (id, agents) => changeAgents(agents, [], [id]),
      remove: async (id) => {
        const { scope: _, ...settings } = await api.call('agents.configuration', { scope: `group:${id}` })
        const removed = await api.call('agentGroups.remove', { id })
        set(({ groups }) => ({ groups: groups?.filter((group) => group.id !== id) }))
        return { ...removed, settings }
      },
      restore: async ({ name, description, agents, applications, settings }) => {
        const links = { agents: [...agents], applications: [...applications] }
        const group = put(await api.call('agentGroups.create', { name, description, ...links }))
        if (Object.keys(settings).length > 0)
          await api.call('agents.changeConfiguration', { scope: `group:${group.id}`, ...settings })
        return group
      },
    }
  })
