import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { importInto, openConsole } from '../cli/console-fixture.ts'
import { startBlock, writeLog } from '../cli/log-fixture.ts'
import { endTest, temporaryFolder } from '../database/database-fixture.ts'
import type { Core } from '../open-core.ts'

let folder: string
let core: Core
const heard: string[] = []

beforeAll(async () => {
  folder = await temporaryFolder()
  core = await openConsole(join(folder, 'lictor.db'))
  // The event log is written behind.
  core.onEvent(({ event }) => event !== 'events.changed' && heard.push(event))
  await importInto(core, [
    writeLog(folder, 'lmgrd.log', [
      ...startBlock(),
      ' 8:30:00 (demo) OUT: "a" ann@ws1',
      ' 9:00:00 (demo) OUT: "a" bob@ws2  (2 licenses)',
      ' 9:30:00 (demo) IN: "a" ann@ws1',
      ' 9:40:00 (demo) IN: "a" bob@ws2  (2 licenses)',
      ' 9:50:00 (demo) OUT: "b" carl@ws2',
      '10:00:00 (demo) IN: "b" carl@ws2',
      '10:30:00 (lmgrd) TIMESTAMP 3/4/2024',
    ]),
  ])
})
afterAll(async () => {
  await core.close()
  await endTest()
})

const kind = 'license-user-mapping' as const
const save = (text: string, expectedRevision: number) => core.api['maps.save']({ kind, text, expectedRevision })
const first = 'MAP: Sales\nann\nbob\n'
const second = 'MAP: Sales\nann\nMAP: Support\nbob\ncarl\n'
const whole = { type: 85, by: 'total' as const, groupBy: null, where: [] }

beforeEach(async () => {
  const { revision } = await core.api['maps.read']({ kind })
  await save('', revision)
  heard.length = 0
})
const revisionNow = async () => (await core.api['maps.read']({ kind })).revision

test('a saved map is read back as it was written, with what it says', async () => {
  const before = await revisionNow()
  const text = `# who sells\r\n${first}`
  const saved = await save(text, before)
  expect(saved).toMatchObject({ state: 'saved', revision: before + 1, changedNames: 2, malformed: 0 })
  expect(await core.api['maps.read']({ kind })).toMatchObject({
    kind,
    text,
    revision: before + 1,
    savedAt: saved.savedAt,
    lines: 4,
    isTooLongToEdit: false,
    groups: [{ name: 'Sales', members: 2, names: ['ann', 'bob'] }],
    unmatched: [{ fallsTo: 'undef', count: 1, names: ['carl'] }],
  })
  expect(heard).toEqual(['maps.changed', 'data.changed'])
  expect(await save(text, before + 1)).toMatchObject({ state: 'unchanged', revision: before + 1 })
})

test('of two editors the second one is told that the first one saved', async () => {
  const before = await revisionNow()
  await save(first, before)
  heard.length = 0
  expect(await save(second, before)).toMatchObject({ state: 'conflict', revision: before + 1 })
  expect((await core.api['maps.read']({ kind })).text).toBe(first)
  expect(heard).toEqual([])
})

test('an old revision comes back as the newest', async () => {
  const before = await revisionNow()
  await save(first, before)
  await save(second, before + 1)
  const restored = await core.api['maps.restore']({ kind, revision: before + 1, expectedRevision: before + 2 })
  expect(restored).toMatchObject({ state: 'saved', revision: before + 3, changedNames: 2 })
  const history = await core.api['maps.history']({ kind })
  expect(history.slice(0, 3).map(({ revision, origin, isCurrent }) => [revision - before, origin, isCurrent])).toEqual([
    [3, `revision ${before + 1} restored`, true],
    [2, 'edited', false],
    [1, 'edited', false],
  ])
  expect((await core.api['maps.revision']({ kind, revision: before + 2 })).text).toBe(second)
  expect((await core.api['maps.revision']({ kind, revision: 0 })).text).toBe('')
  await expect(core.api['maps.revision']({ kind, revision: 9999 })).rejects.toMatchObject({ code: 'not-found' })
})

test('a preview tells the rows that change, before and after, and nothing is saved', async () => {
  const before = await revisionNow()
  await save(first, before)
  const preview = await core.api['maps.preview']({ kind, text: second, request: whole, limit: 100 })
  expect(preview.columns.map(({ name }) => name)).toEqual([
    'Time',
    'User group',
    'Record count',
    'Elapsed time',
    'Avg used',
    'Max used',
    'Min used',
  ])
  expect(preview.changedNames).toBe(2)
  expect(preview.moves).toEqual([
    { name: 'bob', from: 'Sales', to: 'Support' },
    { name: 'carl', from: 'undef', to: 'Support' },
  ])
  const time = '2024-03-04T08:00:00+00:00'
  // Sales: ann 1 h and bob 2 x 40 min of `a`; Support: bob's, and carl's 10 min of `b`, each watched for two and a half hours.
  expect(preview.rows.map(({ change, names }) => [change, ...names])).toEqual([
    ['added', time, 'Support'],
    ['changed', time, 'Sales'],
    ['removed', time, 'undef'],
  ])
  const rounded = (values: readonly (number | null)[] | undefined) =>
    values?.map((value) => Math.round((value ?? Number.NaN) * 1e4) / 1e4)
  expect(preview.rows.map((row) => [rounded(row.before), rounded(row.after)])).toEqual([
    [undefined, [2, 1.5, 0.3, 2, 0]],
    [
      [2, 2.3333, 0.9333, 3, 0],
      [2, 1, 0.4, 1, 0],
    ],
    [[1, 0.1667, 0.0667, 1, 0], undefined],
  ])
  expect([preview.changed, preview.added, preview.removed]).toEqual([1, 1, 1])
  expect(preview.totals.map(({ group }) => group).sort()).toEqual(['Sales', 'Support', 'undef'])
  expect((await core.api['maps.read']({ kind })).text).toBe(first)
  // What it foretold is what the report then says.
  await save(second, before + 1)
  const { resultId, rowCount } = await core.api['reports.run']({ ...whole, groupBy: ['User group'] })
  const cells = await core.api['reports.rows']({ resultId, offset: 0, count: rowCount })
  expect(cells[1]).toEqual(['Sales', 'Support'])
  expect(rounded(cells.slice(2).map((column) => column[1] as number))).toEqual([2, 1.5, 0.3, 2, 0])
})

