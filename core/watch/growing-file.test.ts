import { appendFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import { generateLog } from '../../e2e/recount/log-generator.ts'
import { allRecords, toldOf } from '../cli/console-fixture.ts'
import { manualClock, openWatchingConsole } from '../cli/watch-fixture.ts'
import { openDatabase } from '../database/connection.ts'
import { endTest, temporaryFolder } from '../database/database-fixture.ts'

afterEach(endTest)

const text = generateLog({
  days: 3,
  users: 4,
  hosts: 3,
  features: 3,
  daemons: 2,
  eventsPerDay: 60,
  seed: 5,
  restarts: true,
})

const byHand = async () => (await toldOf([['whole.log', text]])).records

/** Follows a log that is written in these pieces. @returns its records, and how many segments of lines are stored */
const followed = async (cuts: readonly number[], rotateAt: number | undefined) => {
  const own = await temporaryFolder()
  const logs = join(own, 'logs')
  mkdirSync(logs)
  const clock = manualClock()
  const core = await openWatchingConsole(join(own, 'lictor.db'), clock)
  const { watch } = await core.api['watch.add']({ path: logs, zone: 'UTC', everySeconds: 10 })
  const bounds = [0, ...cuts, text.length]
  for (let i = 0; i + 1 < bounds.length; i++) {
    const file = join(logs, rotateAt !== undefined && i >= rotateAt ? 'lmgrd.log.2' : 'lmgrd.log')
    appendFileSync(file, text.slice(bounds[i], bounds[i + 1]))
    for (let look = 0; look < (i === 0 ? 2 : 1); look++) {
      clock.advance(11_000)
      await core.api['watch.look']({ id: watch.id })
    }
  }
  clock.advance(11_000)
  await core.api['watch.look']({ id: watch.id })
  const records = await allRecords(core)
  const imports = await core.api['imports.list']({})
  await core.close()
  const database = await openDatabase(join(own, 'lictor.db'), { readOnly: true })
  const segments = (await database.get<{ n: number }>('SELECT count(*) AS n FROM line_segment'))?.n ?? 0
  await database.close()
  return { records, segments, imports }
}

test('a log written in any pieces gives what the whole gives, in one record', { timeout: 120_000 }, async () => {
  const whole = await byHand()
  const cuts = fc.uniqueArray(fc.integer({ min: 400, max: text.length - 1 }), { minLength: 1, maxLength: 12 })
  await fc.assert(
    fc.asyncProperty(cuts, async (at) => {
      const { records, imports } = await followed(
        at.sort((a, b) => a - b),
        undefined,
      )
      expect(records).toEqual(whole)
      expect(imports).toHaveLength(1)
    }),
    { numRuns: 4, seed: 20240304, endOnFailure: true },
  )
})

test('sixty looks leave a few segments, not one for each', { timeout: 60_000 }, async () => {
  const cuts = Array.from({ length: 60 }, (_, i) => 500 + Math.floor(((text.length - 600) * i) / 60))
  const { segments, records } = await followed(cuts, undefined)
  expect(segments).toBeLessThan(12)
  expect(records).toEqual(await byHand())
})
