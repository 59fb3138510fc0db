import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { FleetAgent } from '../agents/agents-context.ts'
import { openConfigurations } from '../agents/fleet/configurations.ts'
import { openFleet } from '../agents/fleet/fleet.ts'
import { untold } from '../agents/fleet/fleet-rows.ts'
import type { Params } from '../contract/contract.ts'
import { atEnd, endTest, openForTest, temporaryFolder } from '../database/database-fixture.ts'
import { migrate, readMigrations } from '../database/migrate.ts'
import { createEventLog } from '../events/event-log.ts'
import { createNotices } from '../events/notices.ts'
import { createAgentGroupsApi } from './agent-groups-api.ts'
import { createCustomApplicationsApi } from './custom-applications-api.ts'

/** The parts that these calls use, on a database of their own; agents are told to the fleet as the gateway tells them. */
const open = async () => {
  const database = await openForTest(join(await temporaryFolder(), 'lictor.db'), { create: true })
  await migrate(database, await readMigrations())
  const said: string[] = []
  const notices = createNotices(database, () => undefined)
  const events = await createEventLog({ database, notices, announce: () => undefined })
  atEnd(() => events.close())
  const fleet = await openFleet({ database, events, isListening: true, now: Date.now, log: console.error })
  atEnd(() => fleet.close())
  const configurations = await openConfigurations({ database, fleet, onChange: () => undefined })
  const context = {
    database,
    events,
    agents: { fleet, configurations },
    announce: (name: string, data: object) => void said.push(`${name} ${JSON.stringify(data)}`),
  }
  const addAgent = async (host: string, standing: FleetAgent['standing'] = 'approved'): Promise<string> => {
    const id = randomUUID()
    const now = Date.now()
    await fleet.add({
      ...untold,
      id,
      standing,
      channel: 'local',
      version: '0.9.0',
      host,
      domain: '',
      ip: '10.0.0.5',
      addresses: [],
      system: 'linux',
      release: '',
      architecture: 'x64',
      fingerprint: id,
      enrolledAt: now,
      lastConnection: now,
      interval: 30,
    })
    return id
  }
  return {
    database,
    events,
    fleet,
    configurations,
    said,
    addAgent,
    groups: createAgentGroupsApi(context),
    applications: createCustomApplicationsApi(context),
  }
}
let parts: Awaited<ReturnType<typeof open>>
beforeEach(async () => {
  parts = await open()
})
afterEach(endTest)

const application = (
  given: Partial<Params<'customApplications.create'>> = {},
): Params<'customApplications.create'> => ({
  name: 'Solid Modeler',
  description: '',
  enabled: true,
  groups: [],
  executables: { windows: ['modeler.exe'], linux: ['modeler'], macos: [] },
  paths: [],
  publishers: [],
  ...given,
})
const harvesting = { enabled: true, idleMinutes: 30, method: 'graceful' } as const

test('groups: many to many, told to the fleet, and made again as they were', async () => {
  const { groups, applications, fleet, addAgent, said } = parts
  const [one, two] = [await addAgent('ws-1'), await addAgent('ws-2')]
  const design = await groups['agentGroups.create']({ name: 'Design', agents: [one, two, randomUUID()] })
  const floor = await groups['agentGroups.create']({ name: 'Floor 2', description: 'East', agents: [two] })
  expect(design.agents).toEqual([one, two].sort())
  expect(fleet.groupNames(two)).toEqual(['Design', 'Floor 2'])
  expect(said).toContain(`agentGroups.changed {"id":${design.id}}`)
  await expect(groups['agentGroups.create']({ name: 'DESIGN' })).rejects.toMatchObject({ code: 'refused' })
  await expect(groups['agentGroups.change']({ id: floor.id, name: 'design' })).rejects.toMatchObject({
    code: 'refused',
  })
  await expect(groups['agentGroups.change']({ id: 99, name: 'x' })).rejects.toMatchObject({ code: 'not-found' })

  expect((await groups['agentGroups.change']({ id: floor.id, name: 'floor 2' })).description).toBe('East')
  expect((await groups['agentGroups.setAgents']({ id: floor.id, agents: [one] })).agents).toEqual([one])
  expect(fleet.groupNames(two)).toEqual(['Design'])

  await applications['customApplications.create'](application({ groups: [design.id, 99] }))
  const removed = await groups['agentGroups.remove']({ id: design.id })
  expect(removed.applications).toEqual(['Solid Modeler'])
  expect(fleet.groupsOf(two)).toEqual([])
  expect(await applications['customApplications.list']({})).toMatchObject([{ groups: [] }])
  const { id, ...again } = removed
  const back = await groups['agentGroups.create']({
    ...again,
    agents: [...again.agents],
    applications: [...again.applications],
  })
  expect({ ...back, id }).toEqual(removed)
  expect((await groups['agentGroups.list']({})).map(({ name }) => name)).toEqual(['Design', 'floor 2'])
})

