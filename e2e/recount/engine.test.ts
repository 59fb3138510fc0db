// The engine against its twin: the command line as a process of its own, and the recount of the same files, field by field.
// Where the two read the semantics differently, the test says so and why; everything else must be equal.

import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { toCsv } from './csv.ts'
import { differences, lictor, project } from './engine-process.ts'
import { withLicences } from './licence-file.ts'
import { generateLog, type LogOptions } from './log-generator.ts'
import type { Calendar } from './prime-time.ts'
import { hourlyRecords, RECOUNTED_TYPES, type Table } from './records.ts'
import { recount } from './recount.ts'

const samples = join(project, '..', 'shared', 'samples', 'flexnet-debug-log')
const mainTypes = [50, 51, 52, 83, 84]

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lictor-twin-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/**
 * In the half hour after Lord Howe's clocks go back from 2:00 to 1:30, the recount lets the hour begin at 1:00 on the new clock, an instant
 * before the change (1:30 on the old clock, in an hour that has rows already); the engine lets it begin with the change.
 */
const inHourOfChange = (csv: string): string => csv.replaceAll('2024-04-07T01:30:00+11:00', '2024-04-07T01:30:00+10:30')

const generated: readonly (readonly [name: string, zone: string, types: readonly number[], options: LogOptions])[] = [
  [
    'two daemons, restarts',
    'Europe/Berlin',
    RECOUNTED_TYPES,
    { seed: 1, days: 5, users: 8, hosts: 5, features: 5, daemons: 2, eventsPerDay: 150 },
  ],
  [
    'verbose tails over the new year',
    'America/New_York',
    mainTypes,
    {
      seed: 7,
      days: 5,
      users: 8,
      hosts: 5,
      features: 5,
      daemons: 2,
      eventsPerDay: 120,
      verbose: true,
      startDate: '2024-12-29',
    },
  ],
  [
    'spring, one hour less, CRLF',
    'Europe/Berlin',
    mainTypes,
    {
      seed: 2,
      days: 5,
      users: 6,
      hosts: 4,
      features: 4,
      daemons: 3,
      eventsPerDay: 150,
      crlf: true,
      startDate: '2024-03-29',
    },
  ],
  [
    'autumn, one hour more, in a half-hour zone',
    'Australia/Lord_Howe',
    mainTypes,
    { seed: 4, days: 5, users: 6, hosts: 4, features: 4, daemons: 1, eventsPerDay: 200, startDate: '2024-04-05' },
  ],
]

test.each(generated)('generated: %s (%s)', { timeout: 60_000 }, async (name, zone, types, options) => {
  const text = generateLog(options)
  const path = join(folder, `${options.seed}.log`)
  const db = join(folder, `${options.seed}.db`)
  writeFileSync(path, text)
  await lictor(['import', path, '--db', db, '--zone', zone], 1) // 1: the generator tears lines
  const counted = recount([{ name, bytes: new TextEncoder().encode(text) }], { zone })
  for (const type of types) {
    const { columns, rows } = hourlyRecords(counted, type)
    expect(rows.length, `type ${type}`).toBeGreaterThan(0)
    expect(
      differences(await lictor(['report', String(type), '--db', db]), inHourOfChange(toCsv(columns, rows))),
      `type ${type}`,
    ).toEqual([])
  }
})

