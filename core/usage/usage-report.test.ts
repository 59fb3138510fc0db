import { describe, expect, test } from 'vitest'
import { reportInWords, rowsInWords } from './typed-uses-fixture.ts'

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
})

describe('keys and groups', () => {
  test('a key has the peak of its own use; an hour without use has no record', () => {
    const words = {
      type: 46,
      way: 'key',
      by: 'hour',
      groupBy: ['User'],
      from: day('08:00'),
      to: day('12:00'),
      series: { lathe: {} },
      uses: [
        ['lathe/user1', day('08:30'), day('09:30')],
        ['lathe/user1', day('08:45'), day('09:00'), 2],
        ['lathe/user2', day('08:30'), day('08:45')],
        ['lathe/user2', day('11:59'), day('14:00')],
      ],
    } as const
    expect(rowsInWords(words)).toEqual([
      {
        Time: '2024-03-04T08:00:00+00:00',
        User: 'user1',
        'Record count': 1,
        'Elapsed time': 1,
        'Max used': 3,
        Distinct: 1,
      },
      {
        Time: '2024-03-04T08:00:00+00:00',
        User: 'user2',
        'Record count': 1,
        'Elapsed time': 0.25,
        'Max used': 1,
        Distinct: 1,
      },
      {
        Time: '2024-03-04T09:00:00+00:00',
        User: 'user1',
        'Record count': 1,
        'Elapsed time': 0.5,
        'Max used': 1,
        Distinct: 1,
      },
      {
        Time: '2024-03-04T11:00:00+00:00',
        User: 'user2',
        'Record count': 1,
        'Elapsed time': 0.016667,
        'Max used': 1,
        Distinct: 1,
      },
    ])
    expect(rowsInWords({ ...words, by: 'day', groupBy: [] })).toMatchObject([
      { Time: '2024-03-04T00:00:00+00:00', 'Record count': 4, 'Max used': 3 },
    ])
  })

  test('132 tells the levels of each user, 81 active time', () => {
    const uses = [
      ['lathe/user1', day('08:00'), day('08:30')],
      ['lathe/user1', day('08:15'), day('08:45')],
    ] as const
    expect(
      rowsInWords({ type: 132, way: 'key', groupBy: ['Used licenses'], series: { lathe: {} }, uses }),
    ).toMatchObject([
      { 'Used licenses': '1', Duration: 0.5, 'Elapsed time': 0.5, 'Max used': 1 },
      { 'Used licenses': '2', Duration: 0.25, 'Elapsed time': 0.5, 'Max used': 2 },
    ])
    expect(rowsInWords({ type: 81, way: 'key', groupBy: [], series: { lathe: {} }, uses })).toMatchObject([
      { 'Active time': 0.75, 'Elapsed time': 1, 'Max used': 2 },
    ])
  })

  test('a group is averaged over all observed time of the feature; its minimum is 0 unless it held something throughout', () => {
    const words = {
      type: 95,
      way: 'group',
      groupBy: ['Group'],
      from: day('08:00'),
      to: day('12:00'),
      series: { lathe: { observed: [[day('08:00'), day('12:00')]] } },
      uses: [
        ['lathe/a', day('08:00'), day('12:00'), 1, 2],
        ['lathe/a', day('09:00'), day('10:00'), 2],
        ['lathe/b', day('09:30'), day('10:30'), 3, 0.5],
        ['lathe/c', day('09:30'), day('10:30')],
      ],
    } as const
    expect(rowsInWords(words)).toMatchObject([
      {
        Group: 'a',
        'Record count': 4,
        'Elapsed time': 6,
        'Max used': 3,
        'Avg used': 1.5,
        'Min used': 1,
        Duration: 4,
        'License Cost': 8,
      },
      {
        Group: 'b',
        'Record count': 2,
        'Elapsed time': 3,
        'Max used': 3,
        'Avg used': 0.75,
        'Min used': 0,
        Duration: 1,
        'License Cost': 1.5,
      },
      { Group: 'c', 'License Cost': null },
    ])
    // Averaged over what stays grouped: per group.
    expect(rowsInWords({ ...words, groupBy: [] })).toMatchObject([{ 'Elapsed time': 10, 'Avg used': 0.833333 }])
  })

  test('in prime time a group is averaged over observed prime time', () => {
    expect(
      rowsInWords({
        type: 71,
        way: 'group',
        zone: 'Europe/Oslo',
        calendar: officeHours,
        groupBy: ['Prime time (deprecated)'],
        series: { lathe: { observed: [[day('00:00'), '2024-03-05T00:00']] } },
        uses: [['lathe/a', day('08:00'), day('17:00')]],
      }),
    ).toMatchObject([
      {
        'Prime time (deprecated)': 'non-prime',
        'Record count': 1,
        'Elapsed time': 0.5,
        'Min used': 0,
        'Avg used': 0.032258,
      },
      { 'Prime time (deprecated)': 'prime', 'Record count': 9, 'Elapsed time': 8.5, 'Min used': 1, 'Avg used': 1 },
    ])
  })
})

