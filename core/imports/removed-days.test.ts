import { statSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { generateLog } from '../../e2e/recount/log-generator.ts'
import { importInto, logTypes, openConsole, reportLines } from '../cli/console-fixture.ts'
import { writeLog } from '../cli/log-fixture.ts'
import { manualClock, openWatchingConsole } from '../cli/watch-fixture.ts'
import { endTest, temporaryFolder } from '../database/database-fixture.ts'
import type { Core } from '../open-core.ts'
import { oldestKeptDay } from './retention.ts'

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

const isoDay = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10)
/** The first day that one month keeps. */
const firstDay = oldestKeptDay('UTC', 1, Date.now())
const slashed = (day: number): string => {
  const [year, month, date] = isoDay(day).split('-').map(Number)
  return `${month}/${date}/${year}`
}

/** Everything that reports say of the days from `day` on: hourly records, days and the whole, in two zones. */
const recordsFrom = async (console: Core, day: number) => {
  const from = isoDay(day)
  // Midnight there comes before that of the log.
  const later = isoDay(day + 1)
  const told: { [what: string]: string[] } = {}
  for (const type of logTypes) {
    told[`${type}`] = await reportLines(console, type, { from })
    told[`${type} by day`] = await reportLines(console, type, { from, by: 'day', groupBy: [] })
    told[`${type} in Kolkata`] = await reportLines(console, type, {
      from: later,
      by: 'total',
      groupBy: [],
      zone: 'Asia/Kolkata',
    })
  }
  return told
}

/** Whether nothing is left of the days before the edge. */
const begins = async (): Promise<boolean> =>
  ((await core.api['reports.extent']({}))?.from ?? '').slice(0, 10) >= isoDay(firstDay)

const remove = async (): Promise<void> => {
  const { taskId } = await core.api['retention.apply']({ months: 1 })
  await core.idle()
  expect((await core.api['tasks.list']({})).find(({ id }) => id === taskId)?.state).toBe('finished')
}

const generated = (): string[] =>
  generateLog({
    seed: 3,
    days: 10,
    users: 5,
    hosts: 4,
    features: 3,
    daemons: 2,
    eventsPerDay: 80,
    startDate: isoDay(firstDay - 6),
    restarts: false,
  })
    .trimEnd()
    .split('\n')

/** What hangs over the edge: a checkout that stays open, one that is closed, a feature never used again, a refusal that midnight decides. */
const edge = (): string[] => {
  const start = slashed(firstDay - 2)
  // A silence of more than a day would end the daemon's run.
  const stamps = (n: number, ...hours: readonly string[]) =>
    hours.map((hour) => `${hour}:00:02 (lmgrd) TIMESTAMP ${slashed(firstDay + n)}`)
  return [
    ' 8:00:00 (lmgrd) -----------------------------------------------',
    ' 8:00:00 (lmgrd)   Please Note:',
    ' 8:00:00 (lmgrd) -----------------------------------------------',
    ` 8:00:00 (lmgrd) FlexNet Licensing (v11.19.0.0 build 1 x64) started on edge01 (linux) (${start})`,
    ' 8:00:00 (demo) Server started on edge01 for:\ta\t\tb\t\tidle\t\t',
    ' 8:00:00 (demo) \tSUITE (consisting of: a b)\t\t',
    ' 9:00:00 (demo) OUT: "a" ann@ws1',
    ' 9:30:00 (demo) OUT: "b" bob@ws2  (3 licenses)',
    ' 9:40:00 (demo) OUT: "idle" bob@ws2',
    ' 9:50:00 (demo) IN: "idle" bob@ws2',
    ...stamps(-2, '14', '20'),
    ...stamps(-1, ' 2', ' 8', '14', '20'),
    '23:59:59 (demo) OUT: "b" cat@ws3',
    ' 0:00:00 (demo) DENIED: "b" cat@ws3  (Licensed number of users already reached. (-4,342))',
    ...stamps(0, ' 0', ' 6'),
    ' 7:00:00 (demo) IN: "a" ann@ws1',
    ...stamps(0, '12', '18'),
    ...stamps(1, ' 0', ' 6'),
    ' 8:00:00 (demo) IN: "b" cat@ws3',
    ' 9:00:00 (demo) OUT: "a" dan@ws4',
    ...stamps(1, '12'),
  ]
}

test.each([
  ['a generated log', generated],
  ['what hangs over the edge', edge],
])(
  '%s: the numbers of the days that stay are the same, and the others are gone',
  { timeout: 120_000 },
  async (_, log) => {
    const [record] = await importInto(core, [writeLog(folder, 'lmgrd.log', log())])
    expect(record?.state).toBe('finished')
    const before = await recordsFrom(core, firstDay)
    const preview = await core.api['retention.preview']({ months: 1 })
    expect(preview).toMatchObject({ months: 1, firstDay: isoDay(firstDay) })
    expect([preview.days > 1, preview.lines > 5, preview.bytes > 100]).toEqual([true, true, true])
    await remove()
    expect(await recordsFrom(core, firstDay)).toEqual(before)
    expect(await begins()).toBe(true)
    expect(await core.api['retention.preview']({ months: 1 })).toMatchObject({ days: 0, lines: 0 })
    await expect(core.api['retention.apply']({ months: 1 })).rejects.toMatchObject({ code: 'refused' })
  },
)

