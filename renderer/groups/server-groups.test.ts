import { expect, test } from 'vitest'
import type { Source } from '../../core/contract/sources.ts'
import { serverGroupsOf } from './server-groups.ts'

const source = (id: number, server: string, ...daemons: string[]): Source => ({
  id,
  server,
  daemons,
  format: 'FlexNet debug log',
  hasRuns: true,
  zone: 'UTC',
  zoneOrigin: 'given',
  files: 1,
  lines: 1,
  days: 1,
  staleDays: 0,
  observedHours: 1,
  runs: 1,
  features: 1,
})

test('vendor licences of one shown name are one group, and a server with two kinds of files is one server', () => {
  const groups = serverGroupsOf(
    [source(1, 'north', 'acme', 'flowd'), source(2, 'south', 'acme'), source(3, 'north', 'acme'), source(4, 'desk')],
    [
      { vendorLicence: 'north;acme', shownName: 'CAD' },
      { vendorLicence: 'south;acme', shownName: 'CAD' },
      { vendorLicence: 'gone;acme', shownName: 'CAD' },
    ],
  )
  expect(
    groups.map(({ name, members }) => [name, members.map(({ vendorLicence, sourceId }) => [vendorLicence, sourceId])]),
  ).toEqual([
    [
      'CAD',
      [
        ['north;acme', 1],
        ['south;acme', 2],
      ],
    ],
    ['north;flowd', [['north;flowd', 1]]],
  ])
})
