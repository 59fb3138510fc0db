import { expect, test, vi } from 'vitest'
import { ConsoleError } from '../../core/contract/errors.ts'
import type { SourceDetail } from '../../core/contract/sources.ts'
import type { Task } from '../../core/contract/tasks.ts'
import { createInProcessCore } from '../testing/in-process-core.ts'
import { createSourceStore } from './source-store.ts'

const detailOf = (id: number, zone = 'UTC'): SourceDetail => ({
  source: {
    id,
    format: 'FlexNet debug log',
    hasRuns: true,
    server: `lic-${id}`,
    daemons: ['acme'],
    zone,
    zoneOrigin: 'from the log',
    files: 1,
    lines: 10,
    days: 1,
    staleDays: 0,
    observedHours: 1,
    runs: 1,
    features: 1,
  },
  daemons: [],
  files: [],
})

const setUp = () => {
  const tasks: Task[] = []
  const known = new Map([[1, detailOf(1)]])
  const removed: unknown[] = []
  const core = createInProcessCore({
    'sources.detail': async ({ id }) => {
      const found = known.get(id)
      if (!found) throw new ConsoleError('not-found', 'No such source.')
      return found
    },
    'tasks.list': async () => tasks,
    'sources.setZone': async ({ zone }) => {
      known.set(1, detailOf(1, zone ?? 'UTC'))
      return { taskId: 5 }
    },
    'sources.remove': async (params) => {
      removed.push(params)
      known.delete(1)
      return { taskId: 6 }
    },
  })
  return { store: createSourceStore(core.client), core, tasks, removed }
}

test('a source is shown, and again after its zone was changed', async () => {
  const { store } = setUp()
  const stop = store.getState().watch(1)
  await vi.waitFor(() => expect(store.getState().detail?.source.server).toBe('lic-1'))
  await store.getState().setZone(1, 'Asia/Tokyo')
  await vi.waitFor(() => expect(store.getState().detail?.source.zone).toBe('Asia/Tokyo'))
  stop()
  expect(store.getState().detail).toBeUndefined()
})

test('only the work on this source is shown, while it lasts', async () => {
  const { store, core, tasks } = setUp()
  const task: Task = {
    id: 5,
    kind: 'rebuild',
    title: 'Rebuild lic-1',
    detail: '',
    state: 'running',
    done: 1,
    total: 10,
    unit: 'days',
    startedAt: 0,
    canCancel: false,
    sourceId: 1,
  }
  const stop = store.getState().watch(1)
  tasks.push({ ...task, id: 4, sourceId: 2 }, task)
  core.tell('tasks.changed', { id: 5 })
  await vi.waitFor(() => expect(store.getState().task?.id).toBe(5))
  tasks[1] = { ...task, state: 'finished' }
  core.tell('tasks.changed', { id: 5 })
  await vi.waitFor(() => expect(store.getState().task).toBeUndefined())
  stop()
})

test('what is removed names what was shown, and is gone', async () => {
  const { store, removed } = setUp()
  const stop = store.getState().watch(1)
  await vi.waitFor(() => expect(store.getState().detail).toBeDefined())
  await store.getState().remove(1, 'lic-1')
  expect(removed).toEqual([{ id: 1, server: 'lic-1' }])
  await vi.waitFor(() => expect(store.getState().isGone).toBe(true))
  stop()
})
