import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { enrolSimulatedAgent, type SimulatedAgent } from '../../../bench/fleet/simulated-agent.ts'
import { browserHost } from '../../cli/browser-host.ts'
import { reportLines } from '../../cli/console-fixture.ts'
import { bundledResources } from '../../cli/resources-folder.ts'
import { endTest, openForTest, temporaryFolder } from '../../database/database-fixture.ts'
import { type Core, openCore } from '../../open-core.ts'
import type { AgentRecord } from '../protocol/records.ts'

let core: Core
let folder = ''
const agents: SimulatedAgent[] = []

const open = async (): Promise<void> => {
  core = await openCore({
    database: join(folder, 'lictor.db'),
    resources: bundledResources(),
    host: browserHost,
    agents: { socket: join(folder, 'agents.sock') },
    log: (error, where) => console.error(where, error),
  })
}
beforeAll(async () => {
  folder = await temporaryFolder()
  await open()
})
afterAll(async () => {
  for (const agent of agents) agent.close()
  await core.close()
  await endTest()
})

let joined = 0
const joinAs = async (host: string): Promise<SimulatedAgent> => {
  const { token } = await core.api['agents.createToken']({ uses: 1, lifetime: 3_600_000, note: '' })
  const { socket } = await core.api['agents.gateway']({})
  const agent = await enrolSimulatedAgent({
    server: socket,
    token,
    host,
    machine: { fingerprint: `machine-${++joined}`.padEnd(32, '-') },
  })
  agents.push(agent)
  return agent
}

const hour = Date.UTC(2026, 2, 2, 8)
const minute = 60_000
const run = (host: string, pid: number, from: number, to?: number, executable = `prog-${host}`): AgentRecord => ({
  record: 'process',
  start: hour + from * minute,
  ...(to === undefined ? {} : { end: hour + to * minute }),
  pid,
  host,
  user: 'lena',
  system: 'Linux',
  executable,
  path: `/opt/${executable}`,
})
const inventory = (at: number, keys: readonly string[]): AgentRecord => ({
  record: 'inventory',
  of: 'process',
  at: hour + at * minute,
  keys: [...keys],
})

/** Executions and minutes of use of a machine, from type 31. */
const told = async (host: string): Promise<{ readonly runs: number; readonly minutes: number }> => {
  await core.api['agents.settle']({})
  const lines = await reportLines(core, 31, {
    groupBy: ['Host'],
    by: 'total',
    where: [{ name: 'Host', values: [host] }],
    zone: 'UTC',
  })
  const cells = lines[0]?.split(',') ?? []
  return { runs: Number(cells.at(-3) ?? 0), minutes: Math.round(Number(cells.at(-2) ?? 0) * 60) }
}

test('a run counts as soon as it was told, grows with each look, and once when it is over', async () => {
  const agent = await joinAs('ws-1')
  agent.record([run('ws-1', 1, 0, 10), run('ws-1', 2, 0)])
  await agent.deliver({ observedUntil: hour + 20 * minute })
  expect(await told('ws-1')).toEqual({ runs: 2, minutes: 30 })
  await agent.connect({ observedUntil: hour + 30 * minute })
  expect(await told('ws-1')).toEqual({ runs: 2, minutes: 40 })
  // The console ends in between, and knows what runs when it is back.
  await core.close()
  await open()
  expect(await told('ws-1')).toEqual({ runs: 2, minutes: 40 })
  agent.record([run('ws-1', 2, 0, 45)])
  await agent.deliver({ observedUntil: hour + 60 * minute })
  expect(await told('ws-1')).toEqual({ runs: 2, minutes: 55 })
})

test('what the agent no longer has ended when somebody last looked', async () => {
  const agent = await joinAs('ws-2')
  agent.record([run('ws-2', 1, 0), run('ws-2', 2, 0)])
  await agent.deliver({ observedUntil: hour + 15 * minute })
  // The machine was off; of two programs one runs on.
  agent.record([inventory(60, [`2@${hour}`])])
  await agent.deliver({ observedUntil: hour + 61 * minute })
  expect(await told('ws-2')).toEqual({ runs: 2, minutes: 15 + 61 })
})

