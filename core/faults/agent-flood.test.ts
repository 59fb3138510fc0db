import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { callConsole } from '../../bench/fleet/call-console.ts'
import { processEvents } from '../../bench/fleet/process-events.ts'
import { type ServedConsole, serveConsole } from '../../bench/fleet/served-console.ts'
import { enrolSimulatedAgent, type SimulatedAgent } from '../../bench/fleet/simulated-agent.ts'
import { command } from '../cli/console-fixture.ts'
import { atEnd, endTest, temporaryFolder } from '../database/database-fixture.ts'

afterEach(endTest)

const from = Date.UTC(2026, 2, 2, 8)

const tokenFor = async (database: string, uses: number): Promise<string> =>
  (await callConsole(database, (call) => call('agents.createToken', { uses, lifetime: 3_600_000, note: '' }))).token

/** How many processes of each machine report 31 counts. */
const counted = async (database: string): Promise<Record<string, number>> => {
  const { stdout, stderr, status } = await command(
    'report',
    '31',
    '--db',
    database,
    '--zone',
    'UTC',
    '--group-by',
    'Host',
  )
  expect(status, stderr).toBe(0)
  const rows = stdout.trim().split('\n').slice(1)
  return Object.fromEntries(rows.map((row) => [row.split(',')[1], Number(row.split(',')[2])]))
}

/** Connects until all is acknowledged, whatever becomes of the console meanwhile. */
const deliverAnyhow = async (agent: SimulatedAgent, most: number): Promise<void> => {
  for (;;) {
    try {
      await agent.deliver({}, most)
      return
    } catch {
      agent.close()
      await pause(20)
    }
  }
}

test('A13 one agent floods the console; the others are served meanwhile, and all of it counts once', async () => {
  const database = join(await temporaryFolder(), 'lictor.db')
  const console = await serveConsole(database)
  atEnd(() => console.close())
  const token = await tokenFor(database, 6)
  const joinAs = (host: string) => enrolSimulatedAgent({ server: console.socket, token, host })
  const flood = await joinAs('flood')
  const others = await Promise.all(['ws-1', 'ws-2', 'ws-3', 'ws-4', 'ws-5'].map(joinAs))
  const happening = processEvents('flood', from)
  const lines: string[] = []
  for (let i = 0; i < 30_000; i++) lines.push(JSON.stringify(happening.begin()), JSON.stringify(happening.end()))
  flood.recordLines(lines)
  let isOver = false
  const flooding = deliverAnyhow(flood, 5000).finally(() => {
    isOver = true
  })
  let rounds = 0
  let duringFlood = 0
  while (!isOver || rounds === 0) {
    rounds++
    for (const agent of others) {
      const own = processEvents(agent.host, from + rounds * 1000)
      agent.record([{ ...own.begin(), pid: rounds } as never])
    }
    await Promise.all(others.map((agent) => deliverAnyhow(agent, 5000)))
    if (!isOver) duringFlood++
  }
  await flooding
  expect(duringFlood).toBeGreaterThan(0)
  expect(await counted(database)).toEqual({
    flood: 30_000,
    ...Object.fromEntries(others.map(({ host }) => [host, rounds])),
  })
  for (const agent of [flood, ...others]) agent.close()
})

test('A1 the console is killed while agents send: each process counts once', async () => {
  const database = join(await temporaryFolder(), 'lictor.db')
  let console: ServedConsole = await serveConsole(database)
  atEnd(() => console.close())
  const token = await tokenFor(database, 4)
  const { socket } = console
  const agents = await Promise.all(
    ['ws-1', 'ws-2', 'ws-3', 'ws-4'].map((host) => enrolSimulatedAgent({ server: socket, token, host })),
  )
  for (const agent of agents) {
    const happening = processEvents(agent.host, from)
    // Half of them end, half go on.
    for (let i = 0; i < 4000; i++) agent.record([happening.begin(), ...(i % 2 === 0 ? [happening.end() as never] : [])])
  }
  const delivering = Promise.all(agents.map((agent) => deliverAnyhow(agent, 100)))
  await pause(150)
  await console.kill()
  console = await serveConsole(database)
  await delivering
  expect(await counted(database)).toEqual(Object.fromEntries(agents.map(({ host }) => [host, 4000])))
  // Without a console, and after another kill, a report folds what was left.
  for (const agent of agents)
    agent.record([{ ...processEvents(agent.host, from + 86_400_000).begin(), pid: 9 } as never])
  await Promise.all(agents.map((agent) => agent.deliver()))
  await console.kill()
  expect(await counted(database)).toEqual(Object.fromEntries(agents.map(({ host }) => [host, 4001])))
  for (const agent of agents) agent.close()
})
