import { spawn } from 'node:child_process'
import { appendFileSync, chmodSync, copyFileSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { reportLines } from '../cli/console-fixture.ts'
import { startBlock } from '../cli/log-fixture.ts'
import { atEnd, endTest } from '../database/database-fixture.ts'
import { agent, agentProcess, spoolRuns } from '../faults/agent-fixture.ts'
import { lacks, titled, until } from '../faults/fault-fixture.ts'
import { newToken, openGateway } from '../faults/gateway-fixture.ts'

afterEach(endTest)

const lacksName = lacks.linux || (process.getuid?.() === 0 ? '' : 'not run: another host name needs root')
/** The same machine under another name, for what is started with it. */
const named = (host: string) => ['unshare', '--uts', 'sh', '-c', `hostname ${host} && exec "$0" "$@"`]

/** A program under its own name. */
const makeProgram = (folder: string, name: string): string => {
  const path = join(folder, name)
  copyFileSync('/bin/sleep', path)
  chmodSync(path, 0o755)
  return path
}

/** Resolves with the milliseconds for which it ran. */
const startProgram = (path: string, seconds: number): Promise<number> => {
  const began = Date.now()
  const child = spawn(path, [String(seconds)], { stdio: 'ignore' })
  atEnd(() => void child.kill('SIGKILL'))
  return new Promise((resolve) => child.on('close', () => resolve(Date.now() - began)))
}

test.skipIf(lacksName !== '')(
  titled('real agents over the socket and over TLS report what was really started, and when it ended', lacksName),
  {
    timeout: 60_000,
  },
  async () => {
    const gateway = await openGateway()
    const { core, folder } = gateway
    const token = await newToken(core, 2)
    const [near, far] = [join(folder, 'near'), join(folder, 'far')]
    await Promise.all([
      agent('enrol', '--server', gateway.socket, '--token', token, '--data', near),
      agent('enrol', '--server', `https://localhost:${gateway.port}`, '--token', token, '--data', far),
    ])
    const agents = [
      agentProcess(['run', '--interval', '1', '--data', near]),
      agentProcess(['run', '--interval', '1', '--data', far], { under: named('ws-tls') }),
    ]
    await until(
      async () => (await core.api['agents.list']({})).filter(({ status }) => status === 'online').length === 2,
    )

    const [short, long] = [makeProgram(folder, 'lathe-short'), makeProgram(folder, 'lathe-long')]
    void startProgram(long, 600)
    const longest = Math.max(...(await Promise.all([startProgram(short, 3), startProgram(short, 3)])))
    const seen = async () => {
      await core.api['agents.settle']({})
      const lines = await reportLines(core, 130, {
        by: 'total',
        groupBy: ['Host', 'Executable'],
        where: [{ name: 'Executable', values: ['lathe-*'] }],
      })
      return lines.map((line) => line.split(',').slice(1)).sort()
    }
    await until(async () => (await seen()).length === 4)
    for (const { child, ended } of agents) {
      child.kill('SIGTERM')
      const { status, text } = await ended
      expect(status, text).toBe(0)
    }

    const rows = await seen()
    expect(rows.map(([host, executable, count]) => [host, executable, count])).toEqual(
      [hostname(), 'ws-tls'].sort().flatMap((host) => [
        [host, 'lathe-long', '1'],
        [host, 'lathe-short', '2'],
      ]),
    )
    for (const [, executable, , hours] of rows) {
      if (executable !== 'lathe-short') continue
      // Two runs; a look comes every second, so each was seen for most of its time, and never for longer than it took.
      expect(Number(hours) * 3_600_000).toBeLessThanOrEqual(2 * longest)
      expect(Number(hours)).toBeGreaterThan(0)
    }
    const together = await reportLines(core, 34, {
      by: 'total',
      groupBy: ['Executable'],
      where: [{ name: 'Executable', values: ['lathe-*'] }],
    })
    // At once on both machines: the last column is the most that ran together.
    expect(together.map((line) => [line.split(',')[1], line.split(',').at(-1)]).sort()).toEqual([
      ['lathe-long', '2'],
      ['lathe-short', '4'],
    ])
    expect(await core.api['agents.list']({})).toMatchObject([
      { channel: 'local', errors: 0 },
      { channel: 'tls', host: 'ws-tls', errors: 0 },
    ])
  },
)

test('a pending agent keeps what it collects until an admin lets it in', async () => {
  const { core, folder, socket } = await openGateway()
  await core.api['agents.changeGateway']({ approval: true })
  const data = join(folder, 'agent')
  const token = await newToken(core)
  expect(await agent('enrol', '--server', socket, '--token', token, '--data', data)).toContain(
    'An admin has to approve',
  )
  await spoolRuns(data, hostname(), 0, 3)
  const refused = await agentProcess(['run', '--once', '--data', data]).ended
  expect(refused).toMatchObject({ status: 1, text: expect.stringContaining('has not approved this agent yet') })
  const [row] = await core.api['agents.list']({})
  await core.api['agents.approve']({ ids: [row?.id ?? ''] })
  await agent('run', '--once', '--data', data)
  await core.api['agents.settle']({})
  const gears = [{ name: 'Executable', values: ['gear-*'] }]
  expect(await reportLines(core, 130, { by: 'total', groupBy: ['Executable'], where: gears })).toHaveLength(3)
})

test('a certificate is renewed in time; one that has expired is refused, and both ends say so', async () => {
  const gateway = await openGateway()
  const { core, folder, time } = gateway
  const data = join(folder, 'agent')
  const server = `https://localhost:${gateway.port}`
  await agent('enrol', '--server', server, '--token', await newToken(core), '--data', data)
  const id = (await core.api['agents.list']({}))[0]?.id ?? ''
  const until = async () => (await core.api['agents.details']({ id })).certificateNotAfter
  const first = await until()
  const day = 86_400_000
  for (const ahead of [0, 250 * day, 500 * day]) {
    time.ahead = ahead
    await agent('run', '--once', '--data', data)
  }
  expect(await until()).toBeGreaterThan(first + 400 * day)
  time.ahead = 1000 * day
  const refused = await agentProcess(['run', '--once', '--data', data]).ended
  expect(refused).toMatchObject({ status: 1, text: expect.stringContaining('has expired') })
  const { issues } = await core.api['agents.details']({ id })
  expect(issues.map(({ code }) => code)).toContain('certificate-rejected')
})

test.skipIf(process.platform !== 'linux')(
  titled('a real agent follows a licence log and watches a custom application of its group', lacks.linux),
  {
    timeout: 60_000,
  },
  async () => {
    const { core, folder, socket } = await openGateway()
    const data = join(folder, 'agent')
    await agent('enrol', '--server', socket, '--token', await newToken(core), '--data', data)
    const id = (await core.api['agents.list']({}))[0]?.id ?? ''
    const group = await core.api['agentGroups.create']({ name: 'Workshop', description: '', agents: [id] })
    const application = await core.api['customApplications.create']({
      name: 'Planer',
      description: '',
      enabled: true,
      groups: [group.id],
      executables: { windows: [], linux: ['planer'], macos: [] },
      paths: [],
      publishers: [],
    })
    const log = join(folder, 'lic01.log')
    writeFileSync(log, `${startBlock().join('\n')}\n 9:00:00 (demo) OUT: "a" ann@ws1\n`)
    await core.api['agents.changeConfiguration']({
      scope: 'global',
      collectors: { logs: { enabled: true, files: [{ path: log, server: 'lic01' }] } },
    })
    const planer = makeProgram(folder, 'planer')
    void startProgram(planer, 600)
    void startProgram(planer, 600)
    const { child, ended } = agentProcess(['run', '--interval', '1', '--data', data])
    await until(async () => (await core.api['customApplications.sessions']({ id: application.id })).length === 2)
    appendFileSync(log, ' 9:30:00 (demo) IN: "a" ann@ws1\n10:00:00 (lmgrd) TIMESTAMP 3/4/2024\n')
    const hours = async () => (await reportLines(core, 84, { zone: 'UTC' }))[0]
    await until(async () => {
      await core.api['agents.settle']({})
      return (await hours())?.includes(',ann,1,0.5,') ?? false
    })
    expect((await core.api['agents.list']({}))[0]).toMatchObject({ groups: ['Workshop'], licenseServers: ['lic01'] })
    const runs = await reportLines(core, 34, { by: 'total', groupBy: ['Application'] })
    expect(runs.map((line) => line.split(',')[1])).toContain('Planer')
    child.kill('SIGTERM')
    expect((await ended).status).toBe(0)
  },
)

test.skipIf(lacksName !== '')(
  titled('what waits on a machine that is renamed is taken under the name of its time', lacksName),
  async () => {
    const before = await openGateway()
    const data = join(before.folder, 'agent')
    const args = ['run', '--once', '--data', data]
    await agent('enrol', '--server', before.socket, '--token', await newToken(before.core), '--data', data)
    await before.close()
    expect((await agentProcess(args, { under: named('ws-old') }).ended).status).toBe(1)
    const { core } = await openGateway({ folder: before.folder })
    expect(await agentProcess(args, { under: named('ws-new') }).ended).toMatchObject({ status: 0 })
    await core.api['agents.settle']({})
    const [row] = await core.api['agents.list']({})
    expect(row?.host).toBe('ws-new')
    const { spool, issues } = await core.api['agents.details']({ id: row?.id ?? '' })
    expect([spool.rejected, spool.missing, spool.waiting]).toEqual([0, 0, 0])
    expect(issues.map(({ code }) => code)).not.toContain('records-rejected')
    const hosts = await reportLines(core, 130, { by: 'total', groupBy: ['Host'] })
    expect(hosts.join('\n')).toMatch(/ws-new.*ws-old/s)
  },
)
