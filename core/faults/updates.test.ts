import { request } from 'node:http'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { acceptRelease, beginTrust, updateFor } from '../agents/protocol/release-trust.ts'
import { readRootFile } from '../agents/protocol/trust.ts'
import type { AgentUpdateState } from '../agents/protocol/updates.ts'
import { browserHost } from '../cli/browser-host.ts'
import { command } from '../cli/console-fixture.ts'
import { deleteAgents } from '../database/agent-table.ts'
import { allUpdates, storeUpdates } from '../database/agent-update-table.ts'
import { openDatabase } from '../database/connection.ts'
import { atEnd, endTest } from '../database/database-fixture.ts'
import { serveCommandSocket } from '../host/command-socket.ts'
import { createDispatcher } from '../host/dispatcher.ts'
import { openCore } from '../open-core.ts'
import { bundledUpdate } from './bundled-update-fixture.ts'
import { ask, connectBody, enrolLocally, machine, openGateway } from './gateway-fixture.ts'

afterEach(endTest)

type Gateway = Awaited<ReturnType<typeof openGateway>>
type Current = NonNullable<AgentUpdateState['current']>

/** An agent of an earlier version, as the gateway sees it. */
const oldAgent = async (gateway: Gateway, host: string) => {
  const { id, headers } = await enrolLocally(gateway, host)
  const connect = async (current?: Current, version = '0.9.0', unable = '', at: Gateway = gateway) => {
    const update = { platform: 'linux-x64', unable, release: 0, root: 0, ...(current ? { current } : {}) } as const
    const body = connectBody(id, { version, machine: machine(host), update })
    return (await ask(at.socket, '/v1/connect', body, { headers })).body.update
  }
  /** Reads until the end, or until so many bytes have come. */
  const fetch = (
    sha256: string,
    {
      range,
      method = 'GET',
      most = Number.POSITIVE_INFINITY,
      onData,
    }: { range?: string; method?: 'GET' | 'HEAD'; most?: number; onData?: () => void } = {},
  ) =>
    new Promise<{ status: number; bytes: Buffer; range: string | undefined }>((resolve, reject) => {
      const path = `/v1/artifacts/${sha256}`
      const asked = request(
        {
          socketPath: gateway.socket,
          path,
          method,
          headers: { ...headers, ...(range ? { range } : {}) },
          agent: false,
        },
        (response) => {
          const pieces: Buffer[] = []
          let length = 0
          const end = () =>
            resolve({
              status: response.statusCode ?? 0,
              bytes: Buffer.concat(pieces),
              range: response.headers['content-range'],
            })
          response.on('data', (piece: Buffer) => {
            pieces.push(piece)
            length += piece.length
            onData?.()
            if (length < most) return
            end()
            response.destroy()
          })
          response.on('close', end)
          response.on('error', end)
        },
      )
      asked.on('error', reject)
      asked.end()
    })
  return { id, connect, fetch }
}

const working = (offer: string, stage: Current['stage'], percent = 0, reason = ''): Current => ({
  offer,
  version: '1.0.0',
  stage,
  percent,
  reason,
})

const stateOf = async ({ core }: Gateway, agent: string) => (await core.api['updates.list']({ agents: [agent] }))[0]

