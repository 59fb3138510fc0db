import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { endTest, temporaryFolder } from '../database/database-fixture.ts'
import { command } from './console-fixture.ts'
import { startBlock, writeLog } from './log-fixture.ts'

let db: string
let newYork: string
let lateMarch: string
let edges: string
beforeAll(async () => {
  const folder = await temporaryFolder()
  db = join(folder, 'lictor.db')
  const lines = [
    ...startBlock(), // Monday, 4 March 2024, 8:00
    ' 8:30:00 (demo) OUT: "a" ann@ws1  (3 licenses)',
    ' 9:30:00 (demo) IN: "a" ann@ws1  (3 licenses)',
    '10:00:00 (demo) DENIED: "a" bob@ws2  (Licensed number of users already reached. (-4,342))',
    '10:10:00 (demo) DENIED: "b" bob@ws2  "v2.1"(License server system does not support this version. (-25,334:104 "x"))',
    '10:20:00 (demo) UNSUPPORTED: "c" (PORT_AT_HOST_PLUS   ) cy@ws3  (No such feature exists. (-5,346))',
    '11:00:00 (demo) OUT: "b" bob@ws2',
    '11:00:00 (demo) OUT: "b" =cmd, Ltd@ws2',
    '12:00:00 (demo) IN: "b" bob@ws2',
    '12:00:00 (demo) IN: "b" =cmd, Ltd@ws2',
    '20:00:00 (lmgrd) TIMESTAMP 3/4/2024',
    ' 7:00:00 (lmgrd) TIMESTAMP 3/5/2024',
    ' 9:00:00 (demo) OUT: "a" bob@ws1',
    '10:00:00 (demo) IN: "a" bob@ws1',
    '16:00:00 (lmgrd) TIMESTAMP 3/5/2024',
  ]
  expect((await command('import', writeLog(folder, 'lmgrd.log', lines), '--db', db, '--zone', 'UTC')).status).toBe(0)
  newYork = join(folder, 'autumn.db')
  const hours = (dates: readonly string[]) =>
    dates.flatMap((date) => [` 0:00:00 (lmgrd) TIMESTAMP ${date}`, '12:00:00 (lmgrd) Heartbeat'])
  const autumn = [
    ...startBlock({ date: '11/1/2024' }),
    ' 8:10:00 (demo) OUT: "a" ann@ws1',
    ...hours(['11/2/2024', '11/3/2024', '11/4/2024', '11/5/2024']),
  ]
  await command('import', writeLog(folder, 'autumn.log', autumn), '--db', newYork, '--zone', 'America/New_York')
  edges = join(folder, 'edges.db')
  const lastSecond = [
    ' 7:59:58 (lmgrd) FlexNet Licensing (v11.19.0.0 build 1 x64) started on lic01 (linux) (3/4/2024)',
    ' 8:00:01 (demo) Server started on lic01 for:\ta',
    ' 8:30:00 (demo) OUT: "a" ann@ws1',
    ' 9:00:00 (demo) DENIED: "a" bob@ws2  (Licensed number of users already reached. (-4,342))',
  ]
  await command('import', writeLog(folder, 'edges.log', lastSecond), '--db', edges, '--zone', 'UTC')
  lateMarch = join(folder, 'spring.db')
  const spring = [
    ...startBlock({ date: '3/29/2024' }),
    ' 8:10:00 (demo) OUT: "a" ann@ws1',
    ...hours(['3/30/2024', '3/31/2024', '4/1/2024', '4/2/2024']),
  ]
  await command('import', writeLog(folder, 'spring.log', spring), '--db', lateMarch, '--zone', 'Europe/Berlin')
})
afterAll(endTest)

/** Lines of the answer without the header. */
const rows = async (...args: readonly string[]): Promise<string[]> => {
  const { status, stdout, stderr } = await command('report', ...args)
  expect(status, stderr).toBe(0)
  return stdout.trimEnd().split('\n').slice(1)
}

test('without --group-by: the hourly records, every classification', async () => {
  const { stdout } = await command('report', '84', '--db', db)
  expect(stdout).toBe(
    [
      'Time,Vendor License,Feature,Prime time (deprecated),User group,User name,Record count,Elapsed time,Max used,Distinct',
      '2024-03-04T08:00:00+00:00,lic01;demo,a,undef,undef,ann,1,1.500000,3,1',
      '2024-03-04T09:00:00+00:00,lic01;demo,a,undef,undef,ann,1,1.500000,3,1',
      '2024-03-04T11:00:00+00:00,lic01;demo,b,undef,undef,"=cmd, Ltd",1,1.000000,1,1',
      '2024-03-04T11:00:00+00:00,lic01;demo,b,undef,undef,bob,1,1.000000,1,1',
      '2024-03-05T09:00:00+00:00,lic01;demo,a,undef,undef,bob,1,1.000000,1,1',
      '',
    ].join('\n'),
  )
})