describe('machines of a clock hour', () => {
  const uses = [
    ['lathe', day('08:00'), day('08:10'), 1, undefined, 1],
    ['lathe', day('08:20'), day('08:30'), 1, undefined, 2],
    ['lathe', day('08:40'), day('09:30'), 1, undefined, 1],
  ] as const
  const series = { lathe: { observed: [[day('08:00'), day('11:00')]] } } as const

  test('126 counts those of each hour, at once or not', () => {
    expect(
      rowsInWords({
        type: 126,
        way: 'distinct-hosts',
        withIdle: true,
        by: 'hour',
        groupBy: ['Used licenses'],
        series,
        uses,
      }),
    ).toMatchObject([
      { 'Used licenses': '2', 'Running time': 1, 'Avg in use': 2, 'Max in use': 2, 'Elapsed time': 2 },
      { 'Used licenses': '1', 'Running time': 1 },
      { 'Used licenses': '0', 'Running time': 1 },
    ])
  })

  test('127 and 128 count them for each key', () => {
    const keyed = uses.map(([key, ...rest]) => [`${key}/a`, ...rest] as const)
    expect(rowsInWords({ type: 127, way: 'distinct-hosts', groupBy: [], series, uses: keyed })).toMatchObject([
      { 'Record count': 2, 'Max used': 2, 'Elapsed time': 1.166667 },
    ])
    const group = { type: 128, way: 'distinct-hosts', groupBy: ['Group'], series, uses: keyed } as const
    expect(rowsInWords(group)).toMatchObject([
      { 'Record count': 2, 'Max used': 2, 'Min used': 0, 'Avg used': 0.388889, Duration: 1.166667 },
    ])
    expect(rowsInWords({ ...group, to: day('10:00') })).toMatchObject([{ 'Max used': 2, 'Min used': 1 }])
  })
})

describe('events, runs and statements', () => {
  test('events count in their hour; a record is a key in an hour', () => {
    const words = {
      type: 75,
      way: 'events',
      by: 'hour',
      groupBy: ['Feature'],
      series: { lathe: {} },
      events: [
        ['lathe/x', day('09:10')],
        ['lathe/x', day('08:10')],
        ['lathe/x', day('08:20')],
        ['lathe/y', day('08:20'), 3],
      ],
    } as const
    expect(rowsInWords(words)).toMatchObject([
      { Time: '2024-03-04T08:00:00+00:00', 'Record count': 2, Events: 5 },
      { Time: '2024-03-04T09:00:00+00:00', 'Record count': 1, Events: 1 },
    ])
    expect(rowsInWords({ ...words, type: 52 })[0]).toMatchObject({ 'Record count': 5 })
  })

  test('31 counts starts, 130 every hour that a process touches; both count one that lasted no time', () => {
    const words = {
      by: 'hour',
      from: day('08:00'),
      to: day('11:00'),
      groupBy: [],
      series: { scope: {} },
      uses: [
        ['scope', day('07:00'), day('09:30')],
        ['scope', day('08:50'), day('09:10')],
        ['scope', day('10:00'), day('10:00')],
      ],
    } as const
    expect(
      rowsInWords({ ...words, type: 31, way: 'executions' }).map((row) => [row.Count, row['Elapsed Time']]),
    ).toEqual([
      [1, 1.166667],
      [0, 0.666667],
      [1, 0],
    ])
    expect(
      rowsInWords({ ...words, type: 130, way: 'presences' }).map((row) => [row.Count, row['Elapsed time']]),
    ).toEqual([
      [2, 1.166667],
      [2, 0.666667],
      [1, 0],
    ])
  })

  test('different users are counted once over the whole period', () => {
    expect(
      rowsInWords({
        type: 138,
        way: 'statements',
        groupBy: ['Feature'],
        series: { cad: {} },
        events: [
          ['cad/1', day('00:00'), 2, 3.5, 1, 86400],
          ['cad/2', '2024-03-05T00:00', 1, 1, 1, 86400],
          ['cad/2', '2024-03-05T00:00', 1, 0.5, 2, 86400],
        ],
      }),
    ).toMatchObject([{ Feature: 'cad', 'Record Count': 2, 'Session Count': 4, 'Distinct User': 2, 'Token used': 5 }])
  })
})

