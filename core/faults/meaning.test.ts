import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { generateLog } from '../../e2e/recount/log-generator.ts'
import { command, importInto, openConsole, reportLines, toldOf } from '../cli/console-fixture.ts'
import { startBlock, writeLog } from '../cli/log-fixture.ts'
import { endTest, temporaryFolder } from '../database/database-fixture.ts'
import type { Core } from '../open-core.ts'
import { openByteSource } from '../reading/byte-source.ts'
import { listArchive } from '../reading/zip-archive.ts'
import { sized } from './fault-fixture.ts'

// What lines may say that is odd: order, dates, checkouts that do not fit, and texts that mean harm.

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

/** Its rows of 84. */
const usersOf = async (...args: Parameters<typeof toldOf>) => (await toldOf(...args)).records[84] as string[]

test('I7 rotated files that overlap, imported in the wrong order, give what the right order gives', {
  timeout: 120_000,
}, async () => {
  const lines = generateLog({
    seed: 21,
    days: 3,
    users: 4,
    hosts: 3,
    features: 3,
    daemons: 2,
    eventsPerDay: sized(60, 500),
    restarts: false,
  })
    .trimEnd()
    .split('\n')
  const third = Math.floor(lines.length / 3)
  const files = [
    ['lmgrd.log.2', lines.slice(0, third + 40)],
    ['lmgrd.log.1', lines.slice(third, 2 * third + 40)],
    ['lmgrd.log', lines.slice(2 * third)],
  ] as const
  const right = (await toldOf(files)).records
  expect((await toldOf([files[2], files[0], files[1]])).records).toEqual(right)
  expect((await toldOf([files[1], files[2], files[0]])).records).toEqual(right)
  expect((await toldOf([['whole.log', lines]])).records).toEqual(right)
})

const between = (date: string, out: string, back: string, until = date): string[] => [
  ...startBlock({ date }),
  `${out} (demo) OUT: "a" ann@ws1`,
  `${back} (demo) IN: "a" ann@ws1`,
  `${back} (lmgrd) TIMESTAMP ${until}`,
]
const row = (time: string, hours: string) => `${time},lic01;demo,a,undef,undef,ann,1,${hours},1,1`

test('I15 dates: leap day, year change, both changes of summer time, and none at all', async () => {
  expect(await usersOf([['leap.log', between('2/28/2024', '23:30:00', ' 0:30:00', '2/29/2024')]])).toEqual([
    row('2024-02-28T23:00:00+00:00', '0.5'),
    row('2024-02-29T00:00:00+00:00', '0.5'),
  ])
  expect(await usersOf([['year.log', between('12/31/2023', '23:30:00', ' 0:30:00', '1/1/2024')]])).toEqual([
    row('2023-12-31T23:00:00+00:00', '0.5'),
    row('2024-01-01T00:00:00+00:00', '0.5'),
  ])
  // 28 February of a common year is followed by 1 March.
  expect((await usersOf([['common.log', between('2/28/2023', '23:30:00', ' 0:30:00', '3/1/2023')]]))[1]).toContain(
    '2023-03-01T00',
  )
  const berlin = { zone: 'Europe/Berlin' }
  // 1:30 to 3:30 on the night that has no 2:00: one hour. On the night that has 2:00 twice: three.
  const elapsed = (users: readonly string[]) => users.reduce((sum, line) => sum + Number(line.split(',')[7]), 0)
  expect(
    elapsed(
      await usersOf(
        [
          [
            'spring.log',
            [
              ...startBlock({ date: '3/31/2024', time: ' 0:00:00' }),
              ' 1:30:00 (demo) OUT: "a" ann@ws1',
              ' 3:30:00 (demo) IN: "a" ann@ws1',
            ],
          ],
        ],
        berlin,
      ),
    ),
  ).toBeCloseTo(1, 6)
  expect(
    elapsed(
      await usersOf(
        [
          [
            'autumn.log',
            [
              ...startBlock({ date: '10/27/2024', time: ' 0:00:00' }),
              ' 1:30:00 (demo) OUT: "a" ann@ws1',
              ' 3:30:00 (demo) IN: "a" ann@ws1',
            ],
          ],
        ],
        berlin,
      ),
    ),
  ).toBeCloseTo(3, 6)
  const { imports } = await toldOf([
    ['undated.log', [' 9:00:00 (demo) OUT: "a" ann@ws1', ' 9:30:00 (demo) IN: "a" ann@ws1']],
  ])
  expect(imports[0]).toMatchObject({ state: 'refused' })
  expect(imports[0]?.outcome).toContain('No line of')
})

test('I15 dates beyond 2038 are right, and those still to come are flagged', async () => {
  const far = await toldOf([['far.log', between('3/4/2044', ' 9:00:00', '10:30:00')]])
  expect(far.records[84]).toEqual([row('2044-03-04T09:00:00+00:00', '1'), row('2044-03-04T10:00:00+00:00', '0.5')])
  expect(far.imports[0]?.outcome).toContain('Its last line is of 2044-03-04, which is still to come')
  const past = await toldOf([['past.log', between('3/4/2024', ' 9:00:00', '10:30:00')]])
  expect(past.imports[0]?.outcome).not.toContain('still to come')
  // No such day: the line dates nothing, and the others are read.
  const odd = await toldOf([
    [
      'odd.log',
      [
        ...between('3/4/2024', ' 9:00:00', '10:00:00'),
        '10:10:00 (lmgrd) TIMESTAMP 2/30/2024',
        '10:20:00 (lmgrd) TIMESTAMP 13/1/2024',
      ],
    ],
  ])
  expect(odd.records[84]).toEqual([row('2024-03-04T09:00:00+00:00', '1')])
})

