import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { importInto, openConsole, reportLines } from '../cli/console-fixture.ts'
import { startBlock, writeLog } from '../cli/log-fixture.ts'
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

/** A log of three days, 4 to 6 March 2024, on lic01 with the daemon demo unless told. */
const logOf = (name: string, options: { readonly server?: string; readonly daemon?: string } = {}): string => {
  const daemon = options.daemon ?? 'demo'
  return writeLog(folder, name, [
    ...startBlock(options),
    ` 9:00:00 (${daemon}) OUT: "a" ann@ws1`,
    ` 9:30:00 (${daemon}) IN: "a" ann@ws1`,
    `15:00:00 (${daemon}) TIMESTAMP 3/4/2024`,
    ` 9:00:00 (${daemon}) TIMESTAMP 3/5/2024`,
    ` 9:00:00 (${daemon}) TIMESTAMP 3/6/2024`,
  ])
}
const licenceFile = (name: string, lines: readonly string[]): string => {
  const path = join(folder, name)
  writeFileSync(path, `${lines.join('\n')}\n`)
  return path
}
const five = [
  'SERVER lic01 0123456789ab 27000',
  'VENDOR demo',
  'INCREMENT a demo 1.0 permanent 5 SIGN="5EC8 E75E C8E7"',
]

/** Running time by the number of licences: what type 51 says of a feature. */
const hoursByCapacity = async (feature = 'a', server = 'lic01'): Promise<{ [licences: string]: number }> => {
  const lines = await reportLines(core, 51, {
    by: 'total',
    groupBy: ['Max available licenses'],
    where: [
      { name: 'Feature', values: [feature] },
      { name: 'Vendor License', values: [`${server};*`] },
    ],
  })
  return Object.fromEntries(lines.map((line) => line.split(',')).map((cells) => [cells[1], Number(cells[3])]))
}

test('a licence file counts whether it comes before its log or after, and is told like any import', async () => {
  const file = licenceFile('license.lic', [...five, 'INCREMENT broken demo 1.0'])
  const [before] = await importInto(core, [file])
  expect(before).toMatchObject({
    state: 'finished',
    format: 'FlexNet licence file',
    facts: 1,
    rejected: 1,
    daemons: ['demo'],
  })
  expect(before?.standing).toContain('No log of lic01;demo was imported yet')
  expect(before?.needsServer).toBe(false)
  await importInto(core, [logOf('lmgrd.log')])
  const hours = await hoursByCapacity()
  expect(Object.keys(hours)).toEqual(['5'])

  const other = await openConsole(join(folder, 'other.db'))
  await importInto(other, [logOf('again.log'), file])
  expect(await reportLines(other, 51)).toEqual(await reportLines(core, 51))
  expect(await reportLines(other, 104)).toEqual(await reportLines(core, 104))
  const [record] = await other.api['imports.list']({})
  expect(record).toMatchObject({ server: 'lic01', standing: 'Counts for lic01;demo.' })
  const report = await other.api['imports.report']({ id: record?.id as number })
  expect(report.rejections[0]).toMatchObject({ reason: 'Too few fields', count: 1 })
  expect(report.rejections[0]?.examples[0]).toEqual({ line: 4, text: 'INCREMENT broken demo 1.0' })
  await other.close()
})

test('the same bytes count once, under any name; removing the file takes away what it brought', async () => {
  await importInto(core, [logOf('lmgrd.log')])
  const without = await reportLines(core, 51)
  const [file] = await importInto(core, [licenceFile('license.lic', five)])
  const [again] = await importInto(core, [licenceFile('copy.txt', five)])
  expect(again?.outcome).toContain('Nothing new')
  expect(Object.keys(await hoursByCapacity())).toEqual(['5'])
  expect(await core.api['capacity.files']({})).toHaveLength(1)
  await core.api['imports.remove']({ id: file?.id as number })
  await core.idle()
  expect(await core.api['capacity.files']({})).toEqual([])
  expect(await reportLines(core, 51)).toEqual(without)
})

