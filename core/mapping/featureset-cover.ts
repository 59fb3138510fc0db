import { cheapestCover } from './cheapest-cover.ts'
import { type FeatureSet, type FeaturesetMap, parseFeaturesets } from './featureset-text.ts'
import { licenceKey } from './match-key.ts'
import { createPatternIndex } from './pattern-index.ts'

/** The products behind what a user holds of a vendor licence on a host at an instant. */
export interface Cover {
  /** In the order of the map. Each is one use of a product. */
  readonly sets: readonly FeatureSet[]
  /** For each feature asked for, in the order of the question: the set it counts for; undefined: no set has it (`unmapped`). */
  readonly setOf: readonly (FeatureSet | undefined)[]
  /** False: there were too many sets to try all combinations, and a cheaper one may exist. */
  readonly isExact: boolean
}

export interface FeaturesetCovers {
  readonly map: FeaturesetMap
  /** @param features distinct; how many licences of each are held does not matter */
  of(vendorLicence: string, features: readonly string[]): Cover
}

const remembered = 50_000

/**
 * The cheapest combination of the sets of featureset.map that has every feature held which any set has; of several the one with the
 * fewest sets, then the one whose sets come first. Exact up to 20 sets that come into question, greedy beyond.
 */
export const featuresetCovers = (text: string): FeaturesetCovers => {
  const map = parseFeaturesets(text)
  const elements = map.sets.flatMap(({ vendorLicence, elements: own, count }, set) =>
    count === 0 ? [] : own.map(({ pattern }) => ({ set, key: licenceKey(vendorLicence, 'feature', pattern) })),
  )
  const index = createPatternIndex(elements.map(({ key }) => key))
  const setsWith = new Map<string, readonly number[]>()
  const setsOfFeature = (vendorLicence: string, feature: string): readonly number[] => {
    const key = licenceKey(vendorLicence, 'feature', feature)
    const known = setsWith.get(key)
    if (known) return known
    const found = new Set<number>()
    index.each(key, (element) => found.add(elements[element]?.set as number))
    const sets = [...found].sort((a, b) => a - b)
    setsWith.set(key, sets)
    return sets
  }
  const covers = new Map<string, { readonly sets: readonly number[]; readonly isExact: boolean }>()

  return {
    map,
    of: (vendorLicence, features) => {
      const wanted = features.map((feature) => setsOfFeature(vendorLicence, feature))
      const key = [...new Set(wanted.map((sets) => sets.join()))].sort().join('|')
      let cover = covers.get(key)
      if (!cover) {
        cover = cheapestCover(
          wanted,
          map.sets.map(({ cost }) => cost),
        )
        if (covers.size >= remembered) covers.clear()
        covers.set(key, cover)
      }
      const { sets, isExact } = cover
      return {
        sets: sets.map((set) => map.sets[set] as FeatureSet),
        setOf: wanted.map((having) => {
          const own = having.filter((set) => sets.includes(set))
          const cost = (set: number) => map.sets[set]?.cost as number
          return own.length === 0 ? undefined : map.sets[own.reduce((a, b) => (cost(b) < cost(a) ? b : a))]
        }),
        isExact,
      }
    },
  }
}
