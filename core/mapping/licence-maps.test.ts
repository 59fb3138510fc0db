import { expect, test } from 'vitest'
import { zoneClock } from '../aggregation/zone-clock.ts'
import { entitledAt, entitlements, splitByEntitlement } from './entitlement.ts'
import { priceList, rateAt } from './licence-price.ts'
import { packageMap } from './package-map.ts'
import { readMap } from './read-map.ts'

const oslo = zoneClock('Europe/Oslo')
const instant = (text: string) => Date.parse(text) / 1000

test('prices for a day, a month and a year are shared out among their hours on the clock of the report', () => {
  const prices = priceList(
    'MAP: 24 daily\nday\nMAP: 744 monthly\nmonth\nMAP: 8784 annual\nyear\nMAP: 0.5 hourly\nhour\n',
    oslo,
  )
  const rates = (feature: string, from: string, to: string) =>
    prices
      .ofFeature('lic1;mvsd', '<none>', feature, instant(from), instant(to))
      .map(({ at, rate }) => [new Date(at * 1000).toISOString().slice(0, 16), rate])
  // 31 March 2024 had 23 hours in Oslo.
  expect(rates('day', '2024-03-30T12:00Z', '2024-04-02T00:00Z')).toEqual([
    ['2024-03-30T12:00', 1],
    ['2024-03-30T23:00', 24 / 23],
    ['2024-03-31T22:00', 1],
  ])
  expect(rates('month', '2024-01-10T00:00Z', '2024-04-01T00:00Z')).toEqual([
    ['2024-01-10T00:00', 1],
    ['2024-01-31T23:00', 744 / (29 * 24)],
    ['2024-02-29T23:00', 744 / (31 * 24 - 1)],
    ['2024-03-31T22:00', 744 / (30 * 24)],
  ])
  expect(rates('year', '2024-06-01T00:00Z', '2025-06-01T00:00Z')).toEqual([
    ['2024-06-01T00:00', 1],
    ['2024-12-31T23:00', 8784 / 8760],
  ])
  expect(rates('hour', '2020-01-01T00:00Z', '2030-01-01T00:00Z')).toEqual([['2020-01-01T00:00', 0.5]])
  expect(rates('nothing', '2024-01-01T00:00Z', '2024-02-01T00:00Z')).toEqual([['2024-01-01T00:00', Number.NaN]])
})

test('a licence held for a whole month, or a whole year, costs exactly its price', () => {
  for (const [feature, from, to, price] of [
    ['month', '2024-03-01T00:00+01:00', '2024-04-01T00:00+02:00', 100],
    ['year', '2023-01-01T00:00+01:00', '2024-01-01T00:00+01:00', 1200],
    ['day', '2024-01-01T00:00+01:00', '2025-01-01T00:00+01:00', 366 * 3],
  ] as const) {
    const list = priceList('MAP: 100 monthly\nmonth\nMAP: 1200 annual\nyear\nMAP: 3 daily\nday\n', oslo)
    const end = instant(to)
    const steps = list.ofFeature('a;b', '', feature, instant(from), end)
    const cost = steps.reduce((sum, { at, rate }, i) => sum + ((steps[i + 1]?.at ?? end) - at) * (rate / 3600), 0)
    expect(cost).toBeCloseTo(price, 6)
  }
})

test('the latest date that has begun counts, and within it the first line that matches', () => {
  const prices = priceList(
    [
      'MAP: 3 hourly (2024-02-01)',
      'solver',
      'MAP: 1 hourly',
      'lic1;mvsd / solver',
      '*;mvsd / package:Suite',
      'MAP: 2 hourly',
      '*',
      'MAP: none (2024-03-01)',
      'solver',
    ].join('\n'),
    oslo,
  )
  const at = (licence: string, packages: string, feature: string, when: string) =>
    rateAt(
      prices.ofFeature(licence, packages, feature, instant('2023-01-01T00:00Z'), instant('2025-01-01T00:00Z')),
      instant(when),
    )
  expect(at('LIC1;mvsd', '<none>', 'Solver', '2024-01-15T00:00Z')).toBe(1)
  expect(at('lic2;mvsd', '<none>', 'solver', '2024-01-15T00:00Z')).toBe(2)
  expect(at('lic2;mvsd', 'Base+Suite', 'other', '2024-01-15T00:00Z')).toBe(1)
  expect(at('lic2;mvsd', 'Suite', 'other', '2024-12-15T00:00Z')).toBe(1)
  expect(at('lic1;mvsd', '<none>', 'solver', '2024-01-31T22:59Z')).toBe(1)
  expect(at('lic1;mvsd', '<none>', 'solver', '2024-01-31T23:00Z')).toBe(3)
  expect(at('lic1;mvsd', '<none>', 'solver', '2024-03-15T00:00Z')).toBeNaN()
})

