import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { connect as connectSocket, createServer } from 'node:net'
import { join } from 'node:path'
import { connect as connectTls } from 'node:tls'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeAuthority, signAgentCertificate } from '../agents/enrolment/certificates.ts'
import { readJoinToken, writeJoinToken } from '../agents/protocol/join-token.ts'
import { endTest, startProcess, temporaryFolder } from '../database/database-fixture.ts'
import { sized } from './fault-fixture.ts'
import {
  ask,
  connectBody,
  enrolBody,
  enrolLocally,
  enrolOverTls,
  machine,
  newToken,
  openGateway,
  signingRequest,
  withRecords,
} from './gateway-fixture.ts'

let gateway: Awaited<ReturnType<typeof openGateway>>

beforeAll(async () => {
  gateway = await openGateway({ limits: { headers: 500, request: 1500, handshake: 500 } })
})
afterAll(endTest)

const process = (host: string, pid: number) => ({ record: 'process', start: Date.now() - 60_000, pid, host })
const issuesOf = async (id: string): Promise<string[]> =>
  (await gateway.core.api['agents.details']({ id })).issues.map(({ code }) => code)

test('A4 a request that is none, too large or not what it says is refused, and others are served', async () => {
  const { id, headers } = await enrolLocally(gateway, 'garbled')
  const send = (body: string | Buffer, more: Record<string, string> = {}) =>
    ask(gateway.socket, '/v1/connect', body, { headers: { ...headers, ...more } })
  const good = connectBody(id, { machine: machine('garbled') })
  const batch = withRecords(good, 1, [process('garbled', 1)])
  const gzip = { 'content-encoding': 'gzip' }
  const refusals = [
    await send('not json\n'),
    await send(JSON.stringify({ ...good, extra: 1 })),
    await send(JSON.stringify({ ...good, interval: -1 })),
    await send(batch.replace('"pid":1,', '"pid":2,')),
    await send(batch.slice(0, -1)),
    await send(randomBytes(2000), gzip),
    await send(gzipSync(batch).subarray(0, -9), gzip),
    await send(batch, { 'content-encoding': 'br' }),
  ]
  expect(refusals.map(({ status, body }) => `${status} ${body.code}`)).toEqual(refusals.map(() => '400 invalid'))
  const large = [
    await send(gzipSync(Buffer.alloc(20_000_000, 32)), gzip),
    await send(gzipSync(Buffer.alloc(2_000_000, 32)), gzip),
    await send(Buffer.alloc(1_100_000, 32)),
  ]
  expect(large.map(({ status, body }) => `${status} ${body.code}`)).toEqual(large.map(() => '413 too-large'))
  const acknowledged = async () => (await send(gzipSync(batch), gzip)).body.acknowledged
  await expect.poll(acknowledged).toEqual({ epoch: 'epoch-0001', last: 1 })
})

test('A4 whoever is slow or speaks no HTTP is cut off, on the socket and on the port', async () => {
  const { id, headers } = await enrolLocally(gateway, 'slow')
  const closed = (socket: ReturnType<typeof connectSocket>, ...texts: string[]) =>
    new Promise<string>((resolve) => {
      let answer = ''
      socket.on('data', (data) => (answer += data))
      socket.on('error', () => undefined)
      socket.on('close', () => resolve(answer.split('\r\n')[0] ?? ''))
      for (const text of texts) socket.write(text)
    })
  const authorization = `authorization: ${headers.authorization}`
  const tls = () => connectTls({ port: gateway.port, host: '127.0.0.1', rejectUnauthorized: false })
  const ends = await Promise.all([
    closed(connectSocket(gateway.socket), '\u0000\u0001 garbage\r\n\r\n'),
    closed(connectSocket(gateway.socket)),
    closed(tls()),
    closed(connectSocket(gateway.port, '127.0.0.1')),
    closed(connectSocket(gateway.socket), 'POST /v1/connect HTTP/1.1\r\nhost: x\r\n'),
    closed(
      connectSocket(gateway.socket),
      `POST /v1/connect HTTP/1.1\r\nhost: x\r\n${authorization}\r\ncontent-length: 900\r\n\r\n{`,
    ),
    closed(connectSocket(gateway.port, '127.0.0.1'), 'GET /v1/hello HTTP/1.1\r\n\r\n'),
    closed(tls(), 'POST /v1/enrol HTTP/1.1\r\nhost: x\r\ncontent-length: 900\r\n\r\n{'),
  ])
  expect(ends.map((end) => end.slice(0, 12))).toEqual([
    'HTTP/1.1 400',
    'HTTP/1.1 408',
    'HTTP/1.1 408',
    '',
    'HTTP/1.1 408',
    'HTTP/1.1 408',
    '',
    'HTTP/1.1 408',
  ])
  expect(
    (await ask(gateway.socket, '/v1/connect', connectBody(id, { machine: machine('slow') }), { headers })).status,
  ).toBe(200)
})

