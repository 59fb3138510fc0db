import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { generateLog } from '../../e2e/recount/log-generator.ts'
import { importInto, openConsole, reportLines, toldOf } from '../cli/console-fixture.ts'
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

/** The same where every file must be imported. */
const told = async (...args: Parameters<typeof toldOf>) => {
  const all = await toldOf(...args)
  expect(all.imports.map(({ state, outcome }) => (state === 'finished' ? state : outcome))).toEqual(
    all.imports.map(() => 'finished'),
  )
  return all
}

/** Where a part begins so that it overlaps the one before by the wanted lines: over four different seconds, for less is no overlap. */
const begin = (lines: readonly string[], from: number, wanted: number): number => {
  if (wanted === 0) return from
  let at = Math.max(0, from - wanted)
  while (at > 0 && new Set(lines.slice(at, from).map((line) => line.slice(0, 8))).size < 4) at--
  return at
}

test.each([
  ['a log without restarts, cut anywhere', { seed: 11, restarts: false }, (_: readonly string[], at: number) => at],
  // An undated line alone behind a silence of days says nothing of its day: such a part has to begin with a date.
  [
    'a log with restarts and silences, cut where a line states a date',
    { seed: 13, restarts: true },
    (lines: readonly string[], at: number) =>
      Math.max(
        0,
        lines.findLastIndex((line, i) => i <= at && line.includes(') TIMESTAMP ')),
      ),
  ],
])(
  '%s: its parts, overlapping or not, in any order give what the whole gives',
  { timeout: 120_000 },
  async (_, kind, toDate) => {
    const options = { days: 3, users: 4, hosts: 3, features: 3, daemons: 2, eventsPerDay: 60 }
    const lines = generateLog({ ...options, ...kind })
      .trimEnd()
      .split('\n')
    const whole = (await told([['lmgrd.log', lines]])).records
    const cuts = fc.uniqueArray(fc.integer({ min: 100, max: lines.length - 5 }), { minLength: 1, maxLength: 3 })
    await fc.assert(
      fc.asyncProperty(
        cuts,
        fc.constantFrom(0, 0, 12, 60),
        fc.infiniteStream(fc.nat(1000)),
        async (at, overlap, numbers) => {
          const bounds = [...new Set([0, ...at.map((cut) => toDate(lines, cut)).sort((a, b) => a - b), lines.length])]
          const parts = bounds.slice(0, -1).map((from, i) => ({
            order: numbers.next().value as number,
            file: [
              `lmgrd.log.${i + 1}`,
              lines.slice(i === 0 ? 0 : toDate(lines, begin(lines, from, overlap)), bounds[i + 1]),
            ] as const,
          }))
          const files = parts.sort((a, b) => a.order - b.order).map(({ file }) => file)
          expect((await told(files)).records).toEqual(whole)
        },
      ),
      { numRuns: 5, seed: 20240304, endOnFailure: true },
    )
  },
)

const first = [
  ...startBlock(),
  ' 9:00:00 (demo) OUT: "a" ann@ws1',
  ' 9:10:00 (demo) OUT: "b" bob@ws2',
  ' 9:20:00 (demo) IN: "b" bob@ws2',
]
const second = [
  '10:00:00 (demo) IN: "a" ann@ws1',
  '10:10:00 (demo) OUT: "b" ann@ws1',
  '10:40:00 (lmgrd) TIMESTAMP 3/4/2024',
]

test('a checkout of one part is closed by the next, whichever came first', async () => {
  const turned = await told([
    ['lmgrd.log.2', second],
    ['lmgrd.log.1', first],
  ])
  const straight = await told([
    ['lmgrd.log.1', first],
    ['lmgrd.log.2', second],
  ])
  expect(turned.records).toEqual(straight.records)
  expect(straight.sources).toHaveLength(1)
  expect(straight.records[84]).toContain('2024-03-04T09:00:00+00:00,lic01;demo,a,undef,undef,ann,1,1,1,1')
})

test('a part without a banner that continues a named file needs no answer', async () => {
  const { imports } = await told([
    ['lmgrd.log.1', first],
    ['lmgrd.log.2', second],
  ])
  expect(imports.map(({ needsServer }) => needsServer)).toEqual([false, false])
})

test('a copy that was imported first keeps nobody from being known by its name', async () => {
  const files: Parameters<typeof toldOf>[0] = [
    ['saved.txt', first],
    ['lmgrd.log.1', first],
    ['lmgrd.log', second],
  ]
  const { sources, records, imports } = await told(files)
  expect(sources.map(({ server }) => server)).toEqual(['lic01'])
  expect(imports.map(({ needsServer }) => needsServer)).toEqual([false, false, false])
  expect(records).toEqual((await told(files.toReversed())).records)
})

test('a part without a banner joins the stream whose lines it overlaps, whatever its name', async () => {
  const { sources, records, imports } = await told([
    ['lmgrd.log', first],
    ['from-the-backup.txt', [...first.slice(-3), ...second]],
  ])
  expect(sources.map(({ server }) => server)).toEqual(['lic01'])
  expect(imports[1]?.needsServer).toBe(false)
  expect(records).toEqual((await told([['lmgrd.log', [...first, ...second]]])).records)
})