test('with --group-by the whole period is one row for each group, Time its start', async () => {
  expect(await rows('84', '--db', db, '--group-by', 'User name')).toEqual([
    '2024-03-04T08:00:00+00:00,"=cmd, Ltd",1,1.000000,1,1',
    '2024-03-04T08:00:00+00:00,ann,2,3.000000,3,1',
    '2024-03-04T08:00:00+00:00,bob,2,2.000000,1,1',
  ])
  expect(await rows('84', '--db', db, '--group-by', 'User name', '--from', '2024-03-01', '--to', '2024-03-05')).toEqual(
    [
      '2024-03-01T00:00:00+00:00,"=cmd, Ltd",1,1.000000,1,1',
      '2024-03-01T00:00:00+00:00,ann,2,3.000000,3,1',
      '2024-03-01T00:00:00+00:00,bob,1,1.000000,1,1',
    ],
  )
})

test('an empty --group-by is one row for each period', async () => {
  expect(await rows('84', '--db', db, '--group-by', '')).toEqual(['2024-03-04T08:00:00+00:00,5,6.000000,3,1'])
  expect(await rows('84', '--db', db, '--group-by', '', '--by', 'day')).toEqual([
    '2024-03-04T00:00:00+00:00,4,5.000000,3,1',
    '2024-03-05T00:00:00+00:00,1,1.000000,1,1',
  ])
})

test('grouped columns stand in the order of the type, whatever the order asked', async () => {
  const { stdout } = await command('report', '84', '--db', db, '--group-by', 'User name, Feature', '--by', 'week')
  expect(stdout.split('\n').slice(0, 3)).toEqual([
    'Time,Feature,User name,Record count,Elapsed time,Max used,Distinct',
    '2024-03-04T00:00:00+00:00,a,ann,2,3.000000,3,1',
    '2024-03-04T00:00:00+00:00,a,bob,1,1.000000,1,1',
  ])
})

test('weeks begin on Monday, months on the first', async () => {
  expect(await rows('84', '--db', db, '--group-by', '', '--by', 'week')).toEqual([
    '2024-03-04T00:00:00+00:00,5,6.000000,3,1',
  ])
  expect(await rows('84', '--db', db, '--group-by', '', '--by', 'month')).toEqual([
    '2024-03-01T00:00:00+00:00,5,6.000000,3,1',
  ])
})

test('--from is included, --to is not; dates are in the zone of the report', async () => {
  expect(await rows('84', '--db', db, '--from', '2024-03-05')).toHaveLength(1)
  expect(await rows('84', '--db', db, '--to', '2024-03-05')).toHaveLength(4)
  expect(await rows('84', '--db', db, '--from', '2024-03-04T09:00:00Z', '--to', '2024-03-04T11:00:00Z')).toEqual([
    '2024-03-04T09:00:00+00:00,lic01;demo,a,undef,undef,ann,1,1.500000,3,1',
  ])
  // 4 March in Tokyo ends at 15:00 UTC, 5 March there begins then.
  expect(
    await rows('84', '--db', db, '--zone', 'Asia/Tokyo', '--from', '2024-03-05', '--group-by', '', '--by', 'day'),
  ).toEqual(['2024-03-05T00:00:00+09:00,1,1.000000,1,1'])
})

test('the same name in several --where: any; different names: all; with * and ?', async () => {
  const by = ['--group-by', 'Feature,User name'] as const
  expect(await rows('84', '--db', db, ...by, '--where', 'User name=ann', '--where', 'User name=bob')).toHaveLength(3)
  expect(await rows('84', '--db', db, ...by, '--where', 'User name=bob', '--where', 'Feature=b')).toEqual([
    '2024-03-04T08:00:00+00:00,b,bob,1,1.000000,1,1',
  ])
  expect(await rows('84', '--db', db, ...by, '--where', 'User name=?o*')).toHaveLength(2)
  expect(await rows('84', '--db', db, ...by, '--where', 'User name==cmd, *')).toHaveLength(1)
  expect(await rows('84', '--db', db, ...by, '--where', 'User name=Bob')).toEqual([])
  expect(await rows('84', '--db', db, ...by, '--where', 'Vendor License=lic01;demo')).toHaveLength(4)
  expect(await rows('84', '--db', db, ...by, '--where', 'Vendor License=lic02;*')).toEqual([])
})

