import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, readFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { InventoryRecord, ProcessRecord } from '../../core/agents/protocol/records.ts'
import { applicationSessions } from './application-sessions.ts'
import { createProcSource } from './linux/look-at-proc.ts'
import type { ProcessSource, StatedProcess } from './process-source.ts'
import { createProcessWatch } from './process-watch.ts'
import { createProcesses } from './processes.ts'
import { configured, type RecordedContext, recordedContext } from './recorded-suite.ts'

const everyTenMinutes = { enabled: true, everySeconds: 600, which: 'all' } as const
const gear = {
  id: 7,
  name: 'Gear',
  executables: { windows: [], linux: ['gear'], macos: [] },
  paths: [],
  publishers: [],
}
const ofProcess = (context: RecordedContext, pid: number | undefined) =>
  context.records.filter((record): record is ProcessRecord => record.record === 'process' && record.pid === pid)

/** A source whose processes the test states. */
const statedSource = () => {
  let processes: readonly StatedProcess[] = []
  const source: ProcessSource = {
    look: async () => ({ processes, exits: [], brief: [] }),
    modules: async () => undefined,
    close: async () => {},
  }
  const state = (...runs: readonly (readonly [pid: number, start: number, executable: string])[]) => {
    processes = runs.map(([pid, start, executable]) => ({
      pid,
      start,
      executable,
      parent: 1,
      user: 'lena',
      domain: '',
      isOfUser: true,
      path: `/opt/${executable}`,
      version: '',
      publisher: '',
      architecture: 'x86_64',
      cpuSeconds: 0,
      ioBytes: undefined,
    }))
  }
  return { source, state }
}

test.runIf(process.platform === 'linux')(
  'a real program is told with its start, user, path, application and end',
  async () => {
    const context = recordedContext()
    const watch = createProcessWatch(context)
    const processes = createProcesses(context, watch)
    onTestFinished(async () => {
      await watch.close()
    })
    const program = join(context.dataFolder, 'gear')
    copyFileSync('/bin/sleep', program)
    const before = Date.now()
    const child = spawn(program, ['60'], { stdio: 'ignore' }) as ChildProcess & { readonly pid: number }
    onTestFinished(() => void child.kill())
    await once(child, 'spawn')
    const configuration = configured({ processes: everyTenMinutes }, [{ ...gear, paths: [`${context.dataFolder}/*`] }])
    await watch.configure(configuration)
    await processes.configure(configuration)

    const [begun] = ofProcess(context, child.pid)
    expect(begun).toMatchObject({
      host: 'ws-17',
      domain: 'works.example',
      user: userInfo().username,
      system: 'Linux',
      executable: 'gear',
      path: program,
      application: 'Gear',
    })
    expect(begun?.end).toBeUndefined()
    expect(begun?.start).toBeGreaterThanOrEqual(before - 100)
    expect(begun?.start).toBeLessThanOrEqual(Date.now() + 100)
    expect(applicationSessions(watch)).toEqual([{ application: 7, sessions: 1, users: [userInfo().username] }])
    expect(watch.current.get(child.pid)?.ioBytes).toBeTypeOf('number')
    const inventory = context.records.at(-1) as InventoryRecord
    expect(inventory.keys).toContain(`${child.pid}@${begun?.start}`)

    child.kill()
    await once(child, 'exit')
    // Another configuration makes the watch look at once.
    await watch.configure({ ...configuration, applications: [] })
    await processes.settle?.()
    const [, ended] = ofProcess(context, child.pid)
    expect(ended).toMatchObject({ start: begun?.start, executable: 'gear', application: 'Gear' })
    expect(ended?.end).toBeGreaterThanOrEqual(begun?.start ?? 0)
    expect(Object.keys(ended ?? {}).slice(0, 5)).toEqual(['record', 'start', 'end', 'pid', 'host'])
  },
)

