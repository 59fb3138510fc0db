import fc from 'fast-check'
import { expect, test } from 'vitest'
import { otherColumns } from '../facts/line-fact.ts'
import { columnSet, packRows } from '../segments/column-set.ts'
import { append } from '../segments/growing-column.ts'
import { type FileLines, findOverlaps } from './overlaps.ts'

/** A file of lines that were merely there: day, second of day and a text, numbered from 1. */
const file = (id: number, lines: readonly (readonly [at: number, text: number])[], day = 19_786): FileLines => {
  const other = columnSet(otherColumns, 4)
  for (const [i, [at, text]] of lines.entries()) {
    append(other.time, at)
    append(other.daemon, 1)
    append(other.hash, text)
    append(other.line, i + 1)
  }
  return { file: id, segments: [{ day, fact: {}, other: packRows(other, 0, lines.length) }] }
}
const lines = (from: number, to: number, step = 10) =>
  Array.from({ length: to - from }, (_, i) => [(from + i) * step, from + i] as const)

test('the tail of one file that begins the next counts once', () => {
  expect(findOverlaps({ earlier: file(1, lines(0, 20)), later: file(2, lines(15, 30)) })).toEqual([[1, 5]])
})

test('a file that another holds in its middle is doubled whole', () => {
  expect(findOverlaps({ earlier: file(1, lines(0, 20)), later: file(2, lines(5, 12)) })).toEqual([[1, 7]])
})

test('fewer than three different seconds are no overlap, however many lines', () => {
  const burst = Array.from({ length: 50 }, (_, i) => [i < 25 ? 100 : 101, i] as const)
  expect(findOverlaps({ earlier: file(1, burst), later: file(2, burst) })).toEqual([])
  const three = [...burst, [102, 99] as const]
  expect(findOverlaps({ earlier: file(1, three), later: file(2, three) })).toEqual([[1, 51]])
})

test('equal lines elsewhere are different events', () => {
  // Each night the same three lines: other instants.
  expect(findOverlaps({ earlier: file(1, lines(0, 5), 19_786), later: file(2, lines(0, 5), 19_787) })).toEqual([])
  // Two equal lines with others between them.
  const a = [
    [10, 1],
    [20, 2],
    [30, 3],
    [40, 4],
  ] as const
  const b = [
    [10, 1],
    [15, 9],
    [20, 2],
    [25, 9],
    [30, 3],
  ] as const
  expect(findOverlaps({ earlier: file(1, a), later: file(2, b) })).toEqual([])
})

test('a stretch may be dated wrongly in part: its lines count once by their time of day', () => {
  // The first two lines stand a day earlier in one file; the run goes on behind them at the same instants.
  const a = file(1, [
    [-86_390, 1],
    [-86_380, 2],
    [30, 3],
    [40, 4],
  ])
  const b = file(2, [
    [10, 1],
    [20, 2],
    [30, 3],
    [40, 4],
  ])
  expect(findOverlaps({ earlier: a, later: b })).toEqual([[1, 4]])
})

test('within one file the later stretch is the doubled one', () => {
  const twice = [...lines(0, 10), ...lines(3, 8), ...lines(10, 12)]
  expect(findOverlaps({ earlier: file(1, twice), later: file(1, twice) })).toEqual([[11, 15]])
})

test('parts of one log that are cut with an overlap are put together again', () => {
  fc.assert(
    fc.property(fc.integer({ min: 10, max: 60 }), fc.nat(60), fc.nat(20), (total, at, back) => {
      const cut = Math.min(at, total)
      const from = Math.max(0, cut - back)
      const whole = lines(0, total)
      const found = findOverlaps({ earlier: file(1, whole.slice(0, cut)), later: file(2, whole.slice(from)) })
      // All lines here stand in seconds of their own.
      expect(found).toEqual(cut - from >= 3 ? [[1, cut - from]] : [])
    }),
  )
})
