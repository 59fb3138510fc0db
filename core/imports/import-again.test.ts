import { appendFileSync, copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { allRecords, importInto, openConsole, reportLines, toldOf } from '../cli/console-fixture.ts'
import { startBlock, writeLog } from '../cli/log-fixture.ts'
import { endTest, temporaryFolder } from '../database/database-fixture.ts'
import type { Core } from '../open-core.ts'

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

/** What a console that reads this text in one go says. */
const recordsOf = async (text: string | Buffer) => (await toldOf([['whole.log', text]])).records

const day = [
  ...startBlock(),
  ' 9:00:00 (demo) OUT: "a" ann@ws1',
  ' 9:10:00 (demo) DENIED: "a" bob@ws2  (Licensed number of users already reached. (-4,342))',
  ' 9:40:00 (demo) IN: "a" ann@ws1',
  '10:00:00 (demo) OUT: "b" bob@ws2  (2 licenses)',
]
const more = ['10:30:00 (demo) IN: "b" bob@ws2  (2 licenses)', '11:00:00 (demo) OUT: "a" bob@ws2']

test('the same file again adds nothing', async () => {
  const path = writeLog(folder, 'lmgrd.log', day)
  await importInto(core, [path])
  const before = await allRecords(core)
  const [again] = await importInto(core, [path])
  expect(again).toMatchObject({ state: 'finished', facts: 0, linesRead: 0 })
  expect(again?.outcome).toContain('Nothing new')
  expect(await allRecords(core)).toEqual(before)
})

test('a renamed copy, a packed copy and a shorter copy add nothing', async () => {
  const path = writeLog(folder, 'lmgrd.log', day)
  await importInto(core, [path])
  const before = await allRecords(core)
  const copy = join(folder, 'copy-of-something-else.txt')
  copyFileSync(path, copy)
  const packed = join(folder, 'lmgrd.log.gz')
  writeFileSync(packed, gzipSync(readFileSync(path)))
  const shorter = join(folder, 'shorter.log')
  writeFileSync(shorter, readFileSync(path).subarray(0, 700))
  for (const record of await importInto(core, [copy, packed, shorter]))
    expect(record).toMatchObject({ state: 'finished', facts: 0 })
  expect(await allRecords(core)).toEqual(before)
})

test('a file that has grown adds its tail only, and equals one import of the whole', async () => {
  const path = writeLog(folder, 'lmgrd.log', day)
  await importInto(core, [path])
  appendFileSync(path, more.map((line) => `${line}\n`).join(''))
  const [grown] = await importInto(core, [path])
  expect(grown).toMatchObject({ state: 'finished', linesRead: 2, facts: 2 })
  expect(await allRecords(core)).toEqual(await recordsOf(readFileSync(path)))
})

test('a grown file under another name continues the one before', async () => {
  await importInto(core, [writeLog(folder, 'lmgrd.log', day)])
  const [grown] = await importInto(core, [writeLog(folder, 'moved.log', [...day, ...more])])
  expect(grown).toMatchObject({ linesRead: 2, facts: 2 })
  expect(await allRecords(core)).toEqual(await recordsOf([...day, ...more].map((line) => `${line}\n`).join('')))
})

test('I2 a last line without an end counts as it stands, and is read again when the file has grown', async () => {
  const path = writeLog(folder, 'lmgrd.log', `${day.join('\n')}\n10:30:00 (demo) IN: "b" bob@ws2`)
  await importInto(core, [path])
  // Two licences out, one of them back: half an hour of two.
  expect((await reportLines(core, 84)).filter((line) => line.includes(',b,'))).toEqual([
    '2024-03-04T10:00:00+00:00,lic01;demo,b,undef,undef,bob,1,1,2,1',
  ])
  appendFileSync(path, '  (2 licenses)\n11:00:00 (demo) OUT: "a" bob@ws2\n')
  const [grown] = await importInto(core, [path])
  expect(grown).toMatchObject({ state: 'finished', facts: 1 })
  expect((await reportLines(core, 75)).filter((line) => line.includes(',b,undef,in,'))).toEqual([
    '2024-03-04T10:00:00+00:00,lic01;demo,b,undef,in,undef,bob,undef,ws2,undef,undef,1,1',
  ])
  expect(await allRecords(core)).toEqual(await recordsOf(readFileSync(path)))
})

test('I2 a last line that was torn is read again too', async () => {
  const path = writeLog(folder, 'lmgrd.log', `${day.join('\n')}\n10:30:00 (demo) IN: "b" bo`)
  const [torn] = await importInto(core, [path])
  expect(torn).toMatchObject({ rejected: 1 })
  appendFileSync(path, 'b@ws2  (2 licenses)\n')
  await importInto(core, [path])
  const list = await core.api['imports.list']({})
  expect(list.find(({ id }) => id === torn?.id)).toMatchObject({ rejected: 0 })
  expect(await allRecords(core)).toEqual(await recordsOf(readFileSync(path)))
})

/** Everything that a line may leave to the next one. */
const withMemory = [
  '23:58:00 (demo) OUT: "a" ann@ws1',
  ...startBlock({ time: '23:59:00' }),
  '23:59:10 (demo) c',
  '23:59:20 (demo) OUT: "a" ann@ws1  [EDITOR]',
  '(3 licenses)',
  ' 0:00:01 (demo) DENIED: TOKEN bob@ws2',
  '(Licensed number of users already reached. (-4,342))',
  '23:59:59 (lmgrd) Heartbeat',
  ' 0:00:30 (demo) daemon shutdown requested - shutting down',
  ' 0:00:40 (demo) IN: "a" ann@ws1  (3 licenses) (SHUTDOWN)',
  ' 0:01:00 (lmgrd) -----------------------------------------------',
  ' 0:01:00 (lmgrd)   Please Note:',
  ' 0:01:00 (lmgrd) -----------------------------------------------',
  " 0:01:00 (lmgrd) Server's System Date and Time: Wed Mar 06 2024 00:01:00 W. Europe Standard Time",
  ' 0:01:00 (lmgrd) FlexNet Licensing (v11.19.0.0 build 1 x64) started on lic01 (linux) (3/6/2024)',
  ' 0:01:01 (demo) Server started on lic01 for:\ta\t\t',
  ' 0:01:01 (demo) b\t\t',
  ' 0:02:00 (demo) QUEUED: "a" bob@ws2',
  ' 0:03:00 (demo) Rereading license file...',
  ' 0:03:00 (demo) Server started on lic01 for:\ta\t\tnew\t\t',
  ' 0:04:00 (demo) OUT: "new" @ws3  (1 licenses)  ^^^ 1.0 cy 10.0.0.7 77 1f 0 15 none 11 19 3/6/2024 0:04:00 0 ^^^',
  ' 0:05:00 (demo) IN: "new" @ws3  (1 licenses)  ^^^ 1.0 cy 10.0.0.7 77 1f 1 15 none 11 19 3/6/2024 0:05:00 0 ^^^',
  ' 9:00:00 (lmgrd) TIMESTAMP 3/5/2024',
  ' 9:10:00 (demo) OUT: "a" ann@ws1',
]

test.each([
  ['behind the line that lists features', /EXTERNAL FILTERS/, 0],
  ['between an event and its reason on the next line', /DENIED: TOKEN/, 1],
  ['inside the start block', /System Date/, 0],
  ['behind the dashes of a start block', / 0:01:00 .lmgrd. -----/, 1],
  ['inside a verbose tail', /IN: "new" @ws3/, 0.9],
  ['before a date that goes back', /IN: "new" @ws3/, 1],
])('a file cut off %s when it was imported first gives what the whole gives', async (_, line, part) => {
  const whole = withMemory.map((text) => `${text}\n`).join('')
  const from = withMemory.findIndex((text) => line.test(text))
  const before = withMemory
    .slice(0, from)
    .map((text) => `${text}\n`)
    .join('').length
  const at = before + Math.floor(((withMemory[from] as string).length + 1) * part)
  const path = writeLog(folder, 'lmgrd.log', whole.slice(0, at))
  await importInto(core, [path])
  writeFileSync(path, whole)
  await importInto(core, [path])
  expect(await allRecords(core)).toEqual(await recordsOf(whole))
})

test('growth in any steps gives what the whole gives', { timeout: 30_000 }, async () => {
  const bytes = Buffer.from(withMemory.map((line) => `${line}\n`).join(''))
  const whole = await recordsOf(bytes)
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.integer({ min: 1, max: bytes.length - 1 }), { minLength: 2, maxLength: 5 }),
      async (cuts) => {
        const own = await temporaryFolder()
        const console = await openConsole(join(own, 'lictor.db'))
        try {
          const path = join(own, 'lmgrd.log')
          for (const at of [...cuts.sort((a, b) => a - b), bytes.length]) {
            writeFileSync(path, bytes.subarray(0, at))
            await importInto(console, [path])
          }
          expect(await allRecords(console)).toEqual(whole)
        } finally {
          await console.close()
        }
      },
    ),
    { numRuns: 5, seed: 20240304 },
  )
})