test.runIf(process.platform === 'linux')(
  'what begins and ends between two looks is told if a glance saw it',
  async () => {
    const context = recordedContext()
    const source = createProcSource(context.dataFolder, 'works.example', 'x86_64')
    const first = await source.look(() => false)
    expect(first.processes.map(({ pid }) => pid)).toContain(process.pid)
    const child = spawn('sleep', ['60'], { stdio: 'ignore' })
    onTestFinished(() => void child.kill())
    await once(child, 'spawn')
    source.glance?.()
    child.kill()
    await once(child, 'exit')
    source.glance?.()
    const { brief, processes } = await source.look(() => false)
    expect(brief.find(({ pid }) => pid === child.pid)).toMatchObject({ executable: 'sleep', domain: 'works.example' })
    expect(processes.map(({ pid }) => pid)).not.toContain(child.pid)
    // A new source (a restart of the agent) states the same starts.
    const again = await createProcSource(context.dataFolder, '', '').look(() => false)
    const startOf = (list: typeof processes) => list.find(({ pid }) => pid === process.pid)?.start
    expect(startOf(again.processes)).toBe(startOf(processes))
  },
)

test.runIf(process.platform === 'linux')('a program that nobody has asked how it ended is over', async () => {
  const context = recordedContext()
  const source = createProcSource(context.dataFolder, '', 'x86_64')
  // The shell becomes a program that never asks after the child it began.
  const parent = spawn('sh', ['-c', 'sleep 60 & echo $!; exec sleep 61'], { stdio: ['ignore', 'pipe', 'ignore'] })
  onTestFinished(() => void parent.kill())
  const [said] = (await once(parent.stdout, 'data')) as [Buffer]
  const pid = Number(said.toString())
  const before = await source.look(() => false)
  const start = before.processes.find((one) => one.pid === pid)?.start
  process.kill(pid)
  await vi.waitUntil(() => /^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8')))
  const after = await source.look(() => false)
  expect(after.processes.map((one) => one.pid)).not.toContain(pid)
  const exitStatus = process.getuid?.() === 0 ? '143' : undefined
  expect(after.exits.find((one) => one.pid === pid)).toMatchObject({ start, exitStatus })
})

test('a process id that was given again is another run; one that took another program is the same', async () => {
  let now = Date.UTC(2026, 2, 2, 8)
  const start = now - 60_000
  const context = recordedContext({ now: () => now })
  const { source, state } = statedSource()
  const watch = createProcessWatch(context, () => source)
  const processes = createProcesses(context, watch)
  const look = async () => {
    await watch.configure(configured({ processes: everyTenMinutes }, [{ ...gear, id: now }]))
    await processes.settle?.()
  }
  state([10, start, 'sh'], [11, start, 'gear'])
  await look()
  await processes.configure(configured({ processes: everyTenMinutes }, [{ ...gear, id: now }]))
  const seen = now
  now += 10_000
  state([10, start, 'mesh'], [11, start + 65_000, 'gear'])
  await look()
  expect(ofProcess(context, 10).map(({ executable, end }) => [executable, end])).toEqual([
    ['sh', undefined],
    ['mesh', undefined],
  ])
  expect(ofProcess(context, 11).map((run) => [run.start, run.end])).toEqual([
    [start, undefined],
    [start, seen],
    [start + 65_000, undefined],
  ])
  await watch.close()
})

test('while the spool is full only the last line of each run waits, and nothing is lost', async () => {
  const context = recordedContext()
  const { source, state } = statedSource()
  const watch = createProcessWatch(context, () => source)
  const processes = createProcesses(context, watch)
  const configuration = configured({ processes: everyTenMinutes })
  const start = Date.now() - 5000
  context.hasRoom = false
  state([10, start, 'gear'], [11, start, 'mesh'])
  await watch.configure(configuration)
  await processes.configure(configuration)
  state([11, start, 'mesh'])
  await watch.configure({ ...configuration, applications: [gear] })
  expect(context.records).toEqual([])
  context.hasRoom = true
  await processes.settle?.()
  expect(context.records.map((record) => ('pid' in record ? [record.pid, 'end' in record] : record.record))).toEqual([
    [11, false],
    [10, true],
    'inventory',
  ])

  // Switched off: for the console nothing runs any more.
  await processes.configure(configured({ processes: { ...everyTenMinutes, enabled: false } }))
  expect(context.records.at(-1)).toMatchObject({ record: 'inventory', of: 'process', keys: [] })
  await watch.close()
})
