// The engine against its twin: the command line as a process of its own, and the recount of the same files, field by field.
// Where the two read the semantics differently, the test says so and why; everything else must be equal.

import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { toCsv } from './csv.ts'
import { generateLog, type LogOptions } from './log-generator.ts'
import { hourlyRecords, RECOUNTED_TYPES, type Table } from './records.ts'
import { recount } from './recount.ts'

const project = fileURLToPath(new URL('../..', import.meta.url))
const samples = join(project, '..', 'shared', 'samples', 'flexnet-debug-log')
const mainTypes = [50, 51, 52, 83, 84]

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lictor-twin-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** One command of the command line. @returns standard output; any status above `worst` fails the test */
const lictor = (args: readonly string[], worst = 0): Promise<string> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(project, 'core', 'cli', 'main.ts'), ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const out: Buffer[] = []
    const err: Buffer[] = []
    child.stdout.on('data', (data: Buffer) => out.push(data))
    child.stderr.on('data', (data: Buffer) => err.push(data))
    child.on('error', reject)
    child.on('close', (status) => {
      if (status !== null && status <= worst) resolve(Buffer.concat(out).toString())
      else reject(new Error(`lictor ${args.join(' ')} ended with ${status}: ${Buffer.concat(err)}`))
    })
  })

/** RFC 4180, for lines that end in LF. */
const fieldsOf = (line: string): string[] =>
  [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
  )

const isNumber = (text: string): boolean => /^-?\d+(?:\.\d+)?$/.test(text)
/** Numbers may differ by their last decimal, where a sum was made in another order. */
const isSame = (a: string, b: string): boolean =>
  a === b || (isNumber(a) && isNumber(b) && Math.abs(Number(a) - Number(b)) < 2e-6)

/** Rows that only one of the two has, and the fields in which two rows of the same place differ. At most a dozen. */
const differences = (engine: string, twin: string): string[] => {
  const ours = engine.split('\n')
  const theirs = twin.split('\n')
  const names = fieldsOf(ours[0] as string)
  const found: string[] = []
  if (ours[0] !== theirs[0]) found.push(`header: engine ${ours[0]} | recount ${theirs[0]}`)
  for (let i = 1; i < Math.max(ours.length, theirs.length) && found.length < 12; i++) {
    if (ours[i] === theirs[i]) continue
    const a = fieldsOf(ours[i] ?? '')
    const b = fieldsOf(theirs[i] ?? '')
    const wrong = names.flatMap((name, f) =>
      isSame(a[f] ?? '', b[f] ?? '') ? [] : [`${name}: engine ${a[f] ?? 'no row'}, recount ${b[f] ?? 'no row'}`],
    )
    if (wrong.length > 0) found.push(`row ${i} (${(theirs[i] ?? ours[i])?.slice(0, 90)}) ${wrong.join('; ')}`)
  }
  return found
}

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
    RECOUNTED_TYPES,
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

/**
 * logfile_overlapDates.log holds twelve lines twice, the first time undated and four days off, the second time at their own date.
 * The engine takes them for one stretch told twice (equal by time of day, as the semantics say), the recount compares instants.
 */
const readDifferently = new Set(['logfile_overlapDates.log'])

const logs = existsSync(samples)
  ? readdirSync(samples).filter((name) => name.endsWith('.log') && !readDifferently.has(name))
  : []
const missing = existsSync(samples)
  ? ''
  : ` (skipped: there is no ${join('..', 'shared', 'samples')} beside the project)`

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

test.skipIf(missing !== '')(`two real logs of one server, in one import${missing}`, { timeout: 60_000 }, async () => {
  const zone = 'Europe/Madrid'
  const names = logs.filter((name) => name.startsWith('ansys.'))
  expect(names).toHaveLength(2)
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
})
