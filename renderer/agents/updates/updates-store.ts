import { createStore } from 'zustand/vanilla'
import type { Client } from '../../../core/contract/client.ts'
import type { Result } from '../../../core/contract/contract.ts'
import type { AgentUpdate, InstallerState, UpdateBatch, UpdateSettings } from '../../../core/contract/updates.ts'
import { oneAtATime } from '../../one-at-a-time.ts'

export interface UpdatesState {
  /** The last update of each agent that had one, by agent. */
  readonly updates: ReadonlyMap<string, AgentUpdate>
  /** The latest first; undefined until the first answer. */
  readonly batches?: readonly UpdateBatch[]
  readonly settings?: UpdateSettings
  readonly error?: unknown
  /** What came with the console. Looking at it reads files, so it is asked for apart. */
  readonly installers?: InstallerState
  readonly installersError?: unknown
  readonly watch: () => () => void
  readonly reload: () => void
  readonly reloadInstallers: () => void
  /** Looks at the files anew. */
  readonly verify: () => Promise<InstallerState>
  readonly start: (agents: readonly string[] | 'all') => Promise<Result<'updates.start'>>
  readonly decide: (decision: 'pause' | 'resume' | 'cancel', batch: number) => Promise<UpdateBatch>
  readonly hold: (agents: readonly string[], hold: boolean) => Promise<number>
  readonly changeSettings: (change: Partial<UpdateSettings>) => Promise<UpdateSettings>
}

/** Milliseconds between two questions for what changed. */
const rest = 500
/** So many changed at once that all are asked for. */
const mostAsked = 2000

export const createUpdatesStore = (api: Client) =>
  createStore<UpdatesState>((set, get) => {
    const changed = new Set<string>()
    let isStale = true
    const load = oneAtATime(async () => {
      const asked = isStale || changed.size > mostAsked ? undefined : [...changed]
      const isFirst = isStale
      changed.clear()
      isStale = false
      try {
        const [found, batches, settings] = await Promise.all([
          asked?.length === 0 ? [] : api.call('updates.list', asked ? { agents: asked } : {}),
          api.call('updates.batches', {}),
          isFirst ? api.call('updates.settings', {}) : undefined,
        ])
        const updates = mergeUpdates(get().updates, found, asked)
        set({ updates, batches, ...(settings ? { settings } : {}), error: undefined })
      } catch (error) {
        isStale = true
        set({ error })
      }
    }, rest)
    const loadInstallers = oneAtATime(async () => {
      try {
        set({ installers: await api.call('installers.list', {}), installersError: undefined })
      } catch (installersError) {
        set({ installersError })
      }
    }, rest)
    const reload = () => {
      isStale = true
      void load()
    }

    return {
      updates: new Map(),
      watch: () => {
        reload()
        void loadInstallers()
        return api.on('updates.changed', ({ agents, batches }) => {
          for (const agent of agents) changed.add(agent)
          if (agents.length > 0 || batches.length > 0) return void load()
          // Settings, or what came with the console.
          reload()
          void loadInstallers()
        })
      },
      reload,
      reloadInstallers: () => void loadInstallers(),
      verify: async () => {
        const installers = await api.call('installers.verify', {})
        set({ installers, installersError: undefined })
        return installers
      },
      start: async (agents) => {
        const started = await api.call('updates.start', agents === 'all' ? { all: true } : { agents: [...agents] })
        // The event comes a moment later.
        if (agents === 'all') isStale = true
        else for (const agent of agents) changed.add(agent)
        void load()
        return started
      },
      decide: async (decision, batch) => {
        const decided = await api.call(`updates.${decision}`, { batch })
        set(({ batches }) => ({ batches: batches?.map((one) => (one.id === batch ? decided : one)) }))
        return decided
      },
      hold: async (agents, hold) => (await api.call('updates.hold', { agents: [...agents], hold })).changed,
      changeSettings: async (change) => {
        const settings = await api.call('updates.changeSettings', change)
        set({ settings })
        return settings
      },
    }
  })

/** Puts an answer into what is known. `asked` are the agents that were asked for, undefined for all. */
export const mergeUpdates = (
  before: ReadonlyMap<string, AgentUpdate>,
  answered: readonly AgentUpdate[],
  asked: readonly string[] | undefined,
): ReadonlyMap<string, AgentUpdate> => {
  if (asked?.length === 0) return before
  const merged = new Map(asked ? before : [])
  for (const agent of asked ?? []) merged.delete(agent)
  for (const update of answered) {
    const old = before.get(update.agent)
    // Plain JSON, made by the same code: what did not change stays the same object, and is not drawn anew.
    merged.set(update.agent, old && JSON.stringify(old) === JSON.stringify(update) ? old : update)
  }
  return merged
}
