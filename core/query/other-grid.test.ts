import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { toCsv } from '../../e2e/recount/csv.ts'
import { generateLog, type LogOptions } from '../../e2e/recount/log-generator.ts'
import { hourlyRecords } from '../../e2e/recount/records.ts'
import { recount } from '../../e2e/recount/recount.ts'
import type { Recount } from '../../e2e/recount/recount-shapes.ts'
import { command, logTypes } from '../cli/console-fixture.ts'
import { writeLog } from '../cli/log-fixture.ts'
import { endTest, temporaryFolder } from '../database/database-fixture.ts'

interface Imported {
  readonly db: string
  readonly counted: Recount
}

/** Logs of servers in UTC, in one database, with the recount of the same lines. */
const importLogs = async (...logs: readonly LogOptions[]): Promise<Imported> => {
  const folder = await temporaryFolder()
  const db = join(folder, 'lictor.db')
  const texts = logs.map((options) => generateLog({ torn: 0, ...options }))
  for (const [i, text] of texts.entries()) {
    const { status, stderr } = await command('import', writeLog(folder, `${i}.log`, text), '--db', db, '--zone', 'UTC')
    expect(status, stderr).toBe(0)
  }
  const files = texts.map((text, i) => ({ name: `${i}.log`, bytes: new TextEncoder().encode(text) }))
  return { db, counted: recount(files, { zone: 'UTC' }) }
}

const small = { users: 6, hosts: 4, features: 4, daemons: 2, eventsPerDay: 120 }
let winter: Imported
let autumn: Imported
beforeAll(async () => {
  winter = await importLogs(
    { ...small, seed: 31, days: 4, startDate: '2024-07-01', server: 'lic01', verbose: true },
    { ...small, seed: 32, days: 3, startDate: '2024-07-02', server: 'lic02' },
  )
  // Lord Howe's clocks go back by half an hour on 7 April.
  autumn = await importLogs({ ...small, seed: 33, days: 5, startDate: '2024-04-04' })
}, 60_000)
afterAll(endTest)

const lines = async ({ db }: Imported, type: number, ...args: readonly string[]): Promise<string[]> => {
  const { status, stdout, stderr } = await command('report', String(type), '--db', db, ...args)
  expect(status, stderr).toBe(0)
  return stdout.trimEnd().split('\n')
}

/** Numbers with a decimal less: sums made in another order differ in the last one. */
const rounded = (line: string): string => line.replace(/\d+\.\d{6}/g, (number) => Number(number).toFixed(5))

const column = (rows: readonly string[], name: RegExp): number => {
  const at = (rows[0] as string).split(',').findIndex((label) => name.test(label))
  return rows.slice(1).reduce((sum, line) => sum + Number(line.split(',')[at]), 0)
}

test.each(['Asia/Kolkata', 'Asia/Kathmandu', 'Australia/Lord_Howe'])(
  'the hours of %s: every record as recounted on that clock',
  { timeout: 60_000 },
  async (zone) => {
    for (const type of logTypes) {
      const { columns, rows } = hourlyRecords({ ...winter.counted, zone }, type)
      expect(rows.length, `type ${type}`).toBeGreaterThan(0)
      expect((await lines(winter, type, '--zone', zone)).map(rounded), `type ${type}`).toEqual(
        toCsv(columns, rows).trimEnd().split('\n').map(rounded),
      )
    }
  },
)

test.each(['Asia/Kolkata', 'Asia/Kathmandu', 'Australia/Lord_Howe'])(
  'the sums are the same on every clock: %s',
  { timeout: 60_000 },
  async (zone) => {
    for (const imported of [winter, autumn]) {
      for (const type of [50, 51, 76, 84, 85]) {
        const all = ['--group-by', '', '--by', 'total'] as const
        const here = await lines(imported, type, '--zone', zone, ...all)
        const there = await lines(imported, type, '--zone', 'UTC', ...all)
        for (const name of type === 51 || type === 76 ? [/^elapsed/i, /^running/i] : [/^elapsed/i])
          expect(column(here, name), `${zone} ${type} ${name}`).toBeCloseTo(column(there, name), 5)
        const hourly = await lines(imported, type, '--zone', zone)
        expect(column(hourly, /^record count/i)).toBe(column(here, /^record count/i))
      }
    }
  },
)

test('an hour that spans the midnight of the server belongs whole to the period it begins in', {
  timeout: 60_000,
}, async () => {
  const zone = ['--zone', 'Asia/Kolkata'] as const
  for (const type of logTypes) {
    const [, ...whole] = await lines(winter, type, ...zone)
    // Midnight UTC is half past five: the hour from 5:00 on goes on in the server's next day.
    const middle = '2024-07-03T00:00:00Z'
    const [, ...before] = await lines(winter, type, ...zone, '--to', middle)
    const [, ...after] = await lines(winter, type, ...zone, '--from', middle)
    const withoutAverages = (line: string) => (type === 85 || type === 86 ? line.split(',').slice(0, -3).join() : line)
    expect([...before, ...after].map(withoutAverages), `type ${type}`).toEqual(whole.map(withoutAverages))
    expect(before.at(-1)?.slice(0, 16) as string, `type ${type}`).toMatch(/^2024-07-03T0[0-5]:00|^2024-07-02/)
  }
})
