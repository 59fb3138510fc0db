import { expect, test } from 'vitest'
import { usageFixture } from '../usage-fixture.ts'

const studio = {
  vendor: 'Autodesk',
  sourceHost: 'portal1',
  package: 'Flex',
  feature: 'Studio',
  version: '2024',
  type: 'Autodesk account',
}
const day = 86400

const usage = () => {
  const fixture = usageFixture()
  fixture.source({
    about: 'token',
    kind: 'events',
    happened: [
      { at: '0:00', of: { ...studio, user: 'ada' }, seconds: day, count: 2, number: 6000 },
      { at: '0:00', of: { ...studio, user: 'ben', team: 'North' }, seconds: day, count: 1, number: 0 },
      { at: '24:00', of: { ...studio, user: 'ada' }, seconds: day, count: 1, number: 1500 },
      // A session by its own time.
      { at: '32:00', of: { ...studio, user: 'cyd' }, count: 1, number: 500 },
      { at: '0:00', of: { ...studio, package: '', user: 'dan', type: 'seat' }, seconds: day },
    ],
  })
  return fixture
}
const maps = { 'license-user-mapping': 'MAP: Design\nada\nben\n' }

test('137: tokens of each user, as stated', () => {
  expect(usage().report(137, { maps, zone: 'Europe/Oslo' })).toMatchInlineSnapshot(`
    [
      "0:00  2024-03-04T01:00:00+01:00 | portal1;Autodesk; | Flex | Studio | 2024 | Design | ada | Autodesk account  Record Count 1, Token used 6",
      "0:00  2024-03-04T01:00:00+01:00 | portal1;Autodesk; | Flex | Studio | 2024 | North | ben | Autodesk account  Record Count 1, Token used 0",
      "24:00  2024-03-05T01:00:00+01:00 | portal1;Autodesk; | Flex | Studio | 2024 | Design | ada | Autodesk account  Record Count 1, Token used 1.5",
      "32:00  2024-03-05T09:00:00+01:00 | portal1;Autodesk; | Flex | Studio | 2024 | undef | cyd | Autodesk account  Record Count 1, Token used 0.5",
    ]
  `)
})

test('138: tokens of each feature and day; users are not added over days', () => {
  expect(usage().report(138, { by: 'day' })).toMatchInlineSnapshot(`
    [
      "0:00  2024-03-04T00:00:00+00:00 | portal1;Autodesk; | Flex | Studio | 2024 | Autodesk account  Record Count 1, Session Count 3, Distinct User 2, Token used 6",
      "24:00  2024-03-05T00:00:00+00:00 | portal1;Autodesk; | Flex | Studio | 2024 | Autodesk account  Record Count 1, Session Count 2, Distinct User 2, Token used 2",
    ]
  `)
  expect(usage().report(138, { by: 'total', groupBy: ['Feature'] })).toMatchInlineSnapshot(`
    [
      "0:00  Studio  Record Count 2, Session Count 5, Distinct User 3, Token used 8",
    ]
  `)
})

test('146: seats, which are no tokens', () => {
  expect(usage().report(146)).toMatchInlineSnapshot(`
    [
      "0:00  2024-03-04T00:00:00+00:00 | portal1;Autodesk; | <none> | Studio | 2024 | undef | dan  Record Count 1",
    ]
  `)
})