test('with a licence file and a second server that grants over midnight', { timeout: 120_000 }, async () => {
  const licences = [
    'SERVER edge01 0123456789ab 27000',
    'VENDOR demo',
    'INCREMENT a demo 1.0 permanent 5 SIGN="5EC8 E75E C8E7"',
    'INCREMENT never demo 1.0 permanent 2 SIGN="5EC8 E75E C8E7"',
  ]
  // The other server hands out, a second before midnight, what the first refused a second after it.
  const second = edge().map((line) => line.replaceAll('edge01', 'edge02').replace('cat@ws3', 'eve@ws5'))
  const first = edge().map((line) => (line.includes('DENIED') ? line.replace('cat@ws3', 'eve@ws5') : line))
  await importInto(core, [writeLog(folder, 'one.log', first), writeLog(folder, 'two.log', second)])
  await importInto(core, [writeLog(folder, 'license.lic', licences)], {})
  const before = await recordsFrom(core, firstDay)
  expect(before['51']?.some((line) => line.includes(';demo,never,'))).toBe(true)
  // Taken two days before the edge, given back at 7:00 of the first kept day.
  const annsHours = before['84']?.filter(
    (line) => line.startsWith(isoDay(firstDay)) && /edge01;demo,a,.*,ann,/.test(line),
  )
  expect(annsHours?.length).toBe(7)
  expect(before['104']?.some((line) => line.includes('FALSE DENIAL'))).toBe(true)
  await remove()
  expect(await recordsFrom(core, firstDay)).toEqual(before)
  await core.api['settings.change']({ denialBefore: 6 })
  await core.idle()
  await core.api['settings.change']({ denialBefore: 5 })
  await core.idle()
  expect(await recordsFrom(core, firstDay)).toEqual(before)
  const features = (await core.api['capacity.list']({})).map(({ feature }) => feature)
  expect(features).toContain('idle')
})

test('deriving anew from what is left gives the same: after a setting is changed and changed back', {
  timeout: 120_000,
}, async () => {
  await importInto(core, [writeLog(folder, 'lmgrd.log', generated())])
  await core.api['settings.change']({ queueHours: 4, denialBefore: 30 })
  await core.idle()
  const other = await recordsFrom(core, firstDay)
  await core.api['settings.change']({ queueHours: 8, denialBefore: 5 })
  await core.idle()
  const before = await recordsFrom(core, firstDay)
  await remove()
  await core.api['settings.change']({ queueHours: 4, denialBefore: 30 })
  await core.idle()
  expect(await recordsFrom(core, firstDay)).toEqual(other)
  await core.api['settings.change']({ queueHours: 8, denialBefore: 5 })
  await core.idle()
  expect(await recordsFrom(core, firstDay)).toEqual(before)
})

test('removed bytes do not come back: the same again, an overlapping part, the log when it has grown', {
  timeout: 120_000,
}, async () => {
  const lines = generated()
  const half = Math.floor(lines.length / 2)
  const path = writeLog(folder, 'lmgrd.log', lines.slice(0, -40))
  await importInto(core, [path])
  await remove()
  const kept = await recordsFrom(core, firstDay)
  const [again] = await importInto(core, [writeLog(folder, 'copy.log', lines.slice(0, -40))])
  expect(again?.outcome).toContain('do not come back')
  await importInto(core, [writeLog(folder, 'lmgrd-part.log', lines.slice(half - 200, half + 100))])
  expect(await recordsFrom(core, firstDay)).toEqual(kept)
  expect(await begins()).toBe(true)
  await importInto(core, [writeLog(folder, 'lmgrd.log', lines)])
  const whole = await openConsole(join(folder, 'whole.db'))
  await importInto(whole, [path])
  const expected = await recordsFrom(whole, firstDay)
  await whole.close()
  expect(await recordsFrom(core, firstDay)).toEqual(expected)
})

test('a file whose days were removed may join another server', { timeout: 60_000 }, async () => {
  const lines = generated()
  const [record] = await importInto(core, [writeLog(folder, 'lmgrd.log', lines)])
  const other = edge()
  await importInto(core, [writeLog(folder, 'edge.log', other)], { zone: 'UTC', server: 'edge01' })
  await remove()
  await core.api['imports.setServer']({ id: record?.id as number, server: 'edge01' })
  await core.idle()
  await core.api['imports.setServer']({ id: record?.id as number, server: 'renamed' })
  await core.idle()
  expect((await core.api['sources.list']({})).map(({ server }) => server).sort()).toEqual(['edge01', 'renamed'])
  expect(await begins()).toBe(true)
  const [last] = await core.api['imports.list']({})
  await core.api['imports.remove']({ id: last?.id as number })
  expect((await core.api['sources.list']({})).map(({ server }) => server)).toEqual(['renamed'])
})

test('the setting removes old days by itself, once a day', { timeout: 60_000 }, async () => {
  await importInto(core, [writeLog(folder, 'lmgrd.log', generated())])
  await core.close()
  const clock = manualClock()
  core = await openWatchingConsole(join(folder, 'lictor.db'), clock)
  const day = 86_400_000
  const old = async () => (await core.api['retention.preview']({ months: 1 })).days
  const all = await old()
  clock.advance(day)
  await core.idle()
  await core.api['settings.change']({ retentionMonths: 1 })
  expect([all > 1, await old()]).toEqual([true, all])
  clock.advance(day)
  await vi.waitFor(async () => expect(await old()).toBe(0), { timeout: 10_000 })
})

test('the space of removed days is given back to the disk', { timeout: 120_000 }, async () => {
  const log = generateLog({
    ...{ seed: 4, days: 60, users: 60, hosts: 60, features: 9, daemons: 2, eventsPerDay: 900, restarts: false },
    startDate: isoDay(firstDay - 57),
  })
  await importInto(core, [writeLog(folder, 'lmgrd.log', log)])
  const file = join(folder, 'lictor.db')
  await core.close()
  const before = statSync(file).size
  core = await openConsole(file)
  await remove()
  await core.close()
  const after = statSync(file).size
  core = await openConsole(file)
  expect(after).toBeLessThan(before * 0.5)
})
