import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { endTest, openForTest, temporaryFolder } from '../../database/database-fixture.ts'
import { migrate, readMigrations } from '../../database/migrate.ts'
import { createEventLog } from '../../events/event-log.ts'
import { createNotices } from '../../events/notices.ts'
import type { FleetAgent } from '../agents-context.ts'
import { usualConfiguration } from '../protocol/configuration.ts'
import { openConfigurations } from './configurations.ts'
import { openFleet } from './fleet.ts'
import { untold } from './fleet-rows.ts'
import { tellUnseenApplications } from './unseen-applications.ts'

afterEach(endTest)

const agent = (id: string): FleetAgent => ({
  ...untold,
  id,
  standing: 'approved',
  channel: 'tls',
  version: '1.0.0',
  host: `host-${id}`,
  domain: 'site',
  ip: '192.0.2.1',
  addresses: ['192.0.2.1', '2001:db8::1'],
  system: 'linux',
  release: '6.1',
  architecture: 'x64',
  fingerprint: 'f'.repeat(64),
  enrolledAt: 1000,
  interval: 30,
})

const open = async (now = () => 5000) => {
  const database = await openForTest(join(await temporaryFolder(), 'lictor.db'), { create: true })
  await migrate(database, await readMigrations())
  const none = () => undefined
  const events = await createEventLog({ database, notices: createNotices(database, none), announce: none })
  const fleetContext = { database, events, isListening: true, now, log: none }
  return { database, events, fleetContext, fleet: await openFleet(fleetContext) }
}

test('what is known of agents outlives the console; a removed one goes with its groups and settings', async () => {
  const { database, fleet, fleetContext } = await open()
  await fleet.add(agent('a'))
  await fleet.add(agent('b'))
  await database.transaction((tx) =>
    tx.run("INSERT INTO agent_group (id, name, description) VALUES (1, 'Design', ''), (2, 'analysis', '')"),
  )
  await fleet.reloadGroups()
  await fleet.setGroups(['a', 'b'].map((id) => ({ agent: id, add: [1, 2], remove: [] })))
  await fleet.setGroups([{ agent: 'b', add: [], remove: [1] }])
  const spool = { epoch: 'epoch-1', oldestKept: 3, waiting: 2, bytes: 10, quota: 100, dropped: { full: 4 } }
  const change = { name: 'Bench 4', lastConnection: 4000, spool, servers: ['lic1'], clockOffset: -7000 }
  fleet.change('a', change)
  await fleet.close()

  const again = await openFleet(fleetContext)
  expect(again.get('a')).toEqual({ ...agent('a'), ...change })
  expect([again.groupNames('a'), again.groupsOf('b'), again.agentsOf(2)]).toEqual([
    ['analysis', 'Design'],
    [2],
    ['a', 'b'],
  ])
  await again.remove(['a'])
  await again.close()
  const last = await openFleet(fleetContext)
  expect([last.all().map(({ id }) => id), last.agentsOf(1), last.groupsOf('a')]).toEqual([['b'], [], []])
  await last.close()
})

test('an agent hears what is set for all, then for its groups by name, then for itself', async () => {
  const { database, fleet } = await open()
  await fleet.add(agent('a'))
  await fleet.add(agent('b'))
  await database.transaction(async (tx) => {
    await tx.run("INSERT INTO agent_group (id, name, description) VALUES (1, 'z', ''), (2, 'm', '')")
    await tx.run(
      `INSERT INTO custom_application (id, name, description, enabled, rules, created_at, last_seen) VALUES
       (5, 'Solver', '', 1, '{"executables":{"windows":[],"linux":["solve"],"macos":[]},"paths":[],"publishers":[]}', 0, 0),
       (6, 'Off', '', 0, '{"executables":{"windows":[],"linux":["off"],"macos":[]},"paths":[],"publishers":[]}', 0, 0)`,
    )
    await tx.run('INSERT INTO custom_application_group (application, agent_group) VALUES (5, 1), (6, 1)')
  })
  await fleet.reloadGroups()
  await fleet.setGroups([{ agent: 'a', add: [1, 2], remove: [] }])
  const changed: string[] = []
  const context = { database, fleet, onChange: (scope: string) => changed.push(scope) }
  const configurations = await openConfigurations(context)
  const { revision } = configurations.of('b')
  expect(configurations.of('b')).toEqual({ revision, ...usualConfiguration })
  await configurations.changeScope('global', { interval: 60, collectors: { idle: { enabled: true } } })
  await configurations.changeScope('group:2', { interval: 90 })
  await configurations.changeScope('group:1', { interval: 120, spool: { quotaMegabytes: 9, whenFull: 'dropOldest' } })
  await configurations.changeScope('agent:a', { collectors: { modules: { enabled: true, everySeconds: 5 } } })
  expect(changed).toEqual(['global', 'group:2', 'group:1', 'agent:a'])
  const told = configurations.of('a')
  expect(told).toMatchObject({
    interval: 120,
    spool: { quotaMegabytes: 9 },
    collectors: { idle: { enabled: true }, modules: { everySeconds: 5 }, processes: { enabled: true } },
    applications: [{ id: 5, name: 'Solver' }],
  })
  expect(configurations.of('b')).toMatchObject({ interval: 60, applications: [] })
  expect(new Set([revision, told.revision, configurations.of('b').revision]).size).toBe(3)
  expect((await openConfigurations(context)).of('a')).toEqual(told)
  await expect(configurations.changeScope('global', { interval: 5 })).rejects.toThrow('30')
  await configurations.changeScope('agent:a', {})
  expect(configurations.of('a').collectors.modules.enabled).toBe(false)
  // A group that is removed takes its settings along: another one may get its number.
  await database.transaction((tx) => tx.run("DELETE FROM agent_configuration WHERE scope = 'group:1'"))
  await configurations.forget()
  expect([configurations.of('a').interval, configurations.scope('group:1')]).toEqual([90, {}])
  await fleet.close()
})

test('an application that nobody ever saw is told of a day after agents were asked to watch for it', async () => {
  const day = 86_400_000
  const clock = { now: 5000 }
  const { database, events, fleet } = await open(() => clock.now)
  await fleet.add(agent('a'))
  await database.transaction(async (tx) => {
    await tx.run("INSERT INTO agent_group (id, name, description) VALUES (1, 'Design', '')")
    await tx.run(
      `INSERT INTO custom_application (id, name, description, enabled, rules, created_at, last_seen) VALUES
       (1, 'Unseen', '', 1, '{}', 5000, 0), (2, 'Seen', '', 1, '{}', 5000, 6000), (3, 'Of nobody', '', 1, '{}', 5000, 0)`,
    )
    await tx.run('INSERT INTO custom_application_group (application, agent_group) VALUES (1, 1), (2, 1)')
  })
  await fleet.reloadGroups()
  await fleet.setGroups([{ agent: 'a', add: [1], remove: [] }])
  const told = async () => {
    await tellUnseenApplications({ database, fleet, events, now: () => clock.now })
    return events.open('').map(({ code, subject, detail }) => `${code} ${subject}: ${detail}`)
  }
  expect(await told()).toEqual([])
  clock.now += 2 * day
  expect(await told()).toEqual([])
  fleet.change('a', { lastConnection: clock.now })
  expect(await told()).toEqual(['application-never-seen Unseen: 1 agent has watched for it for over a day'])
  await database.transaction((tx) => tx.run('UPDATE custom_application SET last_seen = ?', [clock.now]))
  expect(await told()).toEqual([])
  await fleet.close()
})
