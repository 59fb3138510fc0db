import { createStore } from 'zustand/vanilla'
import type { Client } from '../../core/contract/client.ts'
import type { ImportReport } from '../../core/contract/imports.ts'
import type { Task } from '../../core/contract/tasks.ts'
import { oneAtATime } from '../one-at-a-time.ts'

export interface ImportReportState {
  readonly id?: number
  /** Of `id`; while another one is fetched, of the one before. */
  readonly report?: ImportReport
  readonly task?: Task
  readonly error?: unknown
  readonly watch: (id: number) => () => void
  readonly reload: () => void
}

/** One past, running or failed import with all that is known of it. */
export const createImportReportStore = (api: Client) =>
  createStore<ImportReportState>((set, get) => {
    const load = oneAtATime(async () => {
      const { id } = get()
      if (id === undefined) return
      try {
        const [report, tasks] = await Promise.all([api.call('imports.report', { id }), api.call('tasks.list', {})])
        if (get().id !== id) return
        const task = tasks.find(
          (each) => each.importId === id && (each.state === 'running' || each.state === 'waiting'),
        )
        set({ report, task, error: undefined })
      } catch (error) {
        if (get().id === id) set({ error })
      }
    }, 200)
    return {
      watch: (id) => {
        set({ id, error: undefined })
        void load()
        const ends = [
          api.on('imports.changed', (changed) => {
            if (changed.id === id || changed.id === 0) void load()
          }),
          api.on('tasks.changed', () => {
            if (get().task) void load()
          }),
        ]
        return () => {
          for (const end of ends) end()
          set({ id: undefined, report: undefined, task: undefined, error: undefined })
        }
      },
      reload: () => void load(),
    }
  })
