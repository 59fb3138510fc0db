import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { generateLog } from '../../e2e/recount/log-generator.ts'
import { allRecords, importInto, openConsole, reportLines } from '../cli/console-fixture.ts'
import { startBlock, writeLog } from '../cli/log-fixture.ts'
import { endTest, temporaryFolder } from '../database/database-fixture.ts'
import { stretchesOf } from './source-observation.ts'

afterEach(endTest)

const open = async () => {
  const folder = await temporaryFolder()
  const core = await openConsole(join(folder, 'lictor.db'))
  return { folder, core, api: core.api }
}

const instant = (at: number) => new Date(at).toISOString().slice(5, 16)

/** Waits for a task to end. */
const ended = async (api: Awaited<ReturnType<typeof open>>['api'], taskId: number | undefined) => {
  expect(taskId).toBeDefined()
  for (;;) {
    const task = (await api['tasks.list']({})).find(({ id }) => id === taskId)
    if (task?.state !== 'waiting' && task?.state !== 'running') return task
    await new Promise((done) => setTimeout(done, 5))
  }
}

test('a source tells its runs and why each ended, its features, files and coverage', async () => {
  const { folder, core, api } = await open()
  const log = [
    ...startBlock(),
    '12:00:00 (demo) EXITING DUE TO SIGNAL 15',
    '13:00:00 (demo) OUT: "c" ann@ws1',
    '14:00:00 (lmgrd) EXITING DUE TO SIGNAL 15',
    '20:00:00 (demo) IN: "c" ann@ws1',
    '21:00:00 (demo) IN: "c" ann@ws1',
    // Two days of silence.
    ' 2:00:00 (lmgrd) TIMESTAMP 3/7/2024',
    ' 2:00:00 (demo) OUT: "a" ann@ws1',
    ' 3:00:00 (demo) IN: "a" ann@ws1',
    ...startBlock({ date: '3/7/2024' }),
    '23:00:00 (demo) OUT: "a" ann@ws1',
    ' 1:00:00 (demo) IN: "a" ann@ws1',
  ]
  const [record] = await importInto(core, [writeLog(folder, 'lmgrd.log', log)])
  const [source] = await api['sources.list']({})
  expect(source).toMatchObject({ server: 'lic01', daemons: ['demo'], files: 1, runs: 5, features: 3, staleDays: 0 })
  const detail = await api['sources.detail']({ id: source?.id as number })
  const [demo] = detail.daemons
  expect(demo?.runs.map(({ from, to, ending }) => `${instant(from)} ${instant(to)} ${ending}`)).toEqual([
    '03-04T08:00 03-04T12:00 exit',
    '03-04T13:00 03-04T14:00 manager-exit',
    '03-04T20:00 03-04T21:00 silence',
    '03-07T02:00 03-07T03:00 new-start',
    '03-07T08:00 03-08T01:00 end-of-log',
  ])
  expect(demo).toMatchObject({ vendorLicence: 'lic01;demo', shownName: 'lic01;demo', features: 3, runCount: 5 })
  expect(demo?.observedHours).toBe(4 + 1 + 1 + 1 + 17)
  expect(demo?.coverage).toBeCloseTo(24 / 89, 10)
  expect(source?.coverage).toBeCloseTo(24 / 89, 10)
  expect(demo?.observed).toHaveLength(5)
  expect(detail.files).toEqual([
    expect.objectContaining({ importId: record?.id, fileName: 'lmgrd.log', lines: log.length, duplicates: 0 }),
  ])
  expect(await api['sources.runs']({ id: source?.id as number, daemon: 'demo', offset: 1, count: 2 })).toEqual(
    demo?.runs.slice(1, 3),
  )
  await expect(api['sources.detail']({ id: 99 })).rejects.toMatchObject({ code: 'not-found' })
  await core.close()
})