test('U3 a download that is cut off at 99 % goes on from there, also after the console was restarted', {
  timeout: 30_000,
}, async () => {
  const { resources, content, sha256 } = await bundledUpdate()
  const gateway = await openGateway({ resources })
  const agent = await oldAgent(gateway, 'ws1')
  const other = await oldAgent(gateway, 'ws2')
  await agent.connect()
  await other.connect()
  expect(await agent.fetch(sha256)).toMatchObject({ status: 429 })

  const started = await gateway.core.api['updates.start']({ agents: [agent.id] })
  expect(started).toEqual({ batch: 1, queued: 1, isServed: true, left: [] })
  const offer = await agent.connect()
  if (offer?.kind !== 'offer') throw new Error('nothing was offered')
  const [first, ...later] = readRootFile(JSON.stringify({ roots: offer.roots })).roots
  if (!first) throw new Error('no root')
  const shipped = readRootFile(JSON.stringify({ roots: [first] })).latest
  const { release } = acceptRelease(beginTrust(shipped), { ...offer, roots: later }, Date.now())
  expect(updateFor(release, { version: '0.9.0', platform: 'linux-x64' })).toMatchObject({ sha256 })
  // Asked again, for the answer may have been lost.
  expect(await agent.connect()).toEqual(offer)
  expect(await other.fetch(sha256)).toMatchObject({ status: 429 })
  expect(await agent.fetch('0'.repeat(64))).toMatchObject({ status: 400 })
  expect(await agent.fetch(sha256, { method: 'HEAD' })).toMatchObject({ status: 400 })

  const cut = await agent.fetch(sha256, { most: 396_000 })
  const have = cut.bytes.subarray(0, 396_000)
  expect(await agent.connect(working(offer.offer, 'downloading', 99))).toBeUndefined()
  await gateway.close()
  const after = await openGateway({ resources, folder: gateway.folder })
  expect(await stateOf(after, agent.id)).toMatchObject({ stage: 'downloading', percent: 99, attempts: 1 })

  const rest = await agent.fetch(sha256, { range: `bytes=${have.length}-` })
  expect(rest).toMatchObject({ status: 206, range: 'bytes 396000-399999/400000' })
  expect(Buffer.concat([have, rest.bytes]).equals(content)).toBe(true)
  expect(await agent.fetch(sha256, { range: 'bytes=400000-' })).toMatchObject({ status: 416 })
  expect(await agent.fetch(sha256, { range: 'bytes=10-19' })).toMatchObject({ bytes: content.subarray(10, 20) })

  await agent.connect(working(offer.offer, 'restarting'))
  expect(await agent.fetch(sha256)).toMatchObject({ status: 429 })
  await agent.connect(working(offer.offer, 'done', 100), '1.0.0')
  expect(await stateOf(after, agent.id)).toMatchObject({ stage: 'done', from: '0.9.0', to: '1.0.0', percent: 100 })
  expect(await after.core.api['updates.batches']({})).toMatchObject([{ state: 'finished', counts: { done: 1 } }])
})

test('what fails is told and stops the batch; commands show it, hold agents and update all by themselves', {
  timeout: 30_000,
}, async () => {
  const { resources, content, sha256 } = await bundledUpdate()
  const gateway = await openGateway({ resources })
  const { core } = gateway
  const { api } = core
  await api['updates.changeSettings']({ attempts: 1, soakSeconds: 0 })
  const agents = [await oldAgent(gateway, 'ws1'), await oldAgent(gateway, 'ws2'), await oldAgent(gateway, 'ws3')]
  const [one, two, three] = agents as [(typeof agents)[0], (typeof agents)[0], (typeof agents)[0]]
  await one.connect()
  await two.connect()
  await three.connect(undefined, '0.9.0', 'It was started by hand.')
  expect(await api['agents.list']({ ids: [one.id, three.id] })).toMatchObject([
    { newerVersion: '1.0.0', isHeld: false, updateUnable: '' },
    { newerVersion: '1.0.0', isHeld: false, updateUnable: 'It was started by hand.' },
  ])
  expect(await api['updates.start']({ all: true })).toMatchObject({
    batch: 1,
    queued: 2,
    left: [{ agent: three.id, agentName: 'ws3', reason: 'It was started by hand.' }],
  })
  const offer = await one.connect()
  expect(offer?.kind).toBe('offer')
  expect(await two.connect()).toBeUndefined()
  await one.connect(working(offer?.offer ?? '', 'failed', 0, 'The disk is full.'))
  expect(await api['updates.batches']({})).toMatchObject([
    { state: 'stopped', waves: [1, 1], counts: { failed: 1, queued: 1 } },
  ])
  expect(await stateOf(gateway, one.id)).toMatchObject({ stage: 'failed', reason: 'The disk is full.' })
  const issues = async () =>
    (await api['agents.details']({ id: one.id })).issues.map(({ code, detail }) => [code, detail])
  await expect.poll(issues).toContainEqual(['update-given-up', '0.9.0 to 1.0.0: The disk is full.'])

  // A batch that was cancelled meanwhile: what the agent is still at is left off.
  await api['updates.resume']({ batch: 1 })
  const second = await two.connect()
  await two.connect(working(second?.offer ?? '', 'downloading', 10))
  await api['updates.changeSettings']({ agentRate: 10_000 })
  let download: ReturnType<typeof two.fetch> | undefined
  await new Promise<void>((onData) => (download = two.fetch(sha256, { onData })))
  await api['updates.cancel']({ batch: 1 })
  const cutOff = await download
  expect([cutOff?.status, (cutOff?.bytes.length ?? 0) < content.length]).toEqual([200, true])
  expect(await two.connect(working(second?.offer ?? '', 'downloading', 20))).toEqual({
    kind: 'cancel',
    offer: second?.offer,
  })

  const dispatcher = createDispatcher({ api, onEvent: core.onEvent, log: () => undefined })
  const commands = await serveCommandSocket(core.socket, (port) => dispatcher.connect(port), core.lock)
  try {
    const db = ['--db', join(gateway.folder, 'lictor.db')]
    expect(JSON.parse((await command('agents', 'updates', '--format', 'json', ...db)).stdout)).toMatchObject([
      { agent: one.id, from: '0.9.0', to: '1.0.0', stage: 'failed', percent: 0, reason: 'The disk is full.' },
      { agent: two.id, from: '0.9.0', to: '1.0.0', stage: 'cancelled' },
    ])
    await api['updates.hold']({ agents: [one.id], hold: true })
    const held = await command('agents', 'update', 'ws1', ...db)
    expect(held).toMatchObject({ status: 1 })
    expect(held.stderr).toContain('ws1: Is on hold.')
    expect(await command('agents', 'update', 'ws9', ...db)).toMatchObject({ status: 2 })
    await api['updates.hold']({ agents: [one.id], hold: false })

    // By itself: not those for which this version did not work.
    const four = await oldAgent(gateway, 'ws4')
    await four.connect()
    expect(await command('agents', 'auto-update', 'on', ...db)).toMatchObject({ status: 0 })
    expect(await api['updates.settings']({})).toMatchObject({ automatic: true })
    expect((await api['updates.list']({ batch: 2 })).map(({ agentName }) => agentName)).toEqual(['ws4'])
    const waiting = command('agents', 'update', two.id, '--wait', ...db)
    await expect.poll(async () => (await api['updates.list']({ batch: 3 })).length).toBe(1)
    const third = await two.connect()
    await two.connect(working(third?.offer ?? '', 'done', 100), '1.0.0')
    expect(await waiting).toMatchObject({ status: 0 })
  } finally {
    await commands.close()
    dispatcher.close()
  }
})

