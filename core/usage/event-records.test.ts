import { describe, expect, test } from 'vitest'
import { rowsInWords } from './typed-uses-fixture.ts'

const day = (time: string): string => `2024-03-04T${time}`
const officeHours = {
  ranges: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'] as const, from: '08:30', to: '17:00' }],
  holidays: [],
} as never

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
