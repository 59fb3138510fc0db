import type { MapCheck, MapKind } from '../contract/mapping.ts'
import { checkMap } from '../mapping/check-map.ts'
import { compareMaps, type MapDifference } from '../mapping/compare-maps.ts'
import { mapRule } from '../mapping/map-kinds.ts'
import { parseMap } from '../mapping/map-text.ts'

/** Looking maps over against all known names: with hundreds of thousands of them it takes too long for the main thread. */
export const createMapWork = (names: { readonly user: readonly string[]; readonly host: readonly string[] }) => {
  const sorted = new Map<string, { readonly size: number; readonly names: readonly string[] }>()
  /** In alphabetical order without regard to case; the dictionary only grows. */
  const sortedNames = (concept: 'user' | 'host'): readonly string[] => {
    const size = names[concept].length
    const before = sorted.get(concept)
    if (before?.size === size) return before.names
    const keyed = names[concept]
      .filter((name) => name !== '')
      .map((name) => ({ name, key: name.toLowerCase() }))
      .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    const list = keyed.map(({ name }) => name)
    sorted.set(concept, { size, names: list })
    return list
  }
  return {
    check: ({ kind, text }: { readonly kind: MapKind; readonly text: string }): MapCheck => {
      const rule = mapRule(kind)
      return checkMap(parseMap(text), rule, sortedNames(rule.names))
    },
    compare: ({
      kind,
      before,
      after,
    }: {
      readonly kind: MapKind
      readonly before: string
      readonly after: string
    }): MapDifference => {
      const rule = mapRule(kind)
      return compareMaps(before, after, rule, sortedNames(rule.names))
    },
  }
}
