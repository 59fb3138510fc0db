import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { endTest } from '../../database/database-fixture.ts'
import { ask, connectBody, enrolLocally, machine, openGateway, withRecords } from '../../faults/gateway-fixture.ts'
import type { ConnectRequest } from '../protocol/messages.ts'

let gateway: Awaited<ReturnType<typeof openGateway>>
let agent: Awaited<ReturnType<typeof enrolLocally>>
let host: string

beforeAll(async () => {
  gateway = await openGateway()
})
beforeEach(async () => {
  gateway.time.ahead = 0
  host = `ws-${randomUUID().slice(0, 8)}`
  agent = await enrolLocally(gateway, host)
})
afterAll(endTest)

const now = () => Date.now() + gateway.time.ahead
const connect = async (change: Partial<ConnectRequest> = {}) => {
  const body = connectBody(agent.id, { machine: machine(host), time: now(), ...change })
  return ask(gateway.socket, '/v1/connect', body, agent)
}
const details = () => gateway.core.api['agents.details']({ id: agent.id })
const issues = async () =>
  (await details()).issues.map(({ code, subject }) => (subject ? `${code} ${subject}` : code)).sort()
const applied = async (): Promise<Partial<ConnectRequest>> => {
  const { configuration, interval } = (await connect()).body
  return { configuration: configuration?.revision ?? '', interval: interval ?? 0 }
}

test('a clock that is off is told, measured against the console’s, until it is right', async () => {
  await connect({ time: now() + 9 * 3_600_000 + 720_000 })
  expect((await details()).issues).toMatchObject([{ code: 'clock-skew', detail: '9 h 12 min ahead of the console' }])
  expect(Math.round((await details()).clockOffset / 60_000)).toBe(552)
  await connect({ time: now() - 200_000 })
  expect(await issues()).toEqual([])
})

test('what the console told and the agent has not done is told after two intervals', async () => {
  const good = await applied()
  await connect()
  expect(await issues()).toEqual([])
  gateway.time.ahead = 70_000
  await connect()
  expect([await issues(), (await details()).agent.isConfigurationApplied]).toEqual([
    ['configuration-not-applied'],
    false,
  ])
  await connect(good)
  expect([await issues(), (await details()).agent.isConfigurationApplied]).toEqual([[], true])
  await connect({ ...good, interval: 4.5, isOwnInterval: true })
  expect(await issues()).toEqual(['interval-not-applied'])
  // Its own interval is what it is judged by.
  expect((await details()).agent.interval).toBe(5)
  // This writes what waits: whole seconds.
  expect(await gateway.core.api['agents.approve']({ ids: [agent.id] })).toEqual({ approved: 0 })
})

test('an agent of another version is served, or refused and told', async () => {
  await connect({ version: '0.9.5' })
  expect([await issues(), (await details()).agent.versionState]).toEqual([['agent-outdated'], 'older'])
  const old = await connect({ version: '0.8.0' })
  expect([old.status, old.body.code]).toEqual([426, 'too-old'])
  expect([await issues(), (await details()).agent.versionState]).toEqual([['agent-too-old'], 'too-old'])
  expect((await connect({ version: '7.0.0' })).body.code).toBe('too-new')
  expect((await connect({ protocol: 2 })).body.code).toBe('too-new')
  await connect()
  expect(await issues()).toEqual([])
})

test('a new name or address is shown for a day, and so are records that were given up', async () => {
  const spool = connectBody('').spool
  const renamed = {
    ...(await applied()),
    machine: { ...machine(host), host: `${host}-new`, addresses: ['192.0.2.99'] },
  }
  await connect(renamed)
  expect(await issues()).toEqual(['address-changed', 'host-changed'])
  gateway.time.ahead = 90_000_000
  await connect(renamed)
  expect(await issues()).toEqual([])
  await connect({ ...renamed, spool: { ...spool, dropped: { full: 12 } } })
  expect((await details()).issues).toMatchObject([{ code: 'records-dropped', detail: 'full: 12' }])
  await connect({ ...renamed, spool: { ...spool, dropped: { full: 12 } } })
  expect((await details()).spool.dropped).toEqual({ full: 12 })
})

