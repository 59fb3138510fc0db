import { expect, test } from 'vitest'
import { toCsv } from './csv.ts'
import { backward, forward } from './dating.ts'
import { isoWithOffset } from './local-time.ts'
import { decodeLines, readLines } from './log-line.ts'
import { hourlyRecords } from './records.ts'
import { recount } from './recount.ts'
import type { Recount } from './recount-shapes.ts'

const BANNER = [
  ' 8:00:00 (lmgrd) -----------------------------------------------',
  ' 8:00:00 (lmgrd)   Please Note:',
  ' 8:00:00 (lmgrd) -----------------------------------------------',
  ' 8:00:01 (lmgrd) FlexNet Licensing (v11.19.0.0 build 1 x64) started on lic01 (linux) (3/4/2024)',
  ' 8:00:01 (lmgrd) Started demo (pid 1)',
  ' 8:00:02 (demo) FlexNet Licensing version v11.19.0.0 build 1 x64',
  ' 8:00:02 (demo) Server started on lic01 for:\ta\t\t',
  ' 8:00:02 (demo) b\t\tc\t\t',
  ' 8:00:02 (demo) EXTERNAL FILTERS are OFF',
]

type Given = { zone?: string; server?: string; startDate?: string }

function count(lines: readonly string[], { zone = 'UTC', ...others }: Given = {}): Recount {
  return recount([{ name: 'demo.log', bytes: new TextEncoder().encode(`${lines.join('\n')}\n`) }], { zone, ...others })
}

const when = (at: number, zone = 'UTC') => isoWithOffset(zone, at).slice(0, 19)

/** The records as lines, without header and without the first columns that are alike. */
function csvOf(counted: Recount, id: number): string[] {
  const { columns, rows } = hourlyRecords(counted, id)
  return toCsv(columns, rows).trimEnd().split('\n')
}

test('two licences for half an hour over an hour boundary', () => {
  const counted = count([
    ...BANNER,
    ' 9:45:00 (demo) OUT: "a" Ana Pérez@ws1  (2 licenses) ',
    '10:15:00 (demo) IN: "a" Ana Pérez@ws1  (2 licenses) ',
    '10:30:00 (lmgrd) TIMESTAMP 3/4/2024',
  ])
  expect(csvOf(counted, 50)).toEqual([
    'Time,Vendor License,Feature,Prime time (deprecated),User group,User,Host group,Host,Record count,Elapsed time,Max used,Distinct',
    '2024-03-04T09:00:00+00:00,lic01;demo,a,undef,undef,Ana Pérez,undef,ws1,1,0.500000,2,1',
    '2024-03-04T10:00:00+00:00,lic01;demo,a,undef,undef,Ana Pérez,undef,ws1,1,0.500000,2,1',
  ])
  expect(csvOf(counted, 51).filter((line) => line.includes(';demo,a,'))).toEqual([
    // from 8:00:02 on: 3598 s
    '2024-03-04T08:00:00+00:00,lic01;demo,a,undef,0,undef,1,0.999444,0.000000,0,0,,,,0.000000,1',
    '2024-03-04T09:00:00+00:00,lic01;demo,a,undef,0,undef,1,0.750000,0.000000,0,0,,,,0.000000,1',
    '2024-03-04T09:00:00+00:00,lic01;demo,a,undef,2,undef,1,0.250000,2.000000,2,2,,,,0.500000,1',
    '2024-03-04T10:00:00+00:00,lic01;demo,a,undef,0,undef,1,0.250000,0.000000,0,0,,,,0.000000,1',
    '2024-03-04T10:00:00+00:00,lic01;demo,a,undef,2,undef,1,0.250000,2.000000,2,2,,,,0.500000,1',
  ])
  // 10:00 to 10:30 is observed: 1800 s, of which 900 s with two.
  expect(csvOf(counted, 85).at(-1)).toBe('2024-03-04T10:00:00+00:00,lic01;demo,a,undef,undef,1,0.500000,1.000000,2,0')
})

test('a half-hour zone has its own hours', () => {
  const counted = count([...BANNER, ' 8:10:00 (demo) OUT: "a" u@h', ' 8:40:00 (demo) IN: "a" u@h'], {
    zone: 'Asia/Kolkata',
  })
  expect(csvOf(counted, 84)[1]).toBe('2024-03-04T08:00:00+05:30,lic01;demo,a,undef,undef,u,1,0.500000,1,1')
})

