import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  type AgentConfiguration,
  type HarvestingRules,
  usualConfiguration,
} from '../../core/agents/protocol/configuration.ts'
import type { AgentRecord, HarvestRecord } from '../../core/agents/protocol/records.ts'
import type { CollectorContext } from '../collector.ts'
import type { IdleWatch } from '../collectors/idle/idle-watch.ts'
import { createProcessWatch } from '../collectors/process-watch.ts'
import { SpoolFull } from '../spool/spool-full.ts'
import { createHarvesting } from './create-harvesting.ts'

/** Real programs on this machine: a copy of `sleep` is the application, scripts stand for the dialogs. Linux only, as is what they are run with. */
describe.runIf(process.platform === 'linux')('harvesting real programs', () => {
  let folder: string
  let ahead = 0
  let records: HarvestRecord[]
  let troubles: Map<string, string>
  let nextLook: () => Promise<void>
  const programs: ChildProcess[] = []
  const closing: (() => Promise<void>)[] = []
  const path = process.env.PATH

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lictor-harvesting-'))
    copyFileSync('/bin/sleep', join(folder, 'modeler'))
    ahead = 0
    records = []
    troubles = new Map()
    // Whoever is logged in where this runs.
    stand('loginctl', 'exit 1')
    stand('who', 'exit 0')
  })
  afterEach(async () => {
    for (const close of closing.splice(0)) await close()
    for (const program of programs.splice(0)) program.kill('SIGKILL')
    process.env.PATH = path
    rmSync(folder, { recursive: true, force: true })
  })

  const context = (): CollectorContext => ({
    machine: {
      host: 'ws-17',
      domain: '',
      addresses: [],
      system: 'linux',
      release: '',
      architecture: 'x64',
      fingerprint: 'f'.repeat(32),
    },
    dataFolder: folder,
    record: async (told: readonly AgentRecord[]) => {
      for (const record of told) if (record.record === 'harvest') records.push(record)
    },
    gaveUp: () => undefined,
    hasRoom: true,
    trouble: (code, subject, detail) => {
      if (detail === undefined) troubles.delete(`${code} ${subject}`)
      else troubles.set(`${code} ${subject}`, detail)
    },
    server: () => undefined,
    log: () => undefined,
    now: () => Date.now() + ahead,
  })
  const begin = (...args: string[]): ChildProcess => {
    const [command = join(folder, 'modeler'), ...rest] = args
    const program = spawn(command, rest.length > 0 ? rest : ['600'], {
      env: { ...process.env, DISPLAY: ':77' },
      stdio: 'ignore',
    })
    programs.push(program)
    return program
  }
  /** A program that the agent finds first, in place of the real one. */
  const stand = (name: string, script: string): void => {
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`)
    chmodSync(join(folder, name), 0o755)
    process.env.PATH = `${folder}:${path}`
  }
  /** Fires at once: today is nobody's working day. */
  const never = (): HarvestingRules['workingHours'] => ({
    days: [new Date().getDay() === 3 ? 4 : 3],
    from: '08:00',
    to: '08:01',
  })
  const harvest = async (harvesting: HarvestingRules | undefined, executable = 'modeler', idle?: IdleWatch) => {
    const configuration: AgentConfiguration = {
      revision: '1',
      ...usualConfiguration,
      collectors: {
        ...usualConfiguration.collectors,
        idle: { enabled: idle !== undefined },
        processes: { enabled: true, everySeconds: 1, which: 'applications' },
      },
      applications: [
        {
          id: 7,
          name: 'Solid Modeler',
          executables: { windows: [], linux: [executable], macos: [] },
          paths: [`${folder}/*`],
          publishers: [],
          ...(harvesting ? { harvesting } : {}),
        },
      ],
    }
    const own = context()
    const watch = createProcessWatch(own)
    nextLook = () =>
      new Promise((resolve) => {
        const stop = watch.onLook(() => {
          stop()
          resolve()
        })
      })
    const harvester = createHarvesting(own, watch, idle)
    closing.push(async () => {
      await harvester.close()
      await watch.close()
    })
    await watch.configure(configuration)
    await harvester.configure(configuration)
    return { harvester, configuration }
  }
  const actions = () => records.map(({ action }) => action)
  const stateOf = ({ pid }: ChildProcess) => readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '')[0]
  const isAlive = (program: ChildProcess) => program.exitCode === null && program.signalCode === null

  test('nothing is done unless it is enabled, and a dry run only says what would have been', async () => {
    const program = begin()
    await harvest({ enabled: false, workingHours: never(), method: 'force' })
    await harvest(undefined)
    expect(actions()).toEqual([])
    await harvest({ enabled: true, workingHours: never(), method: 'dryRun' })
    expect(actions()).toEqual(['dry-run'])
    expect(records[0]).toMatchObject({ application: 'Solid Modeler', pid: program.pid })
    expect(records[0]?.reason).toMatch(/^Outside working hours/)
    expect(isAlive(program)).toBe(true)
  })

  test('asked and not answered, it is closed; asked and kept, it stays', async () => {
    stand('zenity', 'echo "$@" > "$(dirname "$0")/question"; exit 5')
    const program = begin()
    const rules = { enabled: true, workingHours: never(), ask: { timeoutSeconds: 30 }, method: 'graceful' } as const
    await harvest(rules)
    await vi.waitFor(() => expect(actions()).toEqual(['asked', 'closed']), 5000)
    expect(program.signalCode).toBe('SIGTERM')
    expect(readFileSync(join(folder, 'question'), 'utf8')).toContain('It will be closed in 30 seconds')

    records = []
    stand('zenity', 'exit 1')
    const kept = begin()
    await vi.waitFor(() => expect(actions()).toEqual(['asked', 'kept-by-user']), 5000)
    expect(isAlive(kept)).toBe(true)
  })

  test('who cannot be asked keeps the program, and the console is told what is missing', async () => {
    process.env.PATH = folder
    const program = begin()
    await harvest({ enabled: true, workingHours: never(), ask: { timeoutSeconds: 30 }, method: 'force' })
    await vi.waitFor(() => expect(actions()).toEqual(['asked', 'failed']), 5000)
    expect(troubles.get('harvesting-tool-missing Solid Modeler')).toContain('zenity')
    expect(isAlive(program)).toBe(true)
  })

  test('a program that does not close is forced after its time', async () => {
    copyFileSync('/bin/sh', join(folder, 'stubborn'))
    const program = begin(
      join(folder, 'stubborn'),
      '-c',
      'trap "" TERM; touch "$0.ready"; while :; do sleep 0.2; done',
      join(folder, 'stubborn'),
    )
    await vi.waitFor(() => expect(existsSync(join(folder, 'stubborn.ready'))).toBe(true), 5000)
    await harvest({ enabled: true, workingHours: never(), method: 'graceful', forceAfterSeconds: 60 }, 'stubborn')
    ahead = 61_000
    await vi.waitFor(() => expect(actions()).toEqual(['forced']), 5000)
    expect(program.signalCode).toBe('SIGKILL')
  })

  test('programs of whoever logged in later are left alone, and the console is told that there are several', async () => {
    stand('who', 'echo "lena tty2 2026-11-22 07:01"; echo "$(id -un) pts/0 2026-11-22 08:30"')
    const program = begin()
    await harvest({ enabled: true, workingHours: never(), method: 'force' })
    expect(actions()).toEqual([])
    expect(troubles.get('several-users ')).toMatch(/^Only programs of lena are harvested/)
    expect(isAlive(program)).toBe(true)
  })

  test('CPU below so much for so long, by looks at the real process', async () => {
    const program = begin()
    await harvest({ enabled: true, cpuBelow: { percent: 5, minutes: 2 }, method: 'dryRun' })
    for (const minutes of [1, 2]) {
      expect(actions()).toEqual([])
      ahead = minutes * 60_000
      await nextLook()
    }
    await vi.waitFor(() => expect(actions()).toEqual(['dry-run']), 5000)
    expect(records[0]).toMatchObject({ pid: program.pid, reason: 'CPU below 5 % for 2 min (limit 2 min)' })
  })

  test('a night in which the machine slept is not idle time, whatever the system says of the last input', async () => {
    begin()
    const input = Date.now()
    const idle: IdleWatch = { people: async () => [], inputSince: async () => input }
    await harvest({ enabled: true, idleMinutes: 1, method: 'dryRun' }, 'modeler', idle)
    ahead = 8 * 3_600_000
    await nextLook()
    await nextLook()
    expect(actions()).toEqual([])
    ahead += 61_000
    await nextLook()
    await vi.waitFor(() => expect(actions()).toEqual(['dry-run']), 5000)
  })

  test('suspended programs go on when the agent ends, and after one that was killed', async () => {
    stand('zenity', '[ "$1" = --help ] || exec sleep 60')
    const program = begin()
    const { harvester, configuration } = await harvest({ enabled: true, workingHours: never(), method: 'suspend' })
    await vi.waitFor(() => expect(stateOf(program)).toBe('T'), 5000)
    const left = readFileSync(join(folder, 'suspended-programs.json'), 'utf8')
    await harvester.close()
    expect(stateOf(program)).not.toBe('T')
    expect(actions()).toEqual(['suspended', 'resumed'])

    // As an agent leaves it that is killed in between.
    program.kill('SIGSTOP')
    writeFileSync(join(folder, 'suspended-programs.json'), left)
    const own = context()
    const next = createHarvesting(own, createProcessWatch(own))
    closing.push(() => next.close())
    await next.configure({ ...configuration, applications: [] })
    expect(stateOf(program)).not.toBe('T')
    expect(actions()).toEqual(['suspended', 'resumed', 'resumed'])
  })

  test('all that an agent before left suspended go on, also while nothing can be recorded', async () => {
    const left = [begin(), begin()]
    for (const program of left) program.kill('SIGSTOP')
    await vi.waitFor(() => expect(left.map(stateOf)).toEqual(['T', 'T']), 5000)
    const fired = { by: 'hours', reason: 'r', because: 'b' }
    const programOf = ({ pid }: ChildProcess) => ({ pid, start: 1, application: 'A', user: 'u', since: 1, fired })
    writeFileSync(join(folder, 'suspended-programs.json'), JSON.stringify(left.map(programOf)))
    let given = 0
    const full: CollectorContext = {
      ...context(),
      record: () => Promise.reject(new SpoolFull('full')),
      gaveUp: (count) => {
        given += count
      },
    }
    const next = createHarvesting(full, createProcessWatch(full))
    closing.push(() => next.close())
    await next.configure({ revision: '1', ...usualConfiguration })
    expect(left.map(stateOf)).not.toContain('T')
    expect(given).toBe(2)
  })
})
