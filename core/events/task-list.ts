import type { Task, TaskState } from '../contract/tasks.ts'

/** Long work, kept in memory: what runs, waits, and ended lately. */
export interface TaskList {
  start(
    task: Pick<Task, 'kind' | 'title' | 'unit' | 'importId' | 'sourceId'> & { readonly cancel?: () => void },
  ): TaskHandle
  list(): readonly Task[]
  /** @returns false when there is no such task or it cannot be cancelled */
  cancel(id: number): boolean
  readonly running: boolean
}

export interface TaskHandle {
  readonly id: number
  update(
    change: Partial<
      Pick<Task, 'detail' | 'done' | 'total' | 'unit' | 'linesPerSecond' | 'secondsLeft' | 'title' | 'importId'>
    >,
  ): void
  begin(): void
  end(state: TaskState, detail: string): void
}

const endedKept = 50

export const createTaskList = (
  announce: (id: number) => void,
  onEnd: (task: Task) => void = () => undefined,
): TaskList => {
  const tasks = new Map<number, Task>()
  const cancels = new Map<number, () => void>()
  let nextId = 1

  const isOver = ({ state }: Task): boolean => state !== 'waiting' && state !== 'running'

  return {
    start({ kind, title, unit, importId, sourceId, cancel }) {
      const id = nextId++
      tasks.set(id, {
        id,
        kind,
        title,
        unit,
        detail: 'Waiting',
        state: 'waiting',
        done: 0,
        total: 0,
        startedAt: Date.now(),
        canCancel: cancel !== undefined,
        ...(importId === undefined ? {} : { importId }),
        ...(sourceId === undefined ? {} : { sourceId }),
      })
      if (cancel) cancels.set(id, cancel)
      announce(id)
      const change = (next: Partial<Task>) => {
        const task = tasks.get(id)
        if (!task || isOver(task)) return
        tasks.set(id, { ...task, ...next })
        announce(id)
      }
      return {
        id,
        update: change,
        begin: () => change({ state: 'running', startedAt: Date.now() }),
        end(state, detail) {
          const task = tasks.get(id)
          const isEnd = task !== undefined && !isOver(task)
          change({ state, detail, canCancel: false, finishedAt: Date.now() })
          if (isEnd) onEnd(tasks.get(id) as Task)
          cancels.delete(id)
          const over = [...tasks.values()].filter(isOver)
          for (const { id: old } of over.slice(0, Math.max(0, over.length - endedKept))) tasks.delete(old)
        },
      }
    },
    list: () => [...tasks.values()],
    cancel(id) {
      const cancel = cancels.get(id)
      cancel?.()
      return cancel !== undefined
    },
    get running() {
      return [...tasks.values()].some((task) => !isOver(task))
    },
  }
}
