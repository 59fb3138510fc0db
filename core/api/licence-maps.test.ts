import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { importInto, openConsole } from '../cli/console-fixture.ts'
import { startBlock, writeLog } from '../cli/log-fixture.ts'
import type { MapKind } from '../contract/mapping.ts'
import { endTest, temporaryFolder } from '../database/database-fixture.ts'
import type { Core } from '../open-core.ts'

let folder: string
let core: Core

const process = (path: string, user: string) =>
  `{"record":"process","start":"2024-03-04T08:00:00Z","end":"2024-03-04T09:00:00Z","pid":10,"host":"ws-17","user":"${user}","system":"Windows","path":${JSON.stringify(path)}}`

beforeAll(async () => {
  folder = await temporaryFolder()
  core = await openConsole(join(folder, 'lictor.db'))
  await importInto(core, [
    writeLog(folder, 'lmgrd.log', [
      ...startBlock(),
      ' 8:30:00 (demo) OUT: "a" ann@ws1',
      ' 9:30:00 (demo) IN: "a" ann@ws1',
      ' 9:50:00 (demo) OUT: "b" carl@ws2',
      '10:00:00 (demo) IN: "b" carl@ws2',
      '10:30:00 (lmgrd) TIMESTAMP 3/4/2024',
    ]),
    writeLog(folder, 'processes.jsonl', [
      process('C:\\Gearworks\\gear.exe', 'lena'),
      process('C:\\Mesh\\mesher.exe', 'ole'),
    ]),
    writeLog(folder, 'access.log', [
      '10.20.4.17 - k.osei [04/Mar/2024:09:34:00 +0100] "GET http://wiki.halden.example/pages/start.html?x=1 HTTP/1.1" 200 4410 TCP_MISS:HIER_DIRECT',
      '10.20.4.18 - - [04/Mar/2024:09:34:01 +0100] "GET http://mail.halden.example/ HTTP/1.1" 200 1661 TCP_MISS:HIER_DIRECT',
    ]),
  ])
})
afterAll(async () => {
  await core.close()
  await endTest()
})

const check = (kind: MapKind, text: string) => core.api['maps.check']({ kind, text })
const told = async (kind: MapKind, text: string) => {
  const { findings, unmatched } = await check(kind, text)
  return { findings: findings.map(({ line, kind: of }) => `${line} ${of}`), unmatched: unmatched[0]?.names }
}

test('features are known with their vendor licence, from logs', async () => {
  expect(await told('price-list.map', 'MAP: 5 hourly\n*;demo / a\nMAP: 6 hourly\n*;demo / c\n* / package:x\n')).toEqual(
    {
      findings: [],
      unmatched: ['lic01;demo / b'],
    },
  )
  expect(
    await told('price-list.map', 'MAP: 5 hourly\na\nc\nMAP: 6 hourly\nA\nMAP: 7 hourly (2024-02-01)\na\n'),
  ).toEqual({
    findings: ['3 unused-pattern', '4 unused-group', '5 shadowed'],
    unmatched: ['lic01;demo / b'],
  })
  expect(await told('featureset.map', 'GROUP "x"\nelements:\nfeature="a"\nfeature="a"\nGROUP "y"\n')).toEqual({
    findings: ['4 duplicate', '5 empty-group'],
    unmatched: ['lic01;demo / b'],
  })
})

test('programs are known by their paths, domains by the addresses, users from everywhere', async () => {
  expect(await told('application.map', 'MAP: Gear\ngear*.exe\nc:/gearworks/*\nMAP: None\nnone.exe\n')).toEqual({
    findings: ['3 shadowed', '4 unused-group'],
    unmatched: ['C:\\Mesh\\mesher.exe'],
  })
  expect(await told('web-domain.map', 'MAP: Wiki\nwiki.halden.example/pages/*\nwiki.*\n')).toEqual({
    findings: [],
    unmatched: ['mail.halden.example'],
  })
  expect((await told('software-catalogue.map', 'MAP: Gear (S1)\ngear.exe\n*;demo / *\n')).unmatched).toEqual([
    'C:\\Mesh\\mesher.exe',
  ])
  expect((await told('license-user-mapping', 'MAP: x\nann\ncarl\n')).unmatched).toEqual(['k.osei', 'lena', 'ole'])
})

test('web applications are known from the map that names them', async () => {
  await core.api['maps.save']({ kind: 'web-domain.map', text: 'MAP: Wiki\nwiki.*\n', expectedRevision: 0 })
  expect(await told('timeout-per-app.map', 'MAP: 5\nWiki\nMail\n')).toEqual({
    findings: ['3 unused-pattern'],
    unmatched: ['UNMAPPED'],
  })
})

test('what a draft changes in a report of programs is previewed, saved by file name, taken back', async () => {
  const request = { type: 130, by: 'total' as const, groupBy: null, where: [] }
  const text = 'MAP: Gear Design\ngear.exe\n'
  const { rows, changedNames, moves } = await core.api['maps.preview']({
    kind: 'application.map',
    text,
    request,
    limit: 10,
  })
  expect(changedNames).toBe(1)
  expect(moves).toEqual([{ name: 'C:\\Gearworks\\gear.exe', from: '', to: 'Gear Design' }])
  expect(rows.map(({ change, names }) => [change, names.at(-1)])).toEqual(
    expect.arrayContaining([['added', 'Gear Design']]),
  )
  expect(rows).toHaveLength(2)

  const path = join(folder, 'Application.map')
  writeFileSync(path, text)
  expect((await core.api['maps.import']({ files: [{ path }] }))[0]).toMatchObject({
    kind: 'application.map',
    outcome: 'Saved as application.map, revision 1: 1 group; 1 program changes its group.',
  })
  await core.api['maps.restore']({ kind: 'application.map', revision: 0, expectedRevision: 1 })
  expect((await core.api['maps.read']({ kind: 'application.map' })).text).toBe('')
})

test('a type that does not read the map has no preview of it', async () => {
  const request = { type: 51, by: 'total' as const, groupBy: null, where: [] }
  await expect(
    core.api['maps.preview']({ kind: 'price-list.map', text: 'MAP: 5 hourly\na\n', request, limit: 10 }),
  ).rejects.toMatchObject({ code: 'invalid' })
})