/** Records of every kind for the features that a log knows, with changes on its second and third day. */
const licenceFile = (known: readonly { readonly daemon: string; readonly feature: string }[]): string => {
  const records = known.flatMap(
    ({ daemon, feature }, i) =>
      [
        [
          `INCREMENT ${feature} ${daemon} 1.0 permanent ${10 + i} SIGN=1`,
          `INCREMENT ${feature} ${daemon} 2.0 30-mar-2024 5 \\\n\tSIGN=2`,
        ],
        [`INCREMENT ${feature} ${daemon} 1.0 31-mar-2024 7 START=30-mar-2024 ISSUED=1-jan-2024 SIGN=3`],
        [`FEATURE ${feature} ${daemon} 1.0 permanent uncounted SIGN=4`],
        [`FEATURE ${feature} ${daemon} 1.0 permanent 6 SIGN=5`, `FEATURE ${feature} ${daemon} 1.0 permanent 9 SIGN=6`],
        [
          `PACKAGE pack${i} ${daemon} 1.0 SIGN=7 COMPONENTS="${feature} extra${i}:1.0:3"`,
          `INCREMENT pack${i} ${daemon} 1.0 permanent 4 SIGN=8`,
        ],
        [
          `INCREMENT ${feature} ${daemon} 1.0 permanent 3 ISSUED=31-mar-2024 SIGN=9`,
          `INCREMENT ${feature} ${daemon} 1.0 permanent 3 ISSUED=31-mar-2024 SIGN=9`,
        ],
      ][i % 6] as string[],
  )
  return `${['USE_SERVER', ...records].join('\n')}\n`
}

test.each([
  ['verbose tails in some lines', true],
  ['a log that states no number', false],
] as const)('generated, with a licence file: %s', { timeout: 60_000 }, async (name, verbose) => {
  const zone = 'Europe/Berlin'
  const text = generateLog({
    seed: 11,
    days: 5,
    users: 8,
    hosts: 5,
    features: 9,
    daemons: 1,
    eventsPerDay: 150,
    verbose,
    startDate: '2024-03-29',
  })
  const read = recount([{ name, bytes: new TextEncoder().encode(text) }], { zone })
  const licences = licenceFile(read.streams[0]?.known ?? [])
  const [log, file, db] = ['log', 'lic', 'db'].map((ending) => join(folder, `licences-${verbose}.${ending}`)) as [
    string,
    string,
    string,
  ]
  writeFileSync(log, text)
  writeFileSync(file, licences)
  // The licence file comes first: what it says is taken up when the log appears.
  await lictor(['import', file, '--db', db])
  await lictor(['import', log, '--db', db, '--zone', zone], 1)
  const [{ daemon = '', feature = '' } = {}] = read.streams[0]?.known.slice(1) ?? []
  const server = read.streams[0]?.server ?? ''
  await lictor(['capacity', 'set', `${server};${daemon}`, feature, '4', '--from', '2024-03-29T10:20', '--db', db])
  const typed = [{ daemon, feature, at: Date.parse('2024-03-29T10:20:00+01:00') / 1000, count: 4 }]
  const counted = withLicences(read, licences, typed)
  for (const type of [51, 76, 116]) {
    const { columns, rows } = hourlyRecords(counted, type)
    const engine = await lictor(['report', String(type), '--db', db])
    expect(engine).toContain(',uncounted,')
    expect(differences(engine, toCsv(columns, rows)), `type ${type}`).toEqual([])
  }
  await lictor(['capacity', 'remove', `${server};${daemon}`, feature, '--from', '2024-03-29T10:20', '--db', db])
  const { columns, rows } = hourlyRecords(withLicences(read, licences), 51)
  expect(differences(await lictor(['report', '51', '--db', db]), toCsv(columns, rows))).toEqual([])
})

/**
 * logfile_overlapDates.log holds twelve lines twice, the first time undated and four days off, the second time at their own date.
 * The engine takes them for one stretch told twice (equal by time of day, as the semantics say), the recount compares instants.
 */
const readDifferently = new Set(['logfile_overlapDates.log'])

/** The large ones take a minute: LICTOR_ALL_SAMPLES=1 takes them too. */
const largest = process.env.LICTOR_ALL_SAMPLES === '1' ? Number.POSITIVE_INFINITY : 200_000
const logs = existsSync(samples)
  ? readdirSync(samples).filter(
      (name) => name.endsWith('.log') && !readDifferently.has(name) && statSync(join(samples, name)).size < largest,
    )
  : []
