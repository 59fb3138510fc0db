import { expect, test, vi } from 'vitest'
import type { Notice } from '../../core/contract/tasks.ts'
import { createInProcessCore } from '../testing/in-process-core.ts'
import { createNoticesStore } from './notices-store.ts'

const notice = (id: number, seen = false): Notice => ({
  id,
  severity: 'info',
  title: `Notice ${id}`,
  message: '',
  at: id,
  seen,
})

test('what was there before does not pop up; what arrives does, until it is seen', async () => {
  let kept = [notice(1), notice(2, true)]
  const marked: number[] = []
  const core = createInProcessCore({
    'notices.list': async () => kept,
    'notices.markSeen': async ({ ids }) => {
      marked.push(...ids)
      kept = kept.map((each) => (ids.includes(each.id) ? { ...each, seen: true } : each))
      return null
    },
  })
  const store = createNoticesStore(core.client)
  const stop = store.getState().watch()
  await vi.waitFor(() => expect(store.getState().notices.map(({ id }) => id)).toEqual([2, 1]))
  expect(store.getState().popped).toEqual([])

  kept = [...kept, notice(3), notice(4), { ...notice(5), isQuiet: true }]
  core.tell('notices.changed', { id: 5 })
  await vi.waitFor(() => expect(store.getState().popped.map(({ id }) => id)).toEqual([3, 4]))

  await store.getState().markSeen([3])
  expect(store.getState().popped.map(({ id }) => id)).toEqual([4])
  expect(marked).toEqual([3])
  stop()
})
