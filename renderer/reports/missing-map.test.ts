import { expect, test } from 'vitest'
import type { ReportColumn } from '../../core/contract/reports.ts'
import { missingMap } from './missing-map.ts'

const columns: readonly ReportColumn[] = [
  { name: 'Time', role: 'time', concept: 'time' },
  { name: 'User group', role: 'classification', concept: 'user-group' },
  { name: 'Max used', role: 'measurement', concept: 'maximum' },
]
const rows = (...groups: readonly string[]) =>
  groups.map((group, index) => ({ index, id: String(index), cells: ['2026-03-02T00:00:00Z', group, 1] }))

test('a report by group in which nobody is in a group leads to the map of groups', () => {
  expect(missingMap(columns, rows('undef', 'undef'))?.kind).toBe('license-user-mapping')
})

test('one row in a group is enough, and nothing is said of nothing', () => {
  expect(missingMap(columns, rows('undef', 'Design'))).toBeUndefined()
  expect(missingMap(columns, [])).toBeUndefined()
})

test('addresses have another word for none', () => {
  const [time, , measure] = columns
  const web = [time!, { name: 'Application', role: 'classification', concept: 'web-application' } as const, measure!]
  expect(missingMap(web, rows('UNMAPPED'))?.kind).toBe('web-domain.map')
  expect(missingMap(web, rows('undef'))).toBeUndefined()
})
