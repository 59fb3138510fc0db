import { createStore } from 'zustand/vanilla'
import type { Client } from '../../core/contract/client.ts'
import { ConsoleError } from '../../core/contract/errors.ts'
import type { DaemonRun, SourceDetail, ZonePreview } from '../../core/contract/sources.ts'
import type { Task } from '../../core/contract/tasks.ts'
import { oneAtATime } from '../one-at-a-time.ts'
import { type CapacitySummary, summariseCapacity } from './capacity-summary.ts'

export interface SourceState {
  readonly id?: number
  readonly detail?: SourceDetail
  /** The work that changes this source right now. */
  readonly task?: Task
  readonly error?: unknown
  /** It does not exist, or does not any more: removed, or made one with another. */
  readonly isGone: boolean
  readonly watch: (id: number) => () => void
  readonly reload: () => void
  readonly previewZone: (zone: string) => Promise<ZonePreview>
  /** `null`: the zone that the log states, else this machine's. */
  readonly setZone: (id: number, zone: string | null) => Promise<void>
  readonly setServer: (id: number, server: string) => Promise<void>
  /** Whether another source is of this server: with the same name both may become one. */
  readonly isKnownServer: (id: number, server: string) => Promise<boolean>
  /** `null`: as the log has it. */
  readonly rename: (vendorLicence: string, shownName: string | null) => Promise<void>
  /** `server`: its present name, so that nothing else is removed by mistake. */
  readonly remove: (id: number, server: string) => Promise<void>
  readonly runs: (daemon: string, offset: number, count: number) => Promise<readonly DaemonRun[]>
  /** What is known today of the licences of a source's vendor daemons. */
  readonly capacity: (sourceId: number) => Promise<readonly CapacitySummary[]>
}

const isActive = ({ state }: Task): boolean => state === 'running' || state === 'waiting'

/** One source with all that is known of it, and what can be done with it. */
export const createSourceStore = (api: Client) =>
  createStore<SourceState>((set, get) => {
    const load = oneAtATime(async () => {
      const { id } = get()
      if (id === undefined) return
      try {
        const detail = await api.call('sources.detail', { id })
        if (get().id === id) set({ detail, error: undefined, isGone: false })
      } catch (error) {
        if (get().id !== id) return
        if (error instanceof ConsoleError && error.code === 'not-found') set({ isGone: true, error: undefined })
        else set({ error })
      }
    }, 500)
    const loadTask = oneAtATime(async () => {
      const { id, task: before } = get()
      if (id === undefined) return
      const tasks = await api.call('tasks.list', {}).catch(() => undefined)
      if (!tasks || get().id !== id) return
      const task = tasks.find((each) => each.sourceId === id && isActive(each))
      set({ task })
      if (before && !task) void load()
    }, 200)
    const known = (): number => {
      const { id } = get()
      if (id === undefined) throw new ConsoleError('not-found', 'This source is not shown any more.')
      return id
    }
    const after = async (work: Promise<unknown>) => {
      await work
      void loadTask()
      void load()
    }
    return {
      isGone: false,
      watch: (id) => {
        set({ id, error: undefined, isGone: false })
        void load()
        void loadTask()
        const ends = [
          api.on('data.changed', () => void load()),
          api.on('imports.changed', () => void load()),
          api.on('tasks.changed', () => void loadTask()),
        ]
        return () => {
          for (const end of ends) end()
          set({ id: undefined, detail: undefined, task: undefined, error: undefined, isGone: false })
        }
      },
      reload: () => void load(),
      previewZone: (zone) => api.call('sources.previewZone', { id: known(), zone }),
      setZone: (id, zone) => after(api.call('sources.setZone', { id, zone })),
      setServer: (id, server) => after(api.call('sources.setServer', { id, server })),
      isKnownServer: async (id, server) =>
        (await api.call('sources.list', {})).some((source) => source.id !== id && source.server === server),
      rename: (vendorLicence, shownName) =>
        after(api.call('sources.renameVendorLicence', { vendorLicence, shownName })),
      remove: (id, server) => after(api.call('sources.remove', { id, server })),
      runs: (daemon, offset, count) => api.call('sources.runs', { id: known(), daemon, offset, count }),
      capacity: async (sourceId) =>
        summariseCapacity((await api.call('capacity.list', {})).filter((entry) => entry.sourceId === sourceId)),
    }
  })
