import { noGroupType, type ParsedMap } from './map-text.ts'
import { createPatternIndex, type PatternIndex } from './pattern-index.ts'

/** What a name is in when nothing matches and there is no DEFAULT. */
export const noGroup = 'undef'

/** One group per name: the first line that matches takes it (`license-user-mapping`, `license-host-mapping`). */
export interface SingleGroups {
  /** Texts by group number; 0 is where a name falls that no line takes. Distinct. */
  readonly texts: readonly string[]
  /** Group number of a name. */
  of(name: string): number
}

/** Any number of groups per name, in one group type (`user-to-groups.map`, `host-to-groups.map`). */
export interface TypedGroups {
  readonly type: string
  /** Texts by group number; 0 is where a name falls that no line of this type takes. Distinct. */
  readonly texts: readonly string[]
  /** Group numbers of a name, ascending; never empty. */
  of(name: string): readonly number[]
}

export const indexEntries = ({ entries }: ParsedMap): PatternIndex =>
  createPatternIndex(entries.map(({ pattern, match }) => match ?? pattern))

export const singleGroups = (map: ParsedMap, index: PatternIndex = indexEntries(map)): SingleGroups => {
  const { texts, numberOf } = createTexts(defaultOf(map, undefined))
  const groupOfEntry = map.entries.map(({ group }) => numberOf(map.groups[group]?.name as string))
  return {
    texts,
    of: (name) => {
      const entry = name === '' ? -1 : index.first(name)
      return entry < 0 ? 0 : (groupOfEntry[entry] as number)
    },
  }
}

/** The group types of a map, in the order in which they come up. Each is resolved by itself. */
export const groupTypesOf = (map: ParsedMap): string[] => {
  const types = new Set(map.groups.map(({ type }) => type))
  for (const { type } of map.defaults) if (type !== '') types.add(type)
  if (types.size === 0 && map.defaults.length > 0) types.add(noGroupType)
  return [...types]
}

export const typedGroups = (map: ParsedMap, index: PatternIndex = indexEntries(map)): TypedGroups[] =>
  groupTypesOf(map).map((type) => {
    const { texts, numberOf } = createTexts(defaultOf(map, type))
    const groupOfEntry = map.entries.map(({ group }) => {
      const found = map.groups[group]
      return found?.type === type ? numberOf(found.name) : -1
    })
    return {
      type,
      texts,
      of: (name) => {
        const found = new Set<number>()
        if (name !== '')
          index.each(name, (entry) => {
            const group = groupOfEntry[entry] as number
            if (group >= 0) found.add(group)
          })
        return found.size === 0 ? [0] : [...found].sort((a, b) => a - b)
      },
    }
  })

/** Where a name falls that nothing takes: the type's own DEFAULT, else the one for all types. The first of its kind stands. */
export const defaultOf = ({ defaults }: ParsedMap, type: string | undefined): string => {
  const own = type === undefined ? defaults[0] : defaults.find((one) => one.type === type)
  return (own ?? defaults.find((one) => one.type === ''))?.group ?? noGroup
}

const createTexts = (first: string) => {
  const texts = [first]
  const numbers = new Map([[first, 0]])
  return {
    texts,
    numberOf: (text: string): number => {
      const known = numbers.get(text)
      if (known !== undefined) return known
      numbers.set(text, texts.length)
      texts.push(text)
      return texts.length - 1
    },
  }
}
