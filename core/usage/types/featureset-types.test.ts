import { expect, test } from 'vitest'
import { usageFixture, usesInWords } from '../usage-fixture.ts'

const solver = { server: 'lic1', daemon: 'mvsd', manager: 'FlexNet', feature: 'solver' }
const ada = { ...solver, user: 'ada', host: 'ws1' }
const ben = { ...solver, user: 'ben', host: 'ws2' }
const maps = {
  'featureset.map': 'GROUP "Flow"\n elements:\n  feature="solver"\nUNMAPPED\n general:\n  featureset=other\n',
  'user-to-groups.map': 'MAP: Fluids (Department)\nada\nben\n',
  'price-list.map': 'MAP: 2 hourly\nsolver\n',
}

/** Ada from 8:00 to 8:40, Ben from 8:20 to 9:00, Cyd waits from 8:30 to 8:40. */
const hour = () => {
  const fixture = usageFixture()
  fixture.source({
    held: [
      ['8:00', '8:40', ada],
      ['8:20', '9:00', ben],
      ['8:00', '8:30', { ...ada, feature: 'viewer' }],
    ],
    waited: [['8:30', '8:40', { ...solver, user: 'cyd', host: 'ws3' }]],
    observed: [['8:00', '9:00', 'lic1', 'mvsd']],
    capacity: [['8:00', solver, 4]],
  })
  return fixture
}

test('94: License type 1 is held, 2 is waited for', () => {
  expect(hour().report(94, { maps })).toMatchInlineSnapshot(`
    [
      "8:00  lic1;mvsd | <none> | solver | undef | Flow | undef | ada | 1  Record count 1, Elapsed time 0.666667, Max used 1, Duration 0.666667, Distinct 1",
      "8:00  lic1;mvsd | <none> | solver | undef | Flow | undef | ben | 1  Record count 1, Elapsed time 0.666667, Max used 1, Duration 0.666667, Distinct 1",
      "8:00  lic1;mvsd | <none> | solver | undef | undef | undef | cyd | 2  Record count 1, Elapsed time 0.166667, Max used 1, Duration 0.166667, Distinct 1",
      "8:00  lic1;mvsd | <none> | viewer | undef | other | undef | ada | 1  Record count 1, Elapsed time 0.5, Max used 1, Duration 0.5, Distinct 1",
    ]
  `)
  expect(hour().typed(94, { groupBy: ['User name'] }).notes).toHaveLength(1)
  expect(hour().typed(94, { groupBy: ['User name'], where: { 'License type': ['1'] } }).notes).toEqual([])
})

test('95: the group together, and what it cost', () => {
  expect(
    hour().report(95, { maps, groupBy: ['Feature', 'Featureset', 'Group', 'License type'] }),
  ).toMatchInlineSnapshot(`
    [
      "8:00  solver | Flow | Fluids | flex  Record count 1, Elapsed time 1.333333, Max used 2, Avg used 1.333333, Min used 1, Duration 1, License Cost 2.666667",
      "8:00  viewer | other | Fluids | flex  Record count 1, Elapsed time 0.5, Max used 1, Avg used 0.5, Min used 0, Duration 0.5, License Cost -",
    ]
  `)
})

test('102: levels with the featureset', () => {
  expect(
    hour().report(102, { maps, groupBy: ['Feature', 'Featureset', 'Max available licenses', 'Used licenses'] }),
  ).toMatchInlineSnapshot(`
    [
      "8:00  solver | Flow | 4 | 1  Record count 1, Running Time 0.666667, Avg in use 1, Max in use 1, Min in use 1, Avg utilization 25, Max utilization 25, Min utilization 25, Elapsed time 0.666667, Distinct 1",
      "8:00  solver | Flow | 4 | 2  Record count 1, Running Time 0.333333, Avg in use 2, Max in use 2, Min in use 2, Avg utilization 50, Max utilization 50, Min utilization 50, Elapsed time 0.666667, Distinct 1",
      "8:00  viewer | other | undef | 0  Record count 1, Running Time 0.5, Avg in use 0, Max in use 0, Min in use 0, Avg utilization -, Max utilization -, Min utilization -, Elapsed time 0, Distinct 1",
      "8:00  viewer | other | undef | 1  Record count 1, Running Time 0.5, Avg in use 1, Max in use 1, Min in use 1, Avg utilization -, Max utilization -, Min utilization -, Elapsed time 0.5, Distinct 1",
    ]
  `)
})

