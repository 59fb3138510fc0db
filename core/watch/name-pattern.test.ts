import { expect, test } from 'vitest'
import { namePattern } from './name-pattern.ts'

test.each([
  ['', 'lmgrd.log', true],
  ['*.log', 'LMGRD.LOG', true],
  ['*.log', 'lmgrd.log.1', false],
  ['lmgrd*, *.txt', 'notes.txt', true],
  ['lmgrd.log?', 'lmgrd.log1', true],
  ['lmgrd.log?', 'lmgrd.log', false],
  ['*a*b*', 'xxaxxbxx', true],
  ['*a*b', 'xxaxxbxx', false],
  [' , ', 'anything', true],
  ['', '.hidden', false],
  ['*', 'lmgrd.log.part', false],
  ['*', 'lmgrd.log~', false],
])('%j takes %j: %s', (pattern, name, wanted) => {
  expect(namePattern(pattern)(name)).toBe(wanted)
})

test('many stars on a long name take no long time', () => {
  const began = performance.now()
  expect(namePattern('*a*a*a*a*a*a*a*a*b')('a'.repeat(5000))).toBe(false)
  expect(performance.now() - began).toBeLessThan(200)
})