test('A5 many agents that come at once are all served', { timeout: 120_000 }, async () => {
  const many = sized(150, 1000)
  const token = await newToken(gateway.core, many)
  const agents = await Promise.all(
    Array.from({ length: many }, async (_, index) => {
      const body = enrolBody(token, { machine: machine(`many${index}`) })
      const { status, body: answer } = await ask(gateway.socket, '/v1/enrol', body)
      const secret = answer.credential?.kind === 'secret' ? answer.credential.secret : ''
      return { status, id: body.agent, authorization: `Lictor ${body.agent} ${secret}`, host: body.machine.host }
    }),
  )
  expect(agents.filter(({ status }) => status !== 200)).toEqual([])
  const answers = await Promise.all(
    agents.map(({ id, authorization, host }) =>
      ask(gateway.socket, '/v1/connect', connectBody(id, { machine: machine(host) }), { headers: { authorization } }),
    ),
  )
  expect(answers.filter(({ status }) => status !== 200)).toEqual([])
  const online = (await gateway.core.api['agents.list']({ ids: agents.map(({ id }) => id) })).filter(
    ({ status }) => status === 'online',
  )
  expect(online).toHaveLength(many)
})

test('A6 a certificate that is missing, foreign, expired or revoked is refused with its reason', async () => {
  const agent = await enrolOverTls(gateway, 'lan1')
  const body = connectBody(agent.id, { machine: machine('lan1') })
  const connect = (identity = {}) => ask(gateway.port, '/v1/connect', body, { identity })
  expect((await connect(agent.identity)).status).toBe(200)

  const foreign = await makeAuthority('Elsewhere')
  const { key, request } = await signingRequest(agent.id)
  const validity = { from: new Date(Date.now() - 1000), to: new Date(Date.now() + 1e8) }
  const { certificate = '' } = (await signAgentCertificate(foreign, request, agent.id, validity)) ?? {}
  const refused = [await connect(), await connect({ key, cert: certificate })]
  gateway.time.ahead = 370 * 86_400_000
  refused.push(await connect(agent.identity))
  gateway.time.ahead = 0
  expect(await issuesOf(agent.id)).toContain('certificate-rejected')
  expect((await connect(agent.identity)).status).toBe(200)
  expect(await issuesOf(agent.id)).not.toContain('certificate-rejected')
  await gateway.core.api['agents.revoke']({ ids: [agent.id] })
  refused.push(await connect(agent.identity))
  expect(await issuesOf(agent.id)).toContain('certificate-rejected')
  expect(refused.map(({ status, body }) => `${status} ${body.code}: ${body.message}`)).toEqual([
    '401 credential: Show the certificate that this console gave the agent when it was enrolled.',
    '401 credential: This console did not give out this certificate. Enrol the agent here.',
    '401 credential: This certificate has expired. Enrol the agent again with a new join token.',
    '401 credential: This certificate was revoked. Enrol the agent again with a new join token.',
  ])
})

