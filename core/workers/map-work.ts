import type { MapCheck, MapKind, MapNames } from '../contract/mapping.ts'
import { checkMap } from '../mapping/check-map.ts'
import { compareMaps, type MapDifference } from '../mapping/compare-maps.ts'
import { mapRule } from '../mapping/map-kinds.ts'
import { readMap } from '../mapping/read-map.ts'

/** Looking maps over against all known names: with hundreds of thousands of them it takes too long for the main thread. */
export const createMapWork = (names: { readonly user: readonly string[]; readonly host: readonly string[] }) => {
  /** Names that are not those of licence logs, as they were told last. */
  const told = new Map<MapNames, readonly string[]>()
  const sorted = new Map<
    MapNames,
    { readonly size: number; readonly told: readonly string[]; readonly names: readonly string[] }
  >()
  /** In alphabetical order without regard to case; the dictionary only grows. */
  const sortedNames = (concept: MapNames): readonly string[] => {
    const logged = concept === 'user' || concept === 'host' ? names[concept] : []
    const others = told.get(concept) ?? []
    const before = sorted.get(concept)
    if (before?.size === logged.length && before.told === others) return before.names
    const keyed = [...new Set([...logged, ...others])]
      .filter((name) => name !== '')
      .map((name) => ({ name, key: name.toLowerCase() }))
      .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    const list = keyed.map(({ name }) => name)
    sorted.set(concept, { size: logged.length, told: others, names: list })
    return list
  }
  return {
    know: ({ concept, known }: { readonly concept: MapNames; readonly known: readonly string[] }): null => {
      told.set(concept, known)
      return null
    },
    check: ({ kind, text }: { readonly kind: MapKind; readonly text: string }): MapCheck => {
      const rule = mapRule(kind)
      return checkMap(readMap(kind, text), rule, sortedNames(rule.names))
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