test('where a time line has too many stretches those with the shortest gaps between them are joined', () => {
  const runs = [0, 100, 250, 300, 500].map((start) => ({ start, end: start + 40 }))
  expect(stretchesOf(runs, 3)).toEqual([
    { from: 0, to: 140_000, joinedGaps: 1 },
    { from: 250_000, to: 340_000, joinedGaps: 1 },
    { from: 500_000, to: 540_000, joinedGaps: 0 },
  ])
  expect(stretchesOf(runs, 10)).toHaveLength(5)
})

const options = { seed: 61, days: 4, users: 5, hosts: 4, features: 4, daemons: 2, eventsPerDay: 80, torn: 0 }

test('another zone gives what an import in that zone gives, and the zone of the log comes back', async () => {
  const { folder, core, api } = await open()
  // Clocks change in Berlin on 31 March, in New York they did on 10 March.
  const path = writeLog(folder, 'a.log', generateLog({ ...options, startDate: '2024-03-29' }))
  await importInto(core, [path], { zone: 'UTC' })
  const inUtc = await allRecords(core)
  const [{ id } = { id: 0 }] = await api['sources.list']({})
  expect(await api['sources.previewZone']({ id, zone: 'Europe/Berlin' })).toMatchObject({
    daysToRebuild: 5,
    firstAt: expect.stringMatching(/^2024-03-29T.*\+01:00$/),
    lastAt: expect.stringMatching(/\+02:00$/),
    hasClockChange: true,
  })
  expect((await api['sources.previewZone']({ id, zone: 'America/New_York' })).hasClockChange).toBe(false)
  const { taskId } = await api['sources.setZone']({ id, zone: 'Europe/Berlin' })
  expect(await ended(api, taskId)).toMatchObject({ kind: 'rebuild', state: 'finished', sourceId: id })
  expect(await api['sources.list']({})).toMatchObject([{ zone: 'Europe/Berlin', zoneOrigin: 'given', staleDays: 0 }])
  const fresh = await openConsole(join(folder, 'fresh.db'))
  await importInto(fresh, [path], { zone: 'Europe/Berlin' })
  expect(await allRecords(core)).toEqual(await allRecords(fresh))
  expect(await api['sources.setZone']({ id, zone: 'Europe/Berlin' })).toEqual({})
  await ended(api, (await api['sources.setZone']({ id, zone: 'UTC' })).taskId)
  expect(await allRecords(core)).toEqual(inUtc)
  await ended(api, (await api['sources.setZone']({ id, zone: null })).taskId)
  const { zoneInLog } = await api['sources.detail']({ id })
  expect(zoneInLog).toBeDefined()
  expect(await api['sources.list']({})).toMatchObject([{ zone: zoneInLog, zoneOrigin: 'from the log' }])
  await expect(api['sources.setZone']({ id, zone: 'Mars/Olympus' })).rejects.toMatchObject({ code: 'invalid' })
  await fresh.close()
  await core.close()
})

test('a report while days wait for their new zone says so and does not fail', async () => {
  const { folder, core, api } = await open()
  await importInto(core, [writeLog(folder, 'a.log', generateLog({ ...options, startDate: '2024-03-29' }))], {
    zone: 'UTC',
  })
  const [{ id } = { id: 0 }] = await api['sources.list']({})
  const { taskId } = await api['sources.setZone']({ id, zone: 'Asia/Kathmandu' })
  const asked = [50, 51, 76, 85, 104].map((type) => api['reports.run']({ type, by: 'hour', groupBy: null, where: [] }))
  for (const { notes } of await Promise.all(asked)) expect(notes.map(({ severity }) => severity)).toContain('info')
  await ended(api, taskId)
  await core.close()
})

test.each([
  ['UTC', 'Asia/Kolkata'],
  ['America/New_York', 'Australia/Lord_Howe'],
  ['Europe/Berlin', 'Pacific/Chatham'],
])('one log read in %s and in %s, no clock changed meanwhile: the same durations', async (one, other) => {
  const { folder, core } = await open()
  // In the middle of July none of these clocks is changed.
  const text = generateLog({ ...options, startDate: '2024-07-12', verbose: true })
  const path = writeLog(folder, 'a.log', text)
  await importInto(core, [path], { zone: one })
  const second = await openConsole(join(folder, 'second.db'))
  await importInto(second, [path], { zone: other })
  for (const type of [50, 51, 76, 77, 85, 104]) {
    // The same hours of the wall clock, whatever zone it stands in.
    const here = (await reportLines(core, type, { zone: one })).map((line) => line.replace(/[+-]\d\d:\d\d,/, ','))
    const there = (await reportLines(second, type, { zone: other })).map((line) => line.replace(/[+-]\d\d:\d\d,/, ','))
    expect(here.length, `type ${type}`).toBeGreaterThan(0)
    expect(there, `type ${type}`).toEqual(here)
  }
  await second.close()
  await core.close()
})

