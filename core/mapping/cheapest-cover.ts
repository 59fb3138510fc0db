/** Sets that come into question up to which all combinations are weighed. */
export const mostSetsWeighed = 20

/** Costs are sums of decimals: those closer than this are the same. */
const closeness = 1e-9

interface Candidate {
  readonly set: number
  readonly cost: number
  /** Bit n: it has the n-th thing wanted. */
  readonly covers: bigint
}

/**
 * The cheapest sets that together have every thing wanted; of several combinations the one with the fewest sets, then the one whose sets
 * have the lowest numbers. What no set has is left out of account. Weighted set cover: exact where at most 20 sets come into question,
 * else by the lowest cost for each further thing.
 * @param wanted for each thing the numbers of the sets that have it, ascending
 * @param costs by set, none below zero
 * @returns numbers of sets, ascending
 */
export const cheapestCover = (
  wanted: readonly (readonly number[])[],
  costs: readonly number[],
): { readonly sets: readonly number[]; readonly isExact: boolean } => {
  // Things that the same sets have are one thing.
  const things = [...new Map(wanted.filter((sets) => sets.length > 0).map((sets) => [sets.join(), sets])).values()]
  const all = (1n << BigInt(things.length)) - 1n
  const covers = new Map<number, bigint>()
  things.forEach((sets, thing) => {
    for (const set of sets) covers.set(set, (covers.get(set) ?? 0n) | (1n << BigInt(thing)))
  })
  const candidates = withoutWorse(
    [...covers].map(([set, has]) => ({ set, cost: costs[set] as number, covers: has })).sort((a, b) => a.set - b.set),
  )
  const isExact = candidates.length <= mostSetsWeighed
  const chosen = isExact ? weighAll(candidates, things.length, all) : takeGreedily(candidates, all)
  return { sets: chosen.map((at) => candidates[at]?.set as number).sort((a, b) => a - b), isExact }
}

/** Leaves out what another set does as well: all of its things for less, or for the same and before it. */
const withoutWorse = (candidates: readonly Candidate[]): Candidate[] =>
  candidates.filter(
    (one) =>
      !candidates.some(
        (other) =>
          other !== one &&
          (one.covers & ~other.covers) === 0n &&
          (other.cost < one.cost || (other.cost === one.cost && other.set < one.set)),
      ),
  )

interface Combination {
  readonly cost: number
  readonly chosen: readonly number[]
}

const isBetter = (a: Combination, b: Combination): boolean => {
  if (Math.abs(a.cost - b.cost) > closeness) return a.cost < b.cost
  if (a.chosen.length !== b.chosen.length) return a.chosen.length < b.chosen.length
  const at = a.chosen.findIndex((one, i) => one !== b.chosen[i])
  return at >= 0 && (a.chosen[at] as number) < (b.chosen[at] as number)
}

/**
 * Takes the thing that the fewest sets have and tries each of them; a set that was tried for a thing is left out of the later tries, so that
 * no combination comes up twice. What costs more than the best so far is not followed.
 */
const weighAll = (candidates: readonly Candidate[], things: number, all: bigint): readonly number[] => {
  const cheapestFor = Array.from({ length: things }, (_, thing) =>
    candidates
      .filter(({ covers }) => covers & (1n << BigInt(thing)))
      .reduce((a, { cost }) => Math.min(a, cost), Infinity),
  )
  let best: Combination = { cost: Number.POSITIVE_INFINITY, chosen: [] }
  const follow = (left: bigint, cost: number, chosen: readonly number[], excluded: number): void => {
    if (left === 0n) {
      const found = { cost, chosen: [...chosen].sort((a, b) => a - b) }
      if (isBetter(found, best)) best = found
      return
    }
    let fewest: number[] | undefined
    let dearest = 0
    for (let thing = 0; thing < things; thing++) {
      if (!(left & (1n << BigInt(thing)))) continue
      dearest = Math.max(dearest, cheapestFor[thing] as number)
      const having = candidates.flatMap(({ covers }, at) =>
        covers & (1n << BigInt(thing)) && !(excluded & (1 << at)) ? [at] : [],
      )
      if (!fewest || having.length < fewest.length) fewest = having
    }
    if (cost + dearest > best.cost + closeness) return
    let tried = excluded
    for (const at of fewest as number[]) {
      const { covers, cost: more } = candidates[at] as Candidate
      follow(left & ~covers, cost + more, [...chosen, at], tried)
      tried |= 1 << at
    }
  }
  follow(all, 0, [], 0)
  return best.chosen
}

/** Again and again the set with the lowest cost for each thing that is still wanted; then what turned out needless is left out, dearest first. */
const takeGreedily = (candidates: readonly Candidate[], all: bigint): readonly number[] => {
  const chosen: number[] = []
  for (let left = all; left !== 0n; ) {
    let best = -1
    let bestRatio = Number.POSITIVE_INFINITY
    let bestNew = 0
    candidates.forEach(({ cost, covers }, at) => {
      const news = countBits(covers & left)
      const ratio = cost / news
      if (news === 0 || ratio > bestRatio || (ratio === bestRatio && news <= bestNew)) return
      best = at
      bestRatio = ratio
      bestNew = news
    })
    chosen.push(best)
    left &= ~(candidates[best] as Candidate).covers
  }
  const cost = (at: number) => candidates[at]?.cost as number
  let kept = chosen
  for (const at of chosen.toSorted((a, b) => cost(b) - cost(a) || b - a)) {
    const others = kept.filter((one) => one !== at)
    if (others.reduce((has, one) => has | (candidates[one] as Candidate).covers, 0n) === all) kept = others
  }
  return kept
}

const countBits = (bits: bigint): number => {
  let count = 0
  for (let left = bits; left !== 0n; left &= left - 1n) count++
  return count
}
