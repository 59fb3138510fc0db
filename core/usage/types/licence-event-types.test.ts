import { expect, test } from 'vitest'
import { UsageKind } from '../../facts/usage-fact.ts'
import { usageFixture, usesInWords } from '../usage-fixture.ts'

const solver = { server: 'rlm1', daemon: 'isvx', manager: 'RLM', feature: 'solver', version: '3.0' }
const ada = { ...solver, user: 'ada', host: 'ws1' }
const ben = { ...solver, user: 'ben', host: 'ws2' }
const maps = {
  'user-to-groups.map': 'MAP: Fluids (Department)\nada\nMAP: Oslo (Site)\nada\nben\n',
  'host-to-groups.map': 'MAP: Ground floor (Building)\nws*\n',
}

/** Ada from 8:00 to 9:30, Ben two from 8:30 to 9:00; the log goes from 8:00 to 10:00. Ben is refused at 9:10. */
const log = () => {
  const fixture = usageFixture()
  fixture.source({
    kind: 'events',
    held: [
      ['8:00', '9:30', ada],
      ['8:30', '9:00', ben, 2],
    ],
    happened: [
      { at: '9:10', of: ben, kind: UsageKind.denied, detail: 'all licences are in use' },
      { at: '9:11', of: ben, kind: UsageKind.denied },
      { at: '8:00', of: ada, kind: UsageKind.out },
    ],
    observed: [['8:00', '10:00', 'rlm1', 'isvx']],
    capacity: [['8:00', { ...solver, version: '' }, 4]],
  })
  // What looks saw of the same server is for the polled types.
  fixture.source({ held: [['8:00', '9:00', ada]], observed: [['8:00', '9:00', 'rlm1', 'isvx']] })
  return fixture
}

test('89: levels, from logs alone', () => {
  expect(usesInWords(log().typed(89))).toEqual([
    '8:00-9:30 1 × rlm1;isvx | solver | 3.0',
    '8:30-9:00 2 × rlm1;isvx | solver | 3.0',
  ])
  expect(log().report(89, { groupBy: ['Max available licenses', 'Used licenses'] })).toMatchInlineSnapshot(`
    [
      "8:00  4 | 1  Record count 1, Running time 0.5, Avg in use 1, Max in use 1, Min in use 1, Avg utilization 25, Max utilization 25, Min utilization 25, Elapsed time 0.5, Distinct 1",
      "8:00  4 | 3  Record count 1, Running time 0.5, Avg in use 3, Max in use 3, Min in use 3, Avg utilization 75, Max utilization 75, Min utilization 75, Elapsed time 1.5, Distinct 1",
      "9:00  4 | 0  Record count 1, Running time 0.5, Avg in use 0, Max in use 0, Min in use 0, Avg utilization 0, Max utilization 0, Min utilization 0, Elapsed time 0, Distinct 1",
      "9:00  4 | 1  Record count 1, Running time 0.5, Avg in use 1, Max in use 1, Min in use 1, Avg utilization 25, Max utilization 25, Min utilization 25, Elapsed time 0.5, Distinct 1",
    ]
  `)
})

test('90, 108: one row for each group of a user or machine', () => {
  expect(log().report(90, { maps })).toMatchInlineSnapshot(`
    [
      "8:00  rlm1;isvx | solver | 3.0 | undef | Department | Fluids | ada  Record count 1, Elapsed time 1, Max used 1, Distinct 1",
      "8:00  rlm1;isvx | solver | 3.0 | undef | Department | undef | ben  Record count 1, Elapsed time 1, Max used 2, Distinct 1",
      "8:00  rlm1;isvx | solver | 3.0 | undef | Site | Oslo | ada  Record count 1, Elapsed time 1, Max used 1, Distinct 1",
      "8:00  rlm1;isvx | solver | 3.0 | undef | Site | Oslo | ben  Record count 1, Elapsed time 1, Max used 2, Distinct 1",
      "9:00  rlm1;isvx | solver | 3.0 | undef | Department | Fluids | ada  Record count 1, Elapsed time 0.5, Max used 1, Distinct 1",
      "9:00  rlm1;isvx | solver | 3.0 | undef | Site | Oslo | ada  Record count 1, Elapsed time 0.5, Max used 1, Distinct 1",
    ]
  `)
  expect(
    log().report(108, { maps, by: 'total', groupBy: ['Group type', 'Group', 'Host name'] }),
  ).toMatchInlineSnapshot(`
    [
      "8:00  Building | Ground floor | ws1  Record count 2, Elapsed time 1.5, Max used 1, Distinct 1",
      "8:00  Building | Ground floor | ws2  Record count 1, Elapsed time 1, Max used 2, Distinct 1",
    ]
  `)
})

test('91, 109: groups', () => {
  expect(log().report(91, { maps, groupBy: ['Group type', 'Group'], by: 'total' })).toMatchInlineSnapshot(`
    [
      "8:00  Department | Fluids  Record count 2, Elapsed time 1.5, Avg used 0.75, Max used 1, Min used 0",
      "8:00  Department | undef  Record count 1, Elapsed time 1, Avg used 0.5, Max used 2, Min used 0",
      "8:00  Site | Oslo  Record count 2, Elapsed time 2.5, Avg used 1.25, Max used 3, Min used 0",
    ]
  `)
  expect(log().report(109, { maps, groupBy: ['Group type', 'Group'] })).toMatchInlineSnapshot(`
    [
      "8:00  Building | Ground floor  Record count 1, Elapsed time 2, Avg used 2, Max used 3, Min used 1",
      "9:00  Building | Ground floor  Record count 1, Elapsed time 0.5, Avg used 0.5, Max used 1, Min used 0",
    ]
  `)
})

test('107: refused requests, with the reason as the log puts it', () => {
  expect(log().report(107)).toMatchInlineSnapshot(`
    [
      "9:00  rlm1;isvx | solver | 3.0 | ben | ws2 | all licences are in use | undef  Record count 1",
      "9:00  rlm1;isvx | solver | 3.0 | ben | ws2 | denied | undef  Record count 1",
    ]
  `)
})

test('a shown name takes the place of a vendor licence', () => {
  const renames = [['rlm1;isvx', 'Flow licences']] as const
  expect(log().report(90, { renames, by: 'total', groupBy: ['Vendor License'] })[0]).toContain('Flow licences')
})
