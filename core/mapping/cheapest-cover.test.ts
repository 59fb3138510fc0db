import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cheapestCover, mostSetsWeighed } from './cheapest-cover.ts'

/** Every combination in turn. */
const bruteForce = (wanted: readonly (readonly number[])[], costs: readonly number[]): readonly number[] => {
  const coverable = wanted.filter((sets) => sets.length > 0)
  let best: { cost: number; sets: number[] } | undefined
  for (let mask = 0; mask < 1 << costs.length; mask++) {
    const sets = costs.flatMap((_, set) => (mask & (1 << set) ? [set] : []))
    if (!coverable.every((having) => having.some((set) => sets.includes(set)))) continue
    const cost = sets.reduce((sum, set) => sum + (costs[set] as number), 0)
    const isBetter =
      !best ||
      cost < best.cost ||
      (cost === best.cost &&
        (sets.length < best.sets.length ||
          (sets.length === best.sets.length &&
            String(sets.map((set) => String.fromCharCode(65 + set)).join('')) <
              best.sets.map((set) => String.fromCharCode(65 + set)).join(''))))
    if (isBetter) best = { cost, sets }
  }
  return best?.sets ?? []
}

const problem = (sets: number, things: number) =>
  fc
    .tuple(
      fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: sets }),
      fc.array(fc.array(fc.nat(sets - 1), { maxLength: 5 }), { maxLength: things }),
    )
    .map(([costs, wanted]) => ({
      costs,
      wanted: wanted.map((having) => [...new Set(having.filter((set) => set < costs.length))].sort((a, b) => a - b)),
    }))

test('the cheapest of all combinations is found, the same one each time', () => {
  fc.assert(
    fc.property(problem(9, 10), ({ wanted, costs }) => {
      expect(cheapestCover(wanted, costs)).toEqual({ sets: bruteForce(wanted, costs), isExact: true })
    }),
    { numRuns: 600 },
  )
})

test('beyond the sets that are weighed the cover is whole, without a needless set, and said to be no exact one', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(40), fc.nat(40)), { minLength: 30, maxLength: 40 }),
      fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 41, maxLength: 41 }),
      (pairs, costs) => {
        const wanted = pairs.map(([a, b]) => [...new Set([a, b])].sort((x, y) => x - y))
        const { sets } = cheapestCover(wanted, costs)
        const covers = (chosen: readonly number[]) =>
          wanted.every((having) => having.some((set) => chosen.includes(set)))
        expect(covers(sets)).toBe(true)
        for (const set of sets) expect(covers(sets.filter((one) => one !== set))).toBe(false)
      },
    ),
    { numRuns: 60 },
  )
  // Each thing in a ring is in two sets: no set is worse than another one.
  const ring = (size: number) => Array.from({ length: size }, (_, i) => [i, (i + 1) % size].sort((a, b) => a - b))
  const ones = (size: number) => Array.from({ length: size }, () => 1)
  expect(cheapestCover(ring(mostSetsWeighed), ones(mostSetsWeighed))).toMatchObject({ isExact: true })
  expect(cheapestCover(ring(21), ones(21)).isExact).toBe(false)
})

test('twenty sets that all come into question are weighed in well under a second', () => {
  const began = performance.now()
  const wanted = Array.from({ length: 40 }, (_, i) =>
    [i % 20, (i * 7 + 3) % 20, (i * 11 + 5) % 20].sort((a, b) => a - b),
  )
  expect(
    cheapestCover(
      wanted.map((sets) => [...new Set(sets)]),
      Array.from({ length: 20 }, () => 1),
    ).isExact,
  ).toBe(true)
  expect(performance.now() - began).toBeLessThan(2000)
})

test('nothing wanted, nothing to have', () => {
  expect(cheapestCover([], [1, 2])).toEqual({ sets: [], isExact: true })
  expect(cheapestCover([[], []], [1, 2])).toEqual({ sets: [], isExact: true })
})
