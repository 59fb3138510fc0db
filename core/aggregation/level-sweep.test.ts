import fc from 'fast-check'
import { expect, test } from 'vitest'
import { appendHolders, createHolderTable } from '../facts/holder-table.ts'
import { sweepLevels } from './level-sweep.ts'

// Small time, so that every second can be looked at: a day of 40 seconds with four hours.
const length = 40
const hours = [0, 9, 20, 31]

// Two daemons, three features; holders 1, 2, 3 are the series, the others hold.
const holders = createHolderTable()
appendHolders(
  holders,
  Int32Array.from([1, 1, 0, 0, 1, 2, 0, 0, 2, 1, 0, 0, 1, 1, 1, 1, 1, 1, 2, 1, 1, 2, 1, 1, 2, 1, 1, 1]),
)

const time = fc.integer({ min: 0, max: length })
const checkout = fc.record({
  holder: fc.constantFrom(4, 5, 6, 7),
  a: time,
  b: time,
  count: fc.integer({ min: 1, max: 3 }),
})
const run = fc.record({ daemon: fc.constantFrom(1, 2), a: time, b: time })
const step = fc.record({ time, series: fc.constantFrom(1, 2, 3), licences: fc.constantFrom(-2, 1, 5) })

test('time at level is what looking at every second tells', () => {
  fc.assert(
    fc.property(
      fc.array(checkout, { maxLength: 12 }),
      fc.array(run, { maxLength: 5 }),
      fc.array(step, { maxLength: 4 }),
      fc.tuple(time, time, time),
      (checkouts, stretches, steps, known) => {
        const changes = checkouts
          .flatMap(({ holder, a, b, count }) => [
            { time: Math.min(a, b), holder, change: count },
            { time: Math.max(a, b), holder, change: -count },
          ])
          .sort((x, y) => x.time - y.time)
        const capacity = [...steps].sort((x, y) => x.time - y.time)
        const runs = new Map(
          [1, 2].map((daemon) => {
            const seen = Array.from({ length }, (_, s) =>
              stretches.some(
                (one) => one.daemon === daemon && Math.min(one.a, one.b) <= s && s < Math.max(one.a, one.b),
              ),
            )
            const joined = seen.flatMap((is, s) =>
              is && !seen[s - 1]
                ? [{ start: s, end: seen.indexOf(false, s) < 0 ? length : seen.indexOf(false, s) }]
                : [],
            )
            return [daemon, joined] as const
          }),
        )
        const out = sweepLevels({
          holders,
          length,
          hours,
          runs,
          series: [1, 2, 3].map((series) => [series, known[series - 1] as number] as const),
          capacity,
          changes: {
            rows: changes.length,
            time: Int32Array.from(changes, (one) => one.time),
            holder: Int32Array.from(changes, (one) => one.holder),
            change: Int32Array.from(changes, (one) => one.change),
          },
        })
        const told: Record<string, number> = {}
        for (let i = 0; i < out.hour.length; i++) {
          const key = [out.hour, out.series, out.capacity, out.level].map(({ values }) => values[i]).join('/')
          expect(out.seconds.values[i]).toBeGreaterThan(0)
          told[key] = (told[key] ?? 0) + (out.seconds.values[i] as number)
        }
        const seen: Record<string, number> = {}
        for (const series of [1, 2, 3]) {
          for (let s = known[series - 1] as number; s < length; s++) {
            if (!runs.get(holders.daemon[series] as number)?.some(({ start, end }) => start <= s && s < end)) continue
            const level = checkouts
              .filter(
                (one) =>
                  holders.series[one.holder] === series && Math.min(one.a, one.b) <= s && s < Math.max(one.a, one.b),
              )
              .reduce((sum, { count }) => sum + count, 0)
            const licences = capacity.findLast((one) => one.series === series && one.time <= s)?.licences ?? -1
            const key = [hours.findLastIndex((start) => start <= s), series, licences, level].join('/')
            seen[key] = (seen[key] ?? 0) + 1
          }
        }
        // Licences held before a feature was known do not occur: a checkout makes it known.
        fc.pre(
          checkouts.every(
            ({ holder, a, b }) => Math.min(a, b) >= (known[(holders.series[holder] as number) - 1] as number),
          ),
        )
        expect(told).toEqual(seen)
      },
    ),
    { numRuns: 400 },
  )
})
