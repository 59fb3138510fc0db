import fc from 'fast-check'
import { expect, test } from 'vitest'
import { generateLog } from '../../e2e/recount/log-generator.ts'
import { deriveLog } from '../cli/derive-fixture.ts'
import { capacityUncounted, capacityUnknown } from '../facts/derived-day.ts'
import { unpackColumn } from '../segments/column.ts'
import { type CapacityStep, cutCapacity, inForce, strongestSteps, withLoggedSteps } from './capacity-steps.ts'

const steps = (until: number) =>
  fc
    .uniqueArray(
      fc.record({
        at: fc.oneof(fc.constant(Number.NEGATIVE_INFINITY), fc.integer({ min: -10, max: until })),
        licences: fc.constantFrom(capacityUnknown, capacityUncounted, 0, 1, 2, 3),
      }),
      { selector: ({ at }) => at, maxLength: 6 },
    )
    .map((list) => list.sort((a, b) => a.at - b.at))

test('the stronger of two origins shows where it says anything, at every instant', () => {
  fc.assert(
    fc.property(steps(50), steps(50), (stronger, weaker) => {
      const merged = strongestSteps(stronger, weaker)
      for (let at = -12; at < 55; at++) {
        const said = inForce(stronger, at)
        expect(inForce(merged, at)).toBe(said === capacityUnknown ? inForce(weaker, at) : said)
      }
    }),
  )
})

test('cut into days of any length and with gaps between them, every instant has the same number', () => {
  const days = fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 5 })), {
    minLength: 1,
    maxLength: 8,
  })
  fc.assert(
    fc.property(fc.array(steps(60), { minLength: 1, maxLength: 3 }), days, (lists, lengths) => {
      const series = new Map(lists.map((list, i) => [i + 1, list] as const))
      const known = new Map(lists.flatMap((list, i) => (list[0] ? [[i + 1, list[0].at] as const] : [])))
      const cut = cutCapacity({ steps: series, known })
      const told = new Set<number>()
      let start = 0
      let before = Number.NEGATIVE_INFINITY
      for (const [length, gap] of lengths) {
        const day = cut(start, start + length, before)
        for (let at = start; at < start + length; at++)
          for (const [of, list] of series) {
            const own: CapacityStep[] = (day?.steps ?? [])
              .filter((one) => one.series === of)
              .map(({ time, licences }) => ({ at: time, licences }))
            expect(inForce(own, at - start)).toBe(inForce(list, at))
            const isKnown = (day?.known ?? []).some((one) => one.series === of && one.time <= at - start)
            expect(isKnown).toBe((known.get(of) ?? Number.POSITIVE_INFINITY) <= at)
          }
        // What became known is told as new once.
        for (const one of day?.known ?? [])
          if (one.isNew) {
            expect(told.has(one.series)).toBe(false)
            told.add(one.series)
          }
        before = start + length
        start += length + gap
      }
      for (const [of, at] of known) expect(told.has(of)).toBe(at < before)
    }),
  )
})

test('a number that the log states holds from then on; before it the others show', () => {
  const weaker = [
    { time: 0, series: 1, licences: 5 },
    { time: 0, series: 2, licences: 6 },
    { time: 40, series: 1, licences: 7 },
  ]
  const logged = [{ time: 30, series: 1, licences: 9, isLogged: true }]
  expect(withLoggedSteps(logged, weaker)).toEqual([weaker[0], weaker[1], logged[0]])
  expect(withLoggedSteps([{ time: 0, series: 1, licences: 9, isLogged: true }], weaker)).toEqual([
    weaker[1],
    { time: 0, series: 1, licences: 9, isLogged: true },
  ])
  expect(withLoggedSteps(logged, [])).toBe(logged)
})

test('numbers of licences split records and add no time at any level', { timeout: 60_000 }, async () => {
  const log = generateLog({
    seed: 3,
    days: 3,
    users: 5,
    hosts: 4,
    features: 3,
    daemons: 2,
    eventsPerDay: 60,
    verbose: true,
  })
  /** Seconds at each level, by day, hour and series, over all capacities. */
  const levelTime = async (lists: readonly (readonly CapacityStep[])[]) => {
    const { days } = await deriveLog(log, 'Europe/Berlin', ({ holders }) => {
      const all = Array.from({ length: holders.size - 1 }, (_, i) => holders.series[i + 1] as number)
      const series = [...new Set(all)].filter((one) => one > 0 && holders.feature[one] !== 0)
      return { steps: new Map(lists.map((list, i) => [series[i] as number, list])), known: new Map() }
    })
    const sums = new Map<string, number>()
    let capacities = new Set<number>()
    for (const { day, columns } of days) {
      const [hour, series, level, capacity, seconds] = ['hour', 'series', 'level', 'capacity', 'seconds'].map((name) =>
        unpackColumn((columns.level as NonNullable<typeof columns.level>)[name] as Parameters<typeof unpackColumn>[0]),
      ) as [Int32Array, Int32Array, Int32Array, Int32Array, Int32Array]
      hour.forEach((of, i) => {
        const key = `${day}/${of}/${series[i]}/${level[i]}`
        sums.set(key, (sums.get(key) ?? 0) + (seconds[i] as number))
      })
      capacities = new Set([...capacities, ...capacity])
    }
    return { sums, capacities }
  }
  const plain = await levelTime([])
  const start = Date.parse('2024-03-04T00:00:00Z') / 1000
  // Verbose tails state numbers from a feature's first event on; before that the others show.
  const typed = await levelTime([[{ at: start, licences: 77 }], [{ at: start + 30_000, licences: 78 }]])
  expect(typed.sums).toEqual(plain.sums)
  expect([...typed.capacities].filter((licences) => licences >= 77)).not.toEqual([])
  await fc.assert(
    fc.asyncProperty(fc.array(steps(4 * 86_400), { minLength: 2, maxLength: 6 }), async (lists) => {
      const shifted = lists.map((list) => list.map(({ at, licences }) => ({ at: start + at, licences })))
      expect((await levelTime(shifted)).sums).toEqual(plain.sums)
    }),
    { numRuns: 15 },
  )
})
