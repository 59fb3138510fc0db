import { expect, test } from 'vitest'
import type { CapacityEntry } from '../../core/contract/capacity.ts'
import { summariseCapacity } from './capacity-summary.ts'

const entry = (daemon: string, feature: string, rest: Partial<CapacityEntry>): CapacityEntry => ({
  server: 'lic',
  daemon,
  vendorLicence: `lic;${daemon}`,
  shownName: `lic;${daemon}`,
  feature,
  licences: null,
  increments: 0,
  versions: [],
  serials: [],
  said: [],
  isTyped: false,
  ...rest,
})

test('features are counted per vendor daemon by what is known of them', () => {
  const found = summariseCapacity([
    entry('tide', 'a', { licences: 'uncounted', origin: 'licence-file', expires: '2027-05-01' }),
    entry('acme', 'b', { licences: 4, origin: 'typed' }),
    entry('acme', 'c', { licences: 0, origin: 'licence-file', expires: '2026-12-31' }),
    entry('acme', 'd', { expires: '2027-01-01' }),
  ])
  expect(found).toEqual([
    {
      daemon: 'acme',
      features: 3,
      counted: 2,
      uncounted: 0,
      unknown: 1,
      origins: ['licence-file', 'typed'],
      nextExpiry: '2026-12-31',
    },
    {
      daemon: 'tide',
      features: 1,
      counted: 0,
      uncounted: 1,
      unknown: 0,
      origins: ['licence-file'],
      nextExpiry: '2027-05-01',
    },
  ])
})
