import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createMatch } from './report-spec.ts'

test.each([
  [[], 'anything', true],
  [['ann'], 'ann', true],
  [['ann'], 'Ann', false],
  [['ann'], 'anna', false],
  [['ann', 'bob'], 'bob', true],
  [['a*'], 'ann', true],
  [['a*'], 'a', true],
  [['*n'], 'ann', true],
  [['a?n'], 'ann', true],
  [['a?n'], 'an', false],
  [['?'], '李', true],
  [['?'], '𠮷', true],
  [['*'], '', true],
  [['*'], 'two\nlines', true],
  [['a.c*'], 'abc', false],
  [['(x)|[y]*'], '(x)|[y]z', true],
  [['\\d*'], '\\d5', true],
  [['\\d*'], '5', false],
  [['gear_*', 'mesh'], 'mesh', true],
])('%j of %j: %j', (patterns, text, expected) => {
  expect(createMatch(patterns)(text)).toBe(expected)
})

test('a pattern without * and ? matches itself alone', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (pattern, text) => {
      fc.pre(!/[*?]/.test(pattern))
      expect(createMatch([pattern])(text)).toBe(pattern === text)
      expect(createMatch([pattern])(pattern)).toBe(true)
    }),
  )
})

test('* before and behind finds any part', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), (before, part, behind) => {
      fc.pre(!/[*?]/.test(part))
      expect(createMatch([`*${part}*`])(before + part + behind)).toBe(true)
    }),
  )
})