test('a price that is split is borne by its lines in equal parts', () => {
  const prices = priceList('MAP: 9 hourly split\nmesh\nsolve\npost\n', oslo)
  expect(prices.ofFeature('a;b', '', 'solve', 0, 3600)).toEqual([{ at: 0, rate: 3 }])
  const twice = priceList('MAP: 9 hourly split\nmesh\nsolve\npost\nMAP: 9 hourly split\nsketch\n', oslo)
  expect(twice.ofFeature('a;b', '', 'post', 0, 3600)).toEqual([{ at: 0, rate: 3 }])
  expect(twice.ofFeature('a;b', '', 'sketch', 0, 3600)).toEqual([{ at: 0, rate: 9 }])
})

test('entitled numbers by feature, package and featureset', () => {
  const found = entitlements(
    'MAP: 25\n*;mvsd / *\nMAP: 10 (2024-01-01)\nlic1;mvsd / solver\nMAP: none (2025-01-01)\nsolver\nMAP: 2\n*;mvsd / featureset:Flow *\n',
    oslo,
  )
  expect(found.ofFeature('lic1;mvsd', '<none>', 'solver')).toEqual([
    { at: Number.NEGATIVE_INFINITY, entitled: 25 },
    { at: instant('2023-12-31T23:00Z'), entitled: 10 },
    { at: instant('2024-12-31T23:00Z'), entitled: -1 },
  ])
  expect(found.ofFeature('lic1;other', '<none>', 'mesh')).toEqual([])
  expect(found.ofFeatureset('lic1;mvsd', 'Flow Suite')).toEqual([{ at: Number.NEGATIVE_INFINITY, entitled: 2 }])
  expect(found.ofFeatureset('lic1;mvsd', 'Paint')).toEqual([])
  expect(entitledAt(found.ofFeature('lic1;mvsd', '', 'solver'), instant('2024-06-01T00:00Z'))).toBe(10)
  expect(entitledAt([], 0)).toBe(-1)
})

test.each([
  [12, 10, { total: 12, overdraft: 2 }],
  [10, 10, { total: 10, overdraft: 0 }],
  [3, 0, { total: 3, overdraft: 3 }],
  [3, -1, { total: 3, overdraft: 0 }],
])('%d used of %d entitled', (level, entitled, expected) => {
  expect(splitByEntitlement(level, entitled)).toEqual(expected)
})

test('a feature in several packages has them all', () => {
  const { of } = packageMap('MAP: Suite (all in)\nmesh\nsolve*\nMAP: Base\nlic1;mvsd / mesh\n')
  expect(of('lic1;mvsd', 'mesh')).toBe('Suite (all in)+Base')
  expect(of('lic2;mvsd', 'MESH')).toBe('Suite (all in)')
  expect(of('lic2;mvsd', 'solve_9')).toBe('Suite (all in)')
  expect(of('lic2;mvsd', 'paint')).toBeUndefined()
})

test('headings that their kind does not know are told with all below them', () => {
  const told = (kind: 'price-list.map' | 'entitlement.map' | 'timeout-per-app.map', text: string) =>
    readMap(kind, text).malformed.map(({ line, reason }) => `${line} ${reason}`)
  expect(
    told(
      'price-list.map',
      'MAP: 12\nmesh\nMAP: 1,200 annual\nMAP: 5 weekly\nMAP: 5 hourly (2024-02-30)\nMAP: 5 hourly\nsolve\nDEFAULT: 3 hourly\nMAP: 1e9 hourly\n',
    ),
  ).toEqual([
    '1 names no price such as 1200 annual, 95.50 monthly split or none',
    '2 stands under a MAP line that was not understood',
    '3 names no price such as 1200 annual, 95.50 monthly split or none',
    '4 names no price such as 1200 annual, 95.50 monthly split or none',
    '5 has in brackets what is no day such as 2024-01-31',
    '8 is a DEFAULT line, which this map has no use for (a line * takes everything)',
    '9 names no price such as 1200 annual, 95.50 monthly split or none',
  ])
  expect(told('entitlement.map', 'MAP: 2.5\nMAP: -1\nMAP: 7 (soon)\nMAP: 7\na\n')).toHaveLength(3)
  expect(told('timeout-per-app.map', 'MAP: 0\nMAP: 1441\nMAP: 30\nWiki\nDEFAULT: long\n')).toHaveLength(3)
})