test('records that stand in two files count once, others add up; nothing of a signature is stored', async () => {
  await importInto(core, [logOf('lmgrd.log')])
  await importInto(core, [
    licenceFile('one.lic', five),
    licenceFile('two.lic', [
      'SERVER lic01 ANY',
      'VENDOR demo',
      five[2] as string,
      'INCREMENT a demo 1.0 permanent 2 SIGN=5EC8E75EC8E8',
    ]),
  ])
  expect(Object.keys(await hoursByCapacity())).toEqual(['7'])
  const [second] = await core.api['capacity.files']({})
  const { records } = await core.api['capacity.file']({ importId: second?.importId as number })
  const [first] = (await core.api['capacity.files']({})).slice(1)
  const all = [...records, ...(await core.api['capacity.file']({ importId: first?.importId as number })).records]
  expect(all.filter(({ leftOut }) => leftOut !== undefined)).toHaveLength(1)
  await core.close()
  const bytes = readFileSync(join(folder, 'lictor.db')).toString('latin1')
  expect(bytes).not.toMatch(/5EC8 ?E75E ?C8E7/i)
  core = await openConsole(join(folder, 'lictor.db'))
})

test('a file that does not name its server counts for the only one with its daemon; of two, somebody must say which', async () => {
  const anyHost = ['SERVER this_host ANY', ...five.slice(1)]
  const [record] = await importInto(core, [licenceFile('license.lic', anyHost)])
  await importInto(core, [logOf('one.log', { server: 'lic01' })])
  expect(Object.keys(await hoursByCapacity('a', 'lic01'))).toEqual(['5'])
  await importInto(core, [logOf('two.log', { server: 'lic02' })])
  const listed = async () => (await core.api['imports.list']({})).find(({ id }) => id === record?.id)
  expect(await listed()).toMatchObject({ needsServer: true })
  expect(Object.keys(await hoursByCapacity('a', 'lic01'))).toEqual(['undef'])
  await core.api['imports.setServer']({ id: record?.id as number, server: 'LIC02' })
  await core.idle()
  expect(await listed()).toMatchObject({ needsServer: false, standing: 'Counts for lic02;demo.' })
  expect(Object.keys(await hoursByCapacity('a', 'lic02'))).toEqual(['5'])
  expect(Object.keys(await hoursByCapacity('a', 'lic01'))).toEqual(['undef'])
})

test('hosts match in any case, short and whole names alike, and any of a triad', async () => {
  await importInto(core, [logOf('one.log', { server: 'LIC01.halden.example' })])
  await importInto(core, [
    licenceFile('license.lic', [
      'SERVER lic07 A',
      'SERVER lic08 B',
      'SERVER lic01 C',
      'VENDOR DEMO',
      'FEATURE a Demo 1.0 permanent 3',
    ]),
  ])
  expect(Object.keys(await hoursByCapacity('a', 'LIC01.halden.example'))).toEqual(['3'])
})

test('a typed value changes the days that it touches and no other, and can be undone', async () => {
  await importInto(core, [logOf('lmgrd.log')])
  const without = await reportLines(core, 51)
  const key = { server: 'lic01', daemon: 'demo', feature: 'a' }
  const added = await core.api['capacity.add']({ ...key, at: '2024-03-05T12:00', licences: 4, note: 'order 12' })
  await core.idle()
  const [rebuild] = (await core.api['tasks.list']({})).filter(({ kind }) => kind === 'rebuild')
  expect(rebuild).toMatchObject({ state: 'finished', title: 'Apply the licences of a (lic01;demo)' })
  // 4 March from 8:00:02 and 5 March to noon without a number, then 12 + 9 hours with one.
  const hours = await hoursByCapacity()
  expect(hours['4']).toBe(21)
  expect(Object.keys(hours).sort()).toEqual(['4', 'undef'])
  expect((await reportLines(core, 51, { to: '2024-03-05' })).slice(0, 5)).toEqual(without.slice(0, 5))

  await expect(core.api['capacity.add']({ ...key, at: '2024-03-05T12:00', licences: 9 })).rejects.toThrow(
    'typed in before',
  )
  await expect(core.api['capacity.add']({ ...key, at: '2024-02-30', licences: 9 })).rejects.toThrow('is no date')
  const before = await core.api['capacity.change']({ id: added.id, licences: 'uncounted' })
  await core.idle()
  expect(before).toEqual(added)
  expect(Object.keys(await hoursByCapacity()).sort()).toEqual(['uncounted', 'undef'])
  const { at, licences, note } = before
  await core.api['capacity.change']({ id: added.id, at, licences, note })
  await core.idle()
  expect(await hoursByCapacity()).toEqual(hours)
  const { id: _, ...removed } = await core.api['capacity.remove']({ id: added.id })
  await core.idle()
  expect(await reportLines(core, 51)).toEqual(without)
  await core.api['capacity.add'](removed)
  await core.idle()
  expect(await hoursByCapacity()).toEqual(hours)
})

