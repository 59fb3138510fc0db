import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import type { Transport } from '../contract/client.ts'
import type { FrameFromCore } from '../contract/frames.ts'
import { hostSuite, until } from './host-suite.ts'
import { serveWeb } from './web-host.ts'
import { openWebHost, postToken, tokenOf, type WebHostFixture } from './web-host-fixture.ts'

const socketTransport = (socket: WebSocket): Transport => ({
  send: (frame) => socket.send(JSON.stringify(frame)),
  onFrame: (listener) => socket.on('message', (data) => listener(JSON.parse(String(data)) as FrameFromCore)),
  onClosed: (listener) => socket.on('close', (_code, reason) => listener(String(reason))),
})

hostSuite(test, 'over the web host', async (dispatcher) => {
  const stage = await openWebHost({ dispatcher })
  const { cookie } = await stage.signIn()
  const socket = await stage.openSocket(cookie)
  return {
    transport: socketTransport(socket),
    hangUp: () => stage.host.close(),
    close: () => stage.close(),
  }
})

const onHost = (title: string, play: (stage: WebHostFixture) => Promise<void>, options = {}): void =>
  test(title, async () => {
    const stage = await openWebHost(options)
    try {
      await play(stage)
    } finally {
      await stage.close()
    }
  })

onHost('the address opens a session once, with a strict cookie and a csrf value', async ({ host, origin }) => {
  expect(host.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#t=[\w-]{43}$/)
  const answer = await postToken(origin, tokenOf(host.url))
  expect(answer.status).toBe(200)
  expect(answer.headers.get('set-cookie')).toMatch(/^lc_[0-9a-f]{16}=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/$/)
  expect(await answer.json()).toEqual({ csrf: expect.stringMatching(/^[\w-]{43}$/) })
})

onHost('W2: a token is good once, and a wrong one never', async ({ host, origin }) => {
  const token = tokenOf(host.url)
  expect((await postToken(origin, `${token.slice(0, -1)}x`)).status).toBe(401)
  expect((await postToken(origin, token)).status).toBe(200)
  const replayed = await postToken(origin, token)
  expect(replayed.status).toBe(401)
  expect(replayed.headers.get('set-cookie')).toBe(null)
  expect((await postToken(origin, tokenOf(host.mintUrl(-1)))).status).toBe(401)
})

onHost('W2: a cookie of another console is worth nothing here', async (stage) => {
  const other = await openWebHost()
  const { cookie, csrf } = await other.signIn()
  expect((await fetch(`${other.origin}/session`, { headers: { Cookie: cookie } })).status).toBe(200)
  expect((await fetch(`${stage.origin}/session`, { headers: { Cookie: cookie } })).status).toBe(401)
  await expect(stage.openSocket(cookie)).rejects.toThrow('401')
  // Nor under this console's own name for it.
  const own = await stage.signIn()
  const forged = `${own.cookie.split('=')[0]}=${cookie.split('=')[1]}`
  const upload = await fetch(`${stage.origin}/files?name=a.log`, {
    method: 'POST',
    headers: {
      Origin: stage.origin,
      Cookie: forged,
      'X-LC-CSRF': csrf,
      'Content-Type': 'application/octet-stream',
    },
    body: 'x',
  })
  expect(upload.status).toBe(401)
  await other.close()
})

onHost('a reloaded page gets its csrf value again; a session that was ended is over at once', async (stage) => {
  const { cookie, csrf } = await stage.signIn()
  expect(await (await fetch(`${stage.origin}/session`, { headers: { Cookie: cookie } })).json()).toEqual({ csrf })
  const socket = await stage.openSocket(cookie)
  const closed = new Promise((resolve) => socket.on('close', resolve))
  const end = (withCsrf: string) =>
    fetch(`${stage.origin}/session/end`, {
      method: 'POST',
      headers: {
        Origin: stage.origin,
        Cookie: cookie,
        'X-LC-CSRF': withCsrf,
        'Content-Type': 'application/json',
      },
      body: '{}',
    })
  expect((await end('wrong')).status).toBe(403)
  expect((await end(csrf)).status).toBe(200)
  expect(await closed).toBe(4401)
  expect((await fetch(`${stage.origin}/session`, { headers: { Cookie: cookie } })).status).toBe(401)
})

onHost(
  'the page has a fresh nonce, the theme and a policy without inline scripts',
  async ({ origin, host }) => {
    const first = await fetch(`${origin}/`)
    const html = await first.text()
    const policy = first.headers.get('content-security-policy') ?? ''
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? ''
    expect(html).toBe(`<html data-theme="dark"><meta content="${nonce}"></html>`)
    expect(policy).toMatch(/script-src 'self';/)
    expect(policy).toContain(`connect-src 'self' ws://127.0.0.1:${host.port};`)
    expect(policy.replace("style-src-attr 'unsafe-inline'", '')).not.toContain('unsafe')
    expect((await fetch(`${origin}/`)).headers.get('content-security-policy')).not.toBe(policy)
    expect(Object.fromEntries(first.headers)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
    })
    expect([...first.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
  },
  { theme: async () => 'dark' },
)

onHost('built files are served with their type, and not again when unchanged', async ({ origin }) => {
  const first = await fetch(`${origin}/assets/main-1a2b.js`)
  expect([first.status, first.headers.get('content-type'), await first.text()]).toEqual([
    200,
    'text/javascript; charset=utf-8',
    'export {}',
  ])
  const tag = first.headers.get('etag') ?? ''
  expect((await fetch(`${origin}/assets/main-1a2b.js`, { headers: { 'If-None-Match': tag } })).status).toBe(304)
  expect((await fetch(`${origin}/assets/main-1a2b.js`, { method: 'HEAD' })).status).toBe(200)
  expect((await fetch(`${origin}/assets/main-1a2b.js.map`)).status).toBe(404)
})

onHost(
  'while the renderer is not built, the page says how to build it',
  async ({ origin }) => {
    const answer = await fetch(`${origin}/`)
    expect(answer.status).toBe(503)
    expect(await answer.text()).toContain('npm run build')
  },
  { files: '/nonexistent/renderer' },
)

onHost('an upload becomes a file offer; an export is streamed as attachment', async (stage) => {
  const { cookie, csrf } = await stage.signIn()
  const headers = { Origin: stage.origin, Cookie: cookie, 'Content-Type': 'application/octet-stream' }
  const send = (extra: Record<string, string>) =>
    fetch(`${stage.origin}/files?name=${encodeURIComponent('../../etc/läuft.log')}`, {
      method: 'POST',
      headers: { ...headers, ...extra },
      body: 'x'.repeat(3_000_000),
    })
  expect((await send({})).status).toBe(403)
  const sent = await send({ 'X-LC-CSRF': csrf })
  const { fileId, name, size } = (await sent.json()) as { fileId: string; name: string; size: number }
  expect([name, size]).toEqual(['läuft.log', 3_000_000])
  expect(stage.offers.resolve(fileId)).toMatchObject({ name: 'läuft.log', temporary: true })

  expect((await fetch(`${stage.origin}/exports/e1`)).status).toBe(401)
  const file = await fetch(`${stage.origin}/exports/e1`, { headers: { Cookie: cookie } })
  expect(await file.text()).toBe('Time,Users\n2024-03-04,7\n')
  expect(file.headers.get('content-disposition')).toBe(
    `attachment; filename="R_cklauf _1_.csv"; filename*=UTF-8''R%C3%BCcklauf%20%221%22.csv`,
  )
  expect((await fetch(`${stage.origin}/exports/e2`, { headers: { Cookie: cookie } })).status).toBe(404)
})

onHost('a fifth page of one session is refused, and let in when one leaves', async ({ signIn, openSocket }) => {
  const { cookie } = await signIn()
  const sockets = await Promise.all([1, 2, 3, 4].map(() => openSocket(cookie)))
  await expect(openSocket(cookie)).rejects.toThrow('429')
  sockets[0].close()
  await until(() => sockets[0].readyState === WebSocket.CLOSED)
  await openSocket(cookie)
})

onHost('a port that is taken is said to be', async ({ host, offers }) => {
  const options = { files: '/nonexistent', fileOffers: offers, exportFile: () => undefined, log: () => {} }
  const dispatcher = { connect: () => {}, close: () => {} }
  await expect(serveWeb({ ...options, dispatcher, port: host.port })).rejects.toMatchObject({ code: 'busy' })
})
