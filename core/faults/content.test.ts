import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { generateLog } from '../../e2e/recount/log-generator.ts'
import { allRecords, importInto, openConsole, reportLines } from '../cli/console-fixture.ts'
import { startBlock, writeLog } from '../cli/log-fixture.ts'
import { openDatabase } from '../database/connection.ts'
import { endTest, temporaryFolder } from '../database/database-fixture.ts'
import type { Core } from '../open-core.ts'
import { makeZip } from '../reading/archive-fixture.ts'
import { sized } from './fault-fixture.ts'

// What may be wrong with the content of a file, through the whole import. The reading of each is tested beside core/reading.

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

const write = (name: string, bytes: Uint8Array | string): string => {
  const path = join(folder, name)
  writeFileSync(path, bytes)
  return path
}
const text = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('')
/** Rows that files have brought, by table. */
const storedRows = async (): Promise<number> => {
  const database = await openDatabase(join(folder, 'lictor.db'), { readOnly: true })
  const row = await database.get<{ n: number }>('SELECT COUNT(*) AS n FROM line_segment')
  await database.close()
  return row?.n ?? -1
}
const day = [
  ...startBlock(),
  ' 9:00:00 (demo) OUT: "a" ann@ws1',
  ' 9:10:00 (demo) DENIED: "a" bob@ws2  (Licensed number of users already reached. (-4,342))',
  ' 9:40:00 (demo) IN: "a" ann@ws1',
  '10:00:00 (demo) OUT: "b" bob@ws2  (2 licenses)',
  '10:30:00 (demo) IN: "b" bob@ws2  (2 licenses)',
]
/** More than 64 KB, the first chunk that is compared. */
const large = generateLog({
  seed: 3,
  days: 3,
  users: 6,
  hosts: 5,
  features: 4,
  daemons: 1,
  eventsPerDay: sized(700, 9000),
})

test('I1 an empty file and one with only a byte-order mark are recorded as empty, without an error', async () => {
  const records = await importInto(core, [write('empty.log', ''), write('mark.log', '\uFEFF')])
  expect(records.map(({ state, outcome }) => [state, outcome])).toEqual([
    ['finished', 'This file is empty. Nothing was stored. There is nothing to import yet.'],
    ['finished', 'This file is empty. Nothing was stored. There is nothing to import yet.'],
  ])
  expect(await storedRows()).toBe(0)
})

test('I3 a truncated copy of an imported file brings nothing: more was imported before', {
  timeout: 120_000,
}, async () => {
  const bytes = Buffer.from(large)
  expect(bytes.length).toBeGreaterThan(140_000)
  await importInto(core, [write('whole.log', bytes)])
  const before = await allRecords(core)
  const rows = await storedRows()
  const ends = [bytes.length - 1, bytes.length - 777, Math.floor(bytes.length * 0.9), 65_536, 100_000]
  for (const [i, end] of ends.entries()) {
    const [record] = await importInto(core, [write(`copy-${i}.log`, bytes.subarray(0, end))])
    expect(record, `cut at ${end}`).toMatchObject({ state: 'finished', facts: 0, linesRead: 0 })
    expect(record?.outcome).toBe('Nothing new: a shorter copy of whole.log, of which more was imported before.')
  }
  expect(await storedRows()).toBe(rows)
  expect(await allRecords(core)).toEqual(before)
})

test('I3 a shorter file that goes on otherwise is no truncated copy: nothing of it is lost', async () => {
  const bytes = Buffer.from(large)
  await importInto(core, [write('whole.log', bytes)])
  // As when a machine was set back to an earlier state, and its log went on from there.
  const kept = large.slice(0, large.lastIndexOf('\n', bytes.length * 0.7) + 1)
  const last = kept.trimEnd().split('\n').at(-1) as string
  const time = last.slice(0, 8)
  const other = `${kept}${time} (lmgrd) TIMESTAMP 3/7/2024\n${time} (demod) OUT: "solver" zoe@ws77\n`
  const [record] = await importInto(core, [write('set-back.log', other)])
  expect(record?.state).toBe('finished')
  expect(record?.outcome).toContain('It begins like whole.log, imported before, but differs from it')
  expect((await reportLines(core, 75, { groupBy: ['User name'], by: 'total' })).join()).toContain(',zoe,')
})

test('I4 the same file again, renamed, copied, packed or in an archive brings nothing', async () => {
  const path = writeLog(folder, 'lmgrd.log', day)
  await importInto(core, [path])
  const before = await allRecords(core)
  const copy = join(folder, 'copy of something.txt')
  copyFileSync(path, copy)
  const packed = write('lmgrd.log.gz', gzipSync(readFileSync(path)))
  const zip = write('logs.zip', makeZip([{ name: 'x/lmgrd.log', content: readFileSync(path) }]))
  for (const record of await importInto(core, [path, copy, packed, zip]))
    expect(record).toMatchObject({
      state: 'finished',
      facts: 0,
      outcome: 'Nothing new: the same content as lmgrd.log, imported before.',
    })
  expect(await allRecords(core)).toEqual(before)
})

