import { expect, test } from 'vitest'
import { usageFixture, usesInWords } from '../usage-fixture.ts'

const solver = { server: 'lic1', daemon: 'mvsd', manager: 'FlexNet', feature: 'solver' }
const ada = { ...solver, version: '2024', user: 'ada', host: 'ws1' }
const ben = { ...solver, version: '2024', user: 'ben', host: 'ws2' }

/** Ada holds one from 8:00 to 9:00 and a second one from 8:30; Ben two from 8:15 to 8:45. Five licences; nobody looked from 9:30 to 9:45. */
const morning = () => {
  const fixture = usageFixture()
  fixture.source({
    held: [
      ['8:00', '9:00', ada],
      ['8:30', '9:00', ada],
      ['8:15', '8:45', ben, 2],
    ],
    waited: [['8:40', '8:50', { ...solver, version: '2024', user: 'cyd', host: 'ws3' }]],
    observed: [
      ['8:00', '9:30', 'lic1', 'mvsd'],
      ['9:30', '9:45', 'lic1', 'mvsd', 'missing'],
      ['9:45', '10:00', 'lic1', 'mvsd'],
    ],
    capacity: [
      ['8:00', solver, 5],
      ['8:00', { ...solver, feature: 'mesher' }, 3],
    ],
  })
  return fixture
}

const maps = {
  'license-user-mapping': 'MAP: Design\nada\nMAP: Test\nben\n',
  'license-host-mapping': 'MAP: Ground floor\nws*\n',
  'package.map': 'MAP: Suite\nmesher\n',
}

test('45: a record for each level of use and queue, of features without use too', () => {
  const fixture = morning()
  const typed = fixture.typed(45, { maps })
  expect(usesInWords(typed)).toEqual([
    '8:00-9:00 1 × lic1;mvsd | <none> | solver | 2024',
    '8:15-8:45 2 × lic1;mvsd | <none> | solver | 2024',
    '8:30-9:00 1 × lic1;mvsd | <none> | solver | 2024',
  ])
  expect(typed.keys.map((key) => key.join(','))).toEqual([
    'lic1;mvsd,<none>,solver,2024,,,,,',
    'lic1;mvsd,Suite,mesher,undef,,,,,',
  ])
  expect(typed.series.map(({ capacity }) => capacity.map(({ licences }) => licences))).toEqual([[5], [3]])
  const shape = {
    maps,
    groupBy: ['Feature', 'Max available licenses', 'Used licenses', 'Queued licenses', 'Daemon status'],
  }
  expect(fixture.report(45, shape)).toMatchInlineSnapshot(`
    [
      "8:00  mesher | 3 | 0 | 0 | ok  Record count 1, Running time 1, Avg in use 0, Max in use 0, Min in use 0, Avg utilization 0, Max utilization 0, Min utilization 0, Elapsed time 0, Distinct 1",
      "8:00  solver | 5 | 1 | 0 | ok  Record count 1, Running time 0.25, Avg in use 1, Max in use 1, Min in use 1, Avg utilization 20, Max utilization 20, Min utilization 20, Elapsed time 0.25, Distinct 1",
      "8:00  solver | 5 | 2 | 0 | ok  Record count 1, Running time 0.166667, Avg in use 2, Max in use 2, Min in use 2, Avg utilization 40, Max utilization 40, Min utilization 40, Elapsed time 0.333333, Distinct 1",
      "8:00  solver | 5 | 2 | 1 | ok  Record count 1, Running time 0.083333, Avg in use 2, Max in use 2, Min in use 2, Avg utilization 40, Max utilization 40, Min utilization 40, Elapsed time 0.166667, Distinct 1",
      "8:00  solver | 5 | 3 | 0 | ok  Record count 1, Running time 0.25, Avg in use 3, Max in use 3, Min in use 3, Avg utilization 60, Max utilization 60, Min utilization 60, Elapsed time 0.75, Distinct 1",
      "8:00  solver | 5 | 4 | 0 | ok  Record count 1, Running time 0.166667, Avg in use 4, Max in use 4, Min in use 4, Avg utilization 80, Max utilization 80, Min utilization 80, Elapsed time 0.666667, Distinct 1",
      "8:00  solver | 5 | 4 | 1 | ok  Record count 1, Running time 0.083333, Avg in use 4, Max in use 4, Min in use 4, Avg utilization 80, Max utilization 80, Min utilization 80, Elapsed time 0.333333, Distinct 1",
      "9:00  mesher | 3 | 0 | 0 | ok  Record count 1, Running time 0.75, Avg in use 0, Max in use 0, Min in use 0, Avg utilization 0, Max utilization 0, Min utilization 0, Elapsed time 0, Distinct 1",
      "9:00  mesher | 3 | undef | undef | missing  Record count 1, Running time 0.25, Avg in use -, Max in use -, Min in use -, Avg utilization -, Max utilization -, Min utilization -, Elapsed time -, Distinct 1",
      "9:00  solver | 5 | 0 | 0 | ok  Record count 1, Running time 0.75, Avg in use 0, Max in use 0, Min in use 0, Avg utilization 0, Max utilization 0, Min utilization 0, Elapsed time 0, Distinct 1",
      "9:00  solver | 5 | undef | undef | missing  Record count 1, Running time 0.25, Avg in use -, Max in use -, Min in use -, Avg utilization -, Max utilization -, Min utilization -, Elapsed time -, Distinct 1",
    ]
  `)
})

