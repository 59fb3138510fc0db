import { closeSync, openSync, rmSync, writeSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { enrolSimulatedAgent } from '../../bench/fleet/simulated-agent.ts'
import { seededRandom } from '../../bench/flexnet-log-generator.ts'
import { reportLines } from '../cli/console-fixture.ts'
import { atEnd, endTest, openForTest, temporaryFolder } from '../database/database-fixture.ts'
import type { Core } from '../open-core.ts'
import { agent, agentProcess, faultyWay, lastHour, spoolRuns } from './agent-fixture.ts'
import { isFullSize, lacks, lictor, lictorProcess, sized, smallDisk, titled, until } from './fault-fixture.ts'
import { newToken, openGateway } from './gateway-fixture.ts'

// What goes wrong between a real agent and its console. What an agent may never do to a console: gateway.test.ts.

afterEach(endTest)

const host = hostname()
const gears = [{ name: 'Executable', values: ['gear-*'] }]

/** How often each `gear-N` ran, by N: all of them once when nothing was lost and nothing counted twice. */
const runsOf = async (core: Core): Promise<Map<number, number>> => {
  await core.api['agents.settle']({})
  const lines = await reportLines(core, 130, { by: 'total', groupBy: ['Executable'], where: gears })
  return new Map(
    lines.map((line) => {
      const [, executable = '', count] = line.split(',')
      return [Number(executable.slice(5)), Number(count)]
    }),
  )
}
const eachOnce = (count: number) => new Map(Array.from({ length: count }, (_, i) => [i, 1]))
const sorted = (runs: ReadonlyMap<number, number>) => new Map([...runs].sort(([a], [b]) => a - b))

const enrolled = async (gateway: { readonly core: Core; readonly folder: string }, server: string): Promise<string> => {
  const data = join(gateway.folder, 'agent')
  await agent('enrol', '--server', server, '--token', await newToken(gateway.core), '--data', data)
  // Of this machine nothing is told: only what the test puts into the spool.
  await gateway.core.api['agents.changeConfiguration']({
    scope: 'global',
    collectors: { processes: { enabled: false, everySeconds: 10, which: 'all' } },
  })
  return data
}

test('A1 agent and console killed at random moments: each record once', {
  timeout: sized(60_000, 600_000),
}, async () => {
  const folder = await temporaryFolder()
  const [db, socket, data] = ['lictor.db', 'agents.sock', 'agent'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ]
  const random = seededRandom(11)
  const serve = async () => {
    const run = lictorProcess(['serve', '--db', db, '--agent-socket', socket, '--no-open'])
    await until(() => run.told().includes('Agents of this machine connect'))
    return run
  }
  let console = await serve()
  const token = (await lictor('agents', 'token', '--db', db)).stdout.trim()
  await agent('enrol', '--server', socket, '--token', token, '--data', data)
  const rounds = sized(3, 40)
  const each = 4_000
  for (let round = 0; round < rounds; round++) {
    await spoolRuns(data, host, round * each, each)
    const run = agentProcess(['run', '--interval', '1', '--data', data])
    await until(() => run.told().includes('started'))
    await new Promise((done) => setTimeout(done, random() * 300))
    const isConsole = round % 2 === 1
    ;(isConsole ? console : run).child.kill('SIGKILL')
    await (isConsole ? console : run).ended
    if (isConsole) {
      console = await serve()
      run.child.kill('SIGKILL')
      await run.ended
    }
  }
  await agent('run', '--once', '--data', data)
  console.child.kill('SIGKILL')
  await console.ended
  // The command folds what the killed console had committed and acknowledged.
  const report = await lictor(
    'report',
    '130',
    '--db',
    db,
    '--by',
    'total',
    '--group-by',
    'Executable',
    '--where',
    'Executable=gear-*',
  )
  expect(report.status, report.stderr).toBe(0)
  const runs = report.stdout
    .trim()
    .split('\n')
    .slice(1)
    .map((line): [number, number] => [Number(line.split(',')[1]?.slice(5)), Number(line.split(',')[2])])
  expect(sorted(new Map(runs))).toEqual(eachOnce(rounds * each))
})

test('A2 the answer is lost after the commit: the batch is sent again and counts once', async () => {
  const gateway = await openGateway()
  const way = await faultyWay(join(gateway.folder, 'way.sock'), gateway.socket)
  const data = await enrolled(gateway, join(gateway.folder, 'way.sock'))
  await spoolRuns(data, host, 0, 3_000)
  way.set({ loseAnswersOver: 4_000 })
  const { child, ended } = agentProcess(['run', '--interval', '1', '--data', data])
  await until(() => way.lost() >= 2)
  way.set({})
  const spool = async () => (await gateway.core.api['agents.details']({ id: await onlyAgent(gateway.core) })).spool
  await until(async () => (await spool()).waiting === 0)
  child.kill('SIGTERM')
  expect((await ended).status).toBe(0)
  expect(sorted(await runsOf(gateway.core))).toEqual(eachOnce(3_000))
  expect(await spool()).toMatchObject({ waiting: 0, missing: 0, rejected: 0, dropped: {} })
})

test('A14 a database that cannot be written for a while: agents hear that it has come, ask again, and each record counts once', async () => {
  const gateway = await openGateway()
  const data = await enrolled(gateway, gateway.socket)
  const beside = await enrolSimulatedAgent({
    server: gateway.socket,
    token: await newToken(gateway.core),
    host: 'beside',
  })
  atEnd(() => beside.close())
  await beside.connect()
  await spoolRuns(data, host, 0, 3_000)
  const other = await openForTest(join(gateway.folder, 'lictor.db'))
  const lock = Promise.withResolvers<void>()
  const letGo = Promise.withResolvers<void>()
  const holding = other.transaction(() => {
    lock.resolve()
    return letGo.promise
  })
  atEnd(letGo.resolve)
  await lock.promise
  const run = agentProcess(['run', '--once', '--data', data])
  beside.record([
    { record: 'process', start: lastHour(), end: lastHour() + 60_000, pid: 7, host: 'beside', executable: 'gear-3000' },
  ])
  expect(await beside.ask()).toMatchObject({ pending: true, acknowledged: { last: 0 } })
  expect(await beside.ask(undefined, 0)).toMatchObject({ pending: true, acknowledged: { last: 0 } })
  letGo.resolve()
  await holding
  expect(await beside.connect()).toMatchObject({ acknowledged: { last: 1 } })
  expect((await run.ended).status).toBe(0)
  expect(sorted(await runsOf(gateway.core))).toEqual(eachOnce(3_001))
})

const onlyAgent = async ({ api }: Core): Promise<string> => (await api['agents.list']({}))[0]?.id ?? ''

// In `npm test` agent/connection/console-connection.test.ts stands for it, with deadlines of its own.
test.skipIf(!isFullSize || process.platform === 'win32')(
  'A3 a console that stands still: noticed within a minute, and all of it arrives when it goes on',
  { timeout: 180_000 },
  async () => {
    const folder = await temporaryFolder()
    const [db, socket, data] = [join(folder, 'lictor.db'), join(folder, 'agents.sock'), join(folder, 'agent')]
    const console = lictorProcess(['serve', '--db', db, '--agent-socket', socket, '--no-open'])
    await until(() => console.told().includes('Agents of this machine connect'))
    const token = (await lictor('agents', 'token', '--db', db)).stdout.trim()
    await agent('enrol', '--server', socket, '--token', token, '--data', data)
    await spoolRuns(data, host, 0, 500)
    console.child.kill('SIGSTOP')
    const run = agentProcess(['run', '--interval', '1', '--data', data])
    await until(() => run.told().includes('not connected'), 60)
    console.child.kill('SIGCONT')
    await until(() => run.told().includes('connected again'), 90)
    await until(
      async () => JSON.parse(await agent('status', '--format', 'json', '--data', data)).last.spool.waiting === 0,
    )
    const report = await lictor(
      'report',
      '130',
      '--db',
      db,
      '--by',
      'total',
      '--where',
      'Executable=gear-*',
      '--group-by',
      'Host',
    )
    expect(report.stdout).toContain(`${host},500,`)
  },
)

test(titled('A9 the disk of the agent is full: it goes on, says so, and works again when there is room', lacks.tmpfs), {
  timeout: 60_000,
}, async ({ skip }) => {
  if (lacks.tmpfs) skip()
  const gateway = await openGateway()
  const data = join(smallDisk(4), 'agent')
  await agent('enrol', '--server', gateway.socket, '--token', await newToken(gateway.core), '--data', data)
  const { child, ended, told } = agentProcess(['run', '--interval', '1', '--data', data])
  const id = await onlyAgent(gateway.core)
  const issues = async () => (await gateway.core.api['agents.details']({ id })).issues.map(({ code }) => code)
  await until(async () => (await gateway.core.api['agents.list']({}))[0]?.status === 'online')
  const ballast = join(data, 'ballast')
  const file = openSync(ballast, 'w')
  expect(() => {
    for (;;) writeSync(file, Buffer.alloc(65_536))
  }).toThrow('ENOSPC')
  closeSync(file)
  // Each look finds that the last one's process is over, and the next one's began.
  const busy = setInterval(() => void agentProcess(['--version']), 700)
  atEnd(() => clearInterval(busy))
  await until(async () => (await issues()).includes('spool-full'))
  rmSync(ballast)
  await until(async () => !(await issues()).includes('spool-full'), 30)
  child.kill('SIGTERM')
  expect((await ended).status, told()).toBe(0)
})

test('A10 a clock three years ahead: the agent connects over TLS, is told of, and its times are put right', async () => {
  const gateway = await openGateway()
  const data = await enrolled(gateway, `https://localhost:${gateway.port}`)
  const ahead = 3 * 365 * 86_400_000
  await spoolRuns(data, host, 0, 10, Date.now() + ahead - 3_600_000)
  const clock = `data:text/javascript,const T=Date,a=${ahead};globalThis.Date=class extends T{constructor(...x){if(x.length>0)super(...x);else super(T.now()+a)}static now(){return T.now()+a}}`
  const { ended } = agentProcess(['run', '--once', '--data', data], { flags: ['--import', clock] })
  expect(await ended).toMatchObject({ status: 0 })
  const details = await gateway.core.api['agents.details']({ id: await onlyAgent(gateway.core) })
  expect(Math.round(details.clockOffset / 60_000)).toBe(ahead / 60_000)
  expect(details.issues.map(({ code }) => code)).toContain('clock-skew')
  expect(sorted(await runsOf(gateway.core))).toEqual(eachOnce(10))
  const [line = ''] = await reportLines(gateway.core, 130, { by: 'total', groupBy: [], where: gears })
  expect(line.slice(0, 4)).toBe(String(new Date().getFullYear()))
})