test('I5 of a file that has grown only the tail is read', async () => {
  const path = writeLog(folder, 'lmgrd.log', day)
  await importInto(core, [path])
  const [grown] = await importInto(core, [
    writeLog(folder, 'lmgrd.log', [...day, '11:00:00 (demo) OUT: "a" cy@ws3', '11:30:00 (demo) IN: "a" cy@ws3']),
  ])
  expect(grown).toMatchObject({ state: 'finished', linesRead: 2, facts: 2 })
  expect((await reportLines(core, 84, { groupBy: [], by: 'total' }))[0]).toMatch(/,2\.166667,/)
})

test('I6 changed bytes in the middle are found; both stay, counted once where equal, and the choice is told', async () => {
  await importInto(core, [write('lmgrd.log', large)])
  const lines = large.trimEnd().split('\n')
  const at = Math.floor(lines.length / 2)
  const changed = [...lines]
  const line = changed.findIndex((one, i) => i > at && / OUT: /.test(one))
  changed[line] = (changed[line] as string).replace(/ OUT: "[^"]+"/, ' OUT: "solver_x"')
  const [record] = await importInto(core, [write('corrected.log', text(changed))])
  expect(record?.state).toBe('finished')
  expect(record?.outcome).toMatch(
    /It begins like lmgrd\.log, imported before, but differs from it after byte [\d,]+\. .* If it replaces lmgrd\.log, remove that import; if it does not belong here, remove this one\./,
  )
  // All but the changed line stand in both.
  const list = await core.api['imports.list']({})
  expect(Math.max(...list.map(({ duplicates }) => duplicates))).toBeGreaterThan(lines.length - 200)
  // Replace: without the old one there is what the new one alone gives.
  await core.api['imports.remove']({ id: list.find(({ fileName }) => fileName === 'lmgrd.log')?.id as number })
  await core.idle()
  const other = await temporaryFolder()
  const alone = await openConsole(join(other, 'lictor.db'))
  await importInto(alone, [join(folder, 'corrected.log')])
  expect(await allRecords(core)).toEqual(await allRecords(alone))
  await alone.close()
})

test('I8 UTF-16 with and without a mark, windows-1252 and UTF-8 give the same records', async () => {
  const lines = [...day.slice(0, 6), ' 9:00:00 (demo) OUT: "a" jürgen@büro', ' 9:30:00 (demo) IN: "a" jürgen@büro']
  const content = text(lines)
  const big = Buffer.from(`\uFEFF${content}`, 'utf16le').swap16()
  const forms: readonly (readonly [string, Buffer])[] = [
    ['utf8.log', Buffer.from(content)],
    ['utf16le-mark.log', Buffer.from(`\uFEFF${content}`, 'utf16le')],
    ['utf16le.log', Buffer.from(content, 'utf16le')],
    ['utf16be-mark.log', big],
    ['cp1252.log', Buffer.from(content, 'latin1')],
  ]
  for (const [name, bytes] of forms) {
    const own = await temporaryFolder()
    const console = await openConsole(join(own, 'lictor.db'))
    writeFileSync(join(own, name), bytes)
    const [record] = await importInto(console, [join(own, name)])
    expect(record, name).toMatchObject({ state: 'finished', facts: 2, rejected: 0 })
    expect(await reportLines(console, 84), name).toEqual([
      '2024-03-04T09:00:00+00:00,lic01;demo,a,undef,undef,jürgen,1,0.5,1,1',
    ])
    await console.close()
  }
})

test('I9 invalid UTF-8, NULs, control, ANSI and bidi characters: the lines count, and are told escaped', async () => {
  const path = write(
    'odd.log',
    Buffer.concat([
      Buffer.from(text(startBlock())),
      Buffer.from(' 9:00:00 (demo) OUT: "a" a\x00nn@ws\x001\n'),
      Buffer.from(' 9:10:00 (demo) OUT: "a" \x1b[31mred\x1b[0m@ws2\n'),
      Buffer.from(' 9:20:00 (demo) OUT: "a" \u202eevil@ws3\n'),
      Buffer.from([...Buffer.from(' 9:30:00 (demo) OUT: "a" b'), 0xff, 0xfe, ...Buffer.from('d@ws4\n')]),
      Buffer.from(' 9:4\u202e:00 (demo) OUT: "a" \x1b[2Jx@ws5\n'),
      Buffer.from('10:00:00 (lmgrd) TIMESTAMP 3/4/2024\n'),
    ]),
  )
  const [record] = await importInto(core, [path])
  expect(record).toMatchObject({ state: 'finished', facts: 4 })
  const users = (await reportLines(core, 84, { groupBy: ['User name'], by: 'total' })).map((line) => line.split(',')[1])
  expect(users).toContain('ann')
  expect(users.every((user) => user?.isWellFormed() && !user.includes('\0'))).toBe(true)
  const { rejections } = await core.api['imports.report']({ id: record?.id as number })
  const shown = rejections.flatMap(({ examples }) => examples.map((example) => example.text)).join()
  expect(shown).toContain('\\u001b[2J')
  expect(/[\p{Cc}\p{Cf}]/u.test(shown)).toBe(false)
})

