import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openSpool, type Spool } from './spool.ts'

// A console that is as good as its word, a network that loses either way, and a program that may end at any moment.

const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('append' as const), count: fc.integer({ min: 1, max: 40 }) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('send' as const),
      records: fc.integer({ min: 1, max: 30 }),
      lost: fc.constantFrom('nothing' as const, 'nothing' as const, 'request' as const, 'answer' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('end' as const), isKilled: fc.boolean() }) },
  /** The console goes back to a backup of its own. */
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('restore' as const), share: fc.double({ min: 0.5, max: 1, noNaN: true }) }),
  },
)

const settings = { quotaMegabytes: 64, whenFull: 'pause' } as const

test('A1 lost requests, lost answers, kills and a console from a backup: each record once, in order', {
  timeout: 60_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 30 }), async (steps) => {
      const folder = mkdtempSync(join(tmpdir(), 'model-'))
      const spools: Spool[] = []
      const open = async () => {
        const spool = await openSpool(folder, settings)
        spools.push(spool)
        return spool
      }
      let spool = await open()
      let appended = 0
      /** What the console has, in the order of its sequences; the gap that a backup leaves counts as missing. */
      let taken: number[] = []
      let missing = 0
      const send = async (records: number, lost: 'nothing' | 'request' | 'answer') => {
        const { state, records: lines } = await spool.next({ records, bytes: 1_000_000 })
        if (lost === 'request') return
        const { first, last } = state
        let resendFrom: number | undefined
        if (first !== undefined && last !== undefined) {
          const numbers = lines.toString().trim().split('\n').map(Number)
          expect(numbers.length).toBe(last - first + 1)
          const expected = taken.length + missing + 1
          if (first > expected && state.oldestKept <= expected) resendFrom = expected
          else {
            missing += Math.max(0, first - expected)
            taken.push(...numbers.slice(Math.max(0, expected - first)))
          }
        }
        // Nothing waits, and what is missing is no longer there.
        else missing += Math.max(0, state.oldestKept - 1 - taken.length - missing)
        if (lost === 'answer') return
        await spool.acknowledge({ epoch: state.epoch, last: taken.length + missing })
        if (resendFrom !== undefined) await spool.resendFrom(resendFrom)
      }
      for (const step of steps) {
        if (step.do === 'append') {
          await spool.append(Array.from({ length: step.count }, () => `${++appended}\n`))
        } else if (step.do === 'send') {
          await send(step.records, step.lost)
        } else if (step.do === 'end') {
          if (!step.isKilled) await spool.close()
          spool = await open()
        } else if (missing === 0) taken = taken.slice(0, Math.floor(taken.length * step.share))
      }
      await send(25, 'nothing')
      for (let i = 0; i < 200 && (await spool.next()).state.waiting > 0; i++) await send(25, 'nothing')
      for (const opened of spools) await opened.close()
      rmSync(folder, { recursive: true })
      expect(taken).toEqual([...new Set(taken)].sort((a, b) => a - b))
      expect(taken.length + missing).toBe(appended)
      // Only what the agent had been told to forget can be missing.
      if (!steps.some((step) => step.do === 'restore')) expect(missing).toBe(0)
    }),
    { numRuns: 25 },
  )
})
