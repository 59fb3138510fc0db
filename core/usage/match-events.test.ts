import fc from 'fast-check'
import { expect, test } from 'vitest'
import { UsageKind } from '../facts/usage-fact.ts'
import { matchEvents } from './match-events.ts'
import type { SourceRows } from './source-rows.ts'

type Row = readonly [time: number, kind: number, subject: number, count?: number, handle?: number]

const rowsOf = (rows: readonly Row[]): SourceRows => ({
  size: rows.length,
  time: Float64Array.from(rows, ([time]) => time),
  length: new Float64Array(rows.length),
  kind: Int32Array.from(rows, ([, kind]) => kind),
  subject: Int32Array.from(rows, ([, , subject]) => subject),
  count: Int32Array.from(rows, ([, , , count]) => count ?? 1),
  number: new Int32Array(rows.length),
  detail: Int32Array.from(rows, ([, , , , handle]) => handle ?? 0),
  file: new Int32Array(rows.length),
})

/** Subjects 10 to 19 are one holder, 20 to 29 another; all are of one server but those from 50 on. */
const matched = (rows: readonly Row[], lastObserved = 1000) => {
  const held: number[][] = []
  const waited: number[][] = []
  matchEvents(
    rowsOf(rows),
    {
      holderOf: (subject) => Math.floor(subject / 10),
      serverOf: (subject) => (subject < 50 ? 1 : 2),
      isOf: (server, ended) => server === ended,
      lastObserved: () => lastObserved,
      queueSeconds: 100,
    },
    (...use) => held.push(use),
    (...wait) => waited.push(wait),
  )
  return { held, waited }
}
const { out, in: back, queued, dequeued, ended } = UsageKind

test('a check-in closes the checkout of its handle, else the oldest of its holder, licence by licence', () => {
  expect(
    matched([
      [0, out, 10, 1, 7],
      [1, out, 11, 1, 8],
      [5, back, 10, 1, 8],
      [9, back, 11, 1, 7],
    ]).held,
  ).toEqual([
    [1, 5, 11, 1, 8],
    [0, 9, 10, 1, 7],
  ])
  // Nobody has the second handle open: it closes what names none.
  expect(
    matched([
      [0, out, 10, 1, 7],
      [1, out, 10],
      [5, back, 10, 1, 9],
      [6, back, 10, 1, 9],
    ]).held,
  ).toEqual([
    [1, 5, 10, 1, 0],
    [0, 1000, 10, 1, 7],
  ])
  expect(
    matched([
      [0, out, 10, 3],
      [1, out, 10, 2],
      [5, back, 10, 4],
      [9, back, 10, 1],
    ]).held,
  ).toEqual([
    [0, 5, 10, 3, 0],
    [1, 5, 10, 1, 0],
    [1, 9, 10, 1, 0],
  ])
})

test('a check-in that fits nothing closes nothing; what stays open counts up to the last observed instant', () => {
  expect(
    matched(
      [
        [0, out, 10],
        [4, back, 20],
      ],
      50,
    ).held,
  ).toEqual([[0, 50, 10, 1, 0]])
})

test('the end of a server closes all that is open there, and nothing elsewhere', () => {
  expect(
    matched([
      [0, out, 10],
      [1, out, 60],
      [7, ended, 1],
    ]).held,
  ).toEqual([
    [0, 7, 10, 1, 0],
    [1, 1000, 60, 1, 0],
  ])
})

test('a wait ends with its licence, with leaving the queue, or when it was given up', () => {
  expect(
    matched([
      [0, queued, 10],
      [5, out, 10],
      [6, queued, 20],
      [9, dequeued, 20],
      [20, queued, 30],
    ]).waited,
  ).toEqual([
    [0, 5, 10, 1, 0],
    [6, 9, 20, 1, 0],
    [20, 120, 30, 1, 0],
  ])
})

test('however checkouts and check-ins come, as many licences are held at each instant as are open then', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.tuple(fc.nat(30), fc.constantFrom(out, back), fc.constantFrom(10, 20), fc.integer({ min: 1, max: 3 })),
        {
          maxLength: 30,
        },
      ),
      (events) => {
        const rows = events.toSorted((a, b) => a[0] - b[0])
        const { held } = matched(rows, 40)
        for (const holder of [10, 20])
          for (let at = 0; at < 40; at++) {
            let open = 0
            for (const [time, kind, subject, count] of rows)
              if (time <= at && subject === holder) open = kind === out ? open + count : Math.max(0, open - count)
            const now = held
              .filter(([from, to, subject]) => subject === holder && (from as number) <= at && at < (to as number))
              .reduce((sum, [, , , count]) => sum + (count as number), 0)
            if (open !== now) return false
          }
        return true
      },
    ),
  )
})
