import { utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { writeFlexnetLog } from '../../bench/flexnet-log-generator.ts'
import { importInto, openConsole, reportLines } from '../cli/console-fixture.ts'
import { startBlock, writeLog } from '../cli/log-fixture.ts'
import { endTest, temporaryFolder } from '../database/database-fixture.ts'
import type { Core } from '../open-core.ts'
import { lictorProcess, sized, until } from './fault-fixture.ts'

// Several imports at once, imports that are stopped, and clocks that jump.

let folder: string
let db: string
let core: Core
beforeEach(async () => {
  folder = await temporaryFolder()
  db = join(folder, 'lictor.db')
  core = await openConsole(db)
})
afterEach(async () => {
  vi.useRealTimers()
  await core.close()
  await endTest()
})

const day = (date = '3/4/2024') => [
  ...startBlock({ date }),
  ' 9:00:00 (demo) OUT: "a" ann@ws1',
  ' 9:30:00 (demo) IN: "a" ann@ws1',
]
const shape = { by: 'day' as const, groupBy: ['Feature'] }
const told = async (console: Core): Promise<string[]> => {
  const lines: string[] = []
  for (const type of [51, 84, 104]) lines.push(...(await reportLines(console, type, shape)))
  return lines
}
const large = (name: string, seed: number): string => {
  const path = join(folder, name)
  writeFlexnetLog(path, { lines: sized(200_000, 2_000_000), features: 20, users: 50, days: 20, seed })
  return path
}

test('I22 cancelled and started again, an import gives what one run gives', { timeout: 120_000 }, async () => {
  const path = large('lmgrd.log', 1)
  for (let round = 0; round < sized(2, 10); round++) {
    const [started] = await core.api['imports.start']({ files: [{ path }], zone: 'UTC' })
    await until(async () => {
      const task = (await core.api['tasks.list']({})).find(({ importId }) => importId === started?.id)
      return task?.state !== 'waiting' && Number(task?.detail.replace(/\D/g, '') ?? 0) > 50_000 * (round % 3)
    })
    await core.api['imports.cancel']({ id: started?.id as number, keep: false }).catch(() => undefined)
    await core.idle()
  }
  await importInto(core, [path])
  const other = await openConsole(join(await temporaryFolder(), 'lictor.db'))
  await importInto(other, [path])
  expect(await told(core)).toEqual(await told(other))
  await other.close()
})

test('I22 two imports at once, and the same file twice at once, count once', { timeout: 60_000 }, async () => {
  const first = writeLog(folder, 'first.log', day())
  const second = writeLog(folder, 'second.log', day('3/5/2024'))
  const asked = await Promise.all([
    core.api['imports.start']({ files: [{ path: first }, { path: first }], zone: 'UTC' }),
    core.api['imports.start']({ files: [{ path: second }, { path: first }], zone: 'UTC' }),
  ])
  await core.idle()
  const records = await core.api['imports.list']({})
  expect(asked.flat()).toHaveLength(4)
  expect(records.map(({ state }) => state)).toEqual(records.map(() => 'finished'))
  expect(records.filter(({ facts }) => facts > 0)).toHaveLength(2)
  expect(records.filter(({ outcome }) => outcome.startsWith('Nothing new'))).toHaveLength(2)
  expect(await reportLines(core, 84)).toHaveLength(2)
})

test('I22 two commands that import the same and other files into one new database at the same moment', {
  timeout: 60_000,
}, async () => {
  const first = writeLog(folder, 'first.log', day())
  const second = writeLog(folder, 'second.log', day('3/5/2024'))
  for (let round = 0; round < sized(2, 20); round++) {
    const target = join(await temporaryFolder(), 'lictor.db')
    const ends = await Promise.all([
      lictorProcess(['import', first, '--db', target, '--zone', 'UTC']).ended,
      lictorProcess(['import', second, first, '--db', target, '--zone', 'UTC']).ended,
    ])
    expect(
      ends.map(({ status }) => status),
      ends.map(({ stderr }) => stderr).join(),
    ).toEqual([0, 0])
    const other = await openConsole(target)
    expect(await reportLines(other, 84)).toHaveLength(2)
    await other.close()
  }
})

test('S8 the clock jumps by a day and by five years, both ways: order, zones and numbers stay', async () => {
  const jumps = [0, 86_400_000, -86_400_000, 5 * 365 * 86_400_000, -5 * 365 * 86_400_000]
  const began = Date.now()
  vi.useFakeTimers({ toFake: ['Date'] })
  const zones = ['Europe/Berlin', 'Asia/Tokyo', 'UTC', 'America/New_York', 'Europe/Lisbon']
  for (const [i, jump] of jumps.entries()) {
    vi.setSystemTime(began + jump)
    await importInto(core, [writeLog(folder, `part-${i}.log`, day(`3/${4 + i}/2024`))], { zone: zones[i] as string })
  }
  const names = (await core.api['imports.list']({})).map(({ fileName }) => fileName)
  expect(names).toEqual(['part-4.log', 'part-3.log', 'part-2.log', 'part-1.log', 'part-0.log'])
  // Of zones that were given the last one counts, by the order of the imports and not by the clock.
  expect((await core.api['sources.list']({})).map(({ zone }) => zone)).toEqual(['Europe/Lisbon'])
  expect(await reportLines(core, 84)).toHaveLength(5)
  const notices = (await core.api['notices.list']({})).map(({ id }) => id)
  expect(notices).toEqual([...notices].sort((a, b) => b - a))
  await core.close()
  core = await openConsole(db)
  expect(await reportLines(core, 84)).toHaveLength(5)
})

test('S8 a torn lock that seems to come from the future does not keep the database closed', {
  timeout: 30_000,
}, async () => {
  const target = join(folder, 'other.db')
  await (await openConsole(target)).close()
  writeFileSync(`${target}.lock`, '{"pid":')
  const tomorrow = Date.now() / 1000 + 86_400
  utimesSync(`${target}.lock`, tomorrow, tomorrow)
  const other = await openConsole(target)
  await other.close()
})