test('a renamed vendor licence has its shown name in reports, filters, forwarded denials, completion and search', async () => {
  const { folder, core, api } = await open()
  const first = [
    ...startBlock(),
    ' 9:00:00 (demo) DENIED: "a" ann@ws1  (Licensed number of users already reached. (-4,342))',
    '10:00:00 (demo) OUT: "b" ann@ws1',
  ]
  const second = [
    ...startBlock({ server: 'lic02', daemon: 'other' }),
    ' 9:00:01 (other) OUT: "a" ann@ws1',
    '10:00:00 (other) IN: "a" ann@ws1',
  ]
  await importInto(core, [writeLog(folder, '1.log', first), writeLog(folder, '2.log', second)])
  const before = await allRecords(core)
  expect(await api['sources.renameVendorLicence']({ vendorLicence: 'lic02;other', shownName: 'Pool, Munich' })).toEqual(
    [{ vendorLicence: 'lic02;other', shownName: 'Pool, Munich' }],
  )
  const after = await allRecords(core)
  const renamed = (lines: readonly string[]) =>
    lines.map((line) => line.replaceAll('lic02;other', 'Pool, Munich')).sort()
  for (const type of Object.keys(before).map(Number))
    expect([...(after[type] ?? [])].sort(), `type ${type}`).toEqual(renamed(before[type] ?? []))
  expect(
    after[75]?.some(
      (line) => line.startsWith('2024-03-04T09:00:00+00:00,lic01;demo,a') && line.includes('Pool, Munich'),
    ),
  ).toBe(true)
  const where = (value: string) => [{ name: 'Vendor License', values: [value] }]
  expect((await reportLines(core, 50, { where: where('Pool*') })).length).toBe(1)
  expect(await reportLines(core, 50, { where: where('lic02;other') })).toEqual([])
  const values = { type: 50, classification: 'Vendor License', text: 'mun', limit: 5 }
  expect(await api['reports.values'](values)).toEqual(['Pool, Munich'])
  for (const text of ['munich', 'lic02'])
    expect(await api['search.find']({ text, limit: 5 })).toMatchObject([
      { kind: 'vendor-licence', label: 'Pool, Munich' },
    ])
  // Two under one name are one row.
  await api['sources.renameVendorLicence']({ vendorLicence: 'lic01;demo', shownName: 'Pool, Munich' })
  expect(await reportLines(core, 51, { by: 'total', groupBy: ['Vendor License'] })).toHaveLength(1)
  for (const vendorLicence of ['lic01;demo', 'lic02;other'])
    await api['sources.renameVendorLicence']({ vendorLicence, shownName: null })
  expect(await api['sources.renames']({})).toEqual([])
  expect(await allRecords(core)).toEqual(before)
  await core.close()
})

test('a removed source leaves what the others alone give', async () => {
  const { folder, core, api } = await open()
  const mine = writeLog(folder, 'mine.log', generateLog({ ...options, server: 'lic01' }))
  const other = writeLog(folder, 'other.log', generateLog({ ...options, seed: 62, server: 'lic02' }))
  await importInto(core, [mine])
  const alone = await allRecords(core)
  await importInto(core, [other, other])
  const gone = (await api['sources.list']({})).find(
    ({ server }) => server === 'lic02.example.org' || server === 'lic02',
  )
  const id = gone?.id as number
  await expect(api['sources.remove']({ id, server: 'lic01' })).rejects.toMatchObject({ code: 'refused' })
  const { taskId } = await api['sources.remove']({ id, server: gone?.server as string })
  expect(await ended(api, taskId)).toMatchObject({ kind: 'remove', state: 'finished', sourceId: id })
  expect(await allRecords(core)).toEqual(alone)
  expect((await api['sources.list']({})).map(({ id: left }) => left)).not.toContain(id)
  expect(
    (await api['imports.list']({})).filter(({ fileName, facts }) => fileName === 'other.log' && facts > 0),
  ).toEqual([])
  await core.close()
})

