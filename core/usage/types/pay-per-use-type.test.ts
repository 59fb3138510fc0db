import { expect, test } from 'vitest'
import type { SourceKind } from '../usage.ts'
import { usageFixture } from '../usage-fixture.ts'

const solver = { server: 'lic1', daemon: 'mvsd', manager: 'FlexNet', feature: 'solver', version: '2024' }

/** Two licences from 8:00, a third from 8:15, a fourth from 8:30 to 8:45; all end at 9:00. */
const hour = (kind: SourceKind = 'polled') => {
  const fixture = usageFixture()
  fixture.source({
    kind,
    held: [
      ['8:00', '9:00', { ...solver, user: 'ada', host: 'ws1' }, 2],
      ['8:15', '9:00', { ...solver, user: 'ben', host: 'ws2' }],
      ['8:30', '8:45', { ...solver, user: 'cyd', host: 'ws3' }],
    ],
    observed: [['8:00', '9:00', 'lic1', 'mvsd']],
    capacity: [['8:00', solver, 10]],
  })
  return fixture
}
const shape = ['Customer ID', 'License type', 'Feature', 'Usage type', 'Max available licenses', 'Used licenses']

test('114: without an entitlement there is the total alone', () => {
  expect(hour().report(114, { groupBy: shape })).toMatchInlineSnapshot(`
    [
      "8:00  undef | feature | solver | total | 10 | 2  Record count 1, Running time 0.25, Avg in use 2, Max in use 2, Min in use 2, Elapsed time 0.5, Elastic usage -, Distinct 1",
      "8:00  undef | feature | solver | total | 10 | 3  Record count 1, Running time 0.5, Avg in use 3, Max in use 3, Min in use 3, Elapsed time 1.5, Elastic usage -, Distinct 1",
      "8:00  undef | feature | solver | total | 10 | 4  Record count 1, Running time 0.25, Avg in use 4, Max in use 4, Min in use 4, Elapsed time 1, Elastic usage -, Distinct 1",
    ]
  `)
})

test('114: the part above the entitled number is overdraft, of features and of featuresets', () => {
  const maps = {
    'entitlement.map': 'MAP: 2\nsolver\nfeatureset:Flow\n',
    'featureset.map': 'GROUP "Flow"\n @count=6\n elements:\n  feature="solver"\n',
  }
  expect(hour().report(114, { maps, groupBy: shape, customerId: 'C-17' })).toMatchInlineSnapshot(`
    [
      "8:00  C-17 | feature | solver | overdraft | 10 | 0  Record count 1, Running time 0.25, Avg in use 0, Max in use 0, Min in use 0, Elapsed time 0, Elastic usage 0, Distinct 1",
      "8:00  C-17 | feature | solver | overdraft | 10 | 1  Record count 1, Running time 0.5, Avg in use 1, Max in use 1, Min in use 1, Elapsed time 0.5, Elastic usage 0.5, Distinct 1",
      "8:00  C-17 | feature | solver | overdraft | 10 | 2  Record count 1, Running time 0.25, Avg in use 2, Max in use 2, Min in use 2, Elapsed time 0.5, Elastic usage 0.5, Distinct 1",
      "8:00  C-17 | feature | solver | total | 10 | 2  Record count 1, Running time 0.25, Avg in use 2, Max in use 2, Min in use 2, Elapsed time 0.5, Elastic usage 0, Distinct 1",
      "8:00  C-17 | feature | solver | total | 10 | 3  Record count 1, Running time 0.5, Avg in use 3, Max in use 3, Min in use 3, Elapsed time 1.5, Elastic usage 0.5, Distinct 1",
      "8:00  C-17 | feature | solver | total | 10 | 4  Record count 1, Running time 0.25, Avg in use 4, Max in use 4, Min in use 4, Elapsed time 1, Elastic usage 0.5, Distinct 1",
      "8:00  C-17 | featureset | Flow | overdraft | 6 | 0  Record count 1, Running time 0.75, Avg in use 0, Max in use 0, Min in use 0, Elapsed time 0, Elastic usage 0, Distinct 1",
      "8:00  C-17 | featureset | Flow | overdraft | 6 | 1  Record count 1, Running time 0.25, Avg in use 1, Max in use 1, Min in use 1, Elapsed time 0.25, Elastic usage 0.25, Distinct 1",
      "8:00  C-17 | featureset | Flow | total | 6 | 1  Record count 1, Running time 0.25, Avg in use 1, Max in use 1, Min in use 1, Elapsed time 0.25, Elastic usage 0, Distinct 1",
      "8:00  C-17 | featureset | Flow | total | 6 | 2  Record count 1, Running time 0.5, Avg in use 2, Max in use 2, Min in use 2, Elapsed time 1, Elastic usage 0, Distinct 1",
      "8:00  C-17 | featureset | Flow | total | 6 | 3  Record count 1, Running time 0.25, Avg in use 3, Max in use 3, Min in use 3, Elapsed time 0.75, Elastic usage 0.25, Distinct 1",
    ]
  `)
})

test('116: the same from the debug log', () => {
  const answer = {
    maps: { 'entitlement.map': 'MAP: none\nsolver\nMAP: 3 (2024-03-04)\nsolver\n' },
    groupBy: ['Usage type'],
    by: 'total',
  } as const
  expect(hour('logged').report(116, answer)).toMatchInlineSnapshot(`
    [
      "8:00  overdraft  Record count 2, Running time 1, Avg in use 0.25, Max in use 1, Min in use 0, Elapsed time 0.25, Elastic usage 0.25, Distinct 1",
      "8:00  total  Record count 3, Running time 1, Avg in use 3, Max in use 4, Min in use 2, Elapsed time 3, Elastic usage 0.25, Distinct 1",
    ]
  `)
  expect(hour('logged').report(114, answer)).toEqual([])
})
