import { expect, test, vi } from 'vitest'
import type { LoggedEvent } from '../../core/contract/events.ts'
import { createInProcessCore } from '../testing/in-process-core.ts'
import { createEventsStore } from './events-store.ts'

const event = (id: number): LoggedEvent => ({
  id,
  at: id,
  lastAt: id,
  times: 1,
  severity: 'warning',
  kind: 'console',
  agent: '',
  agentName: '',
  subject: '',
  message: `${id}`,
  detail: '',
  issue: 0,
  isOpen: false,
  acknowledgedAt: 0,
})

test('the list follows the log, stands still while it is read, and a new filter begins anew', async () => {
  let log = [event(2), event(1)]
  const core = createInProcessCore({
    'events.list': async ({ before, search }) => {
      const fit = log.filter(({ id, message }) => id < (before ?? 99) && message.includes(search ?? ''))
      return { events: fit, total: fit.length, unacknowledged: log.length }
    },
  })
  const store = createEventsStore(core.client)
  const ids = () => store.getState().events?.map(({ id }) => id)
  const end = store.getState().watch(() => ({}))
  await vi.waitFor(() => expect(ids()).toEqual([2, 1]))

  store.getState().hold()
  log = [event(4), event(3), ...log]
  core.tell('events.changed', { id: 4 })
  await vi.waitFor(() => expect(store.getState().waiting).toBe(2))
  expect(ids()).toEqual([2, 1])
  end()

  store.getState().watch(() => ({ search: '3' }))
  await vi.waitFor(() => expect(ids()).toEqual([3]))
  expect([store.getState().waiting, store.getState().total, store.getState().unacknowledged]).toEqual([0, 1, 4])
})