test('I16 lines out of order, IN twice, IN without OUT, and never closed OUT: bounded, and counted as events', async () => {
  const { records } = await toldOf([
    [
      'odd.log',
      [
        ...startBlock(),
        ' 9:00:10 (demo) OUT: "a" ann@ws1',
        ' 9:00:00 (demo) OUT: "b" bob@ws2',
        ' 9:30:00 (demo) IN: "a" ann@ws1',
        ' 9:30:01 (demo) IN: "a" ann@ws1',
        ' 9:40:00 (demo) IN: "a" nobody@ws9',
        '10:00:00 (demo) OUT: "a" cy@ws3',
        '11:00:00 (demo) EXITING DUE TO SIGNAL 15 Exit reason 4',
        '12:00:00 (lmgrd) TIMESTAMP 3/4/2024',
      ],
    ],
  ])
  const held = (user: string) =>
    (records[84] ?? [])
      .filter((line) => line.includes(`,${user},`))
      .reduce((sum, line) => sum + Number(line.split(',')[7]), 0)
  expect([held('ann'), held('bob'), held('cy'), held('nobody')].map((hours) => Math.round(hours * 3600))).toEqual([
    1790, 7200, 3600, 0,
  ])
  const kinds = (records[104] ?? []).map((line) => line.split(',')[5])
  expect(kinds.filter((kind) => kind === 'USAGE NOT FOUND')).toHaveLength(2)
  expect(kinds.filter((kind) => kind === 'FALSE USAGE')).toHaveLength(2)
})

/** What may do harm where a text is taken for something else. */
const evil = [
  '<img/src=x/onerror=alert(1)>',
  "';DROP--TABLE",
  '=cmd|/C/calc!A0',
  '+1+1',
  '__proto__',
  'constructor',
  '%s%n',
  '{{7*7}}',
  '_x0041_',
  '\\u0000',
  'undef',
  `long-${'x'.repeat(60_000)}`,
]

test('I24 texts that mean harm come through the import, the reports and the exports as the texts they are', {
  timeout: 60_000,
}, async () => {
  const lines = [
    ...startBlock(),
    ...evil.flatMap((text, i) => [
      ` 9:0${i % 10}:0${Math.floor(i / 10)} (demo) OUT: "f${i}" ${text}@ws1`,
      ` 9:3${i % 10}:0${Math.floor(i / 10)} (demo) IN: "f${i}" ${text}@ws1`,
      ` 9:4${i % 10}:0${Math.floor(i / 10)} (demo) OUT: "${text.replaceAll('"', '')}" ann@${text}`,
    ]),
    '10:00:00 (demo) OUT: "a" \x01\x1b\x7f@ws1',
  ].sort((a, b) => Number(a.slice(0, 8).replace(/\D/g, '')) - Number(b.slice(0, 8).replace(/\D/g, '')))
  const [record] = await importInto(core, [
    writeLog(folder, '<b>log.log', [...startBlock(), ...lines.filter((line) => !startBlock().includes(line))]),
  ])
  expect(record?.state).toBe('finished')
  const request = { type: 84, by: 'total' as const, groupBy: ['User name'], where: [] }
  const users = (await reportLines(core, 84, request)).map((line) => line.slice(26).replace(/(,[\d.]*){4}$/, ''))
  for (const text of evil) expect(users).toContain(text)
  const { stdout } = await command(
    'report',
    '84',
    '--db',
    join(folder, 'lictor.db'),
    '--group-by',
    'User name',
    '--zone',
    'UTC',
  )
  for (const text of evil) expect(stdout).toContain(`,${text},`)
  for (const name of ['__proto__', 'constructor'])
    expect(await reportLines(core, 84, { where: [{ name: 'User name', values: [name] }] })).toHaveLength(1)
  expect((await core.api['search.find']({ text: '<img', limit: 10 })).length).toBeGreaterThan(0)

  const { resultId } = await core.api['reports.run'](request)
  const fileOf = async (params: { format: 'csv' | 'xlsx'; raw: boolean }) => {
    const { exportId } = await core.api['reports.export']({ resultId, ...params })
    return core.exportFile(exportId)?.path as string
  }
  const csv = readFileSync(await fileOf({ format: 'csv', raw: false }), 'utf8')
  expect(csv).toContain("'=cmd|/C/calc!A0")
  expect(csv).toContain("'+1+1")
  const workbook = await fileOf({ format: 'xlsx', raw: false })
  let xml = ''
  for (const entry of await listArchive(workbook)) {
    if (!/sheet1|sharedStrings/.test(entry.name)) continue
    for await (const chunk of (await openByteSource(workbook, { entry })).chunks) xml += chunk.toString()
  }
  expect(xml).toContain('&lt;img/src=x/onerror=alert(1)')
  expect(xml).toContain('_x005F_x0041_')
  // What XML 1.0 does not allow makes a spreadsheet program call the workbook damaged, as does a cell of over 32,767 characters.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are looked for
  expect(/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/.test(xml)).toBe(false)
  expect(Math.max(...[...xml.matchAll(/>([^<]*)</g)].map(([, text]) => (text as string).length))).toBeLessThanOrEqual(
    32_767,
  )
  expect(xml).not.toContain('<f>')
})