test('A6 an agent does not take another for its console, and renews its certificate in time', async () => {
  const agent = await enrolOverTls(gateway, 'lan2')
  const body = connectBody(agent.id, { machine: machine('lan2') })
  const { certificate: foreign } = await makeAuthority('Elsewhere')
  await expect(
    ask(gateway.port, '/v1/connect', body, { identity: { ...agent.identity, ca: foreign } }),
  ).rejects.toMatchObject({ code: expect.stringMatching(/UNABLE_TO_VERIFY|SELF_SIGNED/) })
  await expect(
    new Promise((resolve, reject) => {
      const socket = connectTls({
        port: gateway.port,
        host: '127.0.0.1',
        servername: 'elsewhere.example',
        ca: agent.identity.ca,
      })
      socket.once('error', reject).once('secureConnect', resolve)
    }),
  ).rejects.toMatchObject({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' })

  // A name that the admin adds counts from then on, on the same port.
  const { lan } = await gateway.core.api['agents.changeGateway']({ lanNames: ['console.example'] })
  expect(lan).toMatchObject({ port: gateway.port, address: `https://console.example:${gateway.port}` })
  await new Promise((resolve, reject) => {
    const options = { port: gateway.port, host: '127.0.0.1', servername: 'console.example', ca: agent.identity.ca }
    const socket = connectTls(options, () => resolve(socket.end()))
    socket.once('error', reject)
  })

  gateway.time.ahead = 300 * 86_400_000
  expect((await ask(gateway.port, '/v1/connect', body, agent)).body.renew).toBe(true)
  const { key, request } = await signingRequest(agent.id)
  const { body: renewed } = await ask(gateway.port, '/v1/renew', { request }, agent)
  if (renewed.credential?.kind !== 'certificate') throw new Error('no certificate')
  // The answer may have been lost: the old one counts until the new one was used.
  expect((await ask(gateway.port, '/v1/connect', body, agent)).status).toBe(200)
  const identity = { key, cert: renewed.credential.certificate, ca: agent.identity.ca }
  expect((await ask(gateway.port, '/v1/connect', body, { identity })).body.renew).toBeUndefined()
  expect((await ask(gateway.port, '/v1/connect', body, agent)).status).toBe(401)
  gateway.time.ahead = 0
})

test('A7 a join token that is used up, expired, revoked, foreign or guessed lets nobody in', async () => {
  const { core, socket, time } = gateway
  const once = await newToken(core)
  const first = enrolBody(once, { machine: machine('joined') })
  expect((await ask(socket, '/v1/enrol', first)).status).toBe(200)
  // Its answer may have been lost: the same machine may ask again.
  const again = await ask(socket, '/v1/enrol', first)
  expect(again.status).toBe(200)
  const old = await newToken(core, 1, 60_000)
  const revoked = await newToken(core)
  await core.api['agents.revokeToken']({ id: readJoinToken(revoked)?.id ?? '' })
  const parts = readJoinToken(await newToken(core)) ?? { id: '', secret: '', authority: '' }
  const guessed = writeJoinToken({ ...parts, secret: randomBytes(32).toString('hex') })
  const foreign = writeJoinToken({ ...parts, authority: randomBytes(32).toString('hex') })
  time.ahead = 120_000
  const refused = []
  for (const token of [once, old, revoked, guessed, foreign, 'nothing of the kind'])
    refused.push(await ask(socket, '/v1/enrol', enrolBody(token, { machine: machine('stranger') })))
  expect(refused.map(({ status, body }) => `${status} ${body.code}: ${body.message?.split('. ')[0]}`)).toEqual([
    '403 token: This join token is used up',
    expect.stringMatching(/^403 token: This join token expired at /),
    '403 token: This join token was revoked',
    '403 token: This console knows no such join token',
    '403 token: This join token belongs to another console',
    '403 token: This is not a join token',
  ])
  time.ahead = 0
  const { events } = await core.api['events.list']({ search: 'stranger', limit: 10 })
  expect(events[0]).toMatchObject({ severity: 'error', subject: 'stranger' })
  // Who has connected cannot be taken over by asking again, nor by another machine that says it is the same.
  const secret = again.body.credential?.kind === 'secret' ? again.body.credential.secret : ''
  const headers = { authorization: `Lictor ${first.agent} ${secret}` }
  expect(
    (await ask(socket, '/v1/connect', connectBody(first.agent, { machine: machine('joined') }), { headers })).status,
  ).toBe(200)
  const twin = { ...first, token: await newToken(core), machine: machine('twin') }
  expect((await ask(socket, '/v1/enrol', twin)).body.code).toBe('duplicate')
  expect((await ask(socket, '/v1/enrol', first)).body.code).toBe('token')
  let last = refused[0]
  for (let i = 0; i < 6; i++) last = await ask(socket, '/v1/enrol', enrolBody(guessed))
  expect(last).toMatchObject({ status: 429, body: { code: 'busy', retryAfter: expect.any(Number) } })
})

test('A8 two that use one id are both held off until an admin decides', async () => {
  const { core, socket, time } = gateway
  const { id, headers } = await enrolLocally(gateway, 'original')
  const connect = async (instance: string, host: string) =>
    (await ask(socket, '/v1/connect', connectBody(id, { instance, machine: machine(host) }), { headers })).body
  expect((await connect('original-1', 'original')).standing).toBe('approved')
  const clone = { ...connectBody(id, { instance: 'clone-0001', machine: machine('clone') }) }
  const early = await ask(socket, '/v1/connect', withRecords(clone, 1, [process('clone', 1)]), { headers })
  // Not known yet which it is: nothing of it is taken, and it keeps what it has.
  expect(early.body).toMatchObject({ standing: 'approved', credit: 0, acknowledged: { last: 0 } })
  expect((await connect('original-1', 'original')).standing).toBe('quarantined')
  expect((await connect('clone-0001', 'clone')).standing).toBe('quarantined')
  expect(await issuesOf(id)).toContain('duplicate-id')
  expect(await core.api['agents.approve']({ ids: [id] })).toEqual({ approved: 1 })
  expect((await connect('original-1', 'original')).standing).toBe('approved')
  expect(await issuesOf(id)).not.toContain('duplicate-id')
  // Another machine with the same data folder once the first is silent: a disk was moved.
  time.ahead = 200_000
  expect((await connect('original-2', 'moved')).standing).toBe('approved')
  expect(await issuesOf(id)).toContain('host-changed')
  // A program that was started again; that the one before comes back means a second data folder.
  expect((await connect('original-3', 'moved')).standing).toBe('approved')
  expect((await connect('original-2', 'moved')).standing).toBe('quarantined')
  time.ahead = 0
})

test('A11 a socket that a killed console left is replaced; one in use, or too long a path, is said and the rest goes on', {
  timeout: 30_000,
}, async () => {
  const folder = await temporaryFolder()
  const stale = join(folder, 'stale.sock')
  const left = startProcess(
    `import { createServer } from 'node:net'; createServer().listen(${JSON.stringify(stale)}, () => console.log('up'))`,
  )
  await left.lines.next()
  left.child.kill('SIGKILL')
  await left.ended
  const first = await openGateway({ folder, socket: stale })
  expect((await enrolLocally(first)).headers.authorization).toMatch(/^Lictor \S{36} \S{43}$/)
  await first.close()

  const used = join(folder, 'used.sock')
  const other = createServer().listen(used)
  const second = await openGateway({ folder, socket: used })
  expect(await second.core.api['agents.gateway']({})).toMatchObject({
    socket: '',
    problem: expect.stringContaining('another program listens'),
    lan: { problem: '' },
  })
  await second.close()
  other.close()

  const file = join(folder, 'a-file')
  writeFileSync(file, 'kept')
  for (const [socket, why] of [
    [join(folder, 'x'.repeat(120)), 'too long'],
    [file, 'another program'],
    [join(folder, 'none', 'a.sock'), 'there is no folder'],
  ] as const) {
    const refused = await openGateway({ folder, socket })
    expect((await refused.core.api['agents.gateway']({})).problem).toContain(why)
    await refused.close()
  }
})

test('A12 an agent speaks for itself only', async () => {
  const { core, socket, port } = gateway
  const one = await enrolLocally(gateway, 'self')
  const other = await enrolOverTls(gateway, 'other')
  const asOther = connectBody(other.id, { machine: machine('other') })
  const foreign = await ask(socket, '/v1/connect', withRecords(asOther, 1, [process('other', 1)]), one)
  expect(foreign).toMatchObject({ status: 403, body: { code: 'other-agent' } })
  expect(await issuesOf(one.id)).toContain('other-agent')
  const named = { authorization: one.headers.authorization.replace(one.id, other.id) }
  expect((await ask(socket, '/v1/connect', asOther, { headers: named })).body.code).toBe('credential')
  // A secret is of the local socket, a certificate of the LAN.
  expect((await ask(port, '/v1/connect', connectBody(one.id), { headers: one.headers })).body.code).toBe('credential')
  const asOne = connectBody(one.id, { machine: machine('self') })
  expect((await ask(port, '/v1/connect', asOne, other)).body.code).toBe('other-agent')
  expect((await core.api['agents.details']({ id: other.id })).agent.lastConnection).toBe(0)
})