test('a preview keeps the grouping, the period and the filters of the report', async () => {
  await save(first, await revisionNow())
  const request = { type: 84, by: 'hour' as const, groupBy: ['User name'], where: [{ name: 'Feature', values: ['a'] }] }
  const preview = await core.api['maps.preview']({ kind, text: second, request, limit: 1 })
  expect(preview.columns.slice(0, 3).map(({ name }) => name)).toEqual(['Time', 'User group', 'User name'])
  expect([preview.changed, preview.added, preview.removed]).toEqual([0, 1, 1])
  expect(preview.rows).toHaveLength(1)
  const none = await core.api['maps.preview']({
    kind,
    text: second,
    request: { ...request, where: [{ name: 'User group', values: ['Sal*'] }] },
    limit: 10,
  })
  expect(none.rows.map(({ change, names }) => [change, ...names])).toEqual([
    ['removed', '2024-03-04T09:00:00+00:00', 'Sales', 'bob'],
  ])
})

test('a draft that says the same in other words changes nothing', async () => {
  await save(first, await revisionNow())
  const text = 'MAP: Sales\n?nn\n# and\nB*\n'
  const preview = await core.api['maps.preview']({ kind, text, request: whole, limit: 10 })
  expect(preview).toMatchObject({ changedNames: 0, rows: [], changed: 0, added: 0, removed: 0, totals: [] })
})

test('a preview needs a type that has the group', async () => {
  const request = { ...whole, type: 51 }
  await expect(core.api['maps.preview']({ kind, text: first, request, limit: 10 })).rejects.toMatchObject({
    code: 'invalid',
    message: expect.stringContaining('has no group from license-user-mapping'),
  })
  await expect(core.api['maps.preview']({ kind, request: whole, limit: 10 })).rejects.toMatchObject({ code: 'invalid' })
})

test('groups are offered as values of a filter', async () => {
  await save(`${second}DEFAULT: others\n`, await revisionNow())
  const values = (text: string) =>
    core.api['reports.values']({ type: 85, classification: 'User group', text, limit: 10 })
  expect((await values('')).toSorted()).toEqual(['Sales', 'Support', 'others', 'undef'])
  expect(await values('su')).toEqual(['Support'])
})

test('a file replaces the map of its kind and can be had back', async () => {
  const path = join(folder, 'license-user-mapping.txt')
  writeFileSync(path, second)
  const [imported] = await core.api['maps.import']({ files: [{ path }] })
  expect(imported).toMatchObject({ kind, state: 'saved', groups: 2, malformedCount: 0 })
  const { fileName, bytes, exportId } = await core.api['maps.export']({ kind })
  expect([fileName, bytes]).toEqual([kind, second.length])
  expect(core.exportFile(exportId)?.fileName).toBe(kind)
  const other = join(folder, 'people')
  writeFileSync(other, first)
  expect((await core.api['maps.import']({ files: [{ path: other }] }))[0]).toMatchObject({ state: 'refused' })
})

test('each kind of map has its own text', async () => {
  await core.api['maps.save']({
    kind: 'user-to-groups.map',
    text: 'MAP: Oslo (Site)\nann\nMAP: Sales (Team)\nann\nbob\nDEFAULT: rest (Team)\n',
    expectedRevision: 0,
  })
  expect(await core.api['maps.read']({ kind: 'user-to-groups.map' })).toMatchObject({
    revision: 1,
    groupTypes: ['Site', 'Team'],
    unmatched: [
      { type: 'Site', fallsTo: 'undef', count: 2 },
      { type: 'Team', fallsTo: 'rest', count: 1 },
    ],
  })
  const summaries = await core.api['maps.list']({})
  expect(summaries.slice(0, 4).map(({ kind: of, firstMatchWins }) => [of, firstMatchWins])).toEqual([
    ['license-user-mapping', true],
    ['license-host-mapping', true],
    ['user-to-groups.map', false],
    ['host-to-groups.map', false],
  ])
  expect(summaries.find((one) => one.kind === 'license-user-mapping')?.types).toEqual(
    expect.arrayContaining([50, 75, 84, 85]),
  )
  expect(summaries.every(({ types }) => types.length > 0)).toBe(true)
})