test('two agents of one machine tell of the same processes, which count once', async () => {
  const [one, other] = [await joinAs('ws-8'), await joinAs('ws-8')]
  const shifted = (record: AgentRecord, by: number): AgentRecord =>
    'start' in record ? { ...record, start: record.start + by } : record
  // Two processes of a program may start at the same instant.
  one.record([run('ws-8', 1, 0), run('ws-8', 2, 0), run('ws-8', 3, 0), run('ws-8', 4, 0)])
  await one.deliver({ observedUntil: hour + 10 * minute })
  other.record([1, 2, 3, 4].map((pid) => shifted(run('ws-8', pid, 0), 2)))
  await other.deliver({ observedUntil: hour + 20 * minute })
  expect(await told('ws-8')).toEqual({ runs: 4, minutes: 80 })
  // One tells an end, then the other does; one no longer tells of a process that the other still sees.
  one.record([run('ws-8', 1, 0, 30), inventory(31, [`2@${hour}`, `4@${hour}`])])
  await one.deliver({ observedUntil: hour + 31 * minute })
  await core.close()
  await open()
  other.record([shifted(run('ws-8', 1, 0, 30), 2), shifted(run('ws-8', 1, 0), 2), run('ws-8', 2, 0, 35)])
  await other.deliver({ observedUntil: hour + 40 * minute })
  one.record([run('ws-8', 2, 0, 35)])
  await one.deliver({ observedUntil: hour + 40 * minute })
  expect(await told('ws-8')).toEqual({ runs: 4, minutes: 30 + 35 + 40 + 40 })
  // Its start moves by some milliseconds with a restart of the agent: it is still the same.
  other.record([inventory(41, [`3@${hour + 3}`, `4@${hour - 3}`])])
  await other.deliver({ observedUntil: hour + 50 * minute })
  expect(await told('ws-8')).toEqual({ runs: 4, minutes: 30 + 35 + 50 + 50 })
})

test('A12 lines that are no records, and those that speak for another machine, are turned down and counted', async () => {
  const agent = await joinAs('ws-4')
  agent.record([run('ws-4', 1, 0, 5), run('ws-99', 2, 0, 5)])
  agent.recordLines(['nonsense', '{"record":"process"}', JSON.stringify({ ...run('ws-4', 3, 0, 5), extra: 1 })])
  await agent.deliver()
  expect(await told('ws-4')).toEqual({ runs: 1, minutes: 5 })
  expect(await told('ws-99')).toEqual({ runs: 0, minutes: 0 })
  const { spool } = await core.api['agents.details']({ id: agent.id })
  expect(spool).toMatchObject({ missing: 0, rejected: 4 })
})

test('a clock that is years off is put right', async () => {
  const agent = await joinAs('ws-5')
  const off = 3 * 365 * 86_400_000
  agent.record([{ ...run('ws-5', 1, 0, 30), start: hour + off, end: hour + off + 30 * minute } as AgentRecord])
  await agent.deliver({ time: Date.now() + off })
  await core.api['agents.settle']({})
  expect(
    await reportLines(core, 130, {
      groupBy: ['Host'],
      by: 'day',
      where: [{ name: 'Host', values: ['ws-5'] }],
      zone: 'UTC',
    }),
  ).toEqual([expect.stringMatching(/^2026-03-02T00:00:00\+00:00,ws-5,1,/)])
})