test('a backlog is told when it stays old, not while an agent catches up', async () => {
  const good = await applied()
  const spool = { ...connectBody('').spool, waiting: 9, waitingSince: now() - 7_200_000 }
  await connect({ ...good, spool })
  expect([await issues(), (await details()).agent.backlog]).toEqual([[], 9])
  gateway.time.ahead = 100_000
  await connect({ ...good, spool })
  expect(await issues()).toEqual(['backlog-old'])
  const body = connectBody(agent.id, { machine: machine(host), time: now(), spool, ...good })
  const record = { record: 'process', start: now() - 60_000, pid: 1, host }
  await ask(gateway.socket, '/v1/connect', withRecords(body, 1, [record]), agent)
  expect([await issues(), (await details()).agent.backlog]).toEqual([[], 0])
})

test('what the agent says of itself comes and goes; one without a group is told where there are groups', async () => {
  const failing = { code: 'collector-failing' as const, subject: 'addresses', detail: 'no history', since: now() }
  await connect({ issues: [failing] })
  expect(await issues()).toEqual(['collector-failing addresses'])
  const group = await gateway.core.api['agentGroups.create']({ name: 'Design' })
  await connect()
  expect(await issues()).toEqual(['no-group'])
  await gateway.core.api['agents.changeGroups']({ ids: [agent.id], add: [group.id], remove: [] })
  await expect.poll(issues, { timeout: 5000 }).toEqual([])
  await gateway.core.api['agentGroups.remove']({ id: group.id })
})

test('an agent that waits for approval is heard and nothing of it is taken; a removed one must enrol again', async () => {
  await gateway.core.api['agents.changeGateway']({ approval: true })
  agent = await enrolLocally(gateway, host)
  const spool = connectBody('').spool
  expect((await connect({ spool })).body).toMatchObject({ standing: 'pending', credit: 0, acknowledged: { last: 0 } })
  expect((await connect()).body.configuration).toBeUndefined()
  expect(await gateway.core.api['agents.gateway']({})).toMatchObject({ pending: 1 })
  await gateway.core.api['agents.approve']({ ids: [agent.id] })
  expect((await connect()).body).toMatchObject({ standing: 'approved', configuration: { interval: 30 } })
  await gateway.core.api['agents.changeGateway']({ approval: false })
  gateway.time.ahead = 61_000
  await gateway.core.api['agents.remove']({ ids: [agent.id] })
  expect((await connect()).body.code).toBe('credential')
})

test('an agent that names other troubles each time does not fill the event log', async () => {
  const since = Date.now()
  const named = (round: number) =>
    Array.from({ length: 150 }, (_, n) => ({
      code: 'collector-failing' as const,
      subject: `${round}-${n}`,
      detail: 'EIO',
      since,
    }))
  await connect({ issues: named(0) })
  expect(await issues()).toHaveLength(150)
  // What goes on is told all the time.
  await connect({ issues: named(0) })
  expect(await issues()).toHaveLength(150)
  for (let round = 1; round <= 6; round++) await connect({ issues: named(round) })
  const { total } = await gateway.core.api['events.list']({ agents: [agent.id], severities: ['error'], limit: 1 })
  expect(total).toBeLessThanOrEqual(210)
})

test('an agent that nobody understands is told of, until it is understood', async () => {
  expect((await connect({ interval: -1 })).status).toBe(400)
  expect((await details()).issues).toMatchObject([
    { code: 'request-refused', severity: 'error', detail: expect.stringMatching(/^interval: .* From local\.$/) },
  ])
  await connect()
  expect(await issues()).toEqual([])
})
