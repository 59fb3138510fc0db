// Groups: the engine with imported maps, and the recount, which counts the checkouts of each group's members as if they were all.

import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { toCsv } from './csv.ts'
import { differences, lictor, project } from './engine-process.ts'
import { generateLog } from './log-generator.ts'
import { type NameGroups, readNameMap } from './name-groups.ts'
import { hourlyRecords } from './records.ts'
import { recount } from './recount.ts'

const groupedTypes = [50, 75, 77, 83, 84, 85, 86]
const realLog = join(project, '..', 'shared', 'samples', 'flexnet-debug-log', 'logfile1.log')

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lictor-groups-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Groups that cut across all names, whatever they are: patterns that overlap, some never reached, one name for several headings. */
const userMap = [
  '# patterns that overlap; the first one counts',
  'MAP: Finance (Department)   # of three kinds',
  '*1',
  'A*E',
  'MAP: Research',
  '?e*',
  '*o?',
  'MAP: Finance',
  '[a-c]*',
  'b*',
  '  *2  ',
  'DEFAULT: elsewhere',
].join('\r\n')
const hostMap = 'MAP: West\n*1\n*3*\nMAP: East\n?a*\n*\\*\nMAP: West\nb*\n*x*\n'

test('a map is read as the semantics say', () => {
  const group = readNameMap(userMap)
  const users = ['user1', 'abE', 'ABCE', 'Zed', 'bob', 'boot', 'bill2', 'carl']
  expect(users.map(group)).toEqual([
    'Finance',
    'Finance',
    'Finance',
    'Research',
    'Research',
    'Research',
    'Finance',
    'elsewhere',
  ])
  expect(readNameMap(hostMap)('QQ')).toBe('undef')
})

test('a group holds what its members hold together', () => {
  const lines = [
    ' 8:00:00 (lmgrd) FlexNet Licensing (v11.19.0.0 build 1 x64) started on lic01 (linux) (3/4/2024)',
    ' 8:00:00 (demo) Server started on lic01 for:\ta',
    ' 8:00:00 (demo) EXTERNAL FILTERS are OFF',
    ' 8:10:00 (demo) OUT: "a" u1@h1  (2 licenses)',
    ' 8:20:00 (demo) OUT: "a" u2@h2',
    ' 8:30:00 (demo) OUT: "a" v1@h1',
    ' 8:40:00 (demo) IN: "a" u1@h1  (2 licenses)',
    ' 8:50:00 (demo) IN: "a" u2@h2',
    ' 9:00:00 (demo) IN: "a" v1@h1',
  ]
  const counted = recount([{ name: 'demo.log', bytes: new TextEncoder().encode(lines.join('\n')) }], { zone: 'UTC' })
  const { columns, rows } = hourlyRecords(counted, 85, undefined, { user: readNameMap('MAP: U\nu*\n') })
  expect(toCsv(columns, rows).trimEnd().split('\n').slice(1)).toEqual([
    // 10 min at 2, 20 at 3, 10 at 1: 90 licence minutes in a watched hour.
    '2024-03-04T08:00:00+00:00,lic01;demo,a,undef,U,1,1.500000,1.500000,3,0',
    '2024-03-04T08:00:00+00:00,lic01;demo,a,undef,undef,1,0.500000,0.500000,1,0',
  ])
})

/** The engine's records with both maps imported against the recount's. @returns groups that occur in type 85 */
const compare = async (path: string, zone: string, server?: string): Promise<Set<string>> => {
  const db = join(folder, `${basename(path)}.db`)
  const userFile = join(folder, 'license-user-mapping')
  const hostFile = join(folder, 'license-host-mapping')
  writeFileSync(userFile, userMap)
  writeFileSync(hostFile, hostMap)
  await lictor(['import', path, '--db', db, '--zone', zone, ...(server ? ['--server', server] : [])], 1)
  await lictor(['map', 'import', userFile, hostFile, '--db', db])
  const counted = recount([{ name: basename(path), bytes: readFileSync(path) }], { zone, server })
  const groups: NameGroups = { user: readNameMap(userMap), host: readNameMap(hostMap) }
  const found = new Set<string>()
  for (const type of groupedTypes) {
    const { columns, rows } = hourlyRecords(counted, type, undefined, groups)
    const engine = await lictor(['report', String(type), '--db', db, '--zone', zone])
    expect(differences(engine, toCsv(columns, rows)), `type ${type}`).toEqual([])
    if (type === 85) for (const { cells } of rows) found.add(String(cells[3]))
  }
  return found
}

test('generated: two daemons, restarts, a day of 23 hours', { timeout: 120_000 }, async () => {
  const path = join(folder, 'generated.log')
  const text = generateLog({
    seed: 11,
    days: 4,
    users: 14,
    hosts: 9,
    features: 4,
    daemons: 2,
    eventsPerDay: 200,
    startDate: '2024-03-29',
  })
  writeFileSync(path, text)
  expect((await compare(path, 'Europe/Berlin')).size).toBeGreaterThan(1)
})

test('the bundled sample', { timeout: 120_000 }, async () => {
  const path = join(project, 'resources', 'sample', 'sample-lmgrd.log')
  expect((await compare(path, 'Europe/Berlin')).size).toBeGreaterThan(1)
})

const isWanted = process.env.LICTOR_ALL_SAMPLES === '1'
const missing = !existsSync(realLog)
  ? ` (skipped: there is no ${join('..', 'shared', 'samples')} beside the project)`
  : isWanted
    ? ''
    : ' (skipped: large, LICTOR_ALL_SAMPLES=1 takes it)'

test.skipIf(missing !== '')(`a real log${missing}`, { timeout: 120_000 }, async () => {
  expect((await compare(realLog, 'Europe/Berlin', 'lic')).size).toBeGreaterThan(1)
})
