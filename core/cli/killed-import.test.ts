import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { writeFlexnetLog } from '../../bench/flexnet-log-generator.ts'
import { endTest, temporaryFolder } from '../database/database-fixture.ts'
import { command, commandProcess, openConsole } from './console-fixture.ts'

const shapes = [
  ['51', '--group-by', 'Feature', '--by', 'day'],
  ['84', '--group-by', 'User name'],
  ['104', '--group-by', 'Event type,Feature', '--by', 'day'],
] as const

const answers = async (db: string): Promise<string[]> => {
  const told: string[] = []
  for (const shape of shapes) told.push((await command('report', ...shape, '--db', db, '--zone', 'UTC')).stdout)
  return told
}

let folder: string
let log: string
let db: string

beforeEach(async () => {
  folder = await temporaryFolder()
  log = join(folder, 'lmgrd.log')
  writeFlexnetLog(log, { lines: 200_000, features: 40, users: 60, days: 90 })
  db = join(folder, 'lictor.db')
})
afterEach(endTest)

/** Starts the import as a process of its own and kills it so many milliseconds later. @returns whether it was killed */
const killedAfter = async (milliseconds: number): Promise<boolean> => {
  const { child, ended } = commandProcess('import', log, '--db', db, '--zone', 'UTC')
  const over = ended.then(() => true)
  await Promise.race([over, new Promise((done) => setTimeout(done, milliseconds))])
  child.kill('SIGKILL')
  return (await ended).status === null
}

test('I21 an import that was killed five times is resumed and equals a clean run', { timeout: 120_000 }, async () => {
  const cleanDb = join(folder, 'clean.db')
  const began = performance.now()
  expect((await commandProcess('import', log, '--db', cleanDb, '--zone', 'UTC').ended).status).toBe(0)
  const whole = performance.now() - began
  const clean = await answers(cleanDb)
  let killed = 0
  for (const share of [0.3, 0.45, 0.55, 0.7, 0.85]) if (await killedAfter(whole * share)) killed++
  expect(killed).toBeGreaterThan(1)
  const core = await openConsole(db)
  const interrupted = (await core.api['imports.list']({})).filter(({ state }) => state === 'interrupted')
  for (const { id } of interrupted) {
    await core.api['imports.resume']({ id })
    await core.idle()
  }
  // What was through before the last kill needs no resuming; else one of the above brought it all.
  const after = await core.api['imports.list']({})
  expect(after.some(({ state, facts }) => state === 'finished' && facts > 150_000)).toBe(true)
  await core.close()
  expect(await answers(db)).toEqual(clean)
})

test('I21 a killed import is no hindrance to importing the file again', { timeout: 60_000 }, async () => {
  await killedAfter(900)
  const again = await command('import', log, '--db', db, '--zone', 'UTC')
  expect(again.status).toBe(0)
  const cleanDb = join(folder, 'clean.db')
  await command('import', log, '--db', cleanDb, '--zone', 'UTC')
  expect(await answers(db)).toEqual(await answers(cleanDb))
  expect((await command('verify', '--db', db)).status).toBe(0)
})
