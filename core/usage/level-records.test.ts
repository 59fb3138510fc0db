import { describe, expect, test } from 'vitest'
import { rowsInWords } from './typed-uses-fixture.ts'

const day = (time: string): string => `2024-03-04T${time}`
const officeHours = {
  ranges: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'] as const, from: '08:30', to: '17:00' }],
  holidays: [],
} as never

describe('time at level', () => {
  const use = {
    type: 102,
    way: 'level',
    withIdle: true,
    from: day('08:00'),
    to: day('10:00'),
    by: 'hour',
    groupBy: ['Max available licenses', 'Used licenses', 'Daemon Status'],
  } as const

  test('each level of an hour has a record; observed time without use is level 0', () => {
    expect(
      rowsInWords({
        ...use,
        series: { lathe: { observed: [[day('08:00'), day('10:00')]], capacity: [{ at: 0, licences: 4 }] } },
        uses: [
          ['lathe', day('08:00'), day('08:30')],
          ['lathe', day('08:15'), day('08:45'), 2],
          // Holds nothing for any time.
          ['lathe', day('08:20'), day('08:20'), 9],
        ],
      }),
    ).toMatchObject([
      {
        Time: '2024-03-04T08:00:00+00:00',
        'Used licenses': '0',
        'Running Time': 0.25,
        'Elapsed time': 0,
        'Max in use': 0,
      },
      { 'Used licenses': '1', 'Running Time': 0.25, 'Elapsed time': 0.25, 'Avg in use': 1, 'Max utilization': 25 },
      { 'Used licenses': '2', 'Running Time': 0.25, 'Elapsed time': 0.5, 'Avg utilization': 50 },
      { 'Used licenses': '3', 'Running Time': 0.25, 'Elapsed time': 0.75, 'Max available licenses': '4' },
      { Time: '2024-03-04T09:00:00+00:00', 'Used licenses': '0', 'Running Time': 1, 'Record count': 1 },
    ])
  })

  test('a level that comes back within an hour is one record, and is a new one in the next hour', () => {
    const [row, ...others] = rowsInWords({
      ...use,
      by: 'total',
      groupBy: ['Used licenses'],
      where: { 'Used licenses': ['1'] },
      series: { lathe: { observed: [[day('08:00'), day('10:00')]] } },
      uses: [
        ['lathe', day('08:00'), day('08:10')],
        ['lathe', day('08:20'), day('08:30')],
        ['lathe', day('08:40'), day('09:10')],
      ],
    })
    expect(others).toEqual([])
    expect(row).toMatchObject({ 'Used licenses': '1', 'Record count': 2, 'Running Time': 0.833333 })
  })

  test('rolled up, averages are over observed time and utilisation over what has a capacity', () => {
    expect(
      rowsInWords({
        ...use,
        by: 'total',
        groupBy: [],
        series: {
          lathe: { observed: [[day('08:00'), day('10:00')]], capacity: [{ at: 0, licences: 2 }] },
          mill: { observed: [[day('08:00'), day('10:00')]], capacity: [{ at: 0, licences: -2 }] },
        },
        uses: [
          ['lathe', day('08:00'), day('09:00')],
          ['mill', day('08:00'), day('10:00'), 3],
        ],
      }),
    ).toEqual([
      {
        Time: '2024-03-04T08:00:00+00:00',
        'Record count': 4,
        'Running Time': 4,
        'Avg in use': 1.75,
        'Max in use': 3,
        'Min in use': 0,
        'Avg utilization': 25,
        'Max utilization': 50,
        'Min utilization': 0,
        'Elapsed time': 7,
        Distinct: 1,
      },
    ])
  })

  test('a change of capacity and a lost look split the hour; what nobody saw has no part in the numbers', () => {
    expect(
      rowsInWords({
        ...use,
        to: day('09:00'),
        series: {
          lathe: {
            observed: [
              [day('08:00'), day('08:30')],
              [day('08:30'), day('08:40'), 'missing'],
              [day('08:40'), day('08:45'), 'error'],
              [day('08:45'), day('09:00')],
            ],
            capacity: [
              { at: 0, licences: 4 },
              { at: 1709540100, licences: 8 },
            ],
          },
        },
        uses: [['lathe', day('08:00'), day('08:30'), 2]],
      }),
    ).toMatchObject([
      {
        'Max available licenses': '4',
        'Used licenses': '2',
        'Daemon Status': 'ok',
        'Running Time': 0.25,
        'Avg utilization': 50,
      },
      { 'Max available licenses': '8', 'Used licenses': '0', 'Daemon Status': 'ok', 'Running Time': 0.25 },
      {
        'Max available licenses': '8',
        'Used licenses': '2',
        'Daemon Status': 'ok',
        'Running Time': 0.25,
        'Avg utilization': 25,
      },
      {
        'Max available licenses': '8',
        'Used licenses': 'undef',
        'Daemon Status': 'error',
        'Running Time': 0.083333,
        'Avg in use': null,
        'Max in use': null,
        'Min in use': null,
        'Avg utilization': null,
        'Elapsed time': null,
      },
      { 'Used licenses': 'undef', 'Daemon Status': 'missing', 'Running Time': 0.166667, 'Record count': 1 },
    ])
  })

  test('time before the first mention and time that nobody observed has no records; a use is an observation', () => {
    expect(
      rowsInWords({
        ...use,
        to: day('12:00'),
        by: 'total',
        groupBy: ['Used licenses'],
        series: { lathe: { observed: [[day('08:00'), day('09:00')]], knownAt: 1709541000 } },
        uses: [['lathe', day('10:00'), day('10:15')]],
      }),
    ).toMatchObject([
      { 'Used licenses': '0', 'Running Time': 0.5 },
      { 'Used licenses': '1', 'Running Time': 0.25 },
    ])
  })

  test('what is waited for is the second level', () => {
    expect(
      rowsInWords({
        ...use,
        type: 45,
        to: day('09:00'),
        groupBy: ['Used licenses', 'Queued licenses'],
        series: { lathe: { observed: [[day('08:00'), day('09:00')]] } },
        uses: [['lathe', day('08:00'), day('08:30')]],
        waits: [['lathe', day('08:15'), day('08:45'), 2]],
      }),
    ).toMatchObject([
      { 'Used licenses': '0', 'Queued licenses': '0', 'Running time': 0.25 },
      { 'Used licenses': '0', 'Queued licenses': '2', 'Running time': 0.25, 'Elapsed time': 0 },
      { 'Used licenses': '1', 'Queued licenses': '0', 'Running time': 0.25 },
      { 'Used licenses': '1', 'Queued licenses': '2', 'Running time': 0.25, 'Elapsed time': 0.25 },
    ])
  })

  test('34 keeps running time in seconds, and is split where prime time begins', () => {
    expect(
      rowsInWords({
        ...use,
        type: 34,
        zone: 'Europe/Oslo',
        calendar: officeHours,
        groupBy: ['Application', 'Concurrent', 'Prime time (deprecated)'],
        series: { scope: { observed: [[day('08:00'), day('10:00')]] } },
        uses: [['scope', day('08:15'), day('10:00')]],
      }),
    ).toMatchObject([
      {
        Time: '2024-03-04T08:00:00+01:00',
        Concurrent: '0',
        'Prime time (deprecated)': 'non-prime',
        'Running time': 900,
      },
      { Concurrent: '1', 'Prime time (deprecated)': 'non-prime', 'Running time': 900 },
      { Concurrent: '1', 'Prime time (deprecated)': 'prime', 'Running time': 1800, 'Record count': 1 },
      { Time: '2024-03-04T09:00:00+01:00', Concurrent: '1', 'Running time': 3600 },
    ])
  })

  test('prime time is told on the clock of the source, hours on that of the report', () => {
    expect(
      rowsInWords({
        ...use,
        type: 34,
        calendar: officeHours,
        groupBy: ['Prime time (deprecated)'],
        series: { scope: { zone: 'Asia/Kolkata', observed: [[day('02:00'), day('04:00')]] } },
        from: day('02:00'),
        to: day('04:00'),
      }),
    ).toMatchObject([
      { Time: '2024-03-04T02:00:00+00:00', 'Prime time (deprecated)': 'non-prime', 'Running time': 3600 },
      { Time: '2024-03-04T03:00:00+00:00', 'Prime time (deprecated)': 'prime', 'Running time': 3600 },
    ])
  })

  test('without idle time only hours of use have records, and the average is over all observed time', () => {
    const model = {
      ...use,
      type: 124,
      withIdle: false,
      to: day('12:00'),
      series: { lathe: { observed: [[day('08:00'), day('12:00')]] } },
      uses: [['lathe/user1', day('09:15'), day('09:45')]],
    } as const
    expect(rowsInWords({ ...model, groupBy: ['User', 'Used licenses'] })).toMatchObject([
      { Time: '2024-03-04T09:00:00+00:00', 'Used licenses': '0', 'Running time': 0.5 },
      { 'Used licenses': '1', 'Running time': 0.5, 'Avg in use': 1, 'Active time': 0.5 },
    ])
    expect(rowsInWords({ ...model, by: 'total', groupBy: ['User'] })).toMatchObject([
      { 'Running time': 1, 'Avg in use': 0.125, 'Min in use': 0, 'Max in use': 1, 'Record count': 2 },
    ])
    expect(rowsInWords({ ...model, by: 'total', groupBy: [], inactive: ['lathe/user1'] })).toMatchObject([
      { 'Elapsed time': 0.5, 'Active time': 0 },
    ])
  })

  test('elastic usage is what lies above the entitled number, blank without one', () => {
    const rows = rowsInWords({
      ...use,
      type: 114,
      by: 'total',
      groupBy: ['Feature'],
      series: {
        lathe: { observed: [[day('08:00'), day('10:00')]], entitled: [{ at: Number.NEGATIVE_INFINITY, licences: 2 }] },
        mill: { observed: [[day('08:00'), day('10:00')]] },
      },
      uses: [
        ['lathe', day('08:00'), day('09:00'), 5],
        ['mill', day('08:00'), day('09:00'), 5],
      ],
    })
    expect(rows).toMatchObject([
      { Feature: 'lathe', 'Elapsed time': 5, 'Elastic usage': 3 },
      { Feature: 'mill', 'Elapsed time': 5, 'Elastic usage': null },
    ])
  })

  test('visits belong to the level that begins with them', () => {
    expect(
      rowsInWords({
        ...use,
        type: 123,
        by: 'total',
        groupBy: ['Concurrent instances'],
        series: { wiki: {} },
        uses: [
          ['wiki', day('08:00'), day('08:30')],
          ['wiki', day('08:10'), day('08:40')],
        ],
        events: [
          ['wiki', day('08:00')],
          ['wiki', day('08:10')],
          ['wiki', day('08:15')],
          ['wiki', day('08:30')],
        ],
      }),
    ).toMatchObject([
      { 'Concurrent instances': '1', 'Record count': 2, 'Running time': 0.333333 },
      { 'Concurrent instances': '2', 'Record count': 2, 'Running time': 0.333333, 'Max in use': 2 },
    ])
  })

  test('filters choose by what keys say and by what is found out', () => {
    const level = {
      type: 102,
      way: 'level',
      withIdle: true,
      groupBy: ['Feature'],
      series: {
        lathe: { observed: [[day('08:00'), day('09:00')]], capacity: [{ at: 0, licences: 4 }] },
        mill: {
          observed: [
            [day('08:00'), day('09:00')],
            [day('09:00'), day('09:30'), 'missing'],
          ],
        },
      },
      uses: [['lathe', day('08:00'), day('08:30')]],
    } as const
    const features = (where: { readonly [label: string]: readonly string[] }) =>
      rowsInWords({ ...level, where }).map((row) => [row.Feature, row['Running Time']])
    expect(features({ Feature: ['l*', 'drill'] })).toEqual([['lathe', 1]])
    expect(features({ 'Used licenses': ['1'] })).toEqual([['lathe', 0.5]])
    expect(features({ 'Max available licenses': ['undef'], 'Daemon Status': ['ok'] })).toEqual([['mill', 1]])
    expect(features({ 'Daemon Status': ['missing'] })).toEqual([['mill', 0.5]])
    expect(features({ Feature: ['drill'] })).toEqual([])
  })
})