test('I11 of a damaged gzip file the good part is kept, and the offset is told', async () => {
  const packed = gzipSync(large)
  const cut = write('cut.gz', packed.subarray(0, Math.floor(packed.length * 0.7)))
  const trailing = write('trailing.gz', Buffer.concat([packed, Buffer.from('garbage')]))
  const flipped = Buffer.from(packed)
  flipped.fill(0xff, Math.floor(packed.length * 0.6), Math.floor(packed.length * 0.6) + 300)
  const damaged = write('damaged.gz', flipped)
  const half = large.lastIndexOf('\n', large.length / 2) + 1
  const joined = write('joined.gz', Buffer.concat([gzipSync(large.slice(0, half)), gzipSync(large.slice(half))]))
  const lines = large.split('\n').length - 1
  for (const [path, words] of [
    [
      cut,
      /cut is cut off at byte [\d,]+\. The [\d,]+ bytes of content before it were kept\.|cut\.gz is cut off at byte/,
    ],
    [damaged, /damaged\.gz (is damaged )?at byte [\d,]+/],
    [trailing, /holds 7 bytes that are not gzip\. They were ignored\./],
    [joined, /lines read/],
  ] as const) {
    const own = await openConsole(join(await temporaryFolder(), 'lictor.db'))
    const [record] = await importInto(own, [path])
    expect(record?.state, path).toBe('finished')
    expect(record?.outcome, path).toMatch(words)
    expect(record?.linesRead, path).toBeGreaterThan(lines * 0.4)
    if (path === joined || path === trailing) expect(record?.linesRead).toBe(lines)
    await own.close()
  }
})

test('I13 a program, a document, a picture and plain binary data named .log are refused, and nothing is stored', async () => {
  const bytes = (start: string) =>
    Buffer.concat([Buffer.from(start, 'latin1'), Buffer.alloc(3000, '\x01\x9f\0\xfe', 'latin1')])
  const files = [
    write('program.log', bytes('MZ\x90\0\x03\0\0\0')),
    write('elf.log', bytes('\x7fELF\x02\x01\x01\0')),
    write('paper.log', bytes('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n')),
    write('photo.log', bytes('\x89PNG\r\n\x1a\n')),
    write(
      'workbook.log',
      makeZip([
        { name: '[Content_Types].xml', content: '<Types/>' },
        { name: 'xl/workbook.xml', content: '<workbook/>' },
      ]),
    ),
    write('binary.log', Buffer.from(Array.from({ length: 50_000 }, (_, i) => (i * 7919) % 251))),
  ]
  for (const record of await importInto(core, files)) {
    expect(record).toMatchObject({ state: 'refused', facts: 0, linesRead: 0 })
    expect(record.outcome, record.fileName).toMatch(/^This looks like .*\. Nothing was stored\./)
  }
  expect(await storedRows()).toBe(0)
})

test('I14 a log of another product, one read as the wrong format, and a file of several: never a silent zero', async () => {
  const foreign = Array.from(
    { length: 40 },
    (_, i) => `[2024-03-04 09:${String(i).padStart(2, '0')}] solver taken by ann on ws1`,
  )
  const path = writeLog(folder, 'foreign.log', foreign)
  const [detected] = await importInto(core, [path])
  expect(detected).toMatchObject({ state: 'refused' })
  expect(detected?.outcome).toContain('none of the known formats')
  const started = await core.api['imports.start']({
    files: [{ path }],
    format: 'flexnet-debug-log',
    startDate: '2024-03-04',
  })
  await core.idle()
  const forced = (await core.api['imports.list']({})).find(({ id }) => id === started[0]?.id)
  expect(forced).toMatchObject({ state: 'finished', facts: 0, rejected: 40 })
  expect(forced?.outcome).toContain('40 of its lines do not begin like those of a FlexNet debug log')
  const mixed = writeLog(folder, 'mixed.log', [...day, ...foreign.slice(0, 10)])
  const [both] = await importInto(core, [mixed])
  expect(both).toMatchObject({ state: 'finished', facts: 5, rejected: 10 })
  expect(both?.outcome).toContain('10 of its lines do not begin like those of a FlexNet debug log')
  const quiet = writeLog(folder, 'quiet.log', startBlock({ date: '3/9/2024' }).slice(0, 4))
  const [nobody] = await importInto(core, [quiet])
  expect(nobody?.outcome).toContain('no line of it tells who used a licence')
})
