import { spawn } from 'node:child_process'
import { chmodSync, copyFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { reportLines } from '../cli/console-fixture.ts'
import { atEnd, endTest } from '../database/database-fixture.ts'
import { agent, agentProcess } from '../faults/agent-fixture.ts'
import { until } from '../faults/fault-fixture.ts'
import { newToken, openGateway } from '../faults/gateway-fixture.ts'

afterEach(endTest)

const isLinuxRoot = process.platform === 'linux' && process.getuid?.() === 0
/** The same machine under another name, for what is started with it. */
const elsewhere = ['unshare', '--uts', 'sh', '-c', 'hostname ws-tls && exec "$0" "$@"']

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

test.skipIf(!isLinuxRoot)(
  'real agents over the socket and over TLS report what was really started, and when it ended',
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
      agentProcess(['run', '--interval', '1', '--data', far], { under: elsewhere }),
    ]
    await until(
      async () => (await core.api['agents.list']({})).filter(({ status }) => status === 'online').length === 2,
    )

    const [short, long] = [makeProgram(folder, 'gear-short'), makeProgram(folder, 'gear-long')]
    void startProgram(long, 600)
    const longest = Math.max(...(await Promise.all([startProgram(short, 3), startProgram(short, 3)])))
    const seen = async () => {
      await core.api['agents.settle']({})
      const lines = await reportLines(core, 130, {
        by: 'total',
        groupBy: ['Host', 'Executable'],
        where: [{ name: 'Executable', values: ['gear-*'] }],
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
        [host, 'gear-long', '1'],
        [host, 'gear-short', '2'],
      ]),
    )
    for (const [, executable, , hours] of rows) {
      if (executable !== 'gear-short') continue
      // Two runs; a look comes every second, so each was seen for most of its time, and never for longer than it took.
      expect(Number(hours) * 3_600_000).toBeLessThanOrEqual(2 * longest)
      expect(Number(hours)).toBeGreaterThan(0)
    }
    const together = await reportLines(core, 34, {
      by: 'total',
      groupBy: ['Executable'],
      where: [{ name: 'Executable', values: ['gear-*'] }],
    })
    // At once on both machines: the last column is the most that ran together.
    expect(together.map((line) => [line.split(',')[1], line.split(',').at(-1)]).sort()).toEqual([
      ['gear-long', '2'],
      ['gear-short', '4'],
    ])
    expect(await core.api['agents.list']({})).toMatchObject([
      { channel: 'local', errors: 0 },
      { channel: 'tls', host: 'ws-tls', errors: 0 },
    ])
  },
)
