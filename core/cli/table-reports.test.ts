import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { endTest, temporaryFolder } from '../database/database-fixture.ts'
import type { Core } from '../open-core.ts'
import { importInto, openConsole, reportLines } from './console-fixture.ts'

const caseOf = (path: string): string => join(import.meta.dirname, '../importers', path)
const bentley = caseOf('licence-events-csv/testcases/bentley/input.csv')
const plainDay = caseOf('licence-events-csv/testcases/plain-day/input.csv')
const wholeUses = caseOf('licence-events-csv/testcases/whole-uses/input.csv')
const jsonLines = caseOf('licence-events-jsonl/testcases/plain-day/input.jsonl')
const autodesk = caseOf('autodesk-usage/testcases/tokens-and-seats/input.csv')

let core: Core
beforeAll(async () => {
  const folder = await temporaryFolder()
  core = await openConsole(join(folder, 'lictor.db'))
  await importInto(core, [bentley, plainDay])
  await importInto(core, [wholeUses], { server: 's1', zone: 'UTC' })
  // A server of its own, so that the two do not add up.
  writeFileSync(join(folder, 'day.jsonl'), readFileSync(jsonLines, 'utf8').replaceAll('lic-a', 'lic-j'))
  await importInto(core, [join(folder, 'day.jsonl')], { server: 'lic-j', zone: 'UTC' })
  await importInto(core, [autodesk], { server: 'cloud-1', zone: 'UTC' })
})
afterAll(async () => {
  await core.close()
  await endTest()
})

/** Rows of a report that speak of something. */
const rowsOf = async (type: number, word: string): Promise<string[]> =>
  (await reportLines(core, type)).filter((line) => line.includes(word))

test('89: levels over the observed time since the first mention, the capacity in force, the time without the server left out', async () => {
  const rows = await rowsOf(89, 'lic-a;halden,mesh')
  // 7:00 known with 10; 7:15:30 two out; 8:15:30.5 in, then 12; stopped from 11:00 to 12:00; 13:00 the last event.
  const told = rows
    .map((line) => line.split(','))
    .map((cell) => [cell[0]?.slice(11, 13), cell[4], cell[5], cell[9]].join())
  expect(told).toEqual([
    '07,10,0,0.258333',
    '07,10,2,0.741667',
    '08,10,2,0.258472',
    '08,12,0,0.741528',
    '09,12,0,1',
    '10,12,0,1',
    '12,12,0,1',
  ])
})

test('90, 91, 108, 109: what each user, machine and group held', async () => {
  // cad-01: 9:10 to 9:20 and 9:12 to 10:15; cad-02: 9:40 to 10:10. Known since 9:10.
  const nine = (lines: readonly string[]): string[] =>
    lines.filter((line) => line.includes('T09:')).map((line) => line.split('10.17,undef,')[1] as string)
  expect(nine(await rowsOf(90, 'MicroModel'))).toEqual([
    'undef,undef,r.vega,1,0.966667,2,1',
    'undef,undef,s.kaya,1,0.333333,1,1',
  ])
  expect(nine(await rowsOf(108, 'MicroModel'))).toEqual([
    'undef,undef,cad-01,1,0.966667,2,1',
    'undef,undef,cad-02,1,0.333333,1,1',
  ])
  expect(nine(await rowsOf(91, 'MicroModel'))).toEqual(['undef,undef,1,1.3,1.56,2,1'])
  expect(nine(await rowsOf(109, 'MicroModel'))).toEqual(['undef,undef,1,1.3,1.56,2,1'])
})

test('107: what was denied, and why', async () => {
  expect(await rowsOf(107, 'jan.bauer')).toEqual([
    '2024-03-04T07:00:00+00:00,lic-a;halden,solve,3.0,jan.bauer,ws-15,all licences in use,undef,1',
    '2024-03-04T08:00:00+00:00,lic-j;halden,solve,undef,jan.bauer,ws-15,no licence left,undef,1',
  ])
})

test('93, 94: generic events feed them where nothing better does; a use told as a whole too', async () => {
  const raw = await rowsOf(93, 'ines.roth')
  expect(raw.map((line) => line.split(',').slice(1, 4).join())).toEqual([
    '1709536530,0.741667,lic-a;halden',
    '1709539200,0.258472,lic-a;halden',
    '1709539530,0.908333,lic-j;halden',
    '1709542800,0.091667,lic-j;halden',
  ])
  expect(await rowsOf(94, 'p.singh')).toEqual([
    '2024-03-04T08:00:00+00:00,s1;,<none>,post,undef,undef,undef,p.singh,1,1,1.5,3,0.5,1',
    '2024-03-04T09:00:00+00:00,s1;,<none>,post,undef,undef,undef,p.singh,1,1,3,3,1,1',
    '2024-03-04T10:00:00+00:00,s1;,<none>,post,undef,undef,undef,p.singh,1,1,1.5,3,0.5,1',
  ])
})

test('126, 127, 128: machines within the clock hour, however often they check out', async () => {
  const of126 = (await rowsOf(126, 'MicroModel')).map((line) => line.split('10.17,')[1])
  expect(of126).toEqual(['undef,undef,3,2,1,0.833333,2,2,2,1.666667,1', 'undef,undef,3,2,1,0.25,2,2,2,0.5,1'])
  const of127 = (await rowsOf(127, 'cad-')).map((line) => line.split(',').slice(6).join())
  expect(of127.filter((line) => line.startsWith('r.vega'))).toEqual([
    'r.vega,undef,cad-01,1,1,0.966667,1',
    'r.vega,undef,cad-01,1,1,0.25,1',
  ])
  const of128 = (await rowsOf(128, 'MicroModel')).map((line) => line.split(',').slice(9).join())
  expect(of128[0]).toBe('1,1.3,2,1.56,2,0.833333,')
})

test('137, 138, 146: tokens by user and in all, and seats', async () => {
  expect((await rowsOf(137, 'ines.roth')).map((line) => line.split(',').slice(2).join())).toEqual([
    'cloud-1;Autodesk;,undef,Draw LT,2023,Design,ines.roth@example.com,Autodesk account,1,0',
    'cloud-1;Autodesk;,undef,Studio Max,2024,Design,ines.roth@example.com,Autodesk account,1,6',
  ])
  expect((await rowsOf(138, 'Render')).map((line) => line.split(',').slice(2).join())).toEqual([
    'cloud-1;Autodesk;,undef,Render hours,undef,Autodesk account,1,14,1,1250.125',
  ])
  expect((await rowsOf(146, 'cloud-1')).map((line) => line.split(',').slice(3).join())).toEqual([
    '<none>,Studio Max,2024,Design,jan.bauer@example.com,1',
    '<none>,Draw LT,2023,undef,k.lund@example.com,1',
  ])
})