const missing = existsSync(samples)
  ? ''
  : ` (skipped: there is no ${join('..', 'shared', 'samples')} beside the project)`
const partsOfOneServer = logs.filter((name) => name.startsWith('ansys.'))
const missingParts =
  missing || (partsOfOneServer.length === 2 ? '' : ' (skipped: large, LICTOR_ALL_SAMPLES=1 takes it)')

test.skipIf(missing !== '')(`real logs, each as a server of its own${missing}`, { timeout: 120_000 }, async () => {
  const zone = 'Europe/Berlin'
  const db = join(folder, 'real.db')
  const tables = new Map<number, Table>()
  for (const name of logs) {
    await lictor(['import', join(samples, name), '--db', db, '--zone', zone, '--server', name], 1)
    const counted = recount([{ name, bytes: readFileSync(join(samples, name)) }], { zone, server: name })
    for (const type of mainTypes) {
      const { columns, rows } = hourlyRecords(counted, type)
      tables.set(type, { columns, rows: [...(tables.get(type)?.rows ?? []), ...rows] })
    }
  }
  for (const [type, { columns, rows }] of tables) {
    const engine = await lictor(['report', String(type), '--db', db, '--zone', zone])
    expect(differences(engine, toCsv(columns, rows)), `type ${type}`).toEqual([])
  }
})

/** Boundaries inside hours, one of them twice in an hour, over midnight, and holidays: two of the days that the logs are about. */
const calendar: Calendar = {
  ranges: [
    { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '07:50', to: '12:15' },
    { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '12:45', to: '18:00' },
    { days: ['fri', 'sat'], from: '21:10', to: '05:30' },
  ],
  holidays: [{ date: '2000-01-01', name: 'New year', yearly: true }, { date: '2016-03-25' }, { date: '2020-04-13' }],
}

test.skipIf(missing !== '')(`real logs with a calendar of prime time${missing}`, { timeout: 120_000 }, async () => {
  const zone = 'Europe/Berlin'
  const primeTime = { calendar, zone }
  const db = join(folder, 'calendar.db')
  const tables = new Map<number, Table>()
  for (const name of logs) {
    await lictor(['import', join(samples, name), '--db', db, '--zone', zone, '--server', name], 1)
    const counted = recount([{ name, bytes: readFileSync(join(samples, name)) }], { zone, server: name })
    for (const type of [50, 51, 84, 85]) {
      const { columns, rows } = hourlyRecords(counted, type, primeTime)
      tables.set(type, { columns, rows: [...(tables.get(type)?.rows ?? []), ...rows] })
    }
  }
  await lictor(['settings', 'set', 'primeTime', JSON.stringify(calendar), '--db', db])
  for (const [type, { columns, rows }] of tables) {
    const engine = await lictor(['report', String(type), '--db', db, '--zone', zone])
    expect(engine).toContain(',prime,')
    expect(differences(engine, toCsv(columns, rows)), `type ${type}`).toEqual([])
  }
})

test.skipIf(missingParts !== '')(
  `two real logs of one server, in one import${missingParts}`,
  { timeout: 60_000 },
  async () => {
    const zone = 'Europe/Madrid'
    const names = partsOfOneServer
    const db = join(folder, 'ansys.db')
    const paths = names.map((name) => join(samples, name))
    // The later one first: the order must not matter.
    await lictor(['import', ...[...paths].reverse(), '--db', db, '--zone', zone], 1)
    const counted = recount(
      paths.map((path, i) => ({ name: names[i] as string, bytes: readFileSync(path) })),
      { zone },
    )
    for (const type of mainTypes) {
      const { columns, rows } = hourlyRecords(counted, type)
      expect(
        differences(await lictor(['report', String(type), '--db', db, '--zone', zone]), toCsv(columns, rows)),
        `type ${type}`,
      ).toEqual([])
    }
  },
)
