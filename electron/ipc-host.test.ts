import { setTimeout as pause } from 'node:timers/promises'
import type { WebContents } from 'electron'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Transport } from '../core/contract/client.ts'
import type { Api } from '../core/contract/contract.ts'
import { ConsoleError } from '../core/contract/errors.ts'
import type { EventFrame, FrameFromCore } from '../core/contract/frames.ts'
import { createDispatcher } from '../core/host/dispatcher.ts'
import { hostSuite, until } from '../core/host/host-suite.ts'
import { frameChannel, offerChannel } from './channels.ts'
import { FakeContents, ipcMain, topFrame } from './fake-electron.ts'
import { createIpcHost } from './ipc-host.ts'

vi.mock('electron', () => import('./fake-electron.ts'))

const real = (contents: FakeContents): WebContents => contents as unknown as WebContents
const noOffers = { offerPath: () => Promise.reject(new Error('nothing is offered here')) }

hostSuite(test, 'over Electron’s channel', async (dispatcher) => {
  const host = createIpcHost({ dispatcher, fileOffers: noOffers, log: () => {} })
  const contents = new FakeContents()
  host.serve(real(contents))
  const listeners: ((frame: FrameFromCore) => void)[] = []
  contents.send = (_channel, text) =>
    queueMicrotask(() => {
      for (const listener of listeners) listener(JSON.parse(text))
    })
  let tellClosed: (reason: string) => void = () => {}
  const transport: Transport = {
    send: (frame) => {
      const text = JSON.stringify(frame)
      queueMicrotask(() => ipcMain.emit(frameChannel, { sender: contents, senderFrame: contents.frame }, text))
    },
    onFrame: (listener) => listeners.push(listener),
    onClosed: (listener) => {
      tellClosed = listener
    },
  }
  return {
    transport,
    hangUp: () => {
      contents.emit('destroyed')
      tellClosed('The window was closed.')
    },
    close: async () => host.close(),
  }
})

let contents: FakeContents
let made: string[]
let logged: unknown[]
let tell: (frame: EventFrame) => void
let host: ReturnType<typeof createIpcHost>
let answerList: (rows: []) => void
beforeEach(() => {
  contents = new FakeContents()
  made = []
  logged = []
  const api: Partial<Api> = {
    'imports.list': async () => {
      made.push('imports.list')
      return []
    },
    'sources.list': () =>
      new Promise((resolve) => {
        answerList = resolve
      }),
  }
  const dispatcher = createDispatcher({
    api: api as Api,
    onEvent: (listener) => {
      tell = listener
      return () => {}
    },
    log: (error) => logged.push(error),
  })
  const fileOffers = {
    offerPath: async (path: string) => {
      if (path.endsWith('.pipe'))
        throw new ConsoleError('refused', '“x.pipe” is not a regular file, so it was not opened.')
      if (path.endsWith('.fault')) throw new Error('secret')
      return `id of ${path}`
    },
  }
  host = createIpcHost({ dispatcher, fileOffers, log: (error) => logged.push(error) })
  host.serve(real(contents))
})
afterEach(() => host.close())

const list = JSON.stringify({ id: 1, call: 'imports.list', params: {} })
const say = (sender: FakeContents, senderFrame: unknown, text: unknown = list): void =>
  void ipcMain.emit(frameChannel, { sender, senderFrame }, text)
const answers = () => contents.sent.map(({ text }) => JSON.parse(text))

test('our page in the top frame of our window is answered', async () => {
  say(contents, contents.frame)
  await until(() => contents.sent.length === 1)
  expect(contents.sent[0].channel).toBe(frameChannel)
  expect(answers()).toEqual([{ id: 1, result: [] }])
})

const goneFrame = {
  get top(): never {
    throw new Error('Render frame was disposed before WebFrameMain could be accessed')
  },
}
const strangers: readonly (readonly [string, () => readonly [FakeContents, unknown]])[] = [
  ['a frame that is gone', () => [contents, null]],
  ['a frame that was disposed', () => [contents, goneFrame]],
  ['a frame inside our page', () => [contents, { url: 'app://console/', top: contents.frame }]],
  ['another site', () => [contents, topFrame('https://console/')]],
  ['a host that begins like ours', () => [contents, topFrame('app://console.evil/')]],
  ['a user that looks like our host', () => [contents, topFrame('app://console@evil/')]],
  ['a port of our host', () => [contents, topFrame('app://console:80/')]],
  ['a local file', () => [contents, topFrame('file:///console/index.html')]],
  ['an empty page', () => [contents, topFrame('about:blank')]],
  ['no address', () => [contents, topFrame('')]],
  ['a window that is not ours', () => [new FakeContents(), topFrame('app://console/')]],
]
for (const [what, from] of strangers)
  test(`W1: ${what} is not heard`, async () => {
    const [sender, frame] = from()
    say(sender, frame)
    const offer = await ipcMain.handlers.get(offerChannel)?.(
      ...([{ sender, senderFrame: frame }, '/etc/passwd'] as never[]),
    )
    await pause(20)
    expect(made).toEqual([])
    expect([...contents.sent, ...sender.sent]).toEqual([])
    expect(offer).toEqual({ message: 'This page may not offer files.' })
    expect(logged.length).toBe(2)
  })

test('W3: text that is no JSON, or no text, is answered “invalid”', async () => {
  for (const text of ['{', null, 7, { id: 1, call: 'imports.list', params: {} }, 'x'.repeat(17 * 1024 * 1024)])
    say(contents, contents.frame, text)
  await until(() => contents.sent.length === 5)
  for (const answer of answers()) expect(answer).toMatchObject({ id: -1, error: { code: 'invalid' } })
  expect(made).toEqual([])
})

test('W4: a reloaded page gets no answer to what the page before it asked, and its own', async () => {
  say(contents, contents.frame, JSON.stringify({ id: 1, call: 'sources.list', params: {} }))
  await pause(10)
  contents.emit('did-navigate')
  answerList([])
  await pause(20)
  expect(contents.sent).toEqual([])
  say(contents, contents.frame)
  await until(() => contents.sent.length === 1)
  tell({ event: 'imports.changed', data: { id: 1 } })
  await until(() => contents.sent.length === 2)
  await pause(150)
  expect(answers()).toEqual([
    { id: 1, result: [] },
    { event: 'imports.changed', data: { id: 1 } },
  ])
})

test('W4: nothing is sent to a page that crashed or a window that closed', async () => {
  say(contents, contents.frame)
  await until(() => contents.sent.length === 1)
  contents.emit('render-process-gone')
  tell({ event: 'imports.changed', data: { id: 1 } })
  await pause(150)
  expect(contents.sent.length).toBe(1)
  contents.emit('destroyed')
  say(contents, contents.frame)
  await pause(20)
  expect(contents.sent.length).toBe(1)
})

test('a dropped file becomes an id; what cannot be taken in says why', async () => {
  const offer = (path: unknown) =>
    ipcMain.handlers.get(offerChannel)?.(...([{ sender: contents, senderFrame: contents.frame }, path] as never[]))
  expect(await offer('/logs/lmgrd.log')).toEqual({ fileId: 'id of /logs/lmgrd.log', name: 'lmgrd.log' })
  expect(await offer('/logs/x.pipe')).toEqual({ message: '“x.pipe” is not a regular file, so it was not opened.' })
  expect(await offer('')).toEqual({ message: 'This is not a file of this machine.' })
  expect(await offer(['/etc/passwd'])).toEqual({ message: 'This is not a file of this machine.' })
  expect(JSON.stringify(await offer('/logs/x.fault'))).not.toContain('secret')
})
