import { createStore } from 'zustand/vanilla'
import type { AgentGroup } from '../../core/contract/agent-groups.ts'
import type { AgentRow } from '../../core/contract/agents.ts'
import type { Client } from '../../core/contract/client.ts'
import { oneAtATime } from '../one-at-a-time.ts'
import { mergeAgents } from './merge-agents.ts'

export interface AgentsState {
  /** Undefined until the first answer. */
  readonly agents?: readonly AgentRow[]
  readonly groups: readonly AgentGroup[]
  readonly error?: unknown
  readonly watch: () => () => void
  readonly reload: () => void
  readonly rename: (id: string, name: string) => Promise<AgentRow>
  readonly changeGroups: (ids: readonly string[], add: readonly number[], remove: readonly number[]) => Promise<void>
  readonly createGroup: (name: string, agents: readonly string[]) => Promise<AgentGroup>
  readonly remove: (ids: readonly string[]) => Promise<number>
  readonly approve: (ids: readonly string[]) => Promise<number>
  readonly reject: (ids: readonly string[]) => Promise<number>
  readonly revoke: (ids: readonly string[]) => Promise<number>
}

/** Milliseconds between two questions for what changed. */
const rest = 1000
/** So many changed at once that all are asked for. */
const mostAsked = 2000

export const createAgentsStore = (api: Client) =>
  createStore<AgentsState>((set, get) => {
    const changed = new Set<string>()
    /** What is on show may be older than anybody told of. */
    let isStale = true
    const put = (answered: readonly AgentRow[], asked: readonly string[] | undefined) => {
      const { agents, error } = get()
      const merged = mergeAgents(agents ?? [], answered, asked)
      if (agents === undefined || merged !== agents || error !== undefined) set({ agents: merged, error: undefined })
    }
    /** Those that changed since the last time; all where nobody looked meanwhile, and after an error. */
    const load = oneAtATime(async () => {
      const asked = isStale || changed.size > mostAsked ? undefined : [...changed]
      changed.clear()
      if (asked?.length === 0) return
      isStale = false
      try {
        put(await api.call('agents.list', asked ? { ids: asked } : {}), asked)
      } catch (error) {
        isStale = true
        set({ error })
      }
    }, rest)
    const loadGroups = oneAtATime(async () => {
      const groups = await api.call('agentGroups.list', {}).catch(() => undefined)
      if (groups) set({ groups })
    }, rest)
    /** Their rows leave at once: the event comes a moment later. */
    const without = (ids: readonly string[]) => put([], ids)

    return {
      groups: [],
      watch: () => {
        isStale = true
        void load()
        void loadGroups()
        const ends = [
          api.on('agents.changed', ({ ids }) => {
            for (const id of ids) changed.add(id)
            void load()
          }),
          api.on('agentGroups.changed', () => void loadGroups()),
        ]
        return () => {
          for (const end of ends) end()
        }
      },
      reload: () => {
        isStale = true
        void load()
      },
      rename: async (id, name) => {
        const row = await api.call('agents.rename', { id, name })
        put([row], [id])
        return row
      },
      changeGroups: async (ids, add, remove) => {
        const rows = await api.call('agents.changeGroups', { ids: [...ids], add: [...add], remove: [...remove] })
        put(rows, ids)
      },
      createGroup: async (name, agents) => {
        const group = await api.call('agentGroups.create', { name, agents: [...agents] })
        put(await api.call('agents.list', { ids: [...agents] }), agents)
        set(({ groups }) => ({ groups: [...groups.filter(({ id }) => id !== group.id), group].sort(byName) }))
        return group
      },
      remove: async (ids) => {
        const { removed } = await api.call('agents.remove', { ids: [...ids] })
        without(ids)
        return removed
      },
      approve: async (ids) => (await api.call('agents.approve', { ids: [...ids] })).approved,
      reject: async (ids) => {
        const { rejected } = await api.call('agents.reject', { ids: [...ids] })
        without(ids)
        return rejected
      },
      revoke: async (ids) => (await api.call('agents.revoke', { ids: [...ids] })).revoked,
    }
  })

const byName = (one: AgentGroup, other: AgentGroup): number => one.name.localeCompare(other.name, 'en')
