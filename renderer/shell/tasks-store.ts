import { createStore } from 'zustand/vanilla'
import type { Client } from '../../core/contract/client.ts'
import type { Task } from '../../core/contract/tasks.ts'
import { oneAtATime } from '../one-at-a-time.ts'

export interface TasksState {
  readonly tasks: readonly Task[]
  readonly watch: () => () => void
  readonly cancel: (id: number) => Promise<void>
}

export const isUnderWay = ({ state }: Task): boolean => state === 'running' || state === 'waiting'

/** All long work: running first, then waiting, then what ended, the latest first. */
export const inShownOrder = (tasks: readonly Task[]): readonly Task[] => {
  const rank = (task: Task) => (task.state === 'running' ? 0 : task.state === 'waiting' ? 1 : 2)
  return [...tasks].sort(
    (a, b) => rank(a) - rank(b) || (rank(a) === 2 ? (b.finishedAt ?? 0) - (a.finishedAt ?? 0) : a.id - b.id),
  )
}

export const createTasksStore = (api: Client) =>
  createStore<TasksState>((set) => {
    const load = oneAtATime(async () => {
      // A failed question leaves the old list: the banner already says that the host is gone.
      const tasks = await api.call('tasks.list', {}).catch(() => undefined)
      if (tasks) set({ tasks: inShownOrder(tasks) })
    }, 200)
    return {
      tasks: [],
      watch: () => {
        void load()
        return api.on('tasks.changed', () => void load())
      },
      cancel: async (id) => {
        await api.call('tasks.cancel', { id })
      },
    }
  })

export type TasksStore = ReturnType<typeof createTasksStore>
