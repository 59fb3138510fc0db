import fc from 'fast-check'
import { expect, test } from 'vitest'
import { packColumn, unpackColumn, unpackInto } from './column.ts'
import { buffersOf, columnSet, packRows } from './column-set.ts'
import { append, appended, growingColumn } from './growing-column.ts'

const int32 = fc.integer({ min: -0x80000000, max: 0x7fffffff })
const near = (max: number) => fc.tuple(int32, fc.array(fc.integer({ min: 0, max }), { maxLength: 200 }))

test('what is packed is what is unpacked', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.array(int32), near(0).map(spread), near(0xff).map(spread), near(0xffff).map(spread)),
      (values) => {
        const packed = packColumn(Int32Array.from(values), values.length)
        expect([...unpackColumn(packed)]).toEqual([...Int32Array.from(values)])
        expect(packed.rows).toBe(values.length)
      },
    ),
  )
})

const spread = ([from, steps]: [number, number[]]): number[] => steps.map((step) => Math.min(0x7fffffff, from + step))

test('bytes that lie anywhere in a larger buffer are read too', () => {
  fc.assert(
    fc.property(fc.array(int32, { minLength: 1 }), fc.nat(7), (values, shift) => {
      const { data, ...rest } = packColumn(Int32Array.from(values), values.length)
      const larger = new Uint8Array(data.length + shift)
      larger.set(data, shift)
      expect([...unpackColumn({ ...rest, data: larger.subarray(shift) })]).toEqual(values)
    }),
  )
})

test.each([
  [[], 0],
  [[7, 7, 7], 0],
  [[-5, 250], 1],
  [[-5, 251], 2],
  [[0, 0x10000], 4],
  [[-0x80000000, 0x7fffffff], 4],
])('%j takes %i bytes a value', (values, width) => {
  const { width: told, data } = packColumn(Int32Array.from(values), values.length)
  expect([told, data.length]).toEqual([width, width * values.length])
})

test('only the first rows of a column count, and unpacking begins where it is told', () => {
  const packed = packColumn(Int32Array.from([1, 2, 3, 4]), 2)
  const target = new Int32Array(5).fill(9)
  unpackInto(packed, target, 2)
  expect([...target]).toEqual([9, 9, 1, 2, 9])
})

test('columns grow, and rows of a set are packed together', () => {
  const column = growingColumn(1)
  for (let i = 0; i < 1000; i++) append(column, i * 3)
  expect([...appended(column)]).toEqual(Array.from({ length: 1000 }, (_, i) => i * 3))
  const set = columnSet(['a', 'b'], 1)
  for (let i = 0; i < 10; i++) {
    append(set.a, i)
    append(set.b, 7)
  }
  const packed = packRows(set, 3, 6)
  expect([...unpackColumn(packed.a)]).toEqual([3, 4, 5])
  expect([...unpackColumn(packed.b)]).toEqual([7, 7, 7])
  expect(buffersOf(packed)).toHaveLength(1)
})
