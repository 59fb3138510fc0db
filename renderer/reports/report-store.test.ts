import { expect, test } from 'vitest'
import { createClient, type Transport } from '../../core/contract/client.ts'
import type { CallFrame, FrameFromCore } from '../../core/contract/frames.ts'
import type { ReportRequest } from '../../core/contract/reports.ts'
import { defaultShape } from './report-defaults.ts'
import { createReportStore, mostRows } from './report-store.ts'
import { exampleTypes, type51, type84 } from './type-examples.ts'

/** The real client over a line whose other end the test holds: every call waits until it is answered. */
const line = () => {
  let listener: (frame: FrameFromCore) => void = () => {}
  const waiting: CallFrame[] = []
  const transport: Transport = {
    send: (frame) => waiting.push(frame),
    onFrame: (it) => {
      listener = it
    },
    onClosed: () => {},
  }
  const tick = () => new Promise((resolve) => setTimeout(resolve))
  const take = (call: string, at = 0): CallFrame => {
    const frame = waiting.filter((it) => it.call === call)[at]
    if (!frame)
      throw new Error(`nobody asked for ${call}, but for ${waiting.map((it) => it.call).join(', ') || 'nothing'}`)
    waiting.splice(waiting.indexOf(frame), 1)
    return frame
  }
  return {
    client: createClient(transport),
    asked: (call: string) => waiting.filter((it) => it.call === call).length,
    answer: async (call: string, result: (params: never) => unknown, at = 0) => {
      const { id, params } = take(call, at)
      listener({ id, result: result(params as never) as never })
      await tick()
    },
    fail: async (call: string, message: string) => {
      listener({ id: take(call).id, error: { code: 'internal', message } })
      await tick()
    },
    tell: async (event: string) => {
      listener({ event, data: { sources: [] } })
      await tick()
    },
  }
}

const summary = (resultId: string, rowCount: number) => (request: ReportRequest) => ({
  resultId,
  request,
  columns: [{ name: 'Feature', role: 'classification', concept: 'feature' }],
  rowCount,
  zone: 'UTC',
  notes: [],
  milliseconds: 1,
})
const rows = (text: string) => (params: { readonly count: number }) => [
  Array.from({ length: params.count }, (_, at) => `${text}${at}`),
]
const chart = { times: [], series: [], hasOther: false, unobserved: [], summary: '' }

const started = async () => {
  const wire = line()
  const store = createReportStore(wire.client)
  const stop = store.getState().watch()
  await wire.answer('reports.types', () => exampleTypes)
  await wire.answer('reports.extent', () => ({ from: '2024-01-01T00:00:00Z', to: '2024-03-01T00:00:00Z', zone: 'UTC' }))
  return { wire, store, stop }
}
const shape = defaultShape(type51)

test('a report is fetched in pages of 5,000 and shown when it is whole', async () => {
  const { wire, store } = await started()
  store.getState().show(shape, type51)
  expect(store.getState().progress).toEqual({ done: 0 })
  await wire.answer('reports.run', summary('r1', 12_000))
  await wire.answer('reports.rows', rows('a'))
  // The very first rows are shown at once: there is nothing else to look at.
  expect(store.getState().report?.rows.length).toBe(5000)
  expect(store.getState().progress).toEqual({ done: 5000, total: 12_000 })
  await wire.answer('reports.rows', rows('b'))
  await wire.answer('reports.rows', rows('c'))
  expect(store.getState().report?.rows.length).toBe(12_000)
  expect(store.getState().progress).toBeUndefined()
})

test('the last question wins, in whatever order the answers come', async () => {
  const { wire, store } = await started()
  store.getState().show(shape, type51)
  store.getState().show({ ...shape, by: 'hour' }, type51)
  await wire.answer('reports.run', summary('new', 1), 1)
  await wire.answer('reports.run', summary('old', 1))
  await wire.answer('reports.rows', rows('x'))
  expect(store.getState().report?.summary.resultId).toBe('new')
  expect(wire.asked('reports.rows')).toBe(0)
})

test('the old answer stays until the new one is whole', async () => {
  const { wire, store } = await started()
  store.getState().show(shape, type51)
  await wire.answer('reports.run', summary('r1', 1))
  await wire.answer('reports.rows', rows('x'))
  store.getState().show({ ...shape, by: 'week' }, type51)
  await wire.answer('reports.run', summary('r2', 1))
  expect(store.getState().report?.summary.resultId).toBe('r1')
  await wire.answer('reports.rows', rows('x'))
  expect(store.getState().report?.summary.resultId).toBe('r2')
})

test('another chart of the same question asks for the chart alone', async () => {
  const { wire, store } = await started()
  store.getState().show(shape, type51)
  await wire.answer('reports.run', summary('r1', 1))
  await wire.answer('reports.rows', rows('x'))
  await wire.answer('reports.chart', () => chart)
  store.getState().show({ ...shape, measures: ['Max in use'] }, type51)
  expect(wire.asked('reports.run') + wire.asked('reports.chart')).toBe(0)
  store.getState().show({ ...shape, chartMeasure: 'Elapsed time' }, type51)
  expect(wire.asked('reports.run')).toBe(0)
  await wire.answer('reports.chart', () => chart)
  expect(store.getState().chart?.measure).toBe('Elapsed time')
})

test('a failure is told and the old answer kept; another type starts clean', async () => {
  const { wire, store } = await started()
  store.getState().show(shape, type51)
  await wire.answer('reports.run', summary('r1', 1))
  await wire.answer('reports.rows', rows('x'))
  store.getState().show({ ...shape, by: 'hour' }, type51)
  await wire.fail('reports.run', 'The day could not be read.')
  expect(String(store.getState().error)).toContain('The day could not be read.')
  expect(store.getState().report?.summary.resultId).toBe('r1')
  store.getState().show(defaultShape(type84), type84)
  expect(store.getState().report).toBeUndefined()
  expect(store.getState().error).toBeUndefined()
})

test('new data refreshes a report that nobody touched, and is offered where somebody did', async () => {
  const { wire, store } = await started()
  store.getState().show(shape, type51)
  await wire.answer('reports.run', summary('r1', 1))
  await wire.answer('reports.rows', rows('x'))
  const reload = async () => {
    await wire.tell('data.changed')
    await wire.answer('reports.types', () => exampleTypes)
    await wire.answer('reports.extent', () => null)
  }
  store.getState().touch()
  await reload()
  expect(store.getState().isStale).toBe(true)
  expect(wire.asked('reports.run')).toBe(0)
  store.getState().refresh()
  expect(store.getState().isStale).toBe(false)
  await wire.answer('reports.run', summary('r2', 1))
  await wire.answer('reports.rows', rows('x'))
  expect(store.getState().report?.summary.resultId).toBe('r2')
})

test('more rows than anybody reads are not fetched', async () => {
  const { wire, store } = await started()
  store.getState().show(shape, type51)
  await wire.answer('reports.run', summary('r1', 10_000_000))
  while (wire.asked('reports.rows') > 0) await wire.answer('reports.rows', rows('x'))
  expect(store.getState().report?.rows.length).toBe(mostRows)
})

test('a type without data leaves nothing of the one before, and answers that come late are dropped', async () => {
  const { wire, store } = await started()
  store.getState().show(shape, type51)
  store.getState().leave()
  expect(store.getState().progress).toBeUndefined()
  await wire.answer('reports.run', summary('late', 1))
  expect(wire.asked('reports.rows')).toBe(0)
  expect(store.getState()).toMatchObject({ report: undefined, chart: undefined, progress: undefined })
})
