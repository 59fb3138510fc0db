import { expect, test } from 'vitest'
import type { ReportColumn } from '../../core/contract/reports.ts'
import { daysOfData, featureRefusals, featureUse } from './overview-facts.ts'

const column = (name: string, role: ReportColumn['role'] = 'measurement'): ReportColumn => ({
  name,
  role,
  concept: name,
})

test('features by licence hours, whatever the order of the columns', () => {
  const columns = [column('Elapsed time'), column('Feature', 'classification'), column('Max in use')]
  expect(
    featureUse(columns, [
      [2, 40, 0],
      ['a', 'b', 'c'],
      [1, 12, null],
    ]),
  ).toEqual([
    { feature: 'b', peak: 12, average: null, elapsed: 40 },
    { feature: 'a', peak: 1, average: null, elapsed: 2 },
    { feature: 'c', peak: null, average: null, elapsed: 0 },
  ])
})

test('refusals by number, then by name; no column, no facts', () => {
  const columns = [column('Feature', 'classification'), column('Record count')]
  expect(
    featureRefusals(columns, [
      ['b', 'a', 'c'],
      [3, 3, 9],
    ]).map(({ feature }) => feature),
  ).toEqual(['c', 'a', 'b'])
  expect(featureRefusals([], [])).toEqual([])
})

test('days are calendar days of the zone, and the end is not included', () => {
  const zone = 'Europe/Berlin'
  const of = (from: string, to: string) => daysOfData({ from, to, zone })
  expect(of('2024-03-04T23:59:00+01:00', '2024-03-05T00:01:00+01:00')).toEqual({
    first: '2024-03-04',
    last: '2024-03-05',
    days: 2,
  })
  expect(of('2024-03-03T23:00:00Z', '2024-03-05T23:00:00Z')).toEqual({
    first: '2024-03-04',
    last: '2024-03-05',
    days: 2,
  })
  expect(of('2024-03-04T08:00:00+01:00', '2024-03-04T08:00:00+01:00').days).toBe(1)
})
