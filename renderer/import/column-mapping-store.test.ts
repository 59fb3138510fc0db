import { expect, test, vi } from 'vitest'
import type { Client } from '../../core/contract/client.ts'
import { ConsoleError } from '../../core/contract/errors.ts'
import { createColumnMappingStore } from './column-mapping-store.ts'

/** A core that guesses one column, and remembers what it was asked. */
const withCore = (refuses = false) => {
  const asked: unknown[] = []
  const api = {
    call: async (name: string, params: { format?: string; columns?: unknown }) => {
      asked.push([name, params])
      if (refuses) throw new ConsoleError('refused', 'This is no table.')
      if (name === 'imports.mapColumns') return { id: 8, fileName: 'a.csv' }
      return { format: params.format ?? 'events', columns: params.columns ?? { time: 'Date' }, missing: [] }
    },
    on: () => () => undefined,
  } as unknown as Client
  return { store: createColumnMappingStore(api), asked }
}
const file = { id: 7, fileName: 'a.csv' }

test('what the core suggests stands until somebody changes it', async () => {
  const { store, asked } = withCore()
  store.getState().open(file)
  await vi.waitFor(() => expect(store.getState().columns).toEqual({ time: 'Date' }))
  store.getState().setColumn('feature', 'Tool')
  expect(store.getState().columns).toEqual({ time: 'Date', feature: 'Tool' })
  await vi.waitFor(() => expect(store.getState().preview?.columns).toEqual({ time: 'Date', feature: 'Tool' }))
  store.getState().setFormat('tokens')
  await vi.waitFor(() => expect(store.getState().columns).toEqual({ time: 'Date' }))
  expect(asked).toEqual([
    ['imports.previewColumns', { id: 7 }],
    ['imports.previewColumns', { id: 7, format: 'events', columns: { time: 'Date', feature: 'Tool' } }],
    ['imports.previewColumns', { id: 7, format: 'tokens' }],
  ])
})

test('changes made quickly end in one look at the last of them', async () => {
  const { store, asked } = withCore()
  store.getState().open(file)
  for (const name of ['A', 'B', 'C', 'D']) store.getState().setColumn('user', name)
  await vi.waitFor(() => expect(store.getState().preview?.columns).toMatchObject({ user: 'D' }))
  expect(asked.length).toBeLessThanOrEqual(3)
})

test('importing closes, and says which import it became', async () => {
  const { store } = withCore()
  store.getState().open(file)
  await vi.waitFor(() => expect(store.getState().preview).toBeDefined())
  expect(await store.getState().importMapped()).toEqual({ id: 8, fileName: 'a.csv' })
  expect(store.getState().of).toBeUndefined()
})

test('what the core refuses is kept to be shown, until the dialog is closed', async () => {
  const { store } = withCore(true)
  store.getState().open(file)
  await vi.waitFor(() => expect((store.getState().error as Error).message).toBe('This is no table.'))
  store.getState().close()
  expect(store.getState()).toMatchObject({ of: undefined, error: undefined })
})