test('check-ins close the oldest, licence by licence', () => {
  const counted = count([
    ...BANNER,
    ' 8:10:00 (demo) OUT: "a" u@h  (3 licenses)',
    ' 8:20:00 (demo) OUT: "a" u@h  (2 licenses)',
    ' 8:30:00 (demo) IN: "a" u@h  (4 licenses)',
    ' 8:40:00 (demo) IN: "a" u@h',
    ' 8:50:00 (demo) IN: "a" u@h',
    ' 8:50:00 (demo) UPGRADE: "b" u@h  (2->5 licenses)',
  ])
  const [stream] = counted.streams
  expect(
    stream.checkouts.map((one) => [one.count, when(one.start).slice(11), when(one.end).slice(11), one.open]),
  ).toEqual([
    [3, '08:10:00', '08:30:00', false],
    [1, '08:20:00', '08:30:00', false],
    [1, '08:20:00', '08:40:00', false],
    [5, '08:50:00', '08:50:00', true],
  ])
  expect(stream.events.filter((event) => event.kind === 'in without out')).toHaveLength(1)
})

test('midnight, a small back-step over it, and a day nobody dated', () => {
  const at = Date.UTC(2024, 2, 4, 0, 0, 1) / 1000
  expect(when(forward('UTC', at, 86399))).toBe('2024-03-03T23:59:59')
  expect(when(forward('UTC', at, 3600))).toBe('2024-03-04T01:00:00')
  expect(when(forward('UTC', Date.UTC(2024, 2, 4, 23) / 1000, 3600))).toBe('2024-03-05T01:00:00')
  expect(when(backward('UTC', at, 86399))).toBe('2024-03-03T23:59:59')
  expect(when(backward('UTC', at, 1800))).toBe('2024-03-04T00:30:00')
  expect(when(backward('UTC', at, 3602))).toBe('2024-03-03T01:00:02')
})

test('clock changes: a repeated hour keeps the order, a missing one moves forward', () => {
  const zone = 'America/New_York'
  // 2024-11-03: 1:00 to 2:00 comes twice. 2024-03-10: 2:00 to 3:00 does not exist.
  const half = Date.UTC(2024, 10, 3, 5, 30) / 1000 // 1:30 EDT
  expect(isoWithOffset(zone, forward(zone, half, 3600 + 2400))).toBe('2024-11-03T01:40:00-04:00')
  expect(isoWithOffset(zone, forward(zone, half, 3600 + 600))).toBe('2024-11-03T01:10:00-05:00')
  expect(isoWithOffset(zone, forward(zone, Date.UTC(2024, 2, 10, 6) / 1000, 9000))).toBe('2024-03-10T03:30:00-04:00')
})

test('dates backwards from the first date, and a date that goes back begins a piece', () => {
  const counted = count(
    [
      '23:50:00 (demo) OUT: "a" u@h',
      ' 0:10:00 (demo) IN: "a" u@h',
      ' 1:00:00 (lmgrd) TIMESTAMP 3/5/2024',
      ' 9:00:00 (lmgrd) TIMESTAMP 3/4/2024',
      ' 9:30:00 (demo) OUT: "b" u@h',
    ],
    { server: 's' },
  )
  expect(counted.files[0].pieces.map(({ from, to }) => [when(from), when(to)])).toEqual([
    ['2024-03-04T23:50:00', '2024-03-05T01:00:00'],
    ['2024-03-04T09:00:00', '2024-03-04T09:30:00'],
  ])
  expect(counted.streams[0].checkouts.map((one) => [one.feature, when(one.start), when(one.end)])).toEqual([
    ['a', '2024-03-04T23:50:00', '2024-03-05T00:10:00'],
    ['b', '2024-03-04T09:30:00', '2024-03-05T01:00:00'],
  ])
})

test('a stated instant moves the line to the other side of midnight', () => {
  const counted = count([' 0:00:00 (demo) (@demo-SLOG@) Time: Mon Mar 04 2024 23:59:59 EST'], { server: 's' })
  expect(when(counted.streams[0].firstAt)).toBe('2024-03-05T00:00:00')
})

test('a log without a date is refused, or dated from a given day', () => {
  const lines = ['10:00:00 (demo) OUT: "a" u@h', ' 9:00:00 (demo) IN: "a" u@h', ' 7:00:00 (demo) OUT: "a" u@h']
  expect(count(lines).refused).toHaveLength(1)
  const [stream] = count(lines, { startDate: '2024-03-04' }).streams
  expect(stream.server).toBe('unknown')
  expect([when(stream.firstAt), when(stream.lastAt)]).toEqual(['2024-03-04T10:00:00', '2024-03-05T07:00:00'])
})