test('a server named anew is one with the source that has the name', async () => {
  const { folder, core, api } = await open()
  const lines = generateLog({ ...options, restarts: false, server: 'lic01' })
    .trimEnd()
    .split('\n')
  const whole = writeLog(folder, 'whole.log', lines)
  await importInto(core, [whole])
  const [{ id } = { id: 0 }] = await api['sources.list']({})
  const [daemon] = (await api['sources.detail']({ id })).daemons
  const vendorLicence = daemon?.vendorLicence as string
  await api['sources.renameVendorLicence']({ vendorLicence, shownName: 'Pool' })
  await expect(api['sources.setServer']({ id, server: 'unknown' })).rejects.toMatchObject({ code: 'refused' })
  const { taskId } = await api['sources.setServer']({ id, server: 'main' })
  expect(await ended(api, taskId)).toMatchObject({ state: 'finished' })
  expect(await api['sources.list']({})).toMatchObject([{ id, server: 'main' }])
  // The shown name goes along with the server's.
  expect(await api['sources.renames']({})).toEqual([{ vendorLicence: `main;${daemon?.name}`, shownName: 'Pool' }])
  await api['sources.renameVendorLicence']({ vendorLicence: `main;${daemon?.name}`, shownName: null })
  expect((await reportLines(core, 50)).every((line) => line.includes(',main;'))).toBe(true)
  const records = await allRecords(core)
  await core.close()
  // The same lines in two files, of which one was taken for another server's.
  const half = Math.floor(lines.length / 2)
  const parts = await openConsole(join(folder, 'parts.db'))
  await importInto(parts, [writeLog(folder, '1.log', lines.slice(0, half + 50))], { zone: 'UTC', server: 'main' })
  await importInto(parts, [writeLog(folder, '2.log', lines.slice(half - 50))], { zone: 'UTC', server: 'other' })
  const other = (await parts.api['sources.list']({})).find((one) => one.server === 'other')
  await ended(parts.api, (await parts.api['sources.setServer']({ id: other?.id as number, server: 'main' })).taskId)
  expect(await parts.api['sources.list']({})).toMatchObject([{ server: 'main', files: 2 }])
  expect(await allRecords(parts)).toEqual(records)
  await parts.close()
})

test('a setting that days depend on starts a task; what another window changed meanwhile is not overwritten', async () => {
  const { folder, core, api } = await open()
  await importInto(core, [
    writeLog(folder, 'a.log', [
      ...startBlock(),
      ' 9:00:00 (demo) DENIED: "a" ann@ws1  (Licensed number of users already reached. (-4,342))',
      ' 9:00:08 (demo) OUT: "a" ann@ws1',
    ]),
  ])
  const denials = async () =>
    (await reportLines(core, 104)).filter((line) => line.includes('DENI')).map((line) => line.split(',')[5])
  expect(await denials()).toEqual(['DENIED'])
  await api['settings.change']({ denialBefore: 10, expected: { denialBefore: 5 } })
  const task = (await api['tasks.list']({})).find(({ title }) => title === 'Apply changed settings')
  expect(await ended(api, task?.id)).toMatchObject({ kind: 'rebuild', state: 'finished' })
  expect(await denials()).toEqual(['FALSE DENIAL'])
  await expect(api['settings.change']({ denialBefore: 20, expected: { denialBefore: 5 } })).rejects.toMatchObject({
    code: 'refused',
  })
  expect((await api['settings.read']({})).denialBefore).toBe(10)
  expect(await api['application.database']({})).toMatchObject({ sources: 1, imports: 1, days: 1 })
  await core.close()
})