test('applications: told to the agents of their groups while they are enabled, and made again as they were', async () => {
  const { groups, applications, configurations, events, addAgent } = parts
  const [inside, outside] = [await addAgent('ws-1'), await addAgent('ws-2')]
  const group = await groups['agentGroups.create']({
    name: 'Design',
    agents: [inside, await addAgent('ws-3', 'pending')],
  })
  const made = await applications['customApplications.create'](application({ groups: [group.id], harvesting }))
  expect(made).toMatchObject({ groupNames: ['Design'], agents: 1, sessions: 0, lastSeen: 0, harvesting })
  expect(configurations.of(inside).applications).toMatchObject([{ id: made.id, name: 'Solid Modeler', harvesting }])
  expect(configurations.of(outside).applications).toEqual([])
  await events.troubles(inside, ['clock-skew'], [{ code: 'clock-skew', detail: '9 h ahead' }])
  expect((await applications['customApplications.list']({}))[0]).toMatchObject({
    agentsWithErrors: events.counts(inside).errors,
    agentsWithWarnings: events.counts(inside).warnings,
  })

  const off = await applications['customApplications.change']({ id: made.id, enabled: false, name: 'Modeler' })
  expect(off).toMatchObject({ name: 'Modeler', enabled: false, agents: 0, harvesting, groups: [group.id] })
  expect(configurations.of(inside).applications).toEqual([])
  await expect(applications['customApplications.create'](application({ name: 'modeler' }))).rejects.toMatchObject({
    code: 'refused',
  })
  const removed = await applications['customApplications.remove']({ id: made.id })
  expect(removed).toMatchObject({ name: 'Modeler', groups: [group.id] })
  await expect(applications['customApplications.remove']({ id: made.id })).rejects.toMatchObject({ code: 'not-found' })
  expect(await applications['customApplications.list']({})).toEqual([])
})

test('rules that fit nothing, fit everything or never fire are refused by the field', async () => {
  const { applications } = parts
  const create = (given: Partial<Params<'customApplications.create'>>) =>
    applications['customApplications.create'](application(given))
  const only = (name: string) => ({ windows: [], linux: [name], macos: [] })
  const workingHours = { days: [1, 2], from: '08:00', to: '18:00' }
  for (const [given, field] of [
    [{ executables: only(' ') }, 'Executables'],
    [{ executables: only('/opt/x') }, 'Executables'],
    [{ executables: only('*.?') }, 'Executables'],
    [{ harvesting: { enabled: true, method: 'force' } }, 'Harvesting'],
    [{ harvesting: { enabled: true, method: 'force', workingHours: { ...workingHours, days: [] } } }, 'Working hours'],
    [
      { harvesting: { enabled: true, method: 'force', workingHours: { ...workingHours, to: '08:00' } } },
      'Working hours',
    ],
    [{ harvesting: { ...harvesting, method: 'suspend', forceAfterSeconds: 60 } }, 'Force after'],
  ] as const satisfies [Partial<Params<'customApplications.create'>>, string][]) {
    await expect(create(given)).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringContaining(`${field}: `),
    })
  }
  const kept = await create({ executables: only(' modeler '), harvesting: { enabled: false, method: 'force' } })
  expect(kept.executables.linux).toEqual(['modeler'])
})

test('sessions of this moment: by what agents that are online told, process by process; and when it was last seen', async () => {
  const { groups, applications, fleet, database, said, addAgent } = parts
  const [one, two] = [await addAgent('ws-2'), await addAgent('ws-1')]
  const group = await groups['agentGroups.create']({ name: 'Design', agents: [one, two] })
  const { id } = await applications['customApplications.create'](application({ groups: [group.id] }))
  const connect = (agent: string, sessions: number, users: readonly string[], lastConnection = Date.now()) =>
    fleet.change(agent, { lastConnection, applications: [{ application: id, sessions, users: [...users] }] })
  said.length = 0
  connect(one, 2, ['lena', 'tom'])
  connect(two, 1, ['lena'])
  await database.transaction((tx) =>
    tx.runMany(
      `INSERT INTO open_run (host, kind, key, start, subject, detail, application, user, agents, seen, lost_at)
       SELECT value->>0, 'process', value->>1, value->>2, 1, 1, value->>3, value->>4, json_array(value->>0), 0, 0 FROM jsonb_each(?)`,
      [
        [one, '4711@1763800000000', 1_763_800_000_000, 'Solid Modeler', 'lena'],
        [one, '4712@1763800001000', 1_763_800_001_000, 'Solid Modeler', 'tom'],
        [two, '88@1763800002000', 1_763_800_002_000, 'Solid Modeler', 'lena'],
        [two, '89@1763800002000', 1_763_800_002_000, '', 'lena'],
      ],
    ),
  )
  expect((await applications['customApplications.list']({}))[0]).toMatchObject({ sessions: 3, hosts: 2, users: 2 })
  expect(await applications['customApplications.sessions']({ id })).toEqual([
    { agent: two, agentName: 'ws-1', host: 'ws-1', user: 'lena', pid: 88, startedAt: 1_763_800_002_000 },
    { agent: one, agentName: 'ws-2', host: 'ws-2', user: 'lena', pid: 4711, startedAt: 1_763_800_000_000 },
    { agent: one, agentName: 'ws-2', host: 'ws-2', user: 'tom', pid: 4712, startedAt: 1_763_800_001_000 },
  ])
  await vi.waitFor(async () => {
    expect(said).toContain(`customApplications.changed {"id":${id}}`)
    expect(
      (await database.get<{ seen: number }>('SELECT last_seen AS seen FROM custom_application'))?.seen,
    ).toBeGreaterThan(0)
  }, 3000)
  connect(one, 2, ['lena', 'tom'], Date.now() - 61_000)
  expect((await applications['customApplications.list']({}))[0]).toMatchObject({ sessions: 1, hosts: 1, users: 1 })
  expect(await applications['customApplications.sessions']({ id })).toHaveLength(1)
})

