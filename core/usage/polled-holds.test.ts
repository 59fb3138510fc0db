import fc from 'fast-check'
import { expect, test } from 'vitest'
import { zoneClock } from '../aggregation/zone-clock.ts'
import { holdLooks, holdSeen, type Looks, lookInterval, observeLooks } from './polled-holds.ts'

const looksAt = (times: readonly number[], files: readonly number[] = times.map(() => 1)): Looks => ({
  times,
  files,
  isAnswered: times.map(() => true),
})
const clock = zoneClock('UTC')

test('the interval is the median of the gaps under one hour, or five minutes where there are too few looks', () => {
  expect(lookInterval([0, 600])).toBe(300)
  expect(lookInterval([0, 600, 1200])).toBe(600)
  expect(lookInterval([0, 600, 1200, 9000, 9600])).toBe(600)
  expect(lookInterval([0, 60, 180])).toBe(90)
  expect(lookInterval([0, 7200, 14400])).toBe(300)
})

test('a look holds until the next one, at most two intervals; between the looks of a day the rest is missing', () => {
  const midday = 12 * 3600
  const looks = holdLooks(looksAt([0, 300, 600, midday, midday + 300].map((at) => at + 86400 * 10)))
  expect(observeLooks(looks, clock).map(({ from, to, status }) => [from - 864000, to - 864000, status])).toEqual([
    [0, 1200, 'ok'],
    [1200, midday, 'missing'],
    [midday, midday + 900, 'ok'],
  ])
})

test('time between the last look of a day and the first of the next is not observed at all', () => {
  const looks = holdLooks(looksAt([80_000, 80_300, 80_600, 90_000]))
  expect(observeLooks(looks, clock)).toEqual([
    { from: 80_000, to: 81_200, status: 'ok' },
    { from: 90_000, to: 90_600, status: 'ok' },
  ])
})

test('a look that was not answered is error time, and holds nothing', () => {
  const looks = holdLooks({ times: [0, 300, 600], files: [1, 1, 1], isAnswered: [true, false, true] })
  expect(observeLooks(looks, clock)).toEqual([
    { from: 0, to: 300, status: 'ok' },
    { from: 300, to: 600, status: 'error' },
    { from: 600, to: 1200, status: 'ok' },
  ])
})

test('what a file saw in all its looks is held for each of them, whatever other files looked at between', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.nat(4000), { minLength: 1, maxLength: 25 }),
      fc.array(fc.constantFrom(1, 2), { minLength: 25, maxLength: 25 }),
      fc.array(fc.boolean(), { minLength: 25, maxLength: 25 }),
      fc.nat(24),
      fc.nat(24),
      (unsorted, owners, answers, a, b) => {
        const times = [...unsorted].sort((x, y) => x - y)
        const files = times.map((_, i) => owners[i] as number)
        const looks = holdLooks({ times, files, isAnswered: times.map((_, i) => answers[i] as boolean) })
        const own = times.filter((_, i) => files[i] === 1)
        fc.pre(own.length > 0)
        const [from, to] = [Math.min(a, b), Math.max(a, b)].map((i) => own[i % own.length] as number) as [
          number,
          number,
        ]
        const [first, last] = [Math.min(from, to), Math.max(from, to)]
        const held = new Set<number>()
        holdSeen(looks, 1, first, last, (start, end) => {
          for (let second = start; second < end; second++) {
            expect(held.has(second)).toBe(false)
            held.add(second)
          }
        })
        // One second after the other: the look that holds then, and whose it is.
        const longest = 2 * lookInterval(times)
        for (let second = 0; second < 5200; second++) {
          const at = times.findLastIndex((time) => time <= second)
          const isHeld =
            at >= 0 &&
            second < (times[at] as number) + longest &&
            files[at] === 1 &&
            looks.isAnswered[at] === true &&
            (times[at] as number) >= first &&
            (times[at] as number) <= last
          if (held.has(second) !== isHeld) return false
        }
        return true
      },
    ),
    { numRuns: 60 },
  )
})

test('a run of looks that ends within a chain ends there, also at instants of today', () => {
  const start = 1_772_438_400
  const looks = holdLooks(looksAt([0, 300, 600, 900].map((at) => start + at)))
  const held: number[][] = []
  holdSeen(looks, 1, start + 300, start + 600, (from, to) => held.push([from - start, to - start]))
  expect(held).toEqual([[300, 900]])
})
