import { expect, test, vi } from 'vitest'
import type { Params } from '../../core/contract/contract.ts'
import { ConsoleError } from '../../core/contract/errors.ts'
import type { ImportRecord } from '../../core/contract/imports.ts'
import { createInProcessCore } from '../testing/in-process-core.ts'
import { createImportStore } from './import-store.ts'

const record = (id: number, rest: Partial<ImportRecord> = {}): ImportRecord => ({
  id,
  fileName: `lmgrd.${id}.log`,
  path: `/logs/lmgrd.${id}.log`,
  size: 1000,
  state: 'finished',
  outcome: '10 new lines',
  daemons: [],
  linesRead: 10,
  facts: 10,
  rejected: 0,
  duplicates: 0,
  startedAt: 0,
  needsServer: false,
  ...rest,
})

const setUp = () => {
  const started: Params<'imports.start'>[] = []
  const records: ImportRecord[] = [record(1), record(2)]
  const core = createInProcessCore({
    'imports.list': async () => records,
    'tasks.list': async () => [],
    'imports.start': async (params) => {
      started.push(params)
      return []
    },
  })
  return { core, started, records }
}

const file = (name: string) => new File(['text'], name)

test('imports are listed latest first, and again when the core says that one changed', async () => {
  const { core, records } = setUp()
  const store = createImportStore(core.client, async () => ({ fileId: 'x', name: 'x' }))
  const stop = store.getState().watch()
  await vi.waitFor(() => expect(store.getState().records?.map(({ id }) => id)).toEqual([2, 1]))
  records.push(record(3))
  core.tell('imports.changed', { id: 3 })
  await vi.waitFor(() => expect(store.getState().records?.[0].id).toBe(3))
  stop()
})

test('files are handed over one after the other and started together with what was given as options', async () => {
  const { core, started } = setUp()
  let atOnce = 0
  const store = createImportStore(core.client, async ({ name, size }, onProgress) => {
    expect(++atOnce).toBe(1)
    onProgress?.(size)
    await Promise.resolve()
    atOnce--
    return { fileId: `id of ${name}`, name }
  })
  store.getState().setOptions({ server: ' licence1 ', zone: '' })
  await store.getState().importFiles([file('a.log'), file('b.log')])
  expect(started).toEqual([{ files: [{ fileId: 'id of a.log' }, { fileId: 'id of b.log' }], server: 'licence1' }])
  expect(store.getState().handovers).toEqual([])
})

test('a file that cannot be handed over stays with its reason; the others go on', async () => {
  const { core, started } = setUp()
  const store = createImportStore(core.client, async ({ name }) => {
    if (name === 'a.log') throw new ConsoleError('refused', 'a.log is a folder.')
    return { fileId: name, name }
  })
  await store.getState().importFiles([file('a.log'), file('b.log')])
  expect(started.map(({ files }) => files)).toEqual([[{ fileId: 'b.log' }]])
  const [left] = store.getState().handovers
  expect(left).toMatchObject({ name: 'a.log', state: 'failed', error: 'a.log is a folder.' })
  store.getState().stopHandover(left.key)
  expect(store.getState().handovers).toEqual([])
})

test('a handover that is stopped before its turn is never made', async () => {
  const { core, started } = setUp()
  const offered: string[] = []
  const store = createImportStore(core.client, async ({ name }) => {
    offered.push(name)
    const second = store.getState().handovers.find((each) => each.name === 'b.log')
    if (second) store.getState().stopHandover(second.key)
    return { fileId: name, name }
  })
  await store.getState().importFiles([file('a.log'), file('b.log')])
  expect(offered).toEqual(['a.log'])
  expect(started).toHaveLength(1)
})

test('what the core refuses is thrown to whoever asked', async () => {
  const core = createInProcessCore({
    'imports.start': async () => {
      throw new ConsoleError('not-found', 'There is no file /nowhere.')
    },
  })
  const store = createImportStore(core.client, async () => ({ fileId: 'x', name: 'x' }))
  await expect(store.getState().importOffered([{ path: '/nowhere' }])).rejects.toThrow('There is no file /nowhere.')
})
