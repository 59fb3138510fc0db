import { expect, test } from 'vitest'
import { compareTables } from './compare-tables.ts'
import type { ResultTable } from './finish-report.ts'

/** Rows as `period`, `text`, `value`. */
const table = (...rows: readonly (readonly [number, string, number])[]): ResultTable => {
  const texts = [...new Set(rows.map(([, text]) => text))].sort()
  return {
    rows: rows.length,
    periods: Int32Array.from(rows, ([period]) => period),
    columns: [{ codes: Int32Array.from(rows, ([, text]) => texts.indexOf(text)), texts }],
    measures: { elapsed: Float64Array.from(rows, ([, , value]) => value) },
  }
}

const joined = (now: ResultTable, before: ResultTable, counterpart: readonly (number | undefined)[]) => {
  const { table: both, earlier, occurs, earlierPeriods } = compareTables(now, before, counterpart, [false])
  return Array.from(both.periods, (period, row) => [
    period,
    both.columns[0].texts[both.columns[0].codes[row]],
    both.measures.elapsed[row],
    earlier.elapsed[row],
    occurs[row],
    earlierPeriods[row],
  ])
}

test('rows of the same period and names stand side by side; the others stand alone, in order', () => {
  const now = table([0, 'ann', 3], [0, 'cid', 1], [1, 'ann', 5])
  const before = table([0, 'ann', 2], [0, 'bob', 7], [1, 'cid', 4])
  expect(joined(now, before, [0, 1])).toEqual([
    [0, 'ann', 3, 2, 'both', 0],
    [0, 'bob', Number.NaN, 7, 'before', 0],
    [0, 'cid', 1, Number.NaN, 'now', -1],
    [1, 'ann', 5, Number.NaN, 'now', -1],
    [1, 'cid', Number.NaN, 4, 'before', 1],
  ])
})

test('an earlier period that corresponds to nothing stands at the end', () => {
  const now = table([0, 'ann', 3])
  const before = table([0, 'ann', 2], [1, 'ann', 9], [2, 'abe', 1])
  expect(joined(now, before, [0, undefined, undefined])).toEqual([
    [0, 'ann', 3, 2, 'both', 0],
    [-1, 'ann', Number.NaN, 9, 'before', 1],
    [-1, 'abe', Number.NaN, 1, 'before', 2],
  ])
})

test('numbers are sorted as numbers', () => {
  const now = table([0, '10', 1])
  const before = table([0, '9', 1])
  const { table: both } = compareTables(now, before, [0], [true])
  expect(Array.from(both.columns[0].codes, (code) => both.columns[0].texts[code])).toEqual(['9', '10'])
})

test('many wide columns are joined as well', () => {
  const wide = (rows: readonly number[]): ResultTable => ({
    rows: rows.length,
    periods: new Int32Array(rows.length),
    columns: Array.from({ length: 6 }, () => ({
      codes: Int32Array.from(rows),
      texts: Array.from({ length: 3000 }, (_, i) => String(i).padStart(4, '0')),
    })),
    measures: { elapsed: Float64Array.from(rows) },
  })
  const both = compareTables(wide([1, 5, 2999]), wide([0, 5, 2998]), [0], [])
  expect(both.occurs).toEqual(['before', 'now', 'both', 'before', 'now'])
  expect([...both.earlier.elapsed!]).toEqual([0, Number.NaN, 5, 2998, Number.NaN])
})
