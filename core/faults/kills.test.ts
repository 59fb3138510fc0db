import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { seededRandom, writeFlexnetLog } from '../../bench/flexnet-log-generator.ts'
import { command, openConsole } from '../cli/console-fixture.ts'
import { endTest, temporaryFolder } from '../database/database-fixture.ts'
import { verifyDatabase } from '../database/verify.ts'
import { isFullSize, type LictorRun, lictor, lictorProcess, sized } from './fault-fixture.ts'

// `kill -9` in the middle of an import. core/cli/killed-import.test.ts kills the same import again and again.

const shapes = [
  ['51', '--group-by', 'Feature', '--by', 'day'],
  ['50', '--group-by', 'Feature,User', '--by', 'total'],
  ['84', '--group-by', 'User name'],
  ['104', '--group-by', 'Event type,Feature', '--by', 'day'],
  ['52', '--group-by', 'Feature', '--by', 'day'],
] as const

const answers = async (db: string): Promise<string[]> => {
  const told: string[] = []
  for (const shape of shapes) {
    const { status, stdout, stderr } = await command('report', ...shape, '--db', db, '--zone', 'UTC')
    expect(status, stderr).toBe(0)
    told.push(stdout)
  }
  return told
}

let folder: string
let log: string
/** Milliseconds that an undisturbed import takes, and what it gives. */
let whole: number
let clean: string[]
const lines = sized(60_000, 300_000)

beforeAll(async () => {
  folder = await temporaryFolder()
  log = join(folder, 'lmgrd.log')
  writeFlexnetLog(log, { lines, features: 30, users: 60, days: 30 })
  const began = performance.now()
  expect((await lictor('import', log, '--db', join(folder, 'clean.db'), '--zone', 'UTC')).status).toBe(0)
  whole = performance.now() - began
  clean = await answers(join(folder, 'clean.db'))
}, 120_000)
afterAll(endTest)

/** Imports as a process of its own and kills it so many milliseconds later. */
const killedAfter = async (db: string, path: string, milliseconds: number): Promise<LictorRun> => {
  const { child, ended } = lictorProcess(['import', path, '--db', db, '--zone', 'UTC'])
  const timer = setTimeout(() => child.kill('SIGKILL'), milliseconds)
  const run = await ended
  clearTimeout(timer)
  return run
}
const resumeAll = async (db: string): Promise<string[]> => {
  const core = await openConsole(db)
  await core.idle()
  const states: string[] = []
  for (const { id, state } of await core.api['imports.list']({})) {
    states.push(state)
    if (state === 'interrupted') await core.api['imports.resume']({ id })
  }
  await core.idle()
  await core.close()
  return states
}

// In `npm test` the five kills of core/cli/killed-import.test.ts stand for these.
const points = 50
test.skipIf(!isFullSize)(
  `I21 killed at ${points} random points of an import and resumed, it equals one clean run`,
  {
    timeout: 3_600_000,
  },
  async () => {
    const seed = sized(7, Date.now() % 1_000_000)
    const random = seededRandom(seed)
    const found = { killed: 0, resumed: 0 }
    for (let point = 0; point < points; point++) {
      const db = join(folder, `kill-${point}.db`)
      const at = Math.round(whole * (0.15 + random() * 0.85))
      const run = await killedAfter(db, log, at)
      if (run.status === null) found.killed++
      // Before the database was made there is nothing to resume.
      const states = await resumeAll(db)
      if (states.includes('interrupted')) found.resumed++
      if (states.length === 0) expect((await lictor('import', log, '--db', db, '--zone', 'UTC')).status).toBe(0)
      const where = `seed ${seed}, point ${point}, killed after ${at} of ${Math.round(whole)} ms, states ${states.join()}`
      expect(await answers(db), where).toEqual(clean)
      expect((await verifyDatabase(db)).problems, where).toEqual([])
    }
    console.log(`I21: ${points} points, ${found.killed} killed in time, ${found.resumed} resumed; seed ${seed}`)
    if (points >= 50) expect(found.resumed).toBeGreaterThan(5)
  },
)

test('I21 killed while the tail of a grown file is read, and imported again, it equals one clean run', {
  timeout: 600_000,
}, async () => {
  const bytes = readFileSync(log)
  const part = bytes.lastIndexOf(10, Math.floor(bytes.length * 0.2)) + 1
  const growing = join(folder, 'growing.log')
  for (const share of sized([0.6], [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9])) {
    const db = join(folder, `grown-${share}.db`)
    writeFileSync(growing, bytes.subarray(0, part))
    expect((await lictor('import', growing, '--db', db, '--zone', 'UTC')).status).toBe(0)
    appendFileSync(growing, bytes.subarray(part))
    await killedAfter(db, growing, whole * share)
    expect((await lictor('import', growing, '--db', db, '--zone', 'UTC')).status).toBe(0)
    expect(await answers(db), `killed after ${share} of a whole import`).toEqual(clean)
  }
})