test('a followed log is imported as it grows: pieces that come again, a rotation, a hole', async () => {
  const agent = await joinAs('ws-6')
  const piece = (stream: string, offset: number, text: string): AgentRecord => ({
    record: 'file',
    kind: 'log',
    stream,
    name: '/var/log/lm/debug.log',
    server: 'lic01',
    offset,
    bytes: Buffer.from(text).toString('base64'),
  })
  const head = [
    '8:00:00 (lmgrd) -----------------------------------------------',
    '8:00:00 (lmgrd) FlexNet Licensing (v11.19.0) started on lic01 (linux) (3/2/2026)',
    '8:00:01 (demo) Server started on lic01 for: gear',
    '8:10:00 (demo) OUT: "gear" ann@ws-6',
    '',
  ].join('\n')
  agent.record([piece('s1', 0, head)])
  await agent.deliver()
  const more = '8:20:00 (demo) IN: "gear" ann@ws-6\n8:30:00 (demo) OUT: "gear" bob@ws-6\n'
  // The piece before comes again with the next.
  agent.record([piece('s1', 0, head), piece('s1', head.length, more)])
  await agent.deliver()
  const next = '8:40:00 (demo) IN: "gear" bob@ws-6\n9:00:00 (lmgrd) TIMESTAMP 3/2/2026\n'
  agent.record([piece('s2', 0, next)])
  await agent.deliver()
  await core.api['agents.settle']({})
  expect(await reportLines(core, 84, { groupBy: ['User name'], by: 'total', zone: 'UTC' })).toEqual([
    expect.stringMatching(/,ann,1,0.166667,/),
    expect.stringMatching(/,bob,1,0.166667,/),
  ])
})

test('the times of a log are those of the machine that sends it, unless the log or an admin says otherwise', async () => {
  const agent = await joinAs('ws-9')
  const piece = (server: string, zone: string | undefined, banner = ''): AgentRecord => ({
    record: 'file',
    kind: 'log',
    stream: `log-of-${server}`,
    name: `/var/log/${server}/debug.log`,
    server: '',
    ...(zone ? { zone } : {}),
    offset: 0,
    bytes: Buffer.from(
      [
        `8:00:00 (lmgrd) FlexNet Licensing (v11.19.0) started on ${server} (linux) (3/2/2026)`,
        ...(banner === ''
          ? []
          : [`8:00:00 (d-${server}) (@d-${server}-SLOG@) Time: Mon Mar 02 2026 08:00:00 ${banner}`]),
        `8:00:01 (d-${server}) Server started on ${server} for: bolt`,
        `8:10:00 (d-${server}) OUT: "bolt" ann@ws-9`,
        `8:20:00 (d-${server}) IN: "bolt" ann@ws-9`,
        '',
      ].join('\n'),
    ).toString('base64'),
  })
  agent.record([
    piece('lic-ny', 'America/New_York'),
    piece('lic-fr', 'America/New_York', 'CET'),
    piece('lic-no', 'Mars/Olympus'),
    piece('lic-old', undefined),
  ])
  await agent.deliver()
  await core.api['agents.settle']({})
  const zones = async () =>
    (await core.api['sources.list']({}))
      .filter(({ server }) => server.startsWith('lic-'))
      .map(({ server, zone, zoneOrigin }) => `${server}: ${zone}, ${zoneOrigin}`)
      .sort()
  const told = [
    'lic-fr: Europe/Berlin, from the log',
    'lic-no: UTC, of this machine',
    'lic-ny: America/New_York, of its agent’s machine',
    'lic-old: UTC, of this machine',
  ]
  expect(await zones()).toEqual(told)
  const hours = await reportLines(core, 84, {
    groupBy: ['Vendor License'],
    by: 'hour',
    where: [{ name: 'Vendor License', values: ['lic-ny;d-lic-ny'] }],
    zone: 'UTC',
  })
  expect(hours).toEqual([expect.stringMatching(/^2026-03-02T13:00:00/)])
  const { id } = (await core.api['sources.list']({})).find(({ server }) => server === 'lic-ny') as {
    readonly id: number
  }
  await core.api['sources.setZone']({ id, zone: 'Asia/Tokyo' })
  await expect.poll(zones).toContain('lic-ny: Asia/Tokyo, given')
  await core.api['sources.setZone']({ id, zone: null })
  await expect.poll(zones).toEqual(told)
})

