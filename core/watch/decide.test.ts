import { expect, test } from 'vitest'
import type { WatchedFileRow } from '../database/watch-table.ts'
import { decide } from './decide.ts'

const now = 1_000_000
const seen = (path: string, node: string, size: number, modified = '1') => ({ path, node, size, modified })
const row = (path: string, node: string, size: number, more: Partial<WatchedFileRow> = {}): WatchedFileRow => ({
  ...{
    path,
    node,
    size,
    modified: '1',
    state: 'imported',
    looks: 0,
    partial: 0,
    file: 7,
    grown: 0,
    last_import: 0,
    seen: now,
  },
  outcome: '',
  ...more,
})
const told = (known: readonly WatchedFileRow[], files: readonly ReturnType<typeof seen>[], at = now) => {
  const { reads, rows, gone } = decide(new Map(known.map((one) => [one.path, one])), files, at, 5000)
  return {
    reads: reads.map(({ file, known: of, isFinal }) => [file.path, of?.file ?? 0, isFinal]),
    rows: rows.map(({ path, state, looks }) => [path, state, looks]),
    gone,
  }
}

test('a new file waits; it is read when it has rested long enough', () => {
  expect(told([], [seen('a', '1', 10)])).toEqual({ reads: [], rows: [['a', 'waiting', 0]], gone: [] })
  const waiting = row('a', '1', 10, { state: 'waiting', file: 0 })
  expect(told([waiting], [seen('a', '1', 10)], now + 1000).reads).toEqual([])
  expect(told([waiting], [seen('a', '1', 10)], now + 5000).reads).toEqual([['a', 0, false]])
  expect(told([waiting], [seen('a', '1', 11)], now + 5000)).toMatchObject({ reads: [], rows: [['a', 'waiting', 1]] })
  const often = { ...waiting, looks: 4 }
  expect(told([often], [seen('a', '1', 11)], now + 5000).reads).toEqual([['a', 0, false]])
  expect(told([{ ...often, path: 'a.gz' }], [seen('a.gz', '1', 11)], now + 5000).reads).toEqual([])
})

test('one that was read is read on at once; with an unfinished line it is finished when it rests', () => {
  expect(told([row('a', '1', 10)], [seen('a', '1', 10)])).toEqual({ reads: [], rows: [], gone: [] })
  expect(told([row('a', '1', 10)], [seen('a', '1', 12, '2')]).reads).toEqual([['a', 7, false]])
  expect(told([row('a', '1', 10, { partial: 1 })], [seen('a', '1', 10)]).reads).toEqual([['a', 7, true]])
})

test('a whole chain of rotated files is renamed without reading any but the one with new lines', () => {
  const known = [row('a', '1', 10, { file: 1 }), row('a.1', '2', 20, { file: 2 }), row('a.2', '3', 30, { file: 3 })]
  const after = [seen('a', '4', 5, '9'), seen('a.1', '1', 12, '2'), seen('a.2', '2', 20), seen('a.3', '3', 30)]
  expect(told(known, after)).toEqual({
    reads: [
      ['a', 1, false],
      ['a.1', 1, false],
    ],
    rows: [
      ['a.2', 'imported', 0],
      ['a.3', 'imported', 0],
    ],
    gone: [],
  })
})

test('a file whose import was removed stays left alone under its next name; another content in its place counts', () => {
  const left = row('a', '1', 10, { state: 'left' })
  expect(told([left], [seen('a', '1', 12, '2')]).reads).toEqual([])
  expect(told([left], [seen('a', '2', 3, '2'), seen('a.1', '1', 12, '2')])).toEqual({
    reads: [['a', 0, false]],
    rows: [['a.1', 'left', 0]],
    gone: [],
  })
})

test('a file that is away is remembered for a month', () => {
  expect(told([row('a', '1', 10)], [], now + 86_400_000).gone).toEqual([])
  expect(told([row('a', '1', 10)], [], now + 31 * 86_400_000).gone).toEqual(['a'])
})

test('10,000 files of which nothing changed are decided in well under a second, and nothing is written', () => {
  const known = Array.from({ length: 10_000 }, (_, i) => row(`f${i}`, `${i}`, i, { file: i + 1 }))
  const began = performance.now()
  expect(
    told(
      known,
      known.map(({ path, node, size }) => seen(path, node, size)),
    ),
  ).toEqual({ reads: [], rows: [], gone: [] })
  expect(performance.now() - began).toBeLessThan(1000)
})
