import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { hourlyRecords } from '../../e2e/recount/records.ts'
import { recount } from '../../e2e/recount/recount.ts'
import { importInto, openConsole, reportLines } from '../cli/console-fixture.ts'
import { startBlock, writeLog } from '../cli/log-fixture.ts'
import { endTest, temporaryFolder } from '../database/database-fixture.ts'
import { machineZone } from './zone-names.ts'

afterEach(endTest)

const open = async () => {
  const folder = await temporaryFolder()
  return { folder, core: await openConsole(join(folder, 'lictor.db')) }
}

const zonesOf = async ({ api }: Awaited<ReturnType<typeof open>>['core']) =>
  (await api['sources.list']({})).map(({ zone, zoneOrigin }) => `${zone} (${zoneOrigin})`)

/** The last line of the block tells the server's own date, time and zone. */
const blockIn = (zone: string) => [
  ...startBlock(),
  ` 8:00:00 (demo) System Date and Time: Mon Mar 04 2024 08:00:00 ${zone}`,
  ' 9:00:00 (demo) OUT: "a" ann@ws1',
  '10:00:00 (demo) IN: "a" ann@ws1',
]

test.each([
  ['Romance Standard Time', 'Europe/Paris'],
  ['Cen. Australia Standard Time', 'Australia/Adelaide'],
  ['Eastern Daylight Time', 'America/New_York'],
  ['CET', 'Europe/Berlin'],
])('a log that names its zone %s is read in it', async (text, zone) => {
  const { folder, core } = await open()
  await importInto(core, [writeLog(folder, 'a.log', blockIn(text))], {})
  expect(await zonesOf(core)).toEqual([`${zone} (from the log)`])
  await core.close()
})

test('a zone that is given is taken before that of the log, the one given last before others', async () => {
  const { folder, core } = await open()
  const path = writeLog(folder, 'a.log', blockIn('Romance Standard Time'))
  await importInto(core, [path], { zone: 'UTC' })
  expect(await zonesOf(core)).toEqual(['UTC (given)'])
  await importInto(core, [path], { zone: 'Asia/Tokyo' })
  expect(await zonesOf(core)).toEqual(['Asia/Tokyo (given)'])
  const [{ id } = { id: 0 }] = await core.api['sources.list']({})
  await core.api['sources.setZone']({ id, zone: 'America/Denver' })
  await core.idle()
  // The same file again, with nothing said of its zone.
  await importInto(core, [path], {})
  expect(await zonesOf(core)).toEqual(['America/Denver (given)'])
  expect((await reportLines(core, 84)).map((line) => line.slice(0, 25))).toEqual(['2024-03-04T09:00:00-07:00'])
  await core.close()
})

test('a log that says nothing of its zone is read in that of this machine, and says so', async () => {
  const { folder, core } = await open()
  await importInto(core, [writeLog(folder, 'a.log', [...startBlock(), ' 9:00:00 (demo) OUT: "a" ann@ws1'])], {})
  expect(await zonesOf(core)).toEqual([`${machineZone()} (of this machine)`])
  await core.close()
})

test('stamps that end in Z in the place of the time say that the log is in UTC; the recount has the same instants', async () => {
  const { folder, core } = await open()
  const lines = [
    '2024-03-10T06:30:00Z (lmgrd) -----------------------------------------------',
    '2024-03-10T06:30:00Z (lmgrd)   Please Note:',
    '2024-03-10T06:30:00Z (lmgrd) FlexNet Licensing (v11.19.0.0 build 1 x64) started on lic01 (linux) (3/10/2024)',
    '2024-03-10T06:30:00Z (demo) Server started on lic01 for:\ta\t\tb\t\t',
    // In New York the hour from 2:00 does not exist on this day.
    '2024-03-10T06:30:00Z (demo) System Date and Time: Sun Mar 10 2024 01:30:00 Eastern Standard Time',
    '2024-03-10T06:45:00Z (demo) OUT: "a" ann@ws1',
    '2024-03-10T07:15:00Z (demo) IN: "a" ann@ws1',
    '2024-03-11T00:00:01Z (demo) OUT: "b" ann@ws1',
    '2024-03-11T00:20:01Z (demo) IN: "b" ann@ws1',
  ]
  await importInto(core, [writeLog(folder, 'a.log', lines)], {})
  expect(await zonesOf(core)).toEqual(['UTC (from the log)'])
  const bytes = new TextEncoder().encode(`${lines.join('\n')}\n`)
  for (const type of [50, 51, 104]) {
    const expected = hourlyRecords(recount([{ name: 'a.log', bytes }], { zone: 'UTC' }), type).rows.map(
      ({ time, cells }) =>
        [time, ...cells.map((cell) => (typeof cell === 'number' ? Math.round(cell * 1e6) / 1e6 : cell))].join(),
    )
    expect((await reportLines(core, type)).sort(), `type ${type}`).toEqual(expected.sort())
  }
  await core.close()
})