test('--where holds for a classification that is not known, too', async () => {
  expect(await rows('84', '--db', db, '--where', 'User group=undef')).toHaveLength(5)
  expect(await rows('84', '--db', db, '--where', 'User group=Finance')).toEqual([])
  expect(await rows('85', '--db', db, '--where', 'User group=Finance')).toEqual([])
  expect(await rows('51', '--db', db, '--where', 'Prime time (deprecated)=prime')).toEqual([])
  expect(await rows('52', '--db', db, '--where', 'Prime time (deprecated)=prime')).toEqual([])
  expect(await rows('116', '--db', db, '--where', 'Usage type=overdraft')).toEqual([])
})

test('--where on levels and on events', async () => {
  expect(await rows('51', '--db', db, '--where', 'Used licenses=3')).toHaveLength(2)
  expect((await rows('51', '--db', db, '--where', 'Max available licenses=undef')).length).toBe(
    (await rows('51', '--db', db)).length,
  )
  expect(await rows('104', '--db', db, '--where', 'Event type=DENIED', '--group-by', 'Event subtype')).toEqual([
    '2024-03-04T08:00:00+00:00,"-25,334:104",1,1',
    '2024-03-04T08:00:00+00:00,"-4,342",1,1',
  ])
  expect(
    await rows(
      '104',
      '--db',
      db,
      '--where',
      'Event type=D*',
      '--where',
      'Feature version=2.1',
      '--group-by',
      'Feature',
    ),
  ).toEqual(['2024-03-04T08:00:00+00:00,b,1,1'])
  expect(await rows('52', '--db', db, '--group-by', 'Status')).toEqual([
    '2024-03-04T08:00:00+00:00,denied,2',
    '2024-03-04T08:00:00+00:00,unsupported,1',
  ])
})

test('averages are over the observed time of what stays grouped, idle hours included', async () => {
  // Observed 8:00 on the 4th to 16:00 on the 5th: 32 hours. `a`: 3 + 1 licence hours, `b`: 2.
  expect(await rows('51', '--db', db, '--group-by', 'Feature')).toEqual([
    `2024-03-04T08:00:00+00:00,a,${(await rows('51', '--db', db, '--where', 'Feature=a')).length},32.000000,0.125000,3,0,,,,4.000000,1`,
    `2024-03-04T08:00:00+00:00,b,${(await rows('51', '--db', db, '--where', 'Feature=b')).length},32.000000,0.062500,2,0,,,,2.000000,1`,
  ])
  // Across features it is the average for each feature: 6 licence hours in 64 feature hours.
  expect((await rows('51', '--db', db, '--group-by', ''))[0]?.split(',')[3]).toBe('0.093750')
  expect(await rows('85', '--db', db, '--group-by', 'Feature')).toEqual([
    '2024-03-04T08:00:00+00:00,a,3,4.000000,0.125000,3,0',
    '2024-03-04T08:00:00+00:00,b,1,2.000000,0.062500,2,0',
  ])
})

test('a group that held something throughout an hour has a minimum there, not in the day', async () => {
  expect((await rows('85', '--db', db)).filter((line) => line.includes('T11:'))).toEqual([
    '2024-03-04T11:00:00+00:00,lic01;demo,b,undef,undef,1,2.000000,2.000000,2,2',
  ])
  expect(await rows('85', '--db', db, '--group-by', 'Feature', '--by', 'day', '--where', 'Feature=b')).toEqual([
    '2024-03-04T00:00:00+00:00,b,1,2.000000,0.125000,2,0',
  ])
})

test('a day of 23 hours has 23 rows, one of 25 has 25, and the local day is whole', async () => {
  const spring = await rows('84', '--db', lateMarch, '--from', '2024-03-31', '--to', '2024-04-01')
  expect(spring).toHaveLength(23)
  expect(spring[1]).toBe('2024-03-31T01:00:00+01:00,lic01;demo,a,undef,undef,ann,1,1.000000,1,1')
  expect(spring[2]).toBe('2024-03-31T03:00:00+02:00,lic01;demo,a,undef,undef,ann,1,1.000000,1,1')
  const autumn = await rows('84', '--db', newYork, '--from', '2024-11-03', '--to', '2024-11-04')
  expect(autumn).toHaveLength(25)
  expect(autumn.slice(1, 3).map((line) => line.slice(0, 25))).toEqual([
    '2024-11-03T01:00:00-04:00',
    '2024-11-03T01:00:00-05:00',
  ])
  expect(
    await rows('84', '--db', newYork, '--group-by', '', '--by', 'day', '--from', '2024-11-02', '--to', '2024-11-05'),
  ).toEqual([
    '2024-11-02T00:00:00-04:00,24,24.000000,1,1',
    '2024-11-03T00:00:00-04:00,25,25.000000,1,1',
    '2024-11-04T00:00:00-05:00,24,24.000000,1,1',
  ])
})

