import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask, openWebHost, sendRaw, tokenOf, type WebHostFixture } from './web-host-fixture.ts'

let stage: WebHostFixture
let port: number
let session: { readonly cookie: string; readonly csrf: string }
beforeAll(async () => {
  stage = await openWebHost()
  port = stage.host.port
  session = await stage.signIn()
})
afterAll(() => stage.close())

const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1])

const body = () => JSON.stringify({ token: tokenOf(stage.host.mintUrl()) })
const json = (text: string) => ['Content-Type: application/json', `Content-Length: ${Buffer.byteLength(text)}`]
const postSession = (headers: readonly string[], text = body()) =>
  ask(port, 'POST /session', [...headers, ...json(text)], text)

const ourHost = () => `Host: 127.0.0.1:${port}`
const ourOrigin = () => `Origin: http://127.0.0.1:${port}`

test('W1: the same requests, made properly, are answered', async () => {
  expect(statusOf(await ask(port, 'GET /', [ourHost()]))).toBe(200)
  expect(statusOf(await ask(port, 'GET /', [`Host: localhost:${port}`, 'Sec-Fetch-Site: none']))).toBe(200)
  expect(statusOf(await postSession([ourHost(), ourOrigin(), 'Sec-Fetch-Site: same-origin']))).toBe(200)
})

const foreignHosts: readonly (readonly [string, () => readonly string[]])[] = [
  ['a name that resolves here', () => [`Host: evil.example:${port}`]],
  ['a name that begins like ours', () => [`Host: 127.0.0.1:${port}.evil.example`]],
  ['another port', () => ['Host: 127.0.0.1:1']],
  ['no port', () => ['Host: 127.0.0.1']],
  ['another loopback address', () => [`Host: 127.0.0.2:${port}`]],
  ['an address of all interfaces', () => [`Host: 0.0.0.0:${port}`]],
  ['a number', () => [`Host: 2130706433:${port}`]],
  ['a dot at the end', () => [`Host: localhost.:${port}`]],
  ['a user', () => [`Host: a@127.0.0.1:${port}`]],
  ['nothing', () => ['Host: ']],
  ['ours and a second one', () => [ourHost(), `Host: evil.example:${port}`]],
  ['a foreign one that was forwarded for ours', () => [`Host: evil.example`, `X-Forwarded-Host: 127.0.0.1:${port}`]],
]
for (const [what, headers] of foreignHosts)
  test(`W1: Host is ${what}: refused, whatever is asked`, async () => {
    expect([400, 403]).toContain(statusOf(await ask(port, 'GET /', headers())))
    expect([400, 403]).toContain(statusOf(await ask(port, 'GET /session', [...headers(), `Cookie: ${session.cookie}`])))
    const answer = await postSession([...headers(), ourOrigin()])
    expect([400, 403]).toContain(statusOf(answer))
    expect(answer).not.toMatch(/set-cookie/i)
  })

const foreignOrigins: readonly (readonly [string, () => readonly string[]])[] = [
  ['missing', () => []],
  ['null', () => ['Origin: null']],
  ['empty', () => ['Origin: ']],
  ['another site', () => ['Origin: https://evil.example']],
  ['ours with https', () => [`Origin: https://127.0.0.1:${port}`]],
  ['another port', () => ['Origin: http://127.0.0.1:1']],
  ['our other name', () => [`Origin: http://localhost:${port}`]],
  ['one that begins like ours', () => [`${ourOrigin()}.evil.example`]],
  ['ours twice', () => [ourOrigin(), ourOrigin()]],
]
for (const [what, headers] of foreignOrigins)
  test(`W1: Origin is ${what}: nothing is written and no socket is opened`, async () => {
    const answer = await postSession([ourHost(), ...headers()])
    expect(statusOf(answer)).toBe(403)
    expect(answer).not.toMatch(/set-cookie/i)
    expect(statusOf(await upgrade([ourHost(), ...headers(), `Cookie: ${session.cookie}`]))).toBe(403)
  })

test('W1: a foreign origin or site may not even read', async () => {
  expect(statusOf(await ask(port, 'GET /', [ourHost(), 'Origin: https://evil.example']))).toBe(403)
  for (const site of ['cross-site', 'same-site', 'x'])
    expect(statusOf(await ask(port, 'GET /', [ourHost(), `Sec-Fetch-Site: ${site}`]))).toBe(403)
})