test('an exit, its late check-ins, and the run after it', () => {
  const counted = count([
    ...BANNER,
    ' 8:10:00 (demo) OUT: "a" u@h',
    ' 8:10:00 (demo) OUT: "b" u@h',
    ' 8:20:00 (demo) Lost connection to lmgrd, heartbeat timeout expired, exiting.',
    ' 8:20:00 (demo) EXITING DUE TO SIGNAL 28 Exit reason 5',
    ' 8:20:05 (demo) IN: "a" u@h  (SHUTDOWN)',
    ' 8:20:11 (lmgrd) demo exited with status 28 (Communications error)',
    ' 8:20:11 (lmgrd) REStarted demo (pid 2)',
    ' 8:20:12 (demo) FlexNet Licensing version v11.19.0.0 build 1 x64',
    ' 8:30:00 (demo) OUT: "b" u@h',
    ' 8:40:00 (lmgrd) EXITING DUE TO SIGNAL 15',
  ])
  const [stream] = counted.streams
  expect(stream.runs.map((run) => [when(run.start).slice(11), when(run.end).slice(11), run.ending])).toEqual([
    ['08:00:02', '08:20:05', 'exit'],
    ['08:20:12', '08:40:00', 'manager'],
  ])
  const falseUsage = stream.events.filter((event) => event.kind === 'false usage')
  expect(falseUsage.map((event) => [event.feature, when(event.at).slice(11)])).toEqual([
    ['b', '08:20:05'],
    ['b', '08:40:00'],
  ])
})

test('a silence of more than a day and a start block end the runs at the line before', () => {
  const counted = count([
    ...BANNER,
    ' 8:10:00 (demo) OUT: "a" u@h',
    '12:00:00 (lmgrd) TIMESTAMP 3/6/2024',
    '12:10:00 (demo) OUT: "a" u@h',
    '12:50:00 (demo) TCP_NODELAY NOT enabled',
    ' 9:00:00 (lmgrd) -----------------------------------------------',
    ' 9:00:00 (lmgrd)   Please Note:',
    ' 9:00:01 (lmgrd) FlexNet Licensing (v11.19.0.0 build 1 x64) started on lic01 (linux) (3/10/2024)',
    ' 9:00:02 (demo) FlexNet Licensing version v11.19.0.0 build 1 x64',
  ])
  const [stream] = counted.streams
  expect(stream.runs.map((run) => [when(run.start), when(run.end), run.ending])).toEqual([
    ['2024-03-04T08:00:02', '2024-03-04T08:10:00', 'silence'],
    ['2024-03-06T12:10:00', '2024-03-06T12:50:00', 'silence'],
    ['2024-03-10T09:00:02', '2024-03-10T09:00:02', 'log'],
  ])
  // The OUT in the last second of the first run holds nothing; the second holds 40 minutes.
  expect(csvOf(counted, 84).slice(1)).toEqual(['2024-03-06T12:00:00+00:00,lic01;demo,a,undef,undef,u,1,0.666667,1,1'])
})

test('the list of features, packages in it, and what a reread adds', () => {
  const counted = count([
    ...BANNER.slice(0, 6),
    ' 8:00:02 (demo) Server started on lic01 for:\ta\t\t',
    ' 8:00:02 (lmgrd) demo using TCP-port 1234',
    ' 8:00:02 (demo) PKG (consisting of:\t\tb\t\t',
    ' 8:00:02 (demo) c)\t\td e ',
    ' 8:00:02 (demo) single',
    ' 8:00:02 (demo) EXTERNAL FILTERS are OFF',
    ' 8:00:03 (demo) UNSUPPORTED: "nope" (KEY   ) u@h  (No such feature exists. (-5,346))',
    ' 8:30:00 (demo) Rereading license file...',
    ' 8:30:00 (demo) Server started on lic01 for:\ta\t\tnew\t\t',
    ' 8:30:00 (demo) ...Finished rereading it',
  ])
  const [stream] = counted.streams
  expect(stream.known.map(({ feature }) => feature)).toEqual(['a', 'b', 'c', 'd', 'e', 'single', 'new'])
  expect([...stream.packages]).toEqual([
    ['demo|b', ['PKG']],
    ['demo|c', ['PKG']],
  ])
  expect(csvOf(counted, 104).slice(1)).toEqual([
    '2024-03-04T08:00:00+00:00,lic01;demo,<none>,new,undef,FEATURE INCREMENT,undef,undef,undef,undef,1,1',
    '2024-03-04T08:00:00+00:00,lic01;demo,<none>,nope,undef,UNSUPPORTED,"-5,346",u,h,No such feature exists.,1,1',
    '2024-03-04T08:00:00+00:00,lic01;demo,<none>,undef,undef,DAEMON START,undef,undef,undef,undef,1,1',
    '2024-03-04T08:00:00+00:00,lic01;demo,<none>,undef,undef,RELOAD LICENSE,undef,undef,undef,undef,1,1',
    '2024-03-04T08:00:00+00:00,lic01;lmgrd,<none>,undef,undef,DAEMON START,undef,undef,undef,undef,1,1',
  ])
})

