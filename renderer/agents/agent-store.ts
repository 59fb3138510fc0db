import { createStore } from 'zustand/vanilla'
import type { AgentDetails } from '../../core/contract/agents.ts'
import type { Client } from '../../core/contract/client.ts'
import { oneAtATime } from '../one-at-a-time.ts'

export interface AgentState {
  readonly details?: AgentDetails
  readonly error?: unknown
  /** Follows one agent from now on. */
  readonly watch: (id: string) => () => void
  readonly reload: () => void
}

/** All that is known of the agent whose panel is open. */
export const createAgentStore = (api: Client) =>
  createStore<AgentState>((set, get) => {
    let wanted = ''
    const load = oneAtATime(async () => {
      const id = wanted
      if (id === '') return
      try {
        const details = await api.call('agents.details', { id })
        if (id === wanted) set({ details, error: undefined })
      } catch (error) {
        if (id === wanted) set({ error })
      }
    }, 500)
    return {
      watch: (id) => {
        wanted = id
        if (get().details?.agent.id !== id) set({ details: undefined, error: undefined })
        void load()
        const ends = [
          api.on('agents.changed', ({ ids }) => void (ids.includes(id) && load())),
          api.on('gateway.changed', () => void load()),
        ]
        return () => {
          wanted = ''
          for (const end of ends) end()
        }
      },
      reload: () => void load(),
    }
  })
