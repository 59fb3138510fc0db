import { describe, expect, test } from 'vitest'
import { reportInWords, rowsInWords } from './typed-uses-fixture.ts'

const day = (time: string): string => `2024-03-04T${time}`

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
})
