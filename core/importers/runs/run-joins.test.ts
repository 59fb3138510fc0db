import { expect, test } from 'vitest'
import { UsageKind } from '../../facts/usage-fact.ts'
import type { UsageWriter } from '../usage-importer.ts'
import { createRunJoins, type RunJoins } from './run-joins.ts'

/** Collects rows of runs as `begin-end subject detail`, in order; observed time apart. */
const runsOf = (say: readonly ((joins: RunJoins) => void)[]): string[] => {
  const texts = ['']
  const textOf = (text: string): number => {
    const at = texts.indexOf(text)
    return at >= 0 ? at : texts.push(text) - 1
  }
  const rows: string[] = []
  const writer = {
    text: textOf,
    subject: () => 0,
    subjectOf: (_kind: string, values: readonly string[]) => textOf(values.join(' ')),
    row: (kind: number, time: number, length: number, subject: number, _count: number, detail: number) => {
      if (kind === UsageKind.held) rows.push(`${time}-${time + length} ${texts[subject]} ${texts[detail] ?? ''}`.trim())
    },
  } as unknown as UsageWriter
  const joins = createRunJoins(writer)
  for (const one of say) one(joins)
  joins.finish()
  return rows.sort()
}

const start = (time: number, process: string, name: string) => (joins: RunJoins) =>
  joins.start({ time, host: 'ws', process }, ['ws', '', name])
const end =
  (time: number, process: string, name: string, status = '') =>
  (joins: RunJoins) =>
    joins.end({ time, host: 'ws', process }, ['ws', '', name], status)
const load =
  (time: number, process: string, module: string, user = '') =>
  (joins: RunJoins) =>
    joins.load({ time, host: 'ws', process }, ['ws', '', user, module], process)

const log = [
  start(100, '1', 'gear'),
  load(101, '1', 'sim'),
  start(110, '2', 'mesher'),
  end(150, '1', 'gear', '0'),
  start(160, '1', 'cogdraw'),
  end(170, '9', 'old', '3'),
  end(190, '1', 'cogdraw', '1'),
]

test('a log read backwards says the same as read forwards', () => {
  const forwards = runsOf(log)
  expect(forwards).toEqual([
    '100-150 ws  gear 0',
    '100-170 ws  old 3',
    '101-150 ws  gear sim 1',
    '110-190 ws  mesher',
    '160-190 ws  cogdraw 1',
  ])
  expect(runsOf(log.toReversed())).toEqual(forwards)
})

test('a start in the second in which the process before it ended, in either order of the file', () => {
  const tied = [start(100, '1', 'gear'), end(150, '1', 'gear'), start(150, '1', 'mesher'), end(180, '1', 'mesher')]
  expect(runsOf(tied)).toEqual(['100-150 ws  gear', '150-180 ws  mesher'])
  expect(runsOf(tied.toReversed())).toEqual(['100-150 ws  gear', '150-180 ws  mesher'])
})

test('a module is loaded once, however often it is said, and has the user that its load states', () => {
  const loads = [
    start(100, '1', 'lena'),
    load(101, '1', 'sim', 'tarek'),
    load(105, '1', 'sim', 'tarek'),
    end(110, '1', 'lena'),
  ]
  expect(runsOf(loads)).toEqual(['100-110 ws  lena', '101-110 ws  tarek sim 1'])
})

test('nothing tells how long a program ran on a machine that logs no ends', () => {
  expect(runsOf([start(100, '1', 'gear'), start(200, '2', 'mesher')])).toEqual([
    '100-100 ws  gear',
    '200-200 ws  mesher',
  ])
})

test('ends alone tell of no run, but of how long a module was loaded', () => {
  expect(runsOf([end(90, '7', 'old'), load(100, '1', 'sim'), end(200, '1', 'gear')])).toEqual(['100-200 ws   sim 1'])
})

test('an empty log', () => {
  expect(runsOf([])).toEqual([])
})