test('W1: a form cannot post', async () => {
  const text = body()
  for (const type of [
    'application/x-www-form-urlencoded',
    'text/plain',
    'multipart/form-data; boundary=x',
    'application/jsonp',
  ]) {
    const headers = [ourHost(), ourOrigin(), `Content-Type: ${type}`, `Content-Length: ${text.length}`]
    expect(statusOf(await ask(port, 'POST /session', headers, text))).toBe(415)
    const upload = [...headers, `Cookie: ${session.cookie}`]
    expect(statusOf(await ask(port, 'POST /files?name=a.log', upload, text))).toBe(403)
    expect(statusOf(await ask(port, 'POST /files?name=a.log', [...upload, `X-LC-CSRF: ${session.csrf}`], text))).toBe(
      415,
    )
  }
})

test('W1: a body that is too long, endless or no JSON is refused', async () => {
  const long = `{"token":"${'x'.repeat(10_000)}"}`
  expect(statusOf(await postSession([ourHost(), ourOrigin()], long))).toBe(413)
  const chunked = [ourHost(), ourOrigin(), 'Content-Type: application/json', 'Transfer-Encoding: chunked']
  expect(statusOf(await ask(port, 'POST /session', chunked, '0\r\n\r\n'))).toBe(413)
  expect(statusOf(await postSession([ourHost(), ourOrigin()], '{"token":'))).toBe(400)
  expect(statusOf(await postSession([ourHost(), ourOrigin()], '{"token":"x","admin":true}'))).toBe(400)
})

test('W1: there is no CORS and no other method', async () => {
  for (const method of ['OPTIONS', 'PUT', 'DELETE', 'PATCH', 'TRACE', 'PROPFIND']) {
    const answer = await ask(port, `${method} /session`, [ourHost(), ourOrigin(), 'Content-Length: 0'])
    expect(statusOf(answer)).toBe(405)
    expect(answer).not.toMatch(/access-control/i)
  }
})

const traversals = [
  '/../secret.txt',
  '/..%2fsecret.txt',
  '/%2e%2e/secret.txt',
  '/%2e%2e%2fsecret.txt',
  '/..%5csecret.txt',
  '/%5c..%5csecret.txt',
  '/assets/../../secret.txt',
  '/assets/..%252f..%252fsecret.txt',
  '/assets/../assets/main-1a2b.js',
  '/assets//main-1a2b.js',
  '/assets/main-1a2b.js%00.css',
  '/assets/main-1a2b.js/',
  '/./index.html.',
  '//secret.txt',
  '///etc/passwd',
  '/\\\\server\\share\\secret.txt',
  '/%5c%5cserver%5cshare',
  '/C:/Windows/win.ini',
  '/file:///etc/passwd',
  '/exports/..%2f..%2fsecret.txt',
  '/exports/e1%00',
  '/__proto__',
  '/constructor',
  `/${'a/'.repeat(2500)}`,
]
for (const path of traversals)
  test(`W6: ${path.slice(0, 40)} leads nowhere`, async () => {
    const answer = await ask(port, `GET ${path}`, [ourHost(), `Cookie: ${session.cookie}`])
    expect([400, 403, 404]).toContain(statusOf(answer))
    expect(answer).not.toMatch(/secret of|root:|export \{\}/)
  })

test('W6: a target that is no path is refused', async () => {
  expect(statusOf(await ask(port, `GET http://127.0.0.1:${port}/`, [ourHost()]))).toBe(400)
  expect(statusOf(await ask(port, 'GET http://evil.example/', [ourHost()]))).toBe(400)
  expect(statusOf(await ask(port, 'OPTIONS *', [ourHost(), ourOrigin()]))).toBe(405)
})

const upgrade = (headers: readonly string[], path = '/socket', key = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==') =>
  sendRaw(
    port,
    [
      `GET ${path} HTTP/1.1`,
      ...headers,
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      ...(key ? [key] : []),
      '',
      '',
    ].join('\r\n'),
  )

test('W1: a socket needs our host, our path, a session, our protocol and a key', async () => {
  const protocol = 'Sec-WebSocket-Protocol: lc.v1'
  const cookie = `Cookie: ${session.cookie}`
  expect(statusOf(await upgrade(['Host: evil.example', ourOrigin(), cookie, protocol]))).toBe(403)
  expect(statusOf(await upgrade([ourHost(), ourOrigin(), protocol]))).toBe(401)
  expect(statusOf(await upgrade([ourHost(), ourOrigin(), 'Cookie: lc_0=x', protocol]))).toBe(401)
  expect(statusOf(await upgrade([ourHost(), ourOrigin(), cookie]))).toBe(400)
  expect(statusOf(await upgrade([ourHost(), ourOrigin(), cookie, 'Sec-WebSocket-Protocol: chat']))).toBe(400)
  expect(statusOf(await upgrade([ourHost(), ourOrigin(), cookie, protocol], '/socket/x'))).toBe(404)
  expect(statusOf(await upgrade([ourHost(), ourOrigin(), cookie, protocol], '/socket', ''))).toBe(400)
  expect(stage.made).toEqual([])
  expect(stage.logged).toEqual([])
})
