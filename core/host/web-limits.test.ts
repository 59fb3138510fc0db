import { connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { until } from './host-suite.ts'
import { ask, openWebHost, sendRaw, type WebHostFixture } from './web-host-fixture.ts'

const onHost = (title: string, play: (stage: WebHostFixture) => Promise<void>, options = {}): void =>
  test(title, async () => {
    const stage = await openWebHost(options)
    try {
      await play(stage)
    } finally {
      await stage.close()
    }
  })

onHost(
  'W7: slow headers are cut off while others are served',
  async ({ host, origin }) => {
    const started = Date.now()
    const slow = sendRaw(host.port, `GET / HTTP/1.1\r\nHost: 127.0.0.1:${host.port}\r\nX-Slow: `)
    expect((await fetch(`${origin}/`)).status).toBe(200)
    expect(await slow).toMatch(/^HTTP\/1\.1 408/)
    expect(Date.now() - started).toBeLessThan(3000)
  },
  { limits: { headers: 300 } },
)

onHost(
  'W7: a slow body is cut off, and nothing of the upload stays',
  async (stage) => {
    const { cookie, csrf } = await stage.signIn()
    const head = [
      'POST /files?name=slow.log HTTP/1.1',
      `Host: 127.0.0.1:${stage.host.port}`,
      `Origin: ${stage.origin}`,
      `Cookie: ${cookie}`,
      `X-LC-CSRF: ${csrf}`,
      'Content-Type: application/octet-stream',
      'Content-Length: 1000',
    ]
    await sendRaw(stage.host.port, `${head.join('\r\n')}\r\n\r\nten bytes.`)
    expect(stage.logged).toEqual([])
  },
  { limits: { headers: 300, request: 600 } },
)

onHost('W7: headers past 8 KB are refused', async ({ host }) => {
  const answer = await ask(host.port, 'GET /', [`Host: 127.0.0.1:${host.port}`, `Cookie: ${'x'.repeat(9000)}`])
  expect(answer).toMatch(/^HTTP\/1\.1 431/)
})

onHost('W3: a frame of 2 MB closes the socket, and only that', async ({ signIn, openSocket, made }) => {
  const { cookie } = await signIn()
  const [large, other] = [await openSocket(cookie), await openSocket(cookie)]
  const closed = new Promise((resolve) => large.on('close', resolve))
  large.on('error', () => {})
  large.send(JSON.stringify({ id: 1, call: 'search.find', params: { text: 'x'.repeat(2 * 1024 * 1024), limit: 1 } }))
  expect(await closed).toBe(1009)
  const answer = new Promise((resolve) => other.on('message', (data) => resolve(JSON.parse(String(data)))))
  other.send(JSON.stringify({ id: 2, call: 'imports.list', params: {} }))
  expect(await answer).toEqual({ id: 2, result: [] })
  expect(made).toEqual(['imports.list'])
})

onHost('W3: text that is no JSON, binary frames and numbers past all limits are answered “invalid”', async (stage) => {
  const { cookie } = await stage.signIn()
  const socket = await stage.openSocket(cookie)
  const answers: unknown[] = []
  socket.on('message', (data) => answers.push(JSON.parse(String(data))))
  const frames = [
    'not json',
    '',
    Buffer.from([0, 255, 254]),
    '{"id":1e309,"call":"imports.list","params":{}}',
    '{"id":-0,"call":"imports.list","params":{}}',
    '{"id":NaN,"call":"imports.list","params":{}}',
    '{"id":5,"call":"imports.report","params":{"id":1e309}}',
    '{"id":5,"call":"imports.report","params":{"id":-0}}',
    `{"id":5,"call":"imports.report","params":${'['.repeat(300_000)}${']'.repeat(300_000)}}`,
  ]
  for (const frame of frames) socket.send(frame)
  await until(() => answers.length === frames.length)
  for (const answer of answers) expect(answer).toMatchObject({ error: { code: 'invalid' } })
  expect(stage.made).toEqual([])
  expect(stage.logged).toEqual([])
})

onHost('W7: 10,000 frames in one go are each answered once', async ({ signIn, openSocket }) => {
  const { cookie } = await signIn()
  const socket = await openSocket(cookie)
  const answered = new Map<number, number>()
  socket.on('message', (data) => {
    const { id } = JSON.parse(String(data)) as { id: number }
    answered.set(id, (answered.get(id) ?? 0) + 1)
  })
  for (let id = 0; id < 10_000; id++) socket.send(JSON.stringify({ id, call: 'imports.list', params: {} }))
  await until(() => answered.size === 10_000)
  expect([...answered.values()].every((times) => times === 1)).toBe(true)
})

onHost(
  'W7: events for a page that does not read wait as one of each, and reach it when it reads again',
  async (stage) => {
    const { cookie } = await stage.signIn()
    const [stuck, well] = [await stage.openSocket(cookie), await stage.openSocket(cookie)]
    const heard = { stuck: 0, well: 0 }
    stuck.on('message', () => heard.stuck++)
    well.on('message', () => heard.well++)
    stuck.pause()
    const before = process.memoryUsage().arrayBuffers
    // 15 rounds of 100 different events of 32 KB: 48 MB for the page that reads.
    const padding = 'x'.repeat(32 * 1024)
    for (let round = 1; round <= 15; round++) {
      for (let n = 0; n < 200; n++) stage.tell({ event: 'data.changed', data: { sources: [n % 100], padding } })
      await until(() => heard.well >= 100 * round)
    }
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(48 * 1024 * 1024)
    stuck.resume()
    await until(() => heard.stuck > 100)
    await pause(300)
    expect(heard.stuck).toBeLessThan(1000)
    expect(stuck.readyState).toBe(WebSocket.OPEN)
  },
)

onHost('W7: a page that asks for more than it reads loses its socket', async (stage) => {
  const { cookie } = await stage.signIn()
  const stuck = await stage.openSocket(cookie)
  const closed = new Promise((resolve) => stuck.on('close', resolve))
  stuck.pause()
  // Each answer has 1 MB.
  for (let id = 0; id < 60; id++) stuck.send(JSON.stringify({ id, call: 'preferences.read', params: {} }))
  await pause(500)
  stuck.resume()
  expect(await closed).toBe(1013)
})

onHost(
  'W7: a page that answers no ping is hung up on',
  async (stage) => {
    const { cookie } = await stage.signIn()
    const stuck = connect(stage.host.port, '127.0.0.1')
    stuck.on('error', () => {})
    const closed = new Promise<void>((resolve) => stuck.on('close', () => resolve()))
    stuck.write(
      [
        'GET /socket HTTP/1.1',
        `Host: 127.0.0.1:${stage.host.port}`,
        `Origin: ${stage.origin}`,
        `Cookie: ${cookie}`,
        'Sec-WebSocket-Protocol: lc.v1',
        'Connection: Upgrade',
        'Upgrade: websocket',
        'Sec-WebSocket-Version: 13',
        'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
      ].join('\r\n'),
    )
    await pause(100)
    stuck.resume()
    await closed
  },
  { limits: { ping: 100, dead: 300 } },
)

onHost(
  'W7: a socket that answers pings stays',
  async (stage) => {
    const { cookie } = await stage.signIn()
    const socket = await stage.openSocket(cookie)
    await pause(900)
    expect(socket.readyState).toBe(WebSocket.OPEN)
  },
  { limits: { ping: 100, dead: 300 } },
)