test('what was typed in goes with a server that gets another name, and stands on its own zone', async () => {
  await importInto(core, [logOf('lmgrd.log')])
  await core.api['capacity.add']({ server: 'lic01', daemon: 'demo', feature: 'a', at: '2024-03-05', licences: 4 })
  await core.idle()
  const id = (await core.api['sources.list']({}))[0]?.id as number
  await core.api['sources.setServer']({ id, server: 'lic09' })
  await core.idle()
  expect(await hoursByCapacity('a', 'lic09')).toMatchObject({ '4': 33 })
  // The same wall clock elsewhere: local midnight still begins the day.
  await core.api['sources.setZone']({ id, zone: 'Asia/Kolkata' })
  await core.idle()
  expect(await hoursByCapacity('a', 'lic09')).toMatchObject({ '4': 33 })
  expect((await core.api['capacity.list']({}))[0]).toMatchObject({ since: '2024-03-05T00:00:00+05:30' })
})

test('the course tells every origin, what is in force and what expires', async () => {
  await importInto(core, [logOf('lmgrd.log')])
  const day = (days: number): string => {
    const at = new Date(Date.now() + days * 86_400_000)
    const month = at.toLocaleString('en-US', { month: 'short', timeZone: 'UTC' }).toLowerCase()
    return `${at.getUTCDate()}-${month}-${at.getUTCFullYear()}`
  }
  await importInto(core, [
    licenceFile('license.lic', [
      ...five,
      `INCREMENT a demo 2.0 ${day(10)} 3 START=5-mar-2024 SN=S-1 SIGN=1`,
      `INCREMENT b demo 2.0 ${day(90)} 1 SIGN=1`,
    ]),
  ])
  const key = { server: 'lic01', daemon: 'demo', feature: 'a' }
  await core.api['capacity.add']({ ...key, at: '2024-03-01', licences: 2 })
  await core.idle()
  const course = await core.api['capacity.course'](key)
  expect(course.steps.map(({ origin, licences, isUsed }) => [origin, licences, isUsed])).toEqual([
    ['licence-file', 5, true],
    ['licence-file', 8, true],
    ['licence-file', 5, true],
    ['typed', 2, false],
  ])
  expect(course.inForce[1]).toMatchObject({ from: '2024-03-05T00:00:00+00:00', detail: 'license.lic, line 3 and 4' })
  const [entry, other] = await core.api['capacity.list']({})
  expect(entry).toMatchObject({
    feature: 'a',
    licences: 8,
    origin: 'licence-file',
    increments: 2,
    serials: ['S-1'],
    expiring: 3,
  })
  expect(entry?.said).toEqual([
    { origin: 'licence-file', licences: 8 },
    { origin: 'typed', licences: 2 },
  ])
  expect(other).toMatchObject({ feature: 'b', licences: 1 })
  expect((await core.api['capacity.list']({ at: '2024-03-04' }))[0]).toMatchObject({ licences: 5 })
  const expiring = await core.api['capacity.expiring']({ days: 30 })
  expect(expiring).toHaveLength(1)
  expect(expiring[0]).toMatchObject({ feature: 'a', licences: 3, left: 5, daysLeft: 10, line: 4, serial: 'S-1' })
  await expect(core.api['capacity.course']({ ...key, feature: 'zzz' })).rejects.toThrow(
    'Neither a log nor a licence file',
  )
})

test('a rebuild that is stopped leaves days that say so, until they are derived', async () => {
  await importInto(core, [logOf('lmgrd.log')])
  await core.api['capacity.add']({ server: 'lic01', daemon: 'demo', feature: 'a', at: '2024-03-05', licences: 4 })
  const task = (await core.api['tasks.list']({})).find(({ kind }) => kind === 'rebuild')
  await core.api['tasks.cancel']({ id: task?.id as number })
  await core.idle()
  expect((await core.api['tasks.list']({})).find(({ id }) => id === task?.id)).toMatchObject({ state: 'cancelled' })
  const { notes } = await core.api['reports.run']({ type: 51, by: 'total', groupBy: [], where: [] })
  expect(notes.map(({ message }) => message).join()).toContain('2 days of this period wait to be derived anew')
  expect((await core.api['sources.list']({}))[0]?.staleDays).toBe(2)
  expect(Object.keys(await hoursByCapacity())).toEqual(['undef'])
  // The next start derives them.
  await core.close()
  core = await openConsole(join(folder, 'lictor.db'))
  await core.idle()
  expect(await hoursByCapacity()).toMatchObject({ '4': 33 })
  expect((await core.api['sources.list']({}))[0]?.staleDays).toBe(0)
})
