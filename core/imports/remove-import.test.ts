import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { generateLog } from '../../e2e/recount/log-generator.ts'
import { allRecords, importInto, openConsole } from '../cli/console-fixture.ts'
import { startBlock, writeLog } from '../cli/log-fixture.ts'
import { endTest, temporaryFolder } from '../database/database-fixture.ts'

afterEach(endTest)

type File = readonly [name: string, lines: readonly string[]]

/** What is told when `gone` was imported among the others and then removed; and what the others alone tell. */
const withAndWithout = async (files: readonly File[], gone: string) => {
  const folder = await temporaryFolder()
  const core = await openConsole(join(folder, 'with.db'))
  const records = await importInto(
    core,
    files.map(([name, lines]) => writeLog(folder, name, lines)),
  )
  const id = records.find(({ fileName }) => fileName === gone)?.id as number
  await core.api['imports.remove']({ id })
  await core.idle()
  const after = { records: await allRecords(core), sources: await described(core) }
  await core.close()
  const other = await temporaryFolder()
  const alone = await openConsole(join(other, 'alone.db'))
  const rest = files.filter(([name]) => name !== gone)
  await importInto(
    alone,
    rest.map(([name, lines]) => writeLog(other, name, lines)),
  )
  const expected = { records: await allRecords(alone), sources: await described(alone) }
  await alone.close()
  return { after, expected }
}

const described = async ({ api }: Awaited<ReturnType<typeof openConsole>>) =>
  (await api['sources.list']({})).map(({ server, daemons, observedHours, lines }) => ({
    server,
    daemons,
    observedHours,
    lines,
  }))

const generated = generateLog({ seed: 5, days: 4, users: 4, hosts: 3, features: 3, daemons: 2, eventsPerDay: 60 })
  .trimEnd()
  .split('\n')
const third = Math.floor(generated.length / 3)
const parts: readonly File[] = [
  ['lmgrd.log.1', generated.slice(0, third + 40)],
  ['lmgrd.log.2', generated.slice(third, 2 * third + 40)],
  ['lmgrd.log.3', generated.slice(2 * third)],
]

test.each(['lmgrd.log.1', 'lmgrd.log.2', 'lmgrd.log.3'])(
  'without %s there is what the others alone give',
  async (gone) => {
    const { after, expected } = await withAndWithout(parts, gone)
    expect(after.records).toEqual(expected.records)
  },
)

test('removing the only file leaves nothing', async () => {
  const { after } = await withAndWithout(
    [['only.log', [...startBlock(), ' 9:00:00 (demo) OUT: "a" ann@ws1', ' 9:30:00 (demo) IN: "a" ann@ws1']]],
    'only.log',
  )
  expect(Object.values(after.records).flat()).toEqual([])
  expect(after.sources).toEqual([])
})

const denied = [
  ...startBlock(),
  ' 9:00:00 (demo) DENIED: "a" ann@ws1  (Licensed number of users already reached. (-4,342))',
  ' 9:30:00 (demo) OUT: "b" ann@ws1',
]
const granted = [
  ...startBlock({ server: 'lic02', daemon: 'demo' }),
  ' 9:00:01 (demo) OUT: "a" ann@ws1',
  ' 9:30:00 (demo) IN: "a" ann@ws1',
]

test('a denial that another server granted is a true one again when that server is removed', async () => {
  const files: File[] = [
    ['one.log', denied],
    ['two.log', granted],
  ]
  const { after, expected } = await withAndWithout(files, 'two.log')
  expect(expected.records[104]).toContain(
    '2024-03-04T09:00:00+00:00,lic01;demo,<none>,a,undef,DENIED,"-4,342",ann,ws1,Licensed number of users already reached.,1,1'.replaceAll(
      '"',
      '',
    ),
  )
  expect(after.records).toEqual(expected.records)
})

test('two logs that only a third one tied together are two again without it', async () => {
  const quiet = [...startBlock(), ' 9:00:00 (demo) OUT: "a" ann@ws1', ' 9:00:00 (demo) TIMESTAMP 3/6/2024']
  const busy = [
    ...startBlock({ daemon: 'acme' }),
    ...['3/4', '3/5', '3/6'].flatMap((date) => [
      ` 9:00:00 (acme) TIMESTAMP ${date}/2024`,
      '12:00:00 (acme) OUT: "a" bob@ws2',
      '18:00:00 (acme) IN: "a" bob@ws2',
    ]),
  ]
  const both = [...startBlock({ date: '3/1/2024' }), ...startBlock({ date: '3/1/2024', daemon: 'acme' })]
  const files: File[] = [
    ['quiet.log', quiet],
    ['busy.log', busy],
    ['both.log', both],
  ]
  const { after, expected } = await withAndWithout(files, 'both.log')
  // Alone, demo's log is silent for two days, which ends its run.
  expect(expected.records[84]?.filter((line) => line.includes('ann'))).toEqual([])
  expect(after.sources).toEqual(expected.sources)
  expect(after.records).toEqual(expected.records)
})

test('a file that joined by overlap is unknown again when what it overlapped is removed', async () => {
  const first = [
    ...startBlock(),
    ' 9:00:00 (demo) OUT: "a" ann@ws1',
    ' 9:10:00 (demo) IN: "a" ann@ws1',
    ' 9:20:00 (demo) OUT: "b" ann@ws1',
  ]
  const files: File[] = [
    ['named.log', first],
    ['other.txt', [...first.slice(-3), '10:00:00 (lmgrd) TIMESTAMP 3/4/2024']],
  ]
  const { after, expected } = await withAndWithout(files, 'named.log')
  expect(after.sources.map(({ server }) => server)).toEqual(['unknown'])
  expect(after).toEqual(expected)
})

test('the copy of a removed file can be imported', async () => {
  const folder = await temporaryFolder()
  const core = await openConsole(join(folder, 'lictor.db'))
  const path = writeLog(folder, 'a.log', denied)
  const [first] = await importInto(core, [path])
  const before = await allRecords(core)
  await core.api['imports.remove']({ id: first?.id as number })
  await core.idle()
  await importInto(core, [path])
  expect(await allRecords(core)).toEqual(before)
  await core.close()
})
