import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createSubjectDictionary, type SubjectContent } from '../../facts/subject-dictionary.ts'
import type { UsageSegment } from '../../facts/usage-fact.ts'
import { usageInWords } from '../../importers/usage-words-fixture.ts'
import { createFold, type Fold } from './fold-batches.ts'
import type { EndedRunRow, FoldBatch, FoldResult, GrowingSpans, OpenRunRow } from './fold-job.ts'

const day = Date.UTC(2026, 2, 2)
const second = 1000

/** The database, as far as folds change it. */
const createStore = () => {
  const subjects = createSubjectDictionary()
  let content: SubjectContent = { texts: [], subjects: new Int32Array(0) }
  const runs = new Map<string, OpenRunRow>()
  const ended: EndedRunRow[] = []
  const until = new Map<string, number>()
  const segments: UsageSegment[] = []
  let growing: GrowingSpans = {}
  const learn = ({ added }: { readonly added: SubjectContent }): void => {
    content = {
      texts: [...content.texts, ...added.texts],
      subjects: Int32Array.from([...content.subjects, ...added.subjects]),
    }
  }
  return {
    begin(): Fold {
      const fold = createFold(subjects, { ended: [...ended], until: [...until] })
      fold.know([...runs.values()])
      return fold
    },
    get growing() {
      return growing
    },
    take(result: FoldResult): void {
      learn(result)
      for (const [, files] of Object.entries(result.files)) segments.push(...files.ended)
      for (const row of result.stored) runs.set(row.slice(0, 3).join('\n'), row)
      for (const row of result.removed) runs.delete(row.join('\n'))
      ended.push(...result.ended)
      for (const [agent, at] of result.until) until.set(agent, at)
      growing = Object.fromEntries(Object.entries(result.files).map(([kind, { growing: spans }]) => [kind, spans]))
    },
    /** Rows of runs, by their user: what is over, and what goes on. */
    rows(fold: Fold) {
      const open = fold.open(growing)
      learn(open)
      return usageInWords([...segments, ...Object.values(open.files).flat()], content)
        .filter(({ kind }) => kind === 'held')
        .map((row) => ({
          user: (row as unknown as { process: { user: string } }).process.user,
          seconds: row.seconds ?? 0,
        }))
    },
  }
}

const batch = (agent: string, records: readonly object[], observedUntil = 0): FoldBatch => ({
  agent,
  epoch: 'epoch-1',
  host: 'WS-1',
  isShared: true,
  started: 1,
  observedUntil,
  clockOffset: 0,
  receivedAt: day + 86_400 * second,
  records: Buffer.from(records.map((one) => `${JSON.stringify(one)}\n`).join('')),
})

const told = (pid: number, start: number, end?: number) => ({
  record: 'process',
  start,
  ...(end === undefined ? {} : { end }),
  pid,
  host: 'ws-1',
  user: `user${pid}`,
  executable: 'gear',
})

interface Life {
  readonly start: number
  readonly length: number | undefined
  /** Milliseconds by which the second agent states the start otherwise. */
  readonly jitter: number
}

test('each process counts once, however its two agents tell of it, in whatever batches, and whenever the worker begins anew', () => {
  const life: fc.Arbitrary<Life> = fc.record({
    start: fc.nat(3600).map((at) => day + at * second),
    length: fc.option(
      fc.nat(3600).map((length) => length * second),
      { nil: undefined },
    ),
    jitter: fc.integer({ min: -900, max: 900 }),
  })
  fc.assert(
    fc.property(
      fc.array(life, { minLength: 1, maxLength: 12 }),
      // Whose line is next, whether it ends a batch, and whether the worker begins anew before it.
      fc.array(fc.record({ isSecond: fc.boolean(), isAgain: fc.boolean() }), { minLength: 60, maxLength: 60 }),
      (lives, steps) => {
        const until = day + 7200 * second
        const linesOf = (isSecond: boolean) =>
          lives
            .flatMap(({ start, length, jitter }, i) => {
              const from = start + (isSecond ? jitter : 0)
              return [
                { at: start, record: told(i + 1, from) },
                // Told again, as after a restart of the agent.
                { at: start + 1, record: told(i + 1, from) },
                ...(length === undefined
                  ? []
                  : [{ at: start + length + 2, record: told(i + 1, from, Math.max(from, start + length)) }]),
              ]
            })
            .sort((a, b) => a.at - b.at)
            .map(({ record }) => record)
        const waiting = [linesOf(false), linesOf(true)] as const
        const store = createStore()
        let fold = store.begin()
        const send = (agent: number, records: readonly object[], at = 0): void =>
          store.take(fold.fold([batch(`agent-${agent}`, records, at)], store.growing))
        for (const { isSecond, isAgain } of steps) {
          if (isAgain) fold = store.begin()
          const line = waiting[isSecond ? 1 : 0].shift()
          if (line) send(isSecond ? 1 : 0, [line])
        }
        send(0, waiting[0], until)
        send(1, waiting[1], until)
        const rows = store.rows(fold)
        expect(rows.map(({ user }) => user).toSorted()).toEqual(lives.map((_, i) => `user${i + 1}`).toSorted())
        for (const { user, seconds } of rows) {
          const { start, length } = lives[Number(user.slice(4)) - 1] as Life
          expect(Math.abs(seconds * second - (length ?? until - start))).toBeLessThanOrEqual(900)
        }
      },
    ),
    { numRuns: 150 },
  )
})

test('a process id that is given to another process ends the one before; what nobody tells of any more ends after a day', () => {
  const store = createStore()
  const fold = store.begin()
  const send = (records: readonly object[], observedUntil: number, receivedAt = day + 7200 * second) =>
    store.take(fold.fold([{ ...batch('agent-0', records, observedUntil), receivedAt }], store.growing))
  send([told(1, day)], day + 600 * second)
  send([{ ...told(1, day + 900 * second), user: 'user2' }], day + 1000 * second)
  expect(store.rows(fold)).toEqual([
    { user: 'user1', seconds: 600 },
    { user: 'user2', seconds: 100 },
  ])
  send([{ record: 'inventory', of: 'process', at: day + 2000 * second, keys: [] }], day + 2000 * second)
  expect(store.rows(fold).at(-1)).toEqual({ user: 'user2', seconds: 100 })
  // A configuration was changed and changed back: it goes on.
  send([{ ...told(1, day + 900 * second), user: 'user2' }], day + 3000 * second)
  expect(store.rows(fold).at(-1)).toEqual({ user: 'user2', seconds: 2100 })
  send([{ record: 'inventory', of: 'process', at: day + 3100 * second, keys: [] }], day + 3100 * second)
  send([], day + 2 * 86_400 * second, day + 2 * 86_400 * second)
  expect(store.rows(fold)).toEqual([
    { user: 'user1', seconds: 600 },
    { user: 'user2', seconds: 2100 },
  ])
})

test('a machine whose name was changed no longer runs what it ran under the old one', () => {
  const store = createStore()
  const fold = store.begin()
  store.take(fold.fold([batch('agent-0', [told(1, day)], day + 60 * second)], store.growing))
  store.take(fold.fold([{ ...batch('agent-0', [], day + 600 * second), host: 'ws-2' }], store.growing))
  expect(store.rows(fold)).toEqual([{ user: 'user1', seconds: 60 }])
})