test('denials inside and outside the windows, forwarded and local', () => {
  const denied = (time: string) =>
    `${time} (demo) DENIED: "a" u@h  (Licensed number of users already reached. (-4,342:104 "x y"))`
  const counted = count([
    ...BANNER,
    denied(' 8:10:00'),
    ' 8:10:05 (demo) OUT: "a" u@h', // u - 5 s <= t: local
    denied(' 8:20:00'),
    ' 8:20:06 (demo) OUT: "a" u@h', // too late: true
    ' 8:30:00 (other) OUT: "a" u@h',
    denied(' 8:30:02'), // t <= u + 2 s: forwarded to other
    ' 8:40:00 (demo) OUT: "a" u@h',
    denied(' 8:40:03'), // true
  ])
  expect(csvOf(counted, 75).filter((line) => line.includes(',denied,'))).toEqual([
    '2024-03-04T08:00:00+00:00,lic01;demo,a,undef,denied,undef,u,undef,h,Licensed number of users already reached.,lic01;demo,1,1',
    '2024-03-04T08:00:00+00:00,lic01;demo,a,undef,denied,undef,u,undef,h,Licensed number of users already reached.,lic01;other,1,1',
    '2024-03-04T08:00:00+00:00,lic01;demo,a,undef,denied,undef,u,undef,h,Licensed number of users already reached.,undef,1,2',
  ])
  const subtypes = csvOf(counted, 104).filter((line) => line.includes('DENI'))
  expect(subtypes.map((line) => line.split(',undef,')[1])).toEqual([
    'DENIED,"-4,342:104",u,h,Licensed number of users already reached.,1,2',
    'FALSE DENIAL,forwarded,u,h,Licensed number of users already reached.,1,1',
    'FALSE DENIAL,local,u,h,Licensed number of users already reached.,1,1',
  ])
  expect(csvOf(counted, 52)[1]).toBe('2024-03-04T08:00:00+00:00,lic01;demo,a,u,h,denied,undef,4')
})

test('the queue ends at OUT, at DEQUEUED and after eight hours', () => {
  const counted = count([
    ...BANNER,
    ' 8:10:00 (demo) QUEUED: "a" u@h',
    ' 8:20:00 (demo) OUT: "a" u@h',
    ' 8:30:00 (demo) QUEUED: "a" u@h  (2 licenses)',
    ' 8:40:00 (demo) DEQUEUED: "a" u@h  (2 licenses)',
    ' 9:00:00 (demo) QUEUED: "b" u@h',
    '20:00:00 (lmgrd) TIMESTAMP 3/4/2024',
  ])
  const queue = counted.streams[0].queue
  expect(queue.map((one) => [one.count, (one.end - one.start) / 60])).toEqual([
    [1, 10],
    [2, 10],
    [1, 480],
  ])
  expect(csvOf(counted, 77)[1]).toBe('2024-03-04T08:00:00+00:00,lic01;demo,a,undef,undef,u,1,0.500000,2,1')
})

test('verbose tails bring user, handle and capacity', () => {
  const tail = (handle: string, used: number, of: number, time: string) =>
    `^^^ 1.0 ana p 10.0.0.7 77 ${handle} ${used} ${of} none 11 19 3/4/2024 ${time} 0 ^^^`
  const counted = count([
    ...BANNER,
    ` 8:15:00 (demo) OUT: "a" @h (1) ${tail('1f', 1, 4, '8:15:00')}`,
    ` 8:30:00 (demo) OUT: "a" @h (1) ${tail('2f', 2, 8, '8:30:00')}`,
    ` 8:45:00 (demo) IN: "a" @h (1) ${tail('2f', 1, 8, '8:45:00')}`,
    ' 9:00:00 (lmgrd) TIMESTAMP 3/4/2024',
  ])
  expect(csvOf(counted, 51).filter((line) => line.includes(';demo,a,'))).toEqual([
    '2024-03-04T08:00:00+00:00,lic01;demo,a,4,1,undef,1,0.250000,1.000000,1,1,25.000000,25.000000,25.000000,0.250000,1',
    '2024-03-04T08:00:00+00:00,lic01;demo,a,8,1,undef,1,0.250000,1.000000,1,1,12.500000,12.500000,12.500000,0.250000,1',
    '2024-03-04T08:00:00+00:00,lic01;demo,a,8,2,undef,1,0.250000,2.000000,2,2,25.000000,25.000000,25.000000,0.500000,1',
    '2024-03-04T08:00:00+00:00,lic01;demo,a,undef,0,undef,1,0.249444,0.000000,0,0,,,,0.000000,1',
  ])
  expect(counted.streams[0].checkouts.map((one) => [one.handle, one.open])).toEqual([
    ['2f', false],
    ['1f', true],
  ])
})

