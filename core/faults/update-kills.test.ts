import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { programOf, readPointer } from '../../agent/update/installation.ts'
import { seededRandom } from '../../bench/flexnet-log-generator.ts'
import { isFinal } from '../agents/updates/schedule-types.ts'
import { endTest, temporaryFolder } from '../database/database-fixture.ts'
import { lacks, sized, until } from './fault-fixture.ts'
import { bundledProgram, cannotRun, installedAgent, programText } from './installed-agent-fixture.ts'
import { servedConsole } from './served-console-fixture.ts'

// `kill -9` of console, launcher and agent at random moments of an update, each a process of its own; whoever was killed is started again at
// once, as a service manager does. An undisturbed update goes first: by it the moments are chosen.

afterEach(endTest)

const victims = ['launcher', 'console', 'agent'] as const
type Victim = (typeof victims)[number]
const rounds = sized(2, 40)

// A launcher's children are found in /proc.
test.skipIf(cannotRun || lacks.linux !== '')(
  `U3 U8 killed at ${rounds} random moments of an update, an agent ends on one whole version, and the console says on which`,
  { timeout: sized(180_000, 3_600_000) },
  async () => {
    const seed = sized(11, Date.now() % 1_000_000)
    const random = seededRandom(seed)
    const folder = await temporaryFolder()
    const programs: { readonly [version: string]: string } = {
      '0.9.5': await programText(folder, '0.9.5'),
      '1.0.0': await programText(folder, '1.0.0'),
    }
    const { resources, roots } = await bundledProgram(programs['1.0.0'] as string)
    const console_ = await servedConsole(folder, resources)
    const { call } = console_
    await call('updates.changeSettings', { soakSeconds: 0, attempts: 1, agentRate: 500_000, restartSeconds: 30 })
    const ends: { [stage: string]: number } = {}

    /** @returns milliseconds from the start of the update to its end */
    const update = async (round: number, victim: Victim | undefined, at: number): Promise<number> => {
      const { token } = await call('agents.createToken', { uses: 1, lifetime: 600_000, note: '' })
      const place = { folder, name: `agent-${round}`, program: programs['0.9.5'] as string, roots }
      const agent = await installedAgent({ ...place, server: console_.socket, token })
      let launcher = agent.launch()
      const { agent: id } = JSON.parse(readFileSync(`${agent.data}/enrolment.json`, 'utf8')) as { agent: string }
      const log = () =>
        ['agent.log', 'launcher.log'].map((name) => readFileSync(`${agent.data}/${name}`, 'utf8')).join('\n')
      await until(async () => (await call('updates.start', { agents: [id] })).queued === 1, 30).catch(async () =>
        expect(log(), JSON.stringify([id, await call('agents.list', {})])).toBe(''),
      )
      const began = performance.now()
      const kill = {
        async console() {
          await console_.kill()
          await console_.start()
        },
        async launcher() {
          launcher.child.kill('SIGKILL')
          await launcher.ended
          launcher = agent.launch()
        },
        async agent() {
          for (const pid of childrenOf(launcher.child.pid as number)) process.kill(pid, 'SIGKILL')
        },
      }
      await pause(at)
      if (victim) await kill[victim]()
      const now = async () => (await call('updates.list', { agents: [id] }))[0]
      const told = async () => `${JSON.stringify(await now())}, ${victim} killed at ${Math.round(at)} ms, seed ${seed}`
      await until(async () => {
        const state = await now()
        return state !== undefined && isFinal(state)
      }, 90).catch(async () => expect(log(), await told()).toBe(''))
      const took = performance.now() - began
      const stage = (await now())?.stage ?? ''
      const version = stage === 'done' ? '1.0.0' : '0.9.5'
      ends[stage] = (ends[stage] ?? 0) + 1
      // It is there, whole, and reports.
      expect(await readPointer(agent.installation.current), await told()).toBe(version)
      expect(readFileSync(programOf(agent.installation, version), 'utf8') === programs[version], await told()).toBe(
        true,
      )
      await until(async () => {
        const [row] = await call('agents.list', { ids: [id] })
        return row?.version === version && row.status === 'online'
      }, 30).catch(async () => expect(log(), await told()).toBe(''))
      await until(() => readdirSync(agent.installation.versions).every((name) => !name.startsWith('.')), 10)
      // The launcher may have been started a moment ago, and not listen yet.
      await until(() => launcher.told().includes('is started'), 10)
      launcher.child.kill('SIGTERM')
      expect(await launcher.ended, log()).toBe(0)
      return took
    }

    const whole = await update(0, undefined, 0)
    for (let round = 1; round <= rounds; round++) await update(round, victims[round % victims.length], whole * random())
    console.log(`U3 U8: ${JSON.stringify(ends)}, undisturbed ${Math.round(whole)} ms, seed ${seed}`)
    expect(ends.done).toBeGreaterThan(0)
  },
)

/** Of a process, on Linux. */
const childrenOf = (pid: number): readonly number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number)
