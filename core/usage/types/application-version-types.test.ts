import { expect, test } from 'vitest'
import { usageFixture } from '../usage-fixture.ts'

const solver = { server: 'lic1', daemon: 'mvsd', manager: 'FlexNet', feature: 'solver', version: '2024' }
const mesher = { ...solver, feature: 'mesher' }
const ada = { user: 'ada', host: 'ws1' }

const maps = {
  'featureset.map':
    'GROUP "Flow"\n @cost=3\n general:\n  featureset_version="24"\n elements:\n  feature="solver"\n  feature="mesher"\nGROUP "Solver only"\n @cost=2\n elements:\n  feature="solver"\n',
  'user-to-groups.map': 'MAP: Fluids (Department)\nada\nMAP: Oslo (Site)\nada\nben\n',
  'host-to-groups.map': 'MAP: Ground floor (Building)\nws1\n',
  'price-list.map': 'MAP: 10 hourly\nsolver\nMAP: 20 hourly (2024-03-05)\nsolver\n',
}

/** Ada solves with 24.1 all along, and meshes from 8:30; Ben solves with 24.2 from 8:00 to 8:30. */
const hour = () => {
  const fixture = usageFixture()
  fixture.source({
    held: [
      ['8:00', '9:00', { ...solver, ...ada, applicationVersion: '24.1' }],
      ['8:30', '9:00', { ...mesher, ...ada, applicationVersion: '24.1' }],
      ['8:00', '8:30', { ...solver, user: 'ben', host: 'ws2', applicationVersion: '24.2' }],
    ],
    observed: [['8:00', '9:00', 'lic1', 'mvsd']],
  })
  return fixture
}

test('110: hours by version of the program, without a peak', () => {
  expect(hour().report(110)).toMatchInlineSnapshot(`
    [
      "8:00  lic1;mvsd | <none> | mesher | 2024 | 24.1 | ada | ws1 | flex  Record count 1, Elapsed time 0.5, Distinct 1",
      "8:00  lic1;mvsd | <none> | solver | 2024 | 24.1 | ada | ws1 | flex  Record count 1, Elapsed time 1, Distinct 1",
      "8:00  lic1;mvsd | <none> | solver | 2024 | 24.2 | ben | ws2 | flex  Record count 1, Elapsed time 0.5, Distinct 1",
    ]
  `)
})

test('111: the set that a feature counts for changes with what else its user holds', () => {
  expect(
    hour().report(111, {
      maps,
      groupBy: ['Feature', 'Application version', 'Featureset', 'Featureset version', 'Used licenses'],
    }),
  ).toMatchInlineSnapshot(`
    [
      "8:00  mesher | 24.1 | Flow | 24 | 1  Record count 1, Running time 0.5, Avg in use 1, Max in use 1, Min in use 1, Elapsed time 0.5, Distinct 1",
      "8:00  solver | 24.1 | Flow | 24 | 0  Record count 1, Running time 0.5, Avg in use 0, Max in use 0, Min in use 0, Elapsed time 0, Distinct 1",
      "8:00  solver | 24.1 | Flow | 24 | 1  Record count 1, Running time 0.5, Avg in use 1, Max in use 1, Min in use 1, Elapsed time 0.5, Distinct 1",
      "8:00  solver | 24.1 | Solver only | undef | 0  Record count 1, Running time 0.5, Avg in use 0, Max in use 0, Min in use 0, Elapsed time 0, Distinct 1",
      "8:00  solver | 24.1 | Solver only | undef | 1  Record count 1, Running time 0.5, Avg in use 1, Max in use 1, Min in use 1, Elapsed time 0.5, Distinct 1",
      "8:00  solver | 24.2 | Solver only | undef | 0  Record count 1, Running time 0.5, Avg in use 0, Max in use 0, Min in use 0, Elapsed time 0, Distinct 1",
      "8:00  solver | 24.2 | Solver only | undef | 1  Record count 1, Running time 0.5, Avg in use 1, Max in use 1, Min in use 1, Elapsed time 0.5, Distinct 1",
    ]
  `)
})

test('112: by user; License type is the licence manager', () => {
  expect(hour().report(112, { maps })).toMatchInlineSnapshot(`
    [
      "8:00  lic1;mvsd | <none> | mesher | 24.1 | Flow | 24 | ada | flex  Record count 1, Elapsed time 0.5, Max used 1, Duration 0.5, Distinct 1",
      "8:00  lic1;mvsd | <none> | solver | 24.1 | Flow | 24 | ada | flex  Record count 1, Elapsed time 0.5, Max used 1, Duration 0.5, Distinct 1",
      "8:00  lic1;mvsd | <none> | solver | 24.1 | Solver only | undef | ada | flex  Record count 1, Elapsed time 0.5, Max used 1, Duration 0.5, Distinct 1",
      "8:00  lic1;mvsd | <none> | solver | 24.2 | Solver only | undef | ben | flex  Record count 1, Elapsed time 0.5, Max used 1, Duration 0.5, Distinct 1",
    ]
  `)
})

test('113: a user counts in each of their groups; a licence hour of the solver costs 10', () => {
  expect(
    hour().report(113, { maps, groupBy: ['Feature', 'Group type', 'Group', 'License type'] }),
  ).toMatchInlineSnapshot(`
    [
      "8:00  mesher | Department | Fluids | flex  Count 1, Elapsed time 0.5, Max used 1, Avg used 1, Min used 1, Duration 0.5, License cost -",
      "8:00  mesher | Site | Oslo | flex  Count 1, Elapsed time 0.5, Max used 1, Avg used 1, Min used 1, Duration 0.5, License cost -",
      "8:00  solver | Department | Fluids | flex  Count 2, Elapsed time 1, Max used 1, Avg used 0.5, Min used 0, Duration 1, License cost 10",
      "8:00  solver | Department | undef | flex  Count 1, Elapsed time 0.5, Max used 1, Avg used 0.5, Min used 0, Duration 0.5, License cost 5",
      "8:00  solver | Site | Oslo | flex  Count 3, Elapsed time 1.5, Max used 1, Avg used 0.5, Min used 0, Duration 1.5, License cost 15",
    ]
  `)
})

test('115: host groups; from the next day on a licence hour costs 20', () => {
  const fixture = hour()
  fixture.source({
    held: [['23:30', '24:30', { ...solver, ...ada }]],
    observed: [['23:00', '25:00', 'lic1', 'mvsd']],
  })
  expect(fixture.report(115, { maps, by: 'day', groupBy: ['Feature', 'Group type', 'Group'] })).toMatchInlineSnapshot(`
    [
      "0:00  mesher | Building | Ground floor  Record count 1, Elapsed time 0.5, Max used 1, Avg used 0.333333, Min used 0, Duration 0.5, License cost -",
      "0:00  solver | Building | Ground floor  Record count 2, Elapsed time 1.5, Max used 1, Avg used 0.75, Min used 0, Duration 1.5, License cost 15",
      "0:00  solver | Building | undef  Record count 1, Elapsed time 0.5, Max used 1, Avg used 0.25, Min used 0, Duration 0.5, License cost 5",
      "24:00  solver | Building | Ground floor  Record count 1, Elapsed time 0.5, Max used 1, Avg used 0.5, Min used 0, Duration 0.5, License cost 10",
    ]
  `)
})
