import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { generateLog, type LogOptions } from '../../e2e/recount/log-generator.ts'
import { hourlyRecords } from '../../e2e/recount/records.ts'
import { recount } from '../../e2e/recount/recount.ts'
import type { Recount } from '../../e2e/recount/recount-shapes.ts'
import { importInto, logTypes, openConsole, reportLines } from '../cli/console-fixture.ts'
import { startBlock, writeLog } from '../cli/log-fixture.ts'
import { dataTypeById } from '../data-types/catalogue.ts'
import { endTest, temporaryFolder } from '../database/database-fixture.ts'
import type { Core } from '../open-core.ts'

interface Imported {
  readonly core: Core
  readonly counted: Recount
}

/** Logs of servers in UTC in one console, and the recount of the same lines. */
const importLogs = async (...logs: readonly (LogOptions | readonly string[])[]): Promise<Imported> => {
  const folder = await temporaryFolder()
  const core = await openConsole(join(folder, 'lictor.db'))
  const texts = logs.map((log) => ('seed' in log ? generateLog({ torn: 0, ...log }) : `${log.join('\n')}\n`))
  const paths = texts.map((text, i) => writeLog(folder, `${i}.log`, text))
  for (const { state } of await importInto(core, paths)) expect(state).toBe('finished')
  const files = texts.map((text, i) => ({ name: `${i}.log`, bytes: new TextEncoder().encode(text) }))
  return { core, counted: recount(files, { zone: 'UTC' }) }
}

const small = { users: 6, hosts: 4, features: 4, daemons: 2, eventsPerDay: 100 }
let july: Imported
let april: Imported
beforeAll(async () => {
  july = await importLogs(
    { ...small, seed: 31, days: 4, startDate: '2024-07-01', server: 'lic01', verbose: true },
    { ...small, seed: 32, days: 3, startDate: '2024-07-02', server: 'lic02' },
  )
  // Lord Howe's clocks go back by half an hour on 7 April: its hours are the server's before, and not after.
  april = await importLogs({ ...small, seed: 33, days: 5, startDate: '2024-04-04' })
}, 60_000)
afterAll(async () => {
  await july?.core.close()
  await april?.core.close()
  await endTest()
})

/** Sum of a measurement over a report's rows; the measurements stand last. */
const sum = (type: number, lines: readonly string[], concept: string): number => {
  const measurements = dataTypeById(type)?.measurements ?? []
  const at = measurements.findIndex((one) => one.concept === concept) - measurements.length
  return lines.reduce((total, line) => total + Number(line.split(',').at(at)), 0)
}

/** Every record as the recount has it. Its intervals are instants: cut at the hours of another clock, they are a log written there. */
const expectRecounted = async ({ core, counted }: Imported, type: number, zone: string): Promise<void> => {
  const expected = hourlyRecords({ ...counted, zone }, type).rows.map(({ time, cells }) =>
    [time, ...cells.map((cell) => (typeof cell === 'number' ? Math.round(cell * 1e6) / 1e6 : cell))].join(),
  )
  expect(expected.length, `type ${type}`).toBeGreaterThan(0)
  expect((await reportLines(core, type, { zone })).sort(), `type ${type}`).toEqual(expected.sort())
}

const zones = ['Asia/Kolkata', 'Asia/Kathmandu', 'Australia/Lord_Howe']

test.each(zones)('hours of %s: every record as recounted on that clock', { timeout: 60_000 }, async (zone) => {
  for (const type of logTypes) await expectRecounted(july, type, zone)
})

test.each(zones)('sums are the same on the clock of %s', { timeout: 60_000 }, async (zone) => {
  for (const { core } of [july, april]) {
    for (const type of [50, 51, 76, 84, 85]) {
      const total = { by: 'total', groupBy: [] as string[] } as const
      const here = await reportLines(core, type, { zone, ...total })
      const there = await reportLines(core, type, { zone: 'UTC', ...total })
      for (const concept of type === 51 || type === 76 ? ['elapsed', 'running'] : ['elapsed']) {
        expect(sum(type, here, concept), `type ${type}`).toBeGreaterThan(0)
        expect(sum(type, here, concept), `type ${type}, ${concept}`).toBeCloseTo(sum(type, there, concept), 5)
      }
      const hourly = await reportLines(core, type, { zone })
      expect(sum(type, hourly, 'record-count'), `type ${type}`).toBe(sum(type, here, 'record-count'))
    }
  }
})

test('an hour over the midnight of the server belongs whole to the period it begins in', {
  timeout: 60_000,
}, async () => {
  const zone = 'Asia/Kolkata'
  // Half past five in Kolkata: the hour that began at five goes on in the server's next day.
  const midnight = '2024-07-03T00:00:00Z'
  // What is observed ends where the period does, so the averages of groups in its last hour are others.
  for (const type of logTypes.filter((one) => one !== 85 && one !== 86)) {
    const before = await reportLines(july.core, type, { zone, to: midnight })
    const after = await reportLines(july.core, type, { zone, from: midnight })
    expect([...before, ...after], `type ${type}`).toEqual(await reportLines(july.core, type, { zone }))
    expect(
      before.filter((line) => line >= '2024-07-03T05:30').length +
        after.filter((line) => line < '2024-07-03T05:30').length,
    ).toBe(0)
  }
})

test('an hour over midnight is one record for each server; the last one of a log counts as well', async () => {
  const nights = await importLogs(
    [
      ...startBlock({ server: 'lic01', time: '20:00:00' }),
      '23:40:00 (demo) OUT: "a" ann@ws1',
      '23:50:00 (demo) IN: "a" ann@ws1',
      '23:55:00 (lmgrd) Heartbeat received',
    ],
    [
      ...startBlock({ server: 'lic02', date: '3/5/2024', time: ' 0:05:00' }),
      ' 0:10:00 (demo) OUT: "a" ann@ws1',
      ' 0:20:00 (demo) IN: "a" ann@ws1',
      '12:00:00 (lmgrd) Heartbeat received',
      '23:40:00 (demo) OUT: "a" ann@ws1',
      '23:50:00 (demo) IN: "a" ann@ws1',
      ' 0:10:00 (demo) OUT: "a" ann@ws1',
      ' 0:20:00 (demo) IN: "a" ann@ws1',
      '12:00:00 (lmgrd) Heartbeat received',
      '23:40:00 (demo) OUT: "a" ann@ws1',
      '23:50:00 (demo) IN: "a" ann@ws1',
      '23:55:00 (lmgrd) Heartbeat received',
    ],
  )
  const zone = 'Asia/Kolkata'
  for (const type of [50, 51, 75, 84, 85, 104]) await expectRecounted(nights, type, zone)
  expect(await reportLines(nights.core, 84, { zone })).toEqual([
    '2024-03-05T05:00:00+05:30,lic01;demo,a,undef,undef,ann,1,0.166667,1,1',
    '2024-03-05T05:00:00+05:30,lic02;demo,a,undef,undef,ann,1,0.166667,1,1',
    '2024-03-06T05:00:00+05:30,lic02;demo,a,undef,undef,ann,1,0.333333,1,1',
    '2024-03-07T05:00:00+05:30,lic02;demo,a,undef,undef,ann,1,0.166667,1,1',
  ])
  expect(await reportLines(nights.core, 84, { zone, by: 'hour', groupBy: ['User name'] })).toEqual([
    '2024-03-05T05:00:00+05:30,ann,2,0.333333,1,1',
    '2024-03-06T05:00:00+05:30,ann,1,0.333333,1,1',
    '2024-03-07T05:00:00+05:30,ann,1,0.166667,1,1',
  ])
  await nights.core.close()
})