test('126, 127, 128: machines inside the clock hour, at once or not', () => {
  const fixture = usageFixture()
  const station = { server: 'sel1', daemon: 'btly', manager: 'Bentley', feature: 'station' }
  fixture.source({
    kind: 'events',
    held: [
      ['8:00', '8:30', { ...station, user: 'ada', host: 'ws1' }],
      ['8:55', '8:56', { ...station, user: 'ben', host: 'ws2' }],
      ['9:10', '9:40', { ...station, user: 'ada', host: 'ws1' }, 2],
    ],
    observed: [['8:00', '11:00', 'sel1', 'btly']],
    capacity: [['8:00', station, 5]],
  })
  expect(
    fixture.report(126, { groupBy: ['Feature', 'Max available licenses', 'Used licenses'] }),
  ).toMatchInlineSnapshot(`
    [
      "8:00  station | 5 | 2  Record count 1, Running time 1, Avg in use 2, Max in use 2, Min in use 2, Elapsed time 2, Distinct 1",
      "9:00  station | 5 | 1  Record count 1, Running time 1, Avg in use 1, Max in use 1, Min in use 1, Elapsed time 1, Distinct 1",
      "10:00  station | 5 | 0  Record count 1, Running time 1, Avg in use 0, Max in use 0, Min in use 0, Elapsed time 0, Distinct 1",
    ]
  `)
  expect(fixture.report(127, { groupBy: ['User name', 'Host name'] })).toMatchInlineSnapshot(`
    [
      "8:00  ada | ws1  Record count 1, Max used 1, Elapsed time 0.5, Distinct 1",
      "8:00  ben | ws2  Record count 1, Max used 1, Elapsed time 0.016667, Distinct 1",
      "9:00  ada | ws1  Record count 1, Max used 1, Elapsed time 1, Distinct 1",
    ]
  `)
  expect(fixture.report(128, { maps, groupBy: ['Group'] })).toMatchInlineSnapshot(`
    [
      "8:00  Fluids  Record count 1, Elapsed time 0.516667, Max used 2, Avg used 0.516667, Min used 2, Duration 0.516667, License Cost -",
      "9:00  Fluids  Record count 1, Elapsed time 1, Max used 1, Avg used 1, Min used 1, Duration 0.5, License Cost -",
    ]
  `)
})

