import { expect, test } from 'vitest'
import { usageFixture } from '../usage-fixture.ts'

const solver = { server: 'lic1', daemon: 'mvsd', manager: 'FlexNet', feature: 'solver', version: '2024' }
const ada = { user: 'ada', host: 'ws1' }
const maps = {
  'featureset.map':
    'GROUP "Flow"\n @cost=3\n elements:\n  feature="solver"\n  feature="mesher"\nGROUP "Solver only"\n @cost=2\n elements:\n  feature="solver"\n',
}

const hours = () => {
  const fixture = usageFixture()
  fixture.source({
    held: [
      ['8:30', '9:30', { ...solver, ...ada }, 2, '4a'],
      ['9:00', '9:15', { ...solver, ...ada, feature: 'mesher' }],
      ['8:00', '10:00', { ...solver, user: 'ben', host: 'lap7', state: '1', applicationVersion: '24.1' }],
    ],
    waited: [['8:10', '8:20', { ...solver, user: 'cyd', host: 'ws3' }]],
    observed: [['8:00', '10:00', 'lic1', 'mvsd']],
    capacity: [['8:00', solver, 3]],
  })
  return fixture
}

test('93: a row for each hour of what was held or waited for', () => {
  const shape = [
    'Duration',
    'Feature',
    'Feature version application',
    'Featureset',
    'User name',
    'License State',
    'Used Licenses',
    'Max available Licenses',
    'License Manager',
    'Elapsed Time',
    'Handle Id',
    'Offline license duration',
  ]
  expect(hours().report(93, { maps, groupBy: shape })).toMatchInlineSnapshot(`
    [
      "8:00  0.166667 | solver | undef | undef | cyd | queued | 1 | 3 | flex | 0.166667 |  | 0  ",
      "8:00  0.500000 | solver | undef | Solver only | ada | online | 2 | 3 | flex | 1.000000 | 4a | 0  ",
      "8:00  1.000000 | solver | 24.1 | Solver only | ben | offline | 1 | 3 | flex | 1.000000 |  | 7200  ",
      "9:00  0.250000 | mesher | undef | Flow | ada | online | 1 | undef | flex | 0.250000 |  | 0  ",
      "9:00  0.250000 | solver | undef | Flow | ada | online | 2 | 3 | flex | 0.500000 | 4a | 0  ",
      "9:00  0.250000 | solver | undef | Solver only | ada | online | 2 | 3 | flex | 0.500000 | 4a | 0  ",
      "9:00  1.000000 | solver | 24.1 | Solver only | ben | offline | 1 | 3 | flex | 1.000000 |  | 7200  ",
    ]
  `)
})

test('103: a row for each set in use', () => {
  expect(hours().report(103, { maps })).toMatchInlineSnapshot(`
    [
      "8:00  2024-03-04T08:00:00+00:00 | 1.000000 | lic1;mvsd | Solver only | undef | ben | lap7  ",
      "8:00  2024-03-04T08:30:00+00:00 | 0.500000 | lic1;mvsd | Solver only | undef | ada | ws1  ",
      "9:00  2024-03-04T09:00:00+00:00 | 0.250000 | lic1;mvsd | Flow | undef | ada | ws1  ",
      "9:00  2024-03-04T09:00:00+00:00 | 1.000000 | lic1;mvsd | Solver only | undef | ben | lap7  ",
      "9:00  2024-03-04T09:15:00+00:00 | 0.250000 | lic1;mvsd | Solver only | undef | ada | ws1  ",
    ]
  `)
  expect(hours().typed(103).notes).toEqual([
    'No set is defined in featureset.map, so nothing is known of featuresets. Import the map first.',
  ])
})
