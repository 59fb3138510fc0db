import { afterAll, beforeAll, expect, test } from 'vitest'
import { endTest } from '../database/database-fixture.ts'
import { ask, connectBody, enrolLocally, machine, openGateway } from '../faults/gateway-fixture.ts'

let gateway: Awaited<ReturnType<typeof openGateway>>
beforeAll(async () => {
  gateway = await openGateway({ withoutLan: true })
})
afterAll(endTest)

const api = () => gateway.core.api

/** An agent that has connected once. */
const join = async (host: string) => {
  const { id, headers } = await enrolLocally(gateway, host)
  const connect = (change = {}) =>
    ask(gateway.socket, '/v1/connect', connectBody(id, { machine: machine(host), ...change }), { headers })
  await connect()
  return { id, connect }
}
const messages = async (id: string) =>
  (await api()['events.list']({ agents: [id], limit: 50 })).events.map(({ message }) => message)

test('agents come by name, an empty name is the host’s again, and both are in the log', async () => {
  const [ws10, ws9] = [await join('ws10'), await join('ws9')]
  const names = async () => (await api()['agents.list']({})).map(({ name }) => name)
  expect(await names()).toEqual(['ws9', 'ws10'])
  expect(await api()['agents.rename']({ id: ws10.id, name: 'Attic' })).toMatchObject({ name: 'Attic', isNamed: true })
  expect(await names()).toEqual(['Attic', 'ws9'])
  expect(await api()['agents.rename']({ id: ws10.id, name: '' })).toMatchObject({ name: 'ws10', isNamed: false })
  expect((await messages(ws10.id)).filter((message) => message === 'Agent renamed')).toHaveLength(2)
  expect(await api()['agents.list']({ ids: [ws9.id, 'nobody'] })).toHaveLength(1)
  await expect(api()['agents.rename']({ id: 'nobody', name: 'x' })).rejects.toMatchObject({ code: 'not-found' })
})

test('none is removed when one of them is online; offline ones go with their groups, and stay in the log', async () => {
  const [stays, goes] = [await join('stays'), await join('goes')]
  const ids = [stays.id, goes.id]
  const group = await api()['agentGroups.create']({ name: 'Leavers', agents: ids })
  gateway.time.ahead += 61_000
  await stays.connect()
  await expect(api()['agents.remove']({ ids })).rejects.toMatchObject({
    code: 'refused',
    message: 'stays is online, and only agents that are offline can be removed. No agent was removed.',
  })
  expect(await api()['agents.remove']({ ids: [goes.id] })).toEqual({ removed: 1 })
  expect((await api()['agents.list']({ ids })).map(({ name }) => name)).toEqual(['stays'])
  expect((await api()['agentGroups.list']({})).find(({ id }) => id === group.id)?.agents).toEqual([stays.id])
  expect(await messages(goes.id)).toContain('Agent removed')
  expect((await goes.connect()).status).toBe(401)
})

test('groups are added and taken away of many; a group that is no more changes nobody', async () => {
  const [one, other] = [await join('g1'), await join('g2')]
  const ids = [one.id, other.id]
  const { id: first } = await api()['agentGroups.create']({ name: 'First', agents: [one.id] })
  const { id: second } = await api()['agentGroups.create']({ name: 'Second' })
  const rows = await api()['agents.changeGroups']({ ids, add: [second], remove: [first] })
  expect(rows.map(({ groups }) => groups)).toEqual([['Second'], ['Second']])
  await expect(api()['agents.changeGroups']({ ids, add: [first, 999_999], remove: [second] })).rejects.toMatchObject({
    code: 'not-found',
  })
  expect((await api()['agents.list']({ ids })).map(({ groups }) => groups)).toEqual([['Second'], ['Second']])
})

test('details tell what holds: of the agent before its groups, of those before all', async () => {
  const { id, connect } = await join('told')
  const { id: group } = await api()['agentGroups.create']({ name: 'Told', agents: [id] })
  const idle = (enabled: boolean) => ({ collectors: { idle: { enabled } } })
  await api()['agents.changeConfiguration']({ scope: `group:${group}`, interval: 60, ...idle(true) })
  const holds = async () => (await api()['agents.details']({ id })).configuration
  expect((await holds()).collectors.idle.enabled).toBe(true)
  await api()['agents.changeConfiguration']({ scope: `agent:${id}`, ...idle(false) })
  const told = await connect()
  expect(told.body.configuration).toMatchObject({ interval: 60, collectors: { idle: { enabled: false } } })
  expect((await api()['agents.list']({ ids: [id] }))[0]).toMatchObject({ isConfigurationApplied: false })
  await connect({ configuration: told.body.configuration?.revision, interval: 60 })
  expect((await api()['agents.list']({ ids: [id] }))[0]).toMatchObject({ isConfigurationApplied: true, interval: 60 })
  await expect(api()['agents.configuration']({ scope: 'group:999999' })).rejects.toMatchObject({ code: 'not-found' })
  await api()['agents.changeConfiguration']({
    scope: `group:${group}`,
    spool: { quotaMegabytes: 64, whenFull: 'pause' },
  })
  await api()['agents.changeConfiguration']({ scope: `group:${group}` })
  const { events } = await api()['events.list']({ search: 'group told', limit: 10 })
  expect(events.flatMap(({ message, detail }) => (message.startsWith('Configuration') ? detail : []))).toEqual([
    'For group Told: nothing differs any more.',
    'For group Told: spool of 64 MB.',
    'For group Told: connection every 60 s, idle time on.',
  ])
})

test('an open issue is told with its cause and remedy, and who is turned away leaves the list', async () => {
  const { id, connect } = await join('ill')
  const since = Date.now()
  await connect({ issues: [{ code: 'collector-failing', subject: 'logs', detail: 'EACCES', since }] })
  const { issues, agent } = await api()['agents.details']({ id })
  expect(agent.errors).toBe(1)
  expect(issues[0]).toMatchObject({ code: 'collector-failing', severity: 'error', subject: 'logs', detail: 'EACCES' })
  expect(issues[0]?.remedy).not.toBe('')

  await api()['agents.changeGateway']({ approval: true })
  const waits = await join('waits')
  expect(await api()['agents.gateway']({})).toMatchObject({ pending: 1 })
  expect(await api()['agents.reject']({ ids: [id, waits.id] })).toEqual({ rejected: 1 })
  expect(await api()['agents.list']({ ids: [id, waits.id] })).toHaveLength(1)
  expect((await waits.connect()).status).toBe(401)
})

test('of a token only what is no secret is kept, and a revoked one lets nobody in', async () => {
  const { token, ...row } = await api()['agents.createToken']({ uses: 3, lifetime: 60_000, note: 'lab' })
  const [, secret] = token.slice('lt1_'.length).split('_')
  const listed = (await api()['agents.tokens']({})).find(({ id }) => id === row.id)
  expect(listed).toMatchObject({ uses: 3, usesLeft: 3, note: 'lab', revokedAt: 0 })
  expect(JSON.stringify(listed)).not.toContain(secret)
  expect(JSON.stringify((await api()['events.list']({ search: row.id, limit: 10 })).events)).not.toContain(secret)
  await api()['agents.revokeToken']({ id: row.id })
  expect((await api()['agents.tokens']({})).find(({ id }) => id === row.id)?.revokedAt).toBeGreaterThan(0)
})
