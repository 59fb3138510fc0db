import { EventEmitter } from 'node:events'
import { expect, test } from 'vitest'
import type { Transport } from '../contract/client.ts'
import type { Api } from '../contract/contract.ts'
import type { EventFrame, FrameFromCore } from '../contract/frames.ts'
import { createDispatcher, type Port } from './dispatcher.ts'
import { hostSuite, until } from './host-suite.ts'

/** Two ends in one process, each frame on its own turn of the loop. */
const portPair = () => {
  const line = new EventEmitter()
  const send = (end: 'page' | 'core', frame: unknown): void => queueMicrotask(() => line.emit(end, frame))
  const port: Port = {
    send: (frame) => send('page', frame),
    onFrame: (listener) => line.on('core', listener),
    onClosed: (listener) => line.on('closed', listener),
  }
  const transport: Transport = {
    send: (frame) => send('core', frame),
    onFrame: (listener) => line.on('page', listener),
    onClosed: (listener) => line.on('closed', () => listener('The console was closed.')),
  }
  return { port, transport, hangUp: () => void line.emit('closed') }
}

hostSuite(test, 'in process', async (dispatcher) => {
  const { port, transport, hangUp } = portPair()
  dispatcher.connect(port)
  return { transport, hangUp, close: async () => {} }
})

const slowPort = () => {
  const sent: FrameFromCore[] = []
  const closed: string[] = []
  const line = new EventEmitter()
  let buffered = 0
  const port: Port = {
    send: (frame) => sent.push(frame),
    onFrame: (listener) => line.on('frame', listener),
    onClosed: () => {},
    bufferedBytes: () => buffered,
    close: (reason) => closed.push(reason),
  }
  const receive = (frame: unknown): void => void line.emit('frame', frame)
  const buffer = (bytes: number): void => {
    buffered = bytes
  }
  return { port, sent, closed, receive, buffer }
}

const stage = (calls: Partial<Api> = {}) => {
  let tell: (frame: EventFrame) => void = () => {}
  const logged: unknown[] = []
  const dispatcher = createDispatcher({
    api: calls as Api,
    onEvent: (listener) => {
      tell = listener
      return () => {}
    },
    log: (error) => logged.push(error),
  })
  return { dispatcher, tell: (frame: EventFrame) => tell(frame), logged }
}

test('W7: events of a slow port wait and melt together, those of a quick one do not', async () => {
  const { dispatcher, tell } = stage()
  const slow = slowPort()
  const quick = slowPort()
  dispatcher.connect(slow.port)
  dispatcher.connect(quick.port)
  slow.buffer(5 * 1024 * 1024)
  for (let round = 0; round < 3; round++) {
    for (let n = 0; n < 10_000; n++) tell({ event: 'tasks.changed', data: { id: n % 3 } })
    await until(() => quick.sent.length === 3 * (round + 1))
  }
  expect(slow.sent).toEqual([])
  slow.buffer(0)
  await until(() => slow.sent.length === 3)
  expect(slow.closed).toEqual([])
  dispatcher.close()
})

test('W7: a port that takes nothing is hung up on past 16 MB, others go on', async () => {
  const { dispatcher } = stage({ 'imports.list': async () => [] })
  const stuck = slowPort()
  const other = slowPort()
  dispatcher.connect(stuck.port)
  dispatcher.connect(other.port)
  stuck.buffer(17 * 1024 * 1024)
  stuck.receive({ id: 1, call: 'imports.list', params: {} })
  other.receive({ id: 1, call: 'imports.list', params: {} })
  await until(() => other.sent.length === 1)
  expect(stuck.sent).toEqual([])
  expect(stuck.closed.length).toBe(1)
  dispatcher.close()
})

test('W7: a flood of calls is answered “busy” past 500 that wait', async () => {
  const { dispatcher } = stage({ 'imports.list': () => new Promise(() => {}) })
  const flood = slowPort()
  dispatcher.connect(flood.port)
  for (let id = 0; id < 10_000; id++) flood.receive({ id, call: 'imports.list', params: {} })
  await until(() => flood.sent.length === 9_500)
  expect(flood.sent.every((frame) => 'error' in frame && frame.error.code === 'busy')).toBe(true)
  dispatcher.close()
})

test('W3: what structured clone carries and JSON does not is refused', async () => {
  const { dispatcher } = stage({ 'imports.report': async () => Promise.reject(new Error('must not be called')) })
  const { port, sent, receive } = slowPort()
  dispatcher.connect(port)
  const circle: Record<string, unknown> = { id: 1 }
  circle.a = circle
  circle.b = circle
  const frames = [
    new Date(),
    new Map(),
    1n,
    new Uint8Array(4),
    () => 1,
    circle,
    -0,
    'x'.repeat(1024 * 1024 + 1),
    new Array(1_000_001).fill(1),
  ]
  for (const [n, id] of frames.entries()) receive({ id: n, call: 'imports.report', params: { id } })
  await until(() => sent.length === frames.length)
  expect(sent.every((frame) => 'error' in frame && frame.error.code === 'invalid')).toBe(true)
  dispatcher.close()
})

test('the longest list of the contract passes', async () => {
  const { dispatcher } = stage({
    'reports.export': async ({ rows }) => ({ exportId: 'x', fileName: 'x', bytes: rows?.length ?? 0 }),
  })
  const { port, sent, receive } = slowPort()
  dispatcher.connect(port)
  receive({
    id: 1,
    call: 'reports.export',
    params: { resultId: 'x', format: 'csv', raw: false, rows: Array.from({ length: 1_000_000 }, (_, n) => n) },
  })
  await until(() => sent.length === 1)
  expect(sent).toEqual([{ id: 1, result: { exportId: 'x', fileName: 'x', bytes: 1_000_000 } }])
  dispatcher.close()
})

test('a result that cannot be sent is answered “internal” and logged', async () => {
  const { dispatcher, logged } = stage({ 'imports.list': async () => [] })
  const { port, sent, receive } = slowPort()
  const strict: Port = {
    ...port,
    send: (frame) => {
      if ('result' in frame) throw new TypeError('Do not know how to serialize a BigInt')
      sent.push(frame)
    },
  }
  dispatcher.connect(strict)
  receive({ id: 3, call: 'imports.list', params: {} })
  await until(() => sent.length === 1)
  expect(sent).toMatchObject([{ id: 3, error: { code: 'internal' } }])
  expect(logged.length).toBe(1)
  dispatcher.close()
})