test('the grammar of a line, and what is none', () => {
  const { lines, rejected } = readLines([
    '16:20:16 (demo) OUT: "ONE" u_1@m_1 [ONE:SOLVER] (45 licenses)',
    '16:20:17 (demo) IN: "ONE" u_1@m_1 [ONE:PLUGIN] (SHUTDOWN)',
    '16:20:18 (demo) DENIED: "x" j.doe@corp@WS-1  "v2024.1"(Not this version. (-25,334))',
    '16:20:19 (demo) OUT: TOKEN mia@host  [EDITOR] ',
    '(3 licenses)',
    '12:31:4b7 (demo) OUT: "a" u@h',
    '25:00:00 (demo) OUT: "a" u@h',
    ' demo  second  ',
    '12:00:00 (demo) OUT: "a" u',
    '12:00:00 (demo) OUT: "a" u@h12:00:01 (demo) IN: "a" u@h',
    '12:00:00 (demo) IN: "a" u@h  (4 licen',
    '16:20:30 (demo) SERVER-OUT: Failed to send the message(7) <END>',
  ])
  expect(lines.slice(0, 4).map((line) => line.event)).toMatchObject([
    { word: 'OUT', feature: 'ONE', user: 'u_1', host: 'm_1', count: 45 },
    { word: 'IN', feature: 'ONE', count: 1, reason: 'SHUTDOWN' },
    { user: 'j.doe@corp', host: 'WS-1', version: '2024.1', reason: 'Not this version.', codes: '-25,334' },
    { word: 'OUT', feature: 'TOKEN', user: 'mia', host: 'host', count: 3 },
  ])
  expect(lines.slice(4).map((line) => line.event)).toEqual([undefined])
  expect(rejected.map(({ number, reason }) => [number, reason])).toEqual([
    [6, 'a time that is none'],
    [7, 'a time that is none'],
    [8, 'no time'],
    [9, 'torn'],
    [10, 'glued'],
    [11, 'torn'],
  ])
})

test('bytes that are not UTF-8 are windows-1252, line by line', () => {
  const bytes = new Uint8Array([0xef, 0xbb, 0xbf, 0xc3, 0xa9, 13, 10, 0xe9, 10, 65])
  expect(decodeLines(bytes)).toEqual(['é', 'é', 'A'])
})

test('datestamps in front state day, time and offset', () => {
  const counted = count(
    ['2024-03-05T00:10:00+02:00 (demo) OUT: "a" u@h', '2024-03-05T00:40:00+02:00 (demo) IN: "a" u@h'],
    {
      server: 's',
    },
  )
  expect(when(counted.streams[0].firstAt)).toBe('2024-03-04T22:10:00')
})

test('files that overlap count once, in whatever order they come', () => {
  const tailOf = Array.from({ length: 6 }, (_, i) => ` 9:0${i}:00 (demo) ${i % 2 ? 'IN' : 'OUT'}: "a" u@h`)
  const more = [' 9:10:00 (demo) OUT: "b" u@h', ' 9:20:00 (demo) IN: "b" u@h']
  const bytes = (lines: readonly string[]) => new TextEncoder().encode(`${lines.join('\n')}\n`)
  const first = { name: 'one.log', bytes: bytes([...BANNER, ...tailOf]) }
  const second = {
    name: 'other.log',
    bytes: bytes([...tailOf.slice(2), '9:09:00 (lmgrd) TIMESTAMP 3/4/2024', ...more]),
  }
  const both = recount([first, second], { zone: 'UTC' })
  expect(both.unknownServer).toEqual([])
  expect(both.streams).toHaveLength(1)
  expect(both.streams[0].twice).toBe(4)
  expect(both.streams[0].checkouts).toHaveLength(4)
  const turned = recount([second, first, first], { zone: 'UTC' })
  for (const id of [50, 51, 75, 104]) expect(csvOf(turned, id)).toEqual(csvOf(both, id))
})
