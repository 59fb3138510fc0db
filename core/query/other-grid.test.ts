import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { generateLog, type LogOptions } from '../../e2e/recount/log-generator.ts'
import { hourlyRecords } from '../../e2e/recount/records.ts'
import { recount } from '../../e2e/recount/recount.ts'
import type { Recount } from '../../e2e/recount/recount-shapes.ts'
import { importInto, logTypes, openConsole, reportLines } from '../cli/console-fixture.ts'
import { writeLog } from '../cli/log-fixture.ts'
import { dataTypeById } from '../data-types/catalogue.ts'
import { endTest, temporaryFolder } from '../database/database-fixture.ts'
import type { Core } from '../open-core.ts'

interface Imported {
  readonly core: Core
  readonly counted: Recount
}

/** Logs of servers in UTC in one console, and the recount of the same lines. */
const importLogs = async (...logs: readonly LogOptions[]): Promise<Imported> => {
  const folder = await temporaryFolder()
  const core = await openConsole(join(folder, 'lictor.db'))
  const texts = logs.map((options) => generateLog({ torn: 0, ...options }))
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

const zones = ['Asia/Kolkata', 'Asia/Kathmandu', 'Australia/Lord_Howe']

test.each(zones)('hours of %s: every record as recounted on that clock', { timeout: 60_000 }, async (zone) => {
  for (const type of logTypes) {
    // The recount's intervals are instants: cut at the hours of another clock they are what a server there would have logged.
    const expected = hourlyRecords({ ...july.counted, zone }, type).rows.map(({ time, cells }) =>
      [time, ...cells.map((cell) => (typeof cell === 'number' ? Math.round(cell * 1e6) / 1e6 : cell))].join(),
    )
    expect(expected.length, `type ${type}`).toBeGreaterThan(0)
    expect((await reportLines(july.core, type, { zone })).sort(), `type ${type}`).toEqual(expected.sort())
  }
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
    expect(before.filter((line) => line >= '2024-07-03T05:30').length + after.filter((line) => line < '2024-07-03T05:30').length).toBe(0)
  }
})