test('two agents of one machine see the same sessions; each is listed while one of those that tell of it is online', async () => {
  const { groups, applications, fleet, database, addAgent } = parts
  const [one, two] = [await addAgent('WS-1'), await addAgent('ws-1')]
  const group = await groups['agentGroups.create']({ name: 'Design', agents: [one, two] })
  const { id } = await applications['customApplications.create'](application({ groups: [group.id] }))
  const connect = (agent: string, users: readonly string[], lastConnection = Date.now()) =>
    fleet.change(agent, {
      lastConnection,
      applications: [{ application: id, sessions: users.length, users: [...users] }],
    })
  connect(one, ['lena', 'tom'])
  connect(two, ['lena', 'ida', 'tom'])
  await database.transaction((tx) =>
    tx.runMany(
      `INSERT INTO open_run (host, kind, key, start, subject, detail, application, user, agents, seen, lost_at)
       SELECT 'ws-1', 'process', value->>0, value->>1, 1, 1, 'Solid Modeler', value->>2, value->>3, 0, 0 FROM jsonb_each(?)`,
      [
        ['11@1763800000000', 1_763_800_000_000, 'lena', JSON.stringify([one, two])],
        ['12@1763800001000', 1_763_800_001_000, 'tom', JSON.stringify([two, one])],
        ['13@1763800002000', 1_763_800_002_000, 'ida', JSON.stringify([two])],
      ],
    ),
  )
  const now = async () => (await applications['customApplications.list']({}))[0]
  const listed = async () =>
    (await applications['customApplications.sessions']({ id })).map(({ agent, pid }) => [pid, agent])
  expect(await now()).toMatchObject({ sessions: 3, hosts: 1, users: 3 })
  expect((await listed()).toSorted()).toEqual([
    [11, one],
    [12, two],
    [13, two],
  ])
  connect(one, ['lena', 'tom'], Date.now() - 61_000)
  expect(await now()).toMatchObject({ sessions: 3, hosts: 1, users: 3 })
  expect(await listed()).toEqual([
    [11, two],
    [12, two],
    [13, two],
  ])
  connect(one, ['lena', 'tom'])
  connect(two, ['lena', 'ida', 'tom'], Date.now() - 61_000)
  expect(await now()).toMatchObject({ sessions: 2, hosts: 1, users: 2 })
  expect(await listed()).toEqual([
    [11, one],
    [12, one],
  ])
})

test('sessions of an application that was renamed are listed, though its agents still tell of it under the name before', async () => {
  const { groups, applications, fleet, database, addAgent } = parts
  const agent = await addAgent('ws-1')
  const group = await groups['agentGroups.create']({ name: 'Design', agents: [agent] })
  const { id } = await applications['customApplications.create'](application({ groups: [group.id] }))
  fleet.change(agent, { applications: [{ application: id, sessions: 2, users: ['lena'] }] })
  await database.transaction((tx) =>
    tx.runMany(
      `INSERT INTO open_run (host, kind, key, start, subject, detail, application, user, agents, seen, lost_at)
       SELECT 'ws-1', 'process', value->>0, 1, 1, 1, value->>1, 'lena', value->>2, 0, 0 FROM jsonb_each(?)`,
      [
        ['11@1763800000000', 'Solid Modeler', JSON.stringify([agent])],
        ['12@1763800001000', 'Modeler', JSON.stringify([agent])],
      ],
    ),
  )
  const listed = async (of = id) =>
    (await applications['customApplications.sessions']({ id: of })).map(({ pid }) => pid)
  expect(await listed()).toEqual([11])
  await applications['customApplications.change']({ id, name: 'Modeler' })
  expect(await listed()).toEqual([11, 12])
  // The name is another's now.
  const other = await applications['customApplications.create'](application())
  expect(await listed()).toEqual([12])
  await applications['customApplications.remove']({ id: other.id })
  await applications['customApplications.remove']({ id })
  const again = await applications['customApplications.create'](application({ name: 'Something else' }))
  expect(again.id).toBe(id)
  expect(await listed(again.id)).toEqual([])
})
