import { expect, test } from 'vitest'
import { usageFixture } from '../usage-fixture.ts'

const box = {
  host: 'lic5',
  dongleType: 'CodeMeter',
  serial: '3-17',
  vendor: 'Examplesoft',
  vendorCode: '10',
  feature: 'Sim',
  featureCode: '201',
}

test('119: each user by the time of their use, and the idle time without a user', () => {
  const fixture = usageFixture()
  fixture.source({
    about: 'dongle',
    kind: 'polled',
    held: [
      ['8:10', '8:40', { ...box, user: '10.0.0.7' }, 2],
      ['8:30', '9:00', { ...box, user: '10.0.0.9' }],
    ],
    observed: [['8:00', '10:00', 'lic5', '']],
    capacity: [
      ['8:00', box, 4],
      ['8:00', { ...box, feature: 'View', featureCode: '202' }, 1],
    ],
  })
  expect(
    fixture.report(119, { groupBy: ['Feature', 'User', 'Used licenses', 'Max available licenses'] }),
  ).toMatchInlineSnapshot(`
    [
      "8:00  Sim | 10.0.0.7 | 2 | 4  Record count 1, Running time 0.5, Avg in use 2, Max in use 2, Min in use 2, Avg utilization 50, Max utilization 50, Min utilization 50, Elapsed time 1, Distinct 1",
      "8:00  Sim | 10.0.0.9 | 1 | 4  Record count 1, Running time 0.5, Avg in use 1, Max in use 1, Min in use 1, Avg utilization 25, Max utilization 25, Min utilization 25, Elapsed time 0.5, Distinct 1",
      "8:00  Sim | undef | 0 | 4  Record count 1, Running time 0.166667, Avg in use 0, Max in use 0, Min in use 0, Avg utilization 0, Max utilization 0, Min utilization 0, Elapsed time 0, Distinct 1",
      "8:00  View | undef | 0 | 1  Record count 1, Running time 1, Avg in use 0, Max in use 0, Min in use 0, Avg utilization 0, Max utilization 0, Min utilization 0, Elapsed time 0, Distinct 1",
      "9:00  Sim | undef | 0 | 4  Record count 1, Running time 1, Avg in use 0, Max in use 0, Min in use 0, Avg utilization 0, Max utilization 0, Min utilization 0, Elapsed time 0, Distinct 1",
      "9:00  View | undef | 0 | 1  Record count 1, Running time 1, Avg in use 0, Max in use 0, Min in use 0, Avg utilization 0, Max utilization 0, Min utilization 0, Elapsed time 0, Distinct 1",
    ]
  `)
  expect(
    fixture.report(119, {
      by: 'total',
      groupBy: ['Host', 'Data type', 'Serial number', 'Vendor', 'Vendor code', 'Feature', 'Feature code'],
    }),
  ).toMatchInlineSnapshot(`
    [
      "8:00  lic5 | CodeMeter | 3-17 | Examplesoft | 10 | Sim | 201  Record count 4, Running time 2.166667, Avg in use 0.692308, Max in use 2, Min in use 0, Avg utilization 17.307692, Max utilization 50, Min utilization 0, Elapsed time 1.5, Distinct 1",
      "8:00  lic5 | CodeMeter | 3-17 | Examplesoft | 10 | View | 202  Record count 2, Running time 2, Avg in use 0, Max in use 0, Min in use 0, Avg utilization 0, Max utilization 0, Min utilization 0, Elapsed time 0, Distinct 1",
    ]
  `)
  expect(fixture.typed(119, { groupBy: ['Feature'] }).notes).toHaveLength(1)
  expect(fixture.typed(119).notes).toEqual([])
})
