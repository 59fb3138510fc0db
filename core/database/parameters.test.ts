import { expect, test } from 'vitest'
import { checkValues, countParameters, rowsAsJson, type Value } from './parameters.ts'

test.each([
  [true, 'true'],
  [undefined, 'undefined'],
  [7n, 'the bigint 7'],
  [Number.NaN, 'NaN'],
  [Number.POSITIVE_INFINITY, 'Infinity'],
  [Number.NEGATIVE_INFINITY, '-Infinity'],
  [2 ** 53, '9007199254740992'],
  [-(2 ** 53), '-9007199254740992'],
  [new Date(0), 'an object (Date)'],
  [{ a: 1 }, 'an object (Object)'],
  [[1], 'an object (Array)'],
  [Object.create(null), 'an object (without prototype)'],
  [new Float64Array(1), 'an object (Float64Array)'],
  [Symbol.iterator, 'a symbol'],
])('%o cannot be bound, and the message says which it is', (value, words) => {
  const values = ['fine', value as Value]
  expect(() => checkValues(values, 2, 'SELECT ?, ?')).toThrow(
    new TypeError(`Parameter 2 is ${words}, which cannot be stored, in: SELECT ?, ?`),
  )
})

test('text, numbers, null and bytes can be bound', () => {
  const values = ['', 'a\0b', 0, -0, 1.5, 2 ** 53 - 1, null, new Uint8Array(), Buffer.from('x')]
  expect(() => checkValues(values, values.length, '')).not.toThrow()
})

test('too few and too many values are refused', () => {
  expect(() => checkValues([1], 2, 'SELECT ?, ?')).toThrow('1 values for 2 parameters')
  expect(() => checkValues([1, 2, 3], 2, 'SELECT ?, ?')).toThrow('3 values for 2 parameters')
})

test('bytes that were transferred to a worker are refused instead of stored as nothing', () => {
  const bytes = new Uint8Array(8)
  structuredClone(bytes, { transfer: [bytes.buffer] })
  expect(() => checkValues([bytes], 1, 'SELECT ?')).toThrow('transferred away')
})

test.each([
  ['SELECT 1', 0],
  ['SELECT ?, ?', 2],
  ['SELECT ?2, ?1, ?2', 2],
  ['SELECT \'?\', "?", `?`, [?], ? -- ?\n, ? /* ? */', 2],
  ["SELECT 'it''s ?', ?", 1],
  ["SELECT value->>'$.a:b' FROM jsonb_each(?);  \n", 1],
  ['SELECT a$b, c FROM t', 0],
])('%s has %i parameters', (sql, count) => {
  expect(countParameters(sql)).toBe(count)
})

test('a second statement and named parameters are refused', () => {
  expect(() => countParameters('SELECT 1; SELECT 2')).toThrow('More than one statement')
  for (const name of [':a', '@a', '$a'])
    expect(() => countParameters(`SELECT ${name}`)).toThrow(`Named parameter ${name}`)
})

test('rows for jsonb_each name the row and column of what cannot be stored', () => {
  const rows = [
    [1, 'a'],
    [2, Number.NaN],
  ]
  expect(() => rowsAsJson(rows, 2000)).toThrow('Row 2001, column 1 is NaN, which cannot be stored')
  expect(() => rowsAsJson([[undefined]])).toThrow('Row 0, column 0 is undefined')
})

test('a lone surrogate in a row becomes U+FFFD, a written escape stays', () => {
  expect(rowsAsJson([['a\ud800b', '\\ud800', '😀']])).toBe('[["a\ufffdb","\\\\ud800","😀"]]')
})