test('a report zone on another grid is computed from the intervals', async () => {
  // 18:00 to 19:00 UTC is half an hour on each side of midnight in Kolkata.
  const folder = await temporaryFolder()
  const grid = join(folder, 'grid.db')
  const lines = [
    ...startBlock(),
    '18:00:00 (demo) OUT: "a" ann@ws1',
    '19:00:00 (demo) IN: "a" ann@ws1',
    '23:00:00 (lmgrd) TIMESTAMP 3/4/2024',
  ]
  await command('import', writeLog(folder, 'lmgrd.log', lines), '--db', grid, '--zone', 'UTC')
  expect(await rows('84', '--db', grid, '--zone', 'Asia/Kolkata', '--group-by', 'User name', '--by', 'day')).toEqual([
    '2024-03-04T00:00:00+05:30,ann,1,0.500000,1,1',
    '2024-03-05T00:00:00+05:30,ann,1,0.500000,1,1',
  ])
})

test('JSON tells the same as CSV', async () => {
  const { stdout } = await command('report', '84', '--db', db, '--format', 'json', '--group-by', 'User name')
  expect(JSON.parse(stdout)).toEqual([
    {
      Time: '2024-03-04T08:00:00+00:00',
      'User name': '=cmd, Ltd',
      'Record count': 1,
      'Elapsed time': 1,
      'Max used': 1,
      Distinct: 1,
    },
    {
      Time: '2024-03-04T08:00:00+00:00',
      'User name': 'ann',
      'Record count': 2,
      'Elapsed time': 3,
      'Max used': 3,
      Distinct: 1,
    },
    {
      Time: '2024-03-04T08:00:00+00:00',
      'User name': 'bob',
      'Record count': 2,
      'Elapsed time': 2,
      'Max used': 1,
      Distinct: 1,
    },
  ])
})

test('what may not be added up is said beside the numbers, not in them', async () => {
  const { stderr, stdout } = await command('report', '84', '--db', db, '--group-by', 'Feature')
  expect(stdout).not.toContain('sum')
  expect(stderr.length).toBeGreaterThan(20)
  expect((await command('report', '84', '--db', db, '--group-by', 'Vendor License,Feature,User name')).stderr).toBe('')
})

test.each([
  [['fifty'], 'fifty'],
  [['999'], '999'],
  [['93', '--group-by', 'Feature'], 'single records'],
  [['84', '--group-by', 'Colour'], 'Colour'],
  [['84', '--where', 'Colour=red'], 'Colour'],
  [['84', '--where', 'red'], 'red'],
  [['84', '--where', '=red'], '=red'],
  [['84', '--by', 'day'], '--group-by'],
  [['84', '--by', 'fortnight', '--group-by', ''], 'fortnight'],
  [['84', '--from', '2024-02-30'], '2024-02-30'],
  [['84', '--to', 'soon'], 'soon'],
  [['84', '--from', '2024-03-05', '--to', '2024-03-04'], '2024-03-04'],
  [['84', '--zone', 'Mars/Olympus'], 'Mars/Olympus'],
  [['84', '--format', 'xml'], 'xml'],
  [['84', '51'], 'argument'],
])('report %j is wrong usage: 2, nothing on standard output', async (args, said) => {
  const { status, stdout, stderr } = await command('report', ...args, '--db', db)
  expect(stderr).toContain(said)
  expect(stdout).toBe('')
  expect(status).toBe(2)
})

test('what happens before the first daemon starts and in the last second of a log is told', async () => {
  expect(await rows('104', '--db', edges)).toEqual([
    '2024-03-04T07:00:00+00:00,lic01;lmgrd,<none>,undef,undef,DAEMON START,undef,undef,undef,undef,1,1',
    '2024-03-04T08:00:00+00:00,lic01;demo,<none>,a,undef,CHECK OUT,undef,ann,ws1,undef,1,1',
    '2024-03-04T08:00:00+00:00,lic01;demo,<none>,undef,undef,DAEMON START,undef,undef,undef,undef,1,1',
    '2024-03-04T09:00:00+00:00,lic01;demo,<none>,a,undef,DENIED,"-4,342",bob,ws2,Licensed number of users already reached.,1,1',
  ])
  expect(await rows('52', '--db', edges)).toEqual(['2024-03-04T09:00:00+00:00,lic01;demo,a,bob,ws2,denied,undef,1'])
  // Totals of the use begin where something was observed.
  expect(await rows('52', '--db', edges, '--group-by', '')).toEqual(['2024-03-04T08:00:00+00:00,1'])
})
