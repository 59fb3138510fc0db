import { expect, test, vi } from 'vitest'
import type { MapCheck, MapContent, MapSaved } from '../../core/contract/mapping.ts'
import { createInProcessCore } from '../testing/in-process-core.ts'
import { createMappingStore, isOvertaken, textOf } from './mapping-store.ts'

const kind = 'user-to-groups.map'
const findingCounts = {
  malformed: 0,
  duplicate: 0,
  shadowed: 0,
  'unused-pattern': 0,
  'unused-group': 0,
  'empty-group': 0,
}
const checkOf = (text: string): MapCheck => ({
  lines: text.split('\n').length,
  groups: [],
  groupTypes: [],
  defaults: [],
  findings: [],
  findingCounts,
  unmatched: [],
  knownNames: 0,
})

/** One map in force, as the core keeps it, and what the workstation remembers. */
const setUp = (first = 'MAP: A\nann\n') => {
  const revisions = [first]
  const content = (): MapContent => {
    const text = revisions.at(-1) as string
    return { ...checkOf(text), kind, revision: revisions.length, savedAt: 1, text, isTooLongToEdit: false }
  }
  const put = (text: string, expected: number): MapSaved => {
    const answer = { savedAt: 1, changedNames: 0, malformed: 0 }
    if (expected !== revisions.length) return { ...answer, state: 'conflict', revision: revisions.length }
    revisions.push(text)
    return { ...answer, state: 'saved', revision: revisions.length }
  }
  const core = createInProcessCore({
    'maps.list': async () => [],
    'maps.read': async () => content(),
    'maps.history': async () => [],
    'maps.check': async ({ text }) => checkOf(text),
    'maps.save': async ({ text, expectedRevision }) => put(text, expectedRevision),
    'maps.restore': async ({ revision, expectedRevision }) => put(revisions[revision - 1] ?? '', expectedRevision),
  })
  const kept = new Map<string, string>()
  const memory = {
    recall: async (name: string) => kept.get(name),
    remember: async (name: string, value: string | undefined) => {
      if (value === undefined) kept.delete(name)
      else kept.set(name, value)
    },
  }
  const open = async () => {
    const store = createMappingStore(core.client, memory)
    const stop = store.getState().watch(kind)
    await vi.waitFor(() => expect(store.getState().maps[kind]?.saved).toBeDefined())
    return { store, stop, map: () => store.getState().maps[kind]! }
  }
  return { core, kept, revisions, open }
}

test('what is typed is a draft, checked, kept over the page, and gone when it is as saved again', async () => {
  const { open, kept } = setUp()
  const { store, map } = await open()
  store.getState().edit(kind, 'MAP: A\nann\nbob\n')
  expect(map().isChecking).toBe(true)
  await vi.waitFor(() => expect(map().isChecking).toBe(false))
  expect(map().check?.lines).toBe(4)

  const again = await open()
  await vi.waitFor(() => expect(textOf(again.map())).toBe('MAP: A\nann\nbob\n'))
  expect(again.map().draft?.base).toBe(1)

  store.getState().edit(kind, 'MAP: A\nann\n')
  expect(map().draft).toBeUndefined()
  await vi.waitFor(() => expect(kept.size).toBe(0))
})

test('a discarded draft can be brought back', async () => {
  const { open } = setUp()
  const { store, map } = await open()
  store.getState().edit(kind, 'MAP: B\n', 'old.map')
  const draft = store.getState().discard(kind)
  expect(textOf(map())).toBe('MAP: A\nann\n')
  store.getState().bringBack(kind, draft!)
  expect(map().draft).toEqual({ base: 1, text: 'MAP: B\n', fileName: 'old.map' })
})

test('saving brings the draft into force; what was typed meanwhile stays a draft', async () => {
  const { open, revisions } = setUp()
  const { store, map } = await open()
  store.getState().edit(kind, 'MAP: B\n')
  const saving = store.getState().save(kind)
  store.getState().edit(kind, 'MAP: B\nann\n')
  expect((await saving).state).toBe('saved')
  expect(revisions).toEqual(['MAP: A\nann\n', 'MAP: B\n'])
  expect(map().draft).toEqual({ base: 2, text: 'MAP: B\nann\n' })
  expect(isOvertaken(map())).toBe(false)
})

test('when somebody else has saved, the draft stays and can be saved over theirs', async () => {
  const { open, revisions, core } = setUp()
  const { store, map } = await open()
  store.getState().edit(kind, 'MAP: mine\n')
  revisions.push('MAP: theirs\n')
  core.tell('maps.changed', { kind, revision: 2 })
  await vi.waitFor(() => expect(isOvertaken(map())).toBe(true))
  expect(textOf(map())).toBe('MAP: mine\n')
  expect((await store.getState().save(kind)).state).toBe('conflict')
  expect(textOf(map())).toBe('MAP: mine\n')
  expect((await store.getState().save(kind, true)).state).toBe('saved')
  expect(revisions.at(-1)).toBe('MAP: mine\n')
  expect(map().draft).toBeUndefined()
})

test('a conflict that no event announced shows after the attempt', async () => {
  const { open, revisions } = setUp()
  const { store, map } = await open()
  store.getState().edit(kind, 'MAP: mine\n')
  revisions.push('MAP: theirs\n')
  expect((await store.getState().save(kind)).state).toBe('conflict')
  expect(isOvertaken(map())).toBe(true)
})

test('restoring an old revision makes a new one', async () => {
  const { open, revisions } = setUp()
  const { store, map } = await open()
  store.getState().edit(kind, 'MAP: B\n')
  await store.getState().save(kind)
  await store.getState().restore(kind, 1)
  expect(revisions).toHaveLength(3)
  expect(textOf(map())).toBe('MAP: A\nann\n')
})