test('46, 47, 49: each user, each machine, each user on a machine', () => {
  const fixture = morning()
  expect(usesInWords(fixture.typed(46, { maps })).at(1)).toBe(
    '8:15-8:45 2 × lic1;mvsd | <none> | solver | 2024 | Test | ben',
  )
  expect(usesInWords(fixture.typed(49, { maps })).at(0)).toBe(
    '8:00-9:00 1 × lic1;mvsd | <none> | solver | 2024 | Design | ada | Ground floor | ws1',
  )
  expect(fixture.report(46, { maps })).toMatchInlineSnapshot(`
    [
      "8:00  lic1;mvsd | <none> | solver | 2024 | undef | Design | ada  Record count 1, Elapsed time 1.5, Max used 2, Distinct 1",
      "8:00  lic1;mvsd | <none> | solver | 2024 | undef | Test | ben  Record count 1, Elapsed time 1, Max used 2, Distinct 1",
    ]
  `)
  expect(fixture.report(47, { maps })).toMatchInlineSnapshot(`
    [
      "8:00  lic1;mvsd | <none> | solver | 2024 | undef | Ground floor | ws1  Record count 1, Elapsed time 1.5, Max used 2, Distinct 1",
      "8:00  lic1;mvsd | <none> | solver | 2024 | undef | Ground floor | ws2  Record count 1, Elapsed time 1, Max used 2, Distinct 1",
    ]
  `)
  expect(fixture.report(49, { maps, by: 'total', groupBy: ['User'] })).toMatchInlineSnapshot(`
    [
      "8:00  ada  Record count 1, Elapsed time 1.5, Max used 2, Distinct 1",
      "8:00  ben  Record count 1, Elapsed time 1, Max used 2, Distinct 1",
    ]
  `)
})

test('60, 61: who waits', () => {
  const fixture = morning()
  expect(usesInWords(fixture.typed(60))).toEqual(['8:40-8:50 1 × lic1;mvsd | <none> | solver | 2024'])
  expect(
    fixture.report(60, { groupBy: ['Feature', 'Queued licenses', 'Daemon Status'], to: '9:00' }),
  ).toMatchInlineSnapshot(`
    [
      "8:00  mesher | 0 | ok  Record count 1, Running Time 1, Avg in queue 0, Max in queue 0, Min in queue 0, Elapsed time 0, Distinct 1",
      "8:00  solver | 0 | ok  Record count 1, Running Time 0.833333, Avg in queue 0, Max in queue 0, Min in queue 0, Elapsed time 0, Distinct 1",
      "8:00  solver | 1 | ok  Record count 1, Running Time 0.166667, Avg in queue 1, Max in queue 1, Min in queue 1, Elapsed time 0.166667, Distinct 1",
    ]
  `)
  expect(fixture.report(61)).toMatchInlineSnapshot(`
    [
      "8:00  lic1;mvsd | <none> | solver | 2024 | undef | undef | cyd  Record count 1, Elapsed time 0.166667, Max queued 1, Distinct 1",
    ]
  `)
})

test('71, 72: groups hold what their members hold together', () => {
  const fixture = morning()
  expect(fixture.report(71, { maps })).toMatchInlineSnapshot(`
    [
      "8:00  lic1;mvsd | <none> | solver | 2024 | undef | Design  Record count 1, Elapsed time 1.5, Avg used 1.5, Max used 2, Min used 1, Distinct 1",
      "8:00  lic1;mvsd | <none> | solver | 2024 | undef | Test  Record count 1, Elapsed time 1, Avg used 1, Max used 2, Min used 0, Distinct 1",
    ]
  `)
  expect(fixture.report(72, { maps, groupBy: ['Host group'] })).toMatchInlineSnapshot(`
    [
      "8:00  Ground floor  Count 1, Elapsed time 2.5, Avg used 2.5, Max used 4, Min used 1",
    ]
  `)
})