test('of each vendor licence and hour one kind of source alone: looks before the debug log, that before other logs', () => {
  const fixture = usageFixture()
  // Looks from 9:05 on: the whole hour from 9:00 is theirs.
  fixture.source({
    held: [['9:05', '9:55', ada]],
    observed: [['9:05', '10:00', 'lic1', 'mvsd']],
    capacity: [['9:05', solver, 7]],
  })
  fixture.source({
    kind: 'logged',
    held: [['8:30', '10:30', ben]],
    observed: [['8:00', '11:00', 'lic1', 'mvsd']],
    capacity: [['8:00', solver, 6]],
  })
  fixture.source({
    kind: 'events',
    held: [
      ['8:00', '12:00', { ...solver, user: 'cyd', host: 'ws3' }],
      ['8:00', '9:00', { ...solver, server: 'lic2', user: 'dan', host: 'ws4' }],
    ],
  })
  expect(
    usesInWords(fixture.typed(94, { groupBy: ['User name'] })).map((use) => use.replace(/ \| undef| \| <none>/g, '')),
  ).toEqual([
    '8:00-9:00 1 × lic2;mvsd | solver | dan | 1',
    '8:30-9:00 1 × lic1;mvsd | solver | ben | 1',
    '9:05-9:55 1 × lic1;mvsd | solver | ada | 1',
    '10:00-10:30 1 × lic1;mvsd | solver | ben | 1',
    '11:00-12:00 1 × lic1;mvsd | solver | cyd | 1',
  ])
  expect(
    fixture.report(102, { groupBy: ['Vendor License', 'Max available licenses', 'Used licenses'], to: '11:00' }),
  ).toMatchInlineSnapshot(`
    [
      "8:00  lic1;mvsd | 6 | 0  Record count 1, Running Time 0.5, Avg in use 0, Max in use 0, Min in use 0, Avg utilization 0, Max utilization 0, Min utilization 0, Elapsed time 0, Distinct 1",
      "8:00  lic1;mvsd | 6 | 1  Record count 1, Running Time 0.5, Avg in use 1, Max in use 1, Min in use 1, Avg utilization 16.666667, Max utilization 16.666667, Min utilization 16.666667, Elapsed time 0.5, Distinct 1",
      "8:00  lic2;mvsd | undef | 1  Record count 1, Running Time 1, Avg in use 1, Max in use 1, Min in use 1, Avg utilization -, Max utilization -, Min utilization -, Elapsed time 1, Distinct 1",
      "9:00  lic1;mvsd | 7 | 0  Record count 1, Running Time 0.083333, Avg in use 0, Max in use 0, Min in use 0, Avg utilization 0, Max utilization 0, Min utilization 0, Elapsed time 0, Distinct 1",
      "9:00  lic1;mvsd | 7 | 1  Record count 1, Running Time 0.833333, Avg in use 1, Max in use 1, Min in use 1, Avg utilization 14.285714, Max utilization 14.285714, Min utilization 14.285714, Elapsed time 0.833333, Distinct 1",
      "10:00  lic1;mvsd | 7 | 0  Record count 1, Running Time 0.5, Avg in use 0, Max in use 0, Min in use 0, Avg utilization 0, Max utilization 0, Min utilization 0, Elapsed time 0, Distinct 1",
      "10:00  lic1;mvsd | 7 | 1  Record count 1, Running Time 0.5, Avg in use 1, Max in use 1, Min in use 1, Avg utilization 14.285714, Max utilization 14.285714, Min utilization 14.285714, Elapsed time 0.5, Distinct 1",
    ]
  `)
})

test('a cover that was found step by step is told', () => {
  const fixture = usageFixture()
  const features = Array.from({ length: 24 }, (_, i) => `f${i}`)
  fixture.source({ held: features.map((feature) => ['8:00', '9:00', { ...ada, feature }] as const) })
  const ring = features
    .map((feature, i) => `GROUP "S${i}"\n elements:\n  feature="${feature}"\n  feature="f${(i + 1) % 24}"\n`)
    .join('')
  const { notes, uses } = fixture.typed(102, { maps: { 'featureset.map': ring } })
  expect(notes).toHaveLength(1)
  expect(notes[0]).toContain('more than 20 sets')
  expect(uses.size).toBe(24)
})

test('94: a licence that was taken along has no code; the package is that of the source, else of the map', () => {
  const fixture = usageFixture()
  fixture.source({
    held: [
      ['8:00', '9:00', { ...ada, state: '1', package: 'Suite' }],
      ['8:00', '9:00', { ...ben, state: '2' }],
    ],
  })
  const { keys } = fixture.typed(94, { maps: { 'package.map': 'MAP: Other\nsolver\nMAP: Third\nsol*\n' } })
  expect(keys.map((key) => [key[1], key[6], key[7]])).toEqual([
    ['Suite', 'ada', ' '],
    ['Other+Third', 'ben', '1'],
  ])
})

test('the hours of a vendor licence are those of its own clock', () => {
  const fixture = usageFixture()
  // In Kolkata the hour goes from 8:30 to 9:30 UTC.
  fixture.source({ zone: 'Asia/Kolkata', held: [['8:40', '8:50', ada]], observed: [['8:40', '8:50', 'lic1', 'mvsd']] })
  fixture.source({ kind: 'logged', zone: 'Asia/Kolkata', held: [['8:00', '10:00', ben]] })
  expect(usesInWords(fixture.typed(94, { groupBy: ['User name'] })).map((use) => use.split(' ')[0])).toEqual([
    '8:00-8:30',
    '8:40-8:50',
    '9:30-10:00',
  ])
})
