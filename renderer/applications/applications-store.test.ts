import { expect, test, vi } from 'vitest'
import type { ScopedConfiguration } from '../../core/contract/agents.ts'
import type { Params } from '../../core/contract/contract.ts'
import { createInProcessCore } from '../testing/in-process-core.ts'
import { emptyDraft } from './application-draft.ts'
import { createApplicationsStore } from './applications-store.ts'

const memoryOf = (kept: Map<string, string>) => ({
  recall: async (name: string) => kept.get(name),
  remember: async (name: string, value: string | undefined) => {
    if (value === undefined) kept.delete(name)
    else kept.set(name, value)
  },
})

const setUp = (global: ScopedConfiguration) => {
  const first: ScopedConfiguration = { scope: 'group:1', interval: 120, collectors: { idle: { enabled: true } } }
  const second: ScopedConfiguration = { scope: 'group:2', collectors: { addresses: { enabled: true, detail: 'host' } } }
  const scopes = new Map([global, first, second].map((it) => [it.scope, it]))
  const changes: Params<'agents.changeConfiguration'>[] = []
  const core = createInProcessCore({
    'agents.configuration': async ({ scope }) => scopes.get(scope)!,
    'agents.changeConfiguration': async (change) => {
      changes.push(change)
      scopes.set(change.scope, change)
      return change
    },
  })
  const kept = new Map<string, string>()
  return { core, store: createApplicationsStore(core.client, memoryOf(kept)), kept, changes, second }
}

test('idle time is turned on where it is off, and taken back to what was set there', async () => {
  const { store, changes, second } = setUp({ scope: 'global' })
  const { measuresIdle, measureIdle } = store.getState()
  expect(await measuresIdle([])).toBe(false)
  expect(await measuresIdle([1])).toBe(true)
  expect(await measuresIdle([1, 2])).toBe(false)
  const undo = await measureIdle([1, 2])
  expect(changes).toEqual([{ ...second, collectors: { ...second.collectors, idle: { enabled: true } } }])
  expect(await measuresIdle([1, 2])).toBe(true)
  await undo()
  expect(changes.at(-1)).toEqual(second)
})

test('a group that says nothing has what all agents have', async () => {
  const { store } = setUp({ scope: 'global', collectors: { idle: { enabled: true } } })
  expect(await store.getState().measuresIdle([2])).toBe(true)
  expect(await store.getState().measuresIdle([])).toBe(true)
})

test('a half-written form is there again in the next window, until it is discarded', async () => {
  const { core, store, kept } = setUp({ scope: 'global' })
  store.getState().setDraft('new', { ...emptyDraft, name: 'Sketch' })
  store.getState().setDraft(5, { ...emptyDraft, name: 'Viewer' })
  store.getState().setDraft(5, undefined)

  const next = createApplicationsStore(core.client, memoryOf(kept))
  next.getState().watch()()
  await vi.waitFor(() => expect(next.getState().drafts).toEqual({ new: { ...emptyDraft, name: 'Sketch' } }))
  next.getState().setDraft('new', undefined)
  expect([...kept]).toEqual([])
})