test('a silence over midnight ends what was held, also where a part that overlaps dates its first lines wrongly', async () => {
  const before = [
    ...startBlock({ date: '2/26/2024' }),
    '9:00:00 (demo) OUT: "a" mia@ws  ',
    '9:30:00 (demo) OUT: "a" kim@ws  ',
    '9:40:00 (demo) IN: "a" kim@ws  ',
  ]
  const after = [
    '17:00:00 (lmgrd) TIMESTAMP 2/27/2024',
    '18:00:00 (demo) OUT: "a" ann@ws  ',
    '19:00:00 (demo) IN: "a" ann@ws  ',
    '20:00:00 (lmgrd) TIMESTAMP 2/27/2024',
  ]
  const last = ['21:00:00 (demo) OUT: "a" bob@ws  ', '22:00:00 (lmgrd) TIMESTAMP 2/27/2024']
  // By the TIMESTAMP behind the silence, the first lines of the second part seem to be of its day.
  const parts: Parameters<typeof toldOf>[0] = [
    ['lmgrd.log.1', [...before, ...after]],
    ['lmgrd.log', [...before.slice(-3), ...after, ...last]],
  ]
  const whole = (await told([['lmgrd.log', [...before, ...after, ...last]]])).records
  expect((await told(parts)).records).toEqual(whole)
  expect((await told(parts.toReversed())).records).toEqual(whole)
})

test('a file of a server nobody named counts for unknown, and joins when its stream comes', async () => {
  await importInto(core, [writeLog(folder, 'lmgrd.log.2', second)])
  expect((await core.api['sources.list']({})).map(({ server }) => server)).toEqual(['unknown'])
  expect((await core.api['imports.list']({}))[0]?.needsServer).toBe(true)
  await importInto(core, [writeLog(folder, 'lmgrd.log.1', first)])
  expect((await core.api['sources.list']({})).map(({ server }) => server)).toEqual(['lic01'])
  expect((await core.api['imports.list']({})).map(({ needsServer }) => needsServer)).toEqual([false, false])
})

test('an unknown server can be told afterwards', async () => {
  const [unknown] = await importInto(core, [writeLog(folder, 'other.log', second)])
  await core.api['imports.setServer']({ id: unknown?.id as number, server: 'lic07' })
  await core.idle()
  expect((await core.api['sources.list']({})).map(({ server }) => server)).toEqual(['lic07'])
  expect(await reportLines(core, 84)).toEqual(['2024-03-04T10:00:00+00:00,lic07;demo,b,undef,undef,ann,1,0.5,1,1'])
})

test('two files of one server with the same daemon are one log; with different daemons they are two', async () => {
  const other = startBlock({ daemon: 'acme' })
  const { sources } = await told([
    ['one.log', first],
    ['two.log', other],
  ])
  expect(sources.map(({ server, daemons }) => [server, daemons])).toEqual([
    ['lic01', ['demo']],
    ['lic01', ['acme']],
  ])
  const both = [...startBlock(), ...startBlock({ daemon: 'acme' })]
  const joined = await told([
    ['one.log', first],
    ['two.log', other],
    ['both.log', both],
  ])
  expect(joined.sources).toHaveLength(1)
  const turned = await told([
    ['both.log', both],
    ['two.log', other],
    ['one.log', first],
  ])
  expect(turned.records).toEqual(joined.records)
})

test('the packages of a feature are joined in the order of the log, not of the imports', async () => {
  const list = (date: string, pack: string) => [
    ...startBlock({ date }).slice(0, 4),
    ` 8:00:00 (demo) Server started on lic01 for:\t${pack} (consisting of: part)\t\t`,
    ' 9:00:00 (demo) OUT: "part" ann@ws1',
    ' 9:30:00 (demo) IN: "part" ann@ws1',
  ]
  const older = ['old.log', list('3/4/2024', 'SUITE')] as const
  const newer = ['new.log', list('3/5/2024', 'BUNDLE')] as const
  const straight = await told([older, newer])
  expect(straight.records[116]?.[0]).toContain(',SUITE+BUNDLE,')
  expect((await told([newer, older])).records).toEqual(straight.records)
})

test('the same lines at other times are other events', async () => {
  const again = (date: string) => [
    ...startBlock({ date }),
    ' 9:00:00 (demo) OUT: "a" ann@ws1',
    ' 9:30:00 (demo) IN: "a" ann@ws1',
  ]
  const { records } = await told([
    ['one.log', again('3/4/2024')],
    ['two.log', again('3/5/2024')],
  ])
  expect(records[84]).toEqual([
    '2024-03-04T09:00:00+00:00,lic01;demo,a,undef,undef,ann,1,0.5,1,1',
    '2024-03-05T09:00:00+00:00,lic01;demo,a,undef,undef,ann,1,0.5,1,1',
  ])
})
