import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { writeFlexnetLog } from '../../bench/flexnet-log-generator.ts'
import { allRecords, importInto, openConsole, reportLines } from '../cli/console-fixture.ts'
import { startBlock, writeLog } from '../cli/log-fixture.ts'
import { openDatabase } from '../database/connection.ts'
import { endTest, temporaryFolder } from '../database/database-fixture.ts'
import type { Core } from '../open-core.ts'

let folder: string
let core: Core
beforeEach(async () => {
  folder = await temporaryFolder()
  core = await openConsole(join(folder, 'lictor.db'))
})
afterEach(async () => {
  await core.close()
  await endTest()
})

/** Rows in each table that holds what files brought. */
const stored = async (): Promise<{ [table: string]: number }> => {
  const database = await openDatabase(join(folder, 'lictor.db'), { readOnly: true })
  const counts: { [table: string]: number } = {}
  for (const table of ['source', 'line_segment', 'line_column', 'overlap', 'source_day', 'day_column'])
    counts[table] = (await database.get<{ n: number }>(`SELECT COUNT(*) AS n FROM ${table}`))?.n ?? -1
  await database.close()
  return counts
}
const nothing = { source: 0, line_segment: 0, line_column: 0, overlap: 0, source_day: 0, day_column: 0 }

/** A log whose import takes a few seconds. */
const longLog = (lines: number): string => {
  const path = join(folder, 'long.log')
  writeFlexnetLog(path, { lines, features: 40, users: 300, days: 60 })
  return path
}

/** Resolves when so many lines of the import under way were read. */
const readLines = async (lines: number): Promise<void> => {
  for (;;) {
    const [task] = (await core.api['tasks.list']({})).filter(({ kind }) => kind === 'import')
    if (task?.state === 'finished') throw new Error('The import was over before it could be stopped.')
    if (Number(task?.detail.replace(/\D/g, '') ?? 0) >= lines) return
    await new Promise((done) => setTimeout(done, 2))
  }
}

test('a cancelled import leaves nothing', { timeout: 30_000 }, async () => {
  const [started] = await core.api['imports.start']({ files: [{ path: longLog(800_000) }], zone: 'UTC' })
  await readLines(480_000)
  await core.api['imports.cancel']({ id: started?.id as number, keep: false })
  await core.idle()
  expect((await core.api['imports.list']({}))[0]).toMatchObject({ state: 'cancelled', facts: 0, linesRead: 0 })
  expect(await stored()).toEqual(nothing)
})

test('an import that was stopped and kept goes on where it stopped when it is imported again', {
  timeout: 40_000,
}, async () => {
  const path = longLog(800_000)
  const [started] = await core.api['imports.start']({ files: [{ path }], zone: 'UTC' })
  await readLines(480_000)
  await core.api['imports.cancel']({ id: started?.id as number, keep: true })
  await core.idle()
  const kept = (await core.api['imports.list']({}))[0]
  expect(kept?.state).toBe('finished')
  expect(kept?.linesRead).toBeGreaterThan(0)
  expect(kept?.linesRead).toBeLessThan(800_000)
  await importInto(core, [path])
  const other = await temporaryFolder()
  const fresh = await openConsole(join(other, 'lictor.db'))
  await importInto(fresh, [path])
  for (const type of [51, 52, 84, 104]) {
    const shape = { by: 'day' as const, groupBy: ['Feature'] }
    expect(await reportLines(core, type, shape), `type ${type}`).toEqual(await reportLines(fresh, type, shape))
  }
  await fresh.close()
})

test('what is none of the formats is refused, and nothing is stored', async () => {
  const garbage = join(folder, 'photo.log')
  writeFileSync(garbage, Buffer.from(Array.from({ length: 50_000 }, (_, i) => (i * 7919) % 251)))
  const text = writeLog(folder, 'letter.log', ['Dear Ann,', 'nothing about licences here.', '', 'Yours, Bob'])
  for (const record of await importInto(core, [garbage, text])) {
    expect(record.state).toBe('refused')
    expect(record.outcome).toContain('Nothing was stored')
  }
  expect(await stored()).toEqual(nothing)
})

test('an empty file is nothing new, and no fault', async () => {
  const [empty] = await importInto(core, [writeLog(folder, 'empty.log', '')])
  expect(empty).toMatchObject({ state: 'finished', linesRead: 0 })
  expect(await stored()).toEqual(nothing)
})

test('a file that is not there is refused by name', async () => {
  const [gone] = await importInto(core, [join(folder, 'gone.log')])
  expect(['refused', 'failed']).toContain(gone?.state)
  expect(gone?.outcome).toContain('gone.log')
  expect(await stored()).toEqual(nothing)
})

const undated = [
  ' 9:00:00 (demo) OUT: "a" ann@ws1',
  ' 9:30:00 (demo) IN: "a" ann@ws1',
  '23:00:00 (demo) OUT: "a" ann@ws1',
  ' 1:00:00 (demo) IN: "a" ann@ws1',
]

test('a log without any date is refused, and read when its first day is told', async () => {
  const path = writeLog(folder, 'old.log', undated)
  const [refused] = await importInto(core, [path])
  expect(refused?.state).toBe('refused')
  expect(refused?.outcome).toContain('--start-date')
  expect(await stored()).toEqual(nothing)
  const [read] = await importInto(core, [path], { zone: 'UTC', startDate: '2019-12-31', server: 'lic01' })
  expect(read?.state).toBe('finished')
  expect((await allRecords(core))[84]).toEqual([
    '2019-12-31T09:00:00+00:00,lic01;demo,a,undef,undef,ann,1,0.5,1,1',
    '2019-12-31T23:00:00+00:00,lic01;demo,a,undef,undef,ann,1,1,1,1',
    '2020-01-01T00:00:00+00:00,lic01;demo,a,undef,undef,ann,1,1,1,1',
  ])
})

test('a failed import between two others takes nothing from them', async () => {
  const good = writeLog(folder, 'good.log', [
    ...startBlock(),
    ' 9:00:00 (demo) OUT: "a" ann@ws1',
    ' 9:30:00 (demo) IN: "a" ann@ws1',
  ])
  const bad = writeLog(folder, 'bad.log', undated)
  const later = writeLog(folder, 'later.log', [
    ...startBlock({ date: '3/5/2024' }),
    ' 9:00:00 (demo) OUT: "b" bob@ws1',
    ' 9:30:00 (demo) IN: "b" bob@ws1',
  ])
  await importInto(core, [good, bad, later])
  expect((await allRecords(core))[84]).toEqual([
    '2024-03-04T09:00:00+00:00,lic01;demo,a,undef,undef,ann,1,0.5,1,1',
    '2024-03-05T09:00:00+00:00,lic01;demo,b,undef,undef,bob,1,0.5,1,1',
  ])
})
