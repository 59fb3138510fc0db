import { createStore } from 'zustand/vanilla'
import type { GatewayState } from '../../core/contract/agents.ts'
import type { Client } from '../../core/contract/client.ts'
import type { Params } from '../../core/contract/contract.ts'
import { oneAtATime } from '../one-at-a-time.ts'

export interface FleetState {
  /** How agents reach the console, and how many there are; undefined until the first answer. */
  readonly gateway?: GatewayState
  readonly error?: unknown
  readonly watch: () => () => void
  readonly change: (change: Params<'agents.changeGateway'>) => Promise<GatewayState>
}

/** For the rail's badge, the status line and the agents page. */
export const createFleetStore = (api: Client) =>
  createStore<FleetState>((set) => {
    const load = oneAtATime(async () => {
      try {
        set({ gateway: await api.call('agents.gateway', {}), error: undefined })
      } catch (error) {
        set({ error })
      }
    }, 1000)
    return {
      watch: () => {
        void load()
        const ends = [api.on('agents.changed', () => void load()), api.on('gateway.changed', () => void load())]
        return () => {
          for (const end of ends) end()
        }
      },
      change: async (change) => {
        const gateway = await api.call('agents.changeGateway', change)
        set({ gateway, error: undefined })
        return gateway
      },
    }
  })

/** What needs a hand: agents that wait to be let in, and those with an error. */
export const needsHand = (gateway: GatewayState | undefined): number =>
  gateway ? gateway.pending + gateway.withIssues : 0

/** `2 wait for approval, 3 have errors` */
export const badgeWords = (gateway: GatewayState | undefined): string =>
  gateway
    ? [
        ...(gateway.pending > 0 ? [`${gateway.pending} ${gateway.pending === 1 ? 'waits' : 'wait'} for approval`] : []),
        ...(gateway.withIssues > 0
          ? [`${gateway.withIssues} ${gateway.withIssues === 1 ? 'has' : 'have'} errors`]
          : []),
      ].join(', ')
    : ''
