import { expect, test } from 'vitest'
import { UsageKind } from '../../facts/usage-fact.ts'
import { eventsInWords, usageFixture, usesInWords } from '../usage-fixture.ts'

const solver = { server: 'lic1', daemon: 'mvsd', manager: 'FlexNet', feature: 'solver' }
const onOther = { ...solver, server: 'lic2' }
const ada = { user: 'ada', host: 'ws1' }
const ben = { user: 'ben', host: 'ws2' }
const maps = {
  'featureset.map':
    'GROUP "Flow"\n general:\n  product_id="SW-1"\n elements:\n  feature="solver"\n  feature="mesher"\n',
  'software-catalogue.map': 'MAP: Viewer (SW-2)\n*;mvsd / view*\n',
  'user-to-groups.map': 'MAP: Fluids (Department)\nada\nben\n',
}

/** Two servers share the work: Ada has a solver of each and a mesher; Ben one solver. */
const pool = () => {
  const fixture = usageFixture()
  fixture.source({
    held: [
      ['8:00', '9:00', { ...solver, ...ada }],
      ['8:30', '9:30', { ...onOther, ...ada }],
      ['8:00', '8:30', { ...solver, ...ada, feature: 'mesher' }],
      ['8:45', '9:15', { ...onOther, ...ben }],
      ['8:00', '8:30', { ...solver, ...ben, feature: 'viewer' }, 2],
      ['8:00', '8:30', { ...solver, ...ben, feature: 'tool' }],
    ],
    observed: [
      ['8:00', '10:00', 'lic1', 'mvsd'],
      ['8:00', '9:00', 'lic2', 'mvsd'],
    ],
    capacity: [
      ['8:00', solver, 3],
      ['8:00', onOther, 2],
      ['8:00', { ...solver, feature: 'mesher' }, 9],
      ['8:00', { ...solver, feature: 'idle' }, 1],
    ],
  })
  return fixture
}

test('143: servers with one product are one pool, its licences added; a user on a machine has one use of a product', () => {
  const typed = pool().typed(143, { maps })
  expect(usesInWords(typed)).toEqual([
    '8:00-8:30 2 × SW-2 | Viewer | lic1 | mvsd',
    '8:00-8:30 1 × undef | tool | lic1 | mvsd',
    '8:00-9:30 1 × SW-1 | Flow | lic1,lic2 | mvsd',
    '8:45-9:15 1 × SW-1 | Flow | lic1,lic2 | mvsd',
  ])
  expect(
    pool().report(143, {
      maps,
      groupBy: ['Software title', 'License hosts', 'Max available licenses', 'Used licenses'],
    }),
  ).toMatchInlineSnapshot(`
    [
      "8:00  Flow | lic1,lic2 | 5 | 1  Count 1, Duration 0.75, Elapsed time 0.75, Max in use 1",
      "8:00  Flow | lic1,lic2 | 5 | 2  Count 1, Duration 0.25, Elapsed time 0.5, Max in use 2",
      "8:00  Viewer | lic1 | undef | 0  Count 1, Duration 0.5, Elapsed time 0, Max in use 0",
      "8:00  Viewer | lic1 | undef | 2  Count 1, Duration 0.5, Elapsed time 1, Max in use 2",
      "8:00  idle | lic1 | 1 | 0  Count 1, Duration 1, Elapsed time 0, Max in use 0",
      "8:00  tool | lic1 | undef | 0  Count 1, Duration 0.5, Elapsed time 0, Max in use 0",
      "8:00  tool | lic1 | undef | 1  Count 1, Duration 0.5, Elapsed time 0.5, Max in use 1",
      "9:00  Flow | lic1,lic2 | 5 | 0  Count 1, Duration 0.5, Elapsed time 0, Max in use 0",
      "9:00  Flow | lic1,lic2 | 5 | 1  Count 1, Duration 0.25, Elapsed time 0.25, Max in use 1",
      "9:00  Flow | lic1,lic2 | 5 | 2  Count 1, Duration 0.25, Elapsed time 0.5, Max in use 2",
      "9:00  Viewer | lic1 | undef | 0  Count 1, Duration 1, Elapsed time 0, Max in use 0",
      "9:00  idle | lic1 | 1 | 0  Count 1, Duration 1, Elapsed time 0, Max in use 0",
      "9:00  tool | lic1 | undef | 0  Count 1, Duration 1, Elapsed time 0, Max in use 0",
    ]
  `)
})

test('143: without a featureset map each feature, or what the catalogue makes of it, stands for itself', () => {
  expect(usesInWords(pool().typed(143, {})).slice(0, 2)).toEqual([
    '8:00-9:00 1 × undef | solver | lic1,lic2 | mvsd',
    '8:00-8:30 1 × undef | mesher | lic1 | mvsd',
  ])
})

test('144, 147: by user and machine, and by group', () => {
  expect(pool().report(144, { maps, by: 'total', where: { 'Software title': ['Flow'] } })).toMatchInlineSnapshot(`
    [
      "8:00  SW-1 | Flow | lic1,lic2 | mvsd | ada | ws1  Count 2, Duration 1.5, Elapsed time 1.5, Max in use 1, Distinct 1",
      "8:00  SW-1 | Flow | lic1,lic2 | mvsd | ben | ws2  Count 2, Duration 0.5, Elapsed time 0.5, Max in use 1, Distinct 1",
    ]
  `)
  expect(pool().report(147, { maps, by: 'total', where: { 'Software title': ['Flow'] } })).toMatchInlineSnapshot(`
    [
      "8:00  SW-1 | Flow | lic1,lic2 | mvsd | Department | Fluids  Count 2, Duration 1.5, Elapsed time 2, Max in use 2",
    ]
  `)
})

test('145: the limit reached, once in 30 seconds after the last one counted', () => {
  const fixture = usageFixture()
  const denied = (
    clock: string,
    detail = '(-4,342)|Licensed number of users already reached.',
    of = { ...solver, ...ada },
  ) => ({ at: clock, kind: UsageKind.denied, of, detail }) as const
  fixture.source({
    kind: 'logged',
    happened: [
      ...['8:59:00', '8:59:20', '8:59:40', '9:00:00', '9:00:20'].map((clock) => denied(clock)),
      denied('8:59:05', '(-5,346)|No such feature exists.'),
      denied('8:59:06', '(-42,1)|Something else.'),
      denied('8:59:10', undefined, { ...onOther, ...ada }),
      denied('8:59:10', undefined, { ...solver, ...ben }),
    ],
  })
  expect(eventsInWords(fixture.typed(145, { maps }))).toEqual([
    '8:59 1 × SW-1 | Flow | lic1,lic2 | mvsd | ada | ws1',
    '8:59:10 1 × SW-1 | Flow | lic1,lic2 | mvsd | ben | ws2',
    '8:59:40 1 × SW-1 | Flow | lic1,lic2 | mvsd | ada | ws1',
    '9:00:20 1 × SW-1 | Flow | lic1,lic2 | mvsd | ada | ws1',
  ])
  expect(fixture.report(145, { maps, groupBy: ['User name'] })).toMatchInlineSnapshot(`
    [
      "8:00  ada  Count 1, Events 2",
      "8:00  ben  Count 1, Events 1",
      "9:00  ada  Count 1, Events 1",
    ]
  `)
})