test('the output of a command is kept until it is imported and the next stream of it has begun', async () => {
  const agent = await joinAs('ws-8')
  const look = (minute: number): string =>
    [
      `2026-03-02T08:${minute}:00.000Z`,
      'lmutil - Copyright (c) 1989-2023 Flexera. All Rights Reserved.',
      `Flexible License Manager status on Mon 3/2/2026 08:${minute}`,
      'License server status: 27000@lic08',
      '    lic08: license server UP (MASTER) v11.19.0',
      'Vendor daemon status (on lic08):',
      '     demo: UP v11.19.0',
      'Feature usage info:',
      'Users of wheel:  (Total of 5 licenses issued;  Total of 1 license in use)',
      '  "wheel" v1.0, vendor: demo',
      '  floating license',
      '    carl ws-8 :0 (v1.0) (lic08/27000 101), start Mon 3/2 8:05',
      '',
    ].join('\n')
  const piece = (stream: string, offset: number, text: string): AgentRecord => ({
    record: 'file',
    kind: 'poll',
    stream,
    name: 'Status of lic08',
    server: '',
    offset,
    bytes: Buffer.from(text).toString('base64'),
  })
  const copies = (): string[] =>
    readdirSync(join(folder, 'lictor.db-agent-files', agent.id), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.includes('/'))
      .map((path) => path.slice(path.indexOf('/') + 1))
  const looks = ['10', '20', '30', '40'].map(Number).map(look)
  agent.record([piece('p1', 0, looks[0] ?? ''), piece('p1', looks[0]?.length ?? 0, looks[1] ?? '')])
  await agent.deliver()
  await core.api['agents.settle']({})
  expect(copies()).toEqual(['Status_of_lic08'])
  agent.record([piece('p2', 0, looks[2] ?? '')])
  await agent.deliver()
  await core.api['agents.settle']({})
  expect(copies()).toEqual(['Status_of_lic08.2'])
  agent.record([piece('p2', looks[2]?.length ?? 0, looks[3] ?? '')])
  await agent.deliver()
  await core.api['agents.settle']({})
  expect(copies()).toEqual(['Status_of_lic08.2'])
  const sources = await core.api['sources.list']({})
  expect(sources.filter(({ server }) => server === 'lic08')).toHaveLength(1)
})

test('each act of harvesting is an event, and one agent cannot fill the event log with them', async () => {
  const agent = await joinAs('ws-10')
  const act = (pid: number): AgentRecord => ({
    record: 'harvest',
    at: hour,
    application: 'Gear',
    user: 'lena',
    pid,
    reason: 'Nobody used it for 40 minutes',
    action: 'closed',
    detail: '',
  })
  agent.record([act(1)])
  await agent.deliver()
  await core.api['agents.settle']({})
  const told = async () =>
    (await core.api['events.list']({ agents: [agent.id], kinds: ['harvesting'], limit: 1000 })).events
  expect(await told()).toMatchObject([
    {
      subject: 'Gear',
      message: 'Gear: it was closed, its licence is free again',
      detail: 'Nobody used it for 40 minutes. Process 1 of lena on ws-10.',
    },
  ])
  agent.record(Array.from({ length: 700 }, (_, i) => act(i + 2)))
  await agent.deliver()
  await core.api['agents.settle']({})
  const { length } = await told()
  expect(length).toBeGreaterThan(400)
  expect(length).toBeLessThan(600)
})

test('the segments of many folds become one', async () => {
  const agent = await joinAs('ws-7')
  for (let i = 0; i < 34; i++) {
    agent.record([run('ws-7', 1000 + i, i, i + 1)])
    await agent.deliver()
    await core.api['agents.settle']({})
  }
  expect(await told('ws-7')).toEqual({ runs: 34, minutes: 34 })
  const database = await openForTest(join(folder, 'lictor.db'), { readOnly: true })
  const count = await database.get<{ count: number }>('SELECT COUNT(*) AS count FROM usage_segment WHERE day = ?', [
    hour / 86_400_000 - 1 / 3,
  ])
  expect(count?.count).toBeLessThan(20)
})
