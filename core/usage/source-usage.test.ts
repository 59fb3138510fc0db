import { expect, test } from 'vitest'
import { zoneClock } from '../aggregation/zone-clock.ts'
import { UsageKind } from '../facts/usage-fact.ts'
import type { SourceRows } from './source-rows.ts'
import { usageOf } from './source-usage.ts'
import { createSubjectTable } from './subject-table.ts'

type Row = readonly [time: number, kind: number, subject: number, count: number, length?: number]

const rowsOf = (rows: readonly Row[]): SourceRows => ({
  size: rows.length,
  time: Float64Array.from(rows, ([time]) => time),
  length: Float64Array.from(rows, ([, , , , length]) => length ?? 0),
  kind: Int32Array.from(rows, ([, kind]) => kind),
  subject: Int32Array.from(rows, ([, , subject]) => subject),
  count: Int32Array.from(rows, ([, , , count]) => count),
  number: new Int32Array(rows.length),
  detail: new Int32Array(rows.length),
  file: new Int32Array(rows.length).fill(1),
})

const usage = (subjects: ReturnType<typeof createSubjectTable>, rows: readonly Row[], machine = '') =>
  usageOf({ source: 1, clock: zoneClock('UTC'), rows: rowsOf(rows), queueSeconds: 100, machine }, subjects)

test('a server that does not answer is an error for each daemon it is known for, and ends what was held', () => {
  const subjects = createSubjectTable()
  const daemon = subjects.own('server', ['lic01', 'geard'])
  const server = subjects.own('server', ['lic01'])
  const other = subjects.own('server', ['lic02', 'geard'])
  const ann = subjects.own('licence', ['lic01', 'geard', 'FlexNet', '', 'mesh', '', 'ann', 'ws1'])
  const { held, observed } = usage(subjects, [
    [0, UsageKind.look, daemon, 0],
    [0, UsageKind.look, other, 0],
    [0, UsageKind.seen, ann, 1, 0],
    [300, UsageKind.look, server, 1],
    [300, UsageKind.look, other, 0],
  ])
  expect([...held.start, ...held.end]).toEqual([0, 300])
  expect(
    observed
      .filter((one) => one.server === 'lic01' && one.daemon === 'geard')
      .map(({ from, to, status }) => [from, to, status]),
  ).toEqual([
    [0, 300, 'ok'],
    [300, 900, 'error'],
  ])
  expect(observed.filter((one) => one.server === 'lic02').map(({ status }) => status)).toEqual(['ok'])
})

test('what names no machine stands on the one that was named for its file', () => {
  const subjects = createSubjectTable()
  const run = subjects.own('process', ['', '', 'kim', 'Linux'])
  const { held } = usage(subjects, [[0, UsageKind.held, run, 1, 60]], 'node7')
  expect(subjects.attribute(held.subject[0] as number, 'process', 'host')).toBe('node7')
  expect(subjects.attribute(held.subject[0] as number, 'process', 'user')).toBe('kim')
})
