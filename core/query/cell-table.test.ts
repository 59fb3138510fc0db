import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createCellTable } from './cell-table.ts'

const cell = fc.tuple(fc.nat(3), fc.nat(2), fc.nat(4), fc.nat(5))

test.each([
  ['an array', false],
  ['a hash table', true],
])('numbers cells in the order they come up: %s', (_, hasExtra) => {
  fc.assert(
    fc.property(fc.array(cell, { maxLength: 400 }), (calls) => {
      const table = createCellTable({ periods: 4, series: 3, rests: 5, hasExtra })
      const known = new Map<string, number>()
      for (const [period, series, rest, any] of calls) {
        const extra = hasExtra ? any : 0
        const key = [period, series, rest, extra].join()
        const number = known.get(key) ?? known.size
        known.set(key, number)
        expect(table.at(period, series, rest, extra)).toBe(number)
      }
      expect(table.size).toBe(known.size)
      expect([...known.keys()]).toEqual(
        Array.from({ length: table.size }, (_each, i) => table.keys.slice(i * 4, i * 4 + 4).join()),
      )
    }),
  )
})

test('a table too large for an array finds each of many cells again', () => {
  const table = createCellTable({ periods: 10_000, series: 1000, rests: 1000, hasExtra: false })
  const at = (i: number) => table.at(i % 9973, i % 977, i % 991, 0)
  for (let i = 0; i < 30_000; i++) expect(at(i)).toBe(i)
  for (let i = 0; i < 30_000; i += 17) expect(at(i)).toBe(i)
})
