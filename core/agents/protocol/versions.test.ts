import { expect, test } from 'vitest'
import { compareVersions } from './versions.ts'

const ascending = [
  '0.9.0',
  '0.9.10',
  '1.0.0-alpha',
  '1.0.0-alpha.1',
  '1.0.0-alpha.beta',
  '1.0.0-rc.2',
  '1.0.0-rc.11',
  '1.0.0',
  '1.0.1',
  '1.10.0',
  '2.0.0',
]

test('versions are ordered by number, and a release comes after what led to it', () => {
  expect([...ascending].reverse().sort(compareVersions)).toEqual(ascending)
  expect(compareVersions('1.0.0', '1.0.0+build.5')).toBe(0)
})