/** An agent that has taken up an offer, of which it tells. */
const atWork = async (gateway: Gateway) => {
  const agent = await oldAgent(gateway, 'ws1')
  await agent.connect()
  await gateway.core.api['updates.start']({ all: true })
  const offer = (await agent.connect())?.offer ?? ''
  await agent.connect(working(offer, 'downloading', 10))
  return { ...agent, offer }
}

test('an agent on hold is not updated, also when it was at it', { timeout: 30_000 }, async () => {
  const { resources } = await bundledUpdate()
  const gateway = await openGateway({ resources })
  const { api } = gateway.core
  const agent = await atWork(gateway)
  await api['updates.hold']({ agents: [agent.id], hold: true })
  for (const percent of [20, 30]) {
    const told = await agent.connect(working(agent.offer, 'downloading', percent))
    expect(told).toEqual({ kind: 'cancel', offer: agent.offer })
    expect(await stateOf(gateway, agent.id)).toMatchObject({ stage: 'queued' })
  }
  await api['updates.hold']({ agents: [agent.id], hold: false })
  await expect.poll(async () => (await stateOf(gateway, agent.id))?.stage).toBe('offered')
})

test('U3 what a command decides while the console is down leaves alone what is under way', {
  timeout: 30_000,
}, async () => {
  const { resources } = await bundledUpdate()
  const gateway = await openGateway({ resources })
  gateway.time.ahead = -3_600_000
  const agent = await atWork(gateway)
  await agent.connect(working(agent.offer, 'restarting', 100))
  await gateway.close()
  // An hour later.
  const database = join(gateway.folder, 'lictor.db')
  const core = await openCore({ database, resources, host: browserHost, log: () => undefined })
  atEnd(() => core.close())
  await core.api['updates.changeSettings']({ automatic: true })
  expect((await core.api['updates.list']({}))[0]).toMatchObject({ stage: 'restarting', attempts: 1 })
})

test('two changes of the settings at the same moment are both kept; the update of an agent that is removed goes with it', async () => {
  const { resources } = await bundledUpdate()
  const gateway = await openGateway({ resources })
  const { api } = gateway.core
  const agent = await atWork(gateway)
  await Promise.all([api['updates.changeSettings']({ attempts: 7 }), api['updates.changeSettings']({ soakSeconds: 9 })])
  expect(await api['updates.settings']({})).toMatchObject({ attempts: 7, soakSeconds: 9 })
  await gateway.close()
  const database = await openDatabase(join(gateway.folder, 'lictor.db'))
  const before = await allUpdates(database)
  expect(before).toMatchObject([{ agent: agent.id }])
  await database.transaction((tx) => deleteAgents(tx, [agent.id]))
  expect(await allUpdates(database)).toEqual([])
  // One that was about to be written when the agent was removed, and the console ended then.
  await database.transaction((tx) => storeUpdates(tx, before))
  expect(await allUpdates(database)).toEqual([])
  await database.close()
  expect(await stateOf(await openGateway({ resources, folder: gateway.folder }), agent.id)).toBeUndefined()
})