describe('the period', () => {
  const words = {
    type: 46,
    way: 'key',
    groupBy: [],
    zone: 'Europe/Oslo',
    series: { lathe: {} },
    uses: [['lathe/user1', '2024-03-30T12:00', '2024-04-02T12:00']],
  } as const

  test('days, weeks and months are local; that on which the clock goes forward has 23 hours', () => {
    expect(
      rowsInWords({ ...words, by: 'day' }).map((row) => [row.Time, row['Elapsed time'], row['Record count']]),
    ).toEqual([
      ['2024-03-30T00:00:00+01:00', 12, 12],
      ['2024-03-31T00:00:00+01:00', 23, 23],
      ['2024-04-01T00:00:00+02:00', 24, 24],
      ['2024-04-02T00:00:00+02:00', 12, 12],
    ])
    expect(rowsInWords({ ...words, by: 'week' }).map((row) => [row.Time, row['Elapsed time']])).toEqual([
      ['2024-03-25T00:00:00+01:00', 35],
      ['2024-04-01T00:00:00+02:00', 36],
    ])
    expect(rowsInWords({ ...words, by: 'month' }).map((row) => [row.Time, row['Elapsed time']])).toEqual([
      ['2024-03-01T00:00:00+01:00', 35],
      ['2024-04-01T00:00:00+02:00', 36],
    ])
    expect(rowsInWords({ ...words, by: 'hour' })).toHaveLength(71)
  })

  test('what is asked for clips what is counted', () => {
    expect(rowsInWords({ ...words, from: '2024-03-30T12:30', to: '2024-03-30T14:15' })).toMatchObject([
      { Time: '2024-03-30T12:30:00+01:00', 'Elapsed time': 1.75, 'Record count': 3 },
    ])
  })

  test('hours of a zone with half an hour begin on its own grid', () => {
    const [row] = rowsInWords({
      ...words,
      zone: 'Asia/Kolkata',
      by: 'hour',
      uses: [['lathe/a', day('08:20'), day('08:40')]],
    })
    expect(row).toMatchObject({ Time: '2024-03-04T08:00:00+05:30', 'Elapsed time': 0.333333 })
  })

  test('coverage is observed time of all servers; where none was observed is told', () => {
    const look = (from: number, to: number, daemon: string, status: 'ok' | 'missing' = 'ok') => ({
      server: 's',
      daemon,
      from,
      to,
      status,
    })
    const table = reportInWords({
      ...words,
      from: 0,
      to: 100,
      uses: [],
      sources: [
        {
          source: 1,
          observed: [look(-10, 40, 'a'), look(40, 60, 'a', 'missing'), look(20, 50, 'b'), look(80, 90, 'b')],
        },
      ],
    })
    expect(table).toMatchObject({ observedSeconds: 80, askedSeconds: 200, from: 0, to: 100 })
    expect(table.unobserved).toEqual([
      { from: 50, to: 80 },
      { from: 90, to: 100 },
    ])
    expect(reportInWords({ ...words, uses: [] })).toMatchObject({
      rows: 0,
      askedSeconds: 0,
      from: undefined,
      to: undefined,
    })
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

describe('raw types', () => {
  test('an interval for each hour that a use touches, nothing merged', () => {
    const rows = rowsInWords({
      type: 93,
      way: 'raw',
      series: { 'vendor;d': { capacity: [{ at: 0, licences: 5 }] } },
      uses: [
        ['vendor;d', day('08:30'), day('10:00'), 2],
        ['vendor;d', day('08:30'), day('08:45')],
        ['vendor;d', day('08:50'), day('08:50')],
      ],
    })
    expect(rows).toHaveLength(3)
    expect(rows).toMatchObject([
      { Epoch: '1709541000', Duration: '0.250000', 'Used Licenses': '1', 'Elapsed Time': '0.250000', Count: '1' },
      { Epoch: '1709541000', Duration: '0.500000', 'Used Licenses': '2', 'Elapsed Time': '1.000000' },
      { Epoch: '1709542800', Duration: '1.000000', 'Max available Licenses': '5', 'Prime time (deprecated)': 'undef' },
    ])
  })

  test('columns of a use go before those of its key, and prime time splits', () => {
    const own = [[undefined, undefined, undefined, undefined, 'user9']]
    const words = {
      type: 96,
      way: 'raw',
      zone: 'Europe/Oslo',
      series: { scope: {} },
      uses: [['scope', day('08:20'), day('08:40')]],
      own,
      groupBy: ['Start', 'Duration', 'User'],
    } as const
    expect(rowsInWords(words)).toEqual([
      { Time: '2024-03-04T08:20:00+01:00', Start: '2024-03-04T08:20:00+01:00', Duration: '0.333333', User: 'user9' },
    ])
    expect(rowsInWords({ ...words, where: { User: ['user1'] } })).toEqual([])
    expect(
      rowsInWords({
        ...words,
        type: 93,
        own: undefined,
        calendar: officeHours,
        groupBy: ['Prime time (deprecated)', 'Duration'],
      }),
    ).toMatchObject([
      { Duration: '0.166667', 'Prime time (deprecated)': 'non-prime' },
      { Duration: '0.166667', 'Prime time (deprecated)': 'prime' },
    ])
  })
})
