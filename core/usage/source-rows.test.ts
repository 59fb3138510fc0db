import { expect, test } from 'vitest'
import { zoneClock } from '../aggregation/zone-clock.ts'
import { UsageKind, usageColumns } from '../facts/usage-fact.ts'
import { columnSet, packRows } from '../segments/column-set.ts'
import { append } from '../segments/growing-column.ts'
import { collectRows } from './source-rows.ts'

type Row = readonly [time: number, kind: number, subject: number, length?: number, timeRest?: number]

const packed = (file: number, day: number, isUtc: boolean, rows: readonly Row[]) => {
  const set = columnSet(usageColumns, 8)
  for (const [time, kind, subject, length = 0, timeRest = 0] of rows) {
    const values = { time, timeRest, length, lengthRest: 0, kind, subject, count: 1, number: 0, detail: 0, line: 0 }
    for (const name of usageColumns) append(set[name], values[name])
  }
  return { file, day, isUtc, columns: packRows(set, 0, rows.length) }
}

/** 27 October 2024, when Berlin has the hour from 2:00 twice. */
const autumn = Date.UTC(2024, 9, 27) / 86_400_000
const hour = 3600

test('local times become instants; of two equal ones the second keeps the order of the file', () => {
  const collected = collectRows(zoneClock('Europe/Berlin'))
  collected.add([
    packed(1, autumn, false, [
      [2.5 * hour, UsageKind.out, 1],
      [2.75 * hour, UsageKind.out, 2],
      [2.25 * hour, UsageKind.in, 1],
      [4 * hour, UsageKind.in, 2],
    ]),
  ])
  const { time } = collected.take()
  const start = autumn * 86_400 - 2 * hour
  expect([...time].map((at) => (at - start) / hour)).toEqual([2.5, 2.75, 3.25, 5])
})

test('a run of looks ends at the wall time of its last look, also over a change of the clock', () => {
  const collected = collectRows(zoneClock('Europe/Berlin'))
  collected.add([packed(1, autumn, false, [[1 * hour, UsageKind.seen, 1, 3 * hour]])])
  expect([...collected.take().length]).toEqual([4 * hour])
})

test('stated instants stay, with their milliseconds; rows of several files come in order of time', () => {
  const collected = collectRows(zoneClock('Europe/Berlin'))
  collected.add([packed(1, 0, true, [[20, UsageKind.stated, 1, 0, 250]])])
  collected.add([packed(2, 0, true, [[10, UsageKind.stated, 2]])])
  const { time, subject } = collected.take()
  expect([...time]).toEqual([10, 20.25])
  expect([...subject]).toEqual([2, 1])
})

test('rows that two files share are as many as the file has that holds the most; equal rows of one file all count', () => {
  const collected = collectRows(zoneClock('UTC'))
  const twice: Row[] = [
    [10, UsageKind.stated, 1],
    [10, UsageKind.stated, 1],
  ]
  collected.add([packed(1, 0, true, [...twice, [30, UsageKind.stated, 1]])])
  collected.add([
    packed(2, 0, true, [
      [10, UsageKind.stated, 1],
      [20, UsageKind.stated, 1],
    ]),
  ])
  collected.add([packed(3, 0, true, twice)])
  expect([...collected.take().time]).toEqual([10, 10, 20, 30])
})

test('of a run that several files tell of, the one counts that saw most of it', () => {
  const collected = collectRows(zoneClock('UTC'))
  collected.add([packed(1, 0, true, [[10, UsageKind.held, 1, 100]])])
  collected.add([
    packed(2, 0, true, [
      [10, UsageKind.held, 1, 500],
      [10, UsageKind.held, 2, 5],
    ]),
  ])
  const { subject, length } = collected.take()
  expect([[...subject], [...length]]).toEqual([
    [1, 2],
    [500, 5],
  ])
})
