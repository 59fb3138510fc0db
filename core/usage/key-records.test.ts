import { describe, expect, test } from 'vitest'
import { rowsInWords } from './typed-uses-fixture.ts'

const day = (time: string): string => `2024-03-04T${time}`
const officeHours = {
  ranges: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'] as const, from: '08:30', to: '17:00' }],
  holidays: [],
} as never

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
