import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createDictionary, emptyDictionary } from './dictionary.ts'
import { appendHolders, createHolderTable } from './holder-table.ts'

const holder = fc.tuple(fc.nat(3), fc.nat(3), fc.nat(3), fc.nat(3))

test('equal holders have one id, ids go on where the additions before ended, and a stored dictionary goes on', () => {
  fc.assert(
    fc.property(fc.array(holder), fc.array(holder), (first, second) => {
      const dictionary = createDictionary(emptyDictionary)
      const ids = new Map<string, number>()
      const told = (of: [number, number, number, number]) => {
        const id = dictionary.holder(...of)
        expect(id).toBe(ids.get(of.join()) ?? ids.size + 1)
        ids.set(of.join(), id)
      }
      first.forEach(told)
      const stored = dictionary.takeAdditions()
      second.forEach(told)
      const added = dictionary.takeAdditions()
      expect((stored.holders.length + added.holders.length) / 4).toBe(ids.size)
      const again = createDictionary({
        ...emptyDictionary,
        holders: Int32Array.from([...stored.holders, ...added.holders]),
      })
      for (const [key, id] of ids)
        expect(again.holder(...(key.split(',').map(Number) as [number, number, number, number]))).toBe(id)
      expect(again.takeAdditions().holders).toHaveLength(0)
    }),
  )
})

test('names and details are told once, whatever characters they hold', () => {
  const dictionary = createDictionary(emptyDictionary)
  expect([
    dictionary.name('user', 'ann'),
    dictionary.name('user', 'Ann'),
    dictionary.name('host', 'ann'),
    dictionary.name('user', 'ann'),
  ]).toEqual([1, 2, 1, 1])
  expect(dictionary.name('user', '__proto__')).toBe(3)
  const detail = { reason: '', codes: '', version: '', tail: '' }
  expect(dictionary.detail(detail)).toBe(0)
  expect([
    dictionary.detail({ ...detail, reason: 'x' }),
    dictionary.detail({ ...detail, codes: 'x' }),
    dictionary.detail({ ...detail, reason: 'x' }),
  ]).toEqual([1, 2, 1])
})

test('a holder table knows the series of each holder, over any number of additions', () => {
  const table = createHolderTable()
  appendHolders(table, Int32Array.from([1, 1, 0, 0, 1, 1, 5, 6, 2, 1, 0, 0]))
  appendHolders(table, Int32Array.from([2, 1, 5, 6, 1, 1, 7, 0]))
  expect([...table.series.subarray(1, table.size)]).toEqual([1, 1, 3, 3, 1])
  const many = createHolderTable()
  appendHolders(
    many,
    Int32Array.from({ length: 4 * 5000 }, (_, i) => (i % 4 === 0 ? 1 : i % 4 === 1 ? (i >> 2) + 1 : 0)),
  )
  expect([many.size, many.series[5000], many.feature[5000]]).toEqual([5001, 5000, 5000])
})
