import { expect, test } from 'vitest'
import { changedLayout, columnStateOf, emptyLayout, withColumnPinned, withColumnShown } from './grid-layout.ts'
import { createLayoutStore } from './layout-store.ts'

const memoryOf = (kept: Map<string, string>) => ({
  recall: async (name: string) => kept.get(name),
  remember: async (name: string, value: string | undefined) => {
    if (value === undefined) kept.delete(name)
    else kept.set(name, value)
  },
})

const columns = ['name', 'version', 'id', 'remove'].map((id) => ({ id, width: 100, shown: undefined }))
const base = {
  ...emptyLayout,
  hidden: ['id'],
  right: ['remove'],
  sort: [{ id: 'name', direction: 'asc' as const }],
}
const baseText = JSON.stringify(base)

const openLayout = async (kept: Map<string, string>, basis: string | undefined = baseText) => {
  const store = createLayoutStore('agents', memoryOf(kept))
  await store.getState().open(basis)
  return store
}

test('a reset brings back order, widths, pins, hidden columns and sorting of that table, and forgets the rest', async () => {
  const kept = new Map<string, string>()
  const store = await openLayout(kept)
  const state = columnStateOf(columns, store.getState().layout!)
  expect(state.map(({ colId, hide, pinned, sort }) => [colId, hide, pinned, sort])).toEqual([
    ['name', false, null, 'asc'],
    ['version', false, null, null],
    ['id', true, null, null],
    ['remove', false, 'right', null],
  ])

  const arranged = [
    { colId: 'version', width: 100, sort: 'desc' as const, sortIndex: 0 },
    { colId: 'name', width: 240, sort: null },
    { colId: 'id', width: 100 },
    { colId: 'remove', width: 100, pinned: 'right' as const },
  ]
  const { change } = store.getState()
  change((before) => changedLayout(before, arranged, { version: { filter: '1' } }, 'name'))
  change((before) => withColumnShown(withColumnShown(before, 'id', true), 'version', false))
  change((before) => withColumnPinned(withColumnPinned(before, 'remove', undefined), 'name', 'left'))
  expect(columnStateOf(columns, store.getState().layout!)).not.toEqual(state)
  expect((await openLayout(kept)).getState().layout).toEqual(store.getState().layout)

  store.getState().reset()
  expect(store.getState().layout).toEqual(base)
  expect(columnStateOf(columns, store.getState().layout!)).toEqual(state)
  expect(kept.size).toBe(0)
})

test('a table without defaults of its own is reset to its natural layout', async () => {
  const kept = new Map([
    ['grid.agents', JSON.stringify({ ...emptyLayout, order: ['id', 'name'], hidden: ['version'] })],
  ])
  const store = createLayoutStore('agents', memoryOf(kept))
  await store.getState().open(undefined)
  expect(store.getState().layout?.hidden).toEqual(['version'])
  store.getState().reset()
  expect(store.getState().layout).toEqual(emptyLayout)
  expect(kept.size).toBe(0)
})

test('what is remembered goes before a base that changes; after a reset the new base holds', async () => {
  const kept = new Map<string, string>()
  const store = await openLayout(kept)
  const newer = { ...base, hidden: ['id', 'version'] }
  store.getState().change((before) => withColumnPinned(before, 'name', 'left'))
  await store.getState().open(JSON.stringify(newer))
  expect(store.getState().layout).toMatchObject({ hidden: ['id'], left: ['name'] })
  store.getState().reset()
  expect(store.getState().layout).toEqual(newer)
})

test('a table without a name is arranged and reset, and nothing is kept of it', async () => {
  const kept = new Map<string, string>()
  const store = createLayoutStore(undefined, memoryOf(kept))
  await store.getState().open(undefined)
  store.getState().change((before) => withColumnShown(before, 'id', false))
  expect([store.getState().layout?.hidden, kept.size]).toEqual([['id'], 0])
  store.getState().reset()
  expect(store.getState().layout).toEqual(emptyLayout)
})
