import type { MapRule } from './map-kinds.ts'
import { noGroupType } from './map-text.ts'
import { keyOfName } from './match-key.ts'
import { readMap } from './read-map.ts'
import { noGroup, singleGroups, typedGroups } from './resolve-names.ts'

/** What one text of a map does otherwise than another. */
export interface MapDifference {
  /** Names whose groups differ. */
  readonly changedNames: number
  /** The first of them, with their groups in words. */
  readonly moves: readonly { readonly name: string; readonly from: string; readonly to: string }[]
  /** Groups that gain or lose a name. */
  readonly groups: readonly string[]
}

const movesKept = 200

export const compareMaps = (before: string, after: string, rule: MapRule, names: readonly string[]): MapDifference => {
  const from = createLookup(before, rule)
  const to = createLookup(after, rule)
  const moves: { name: string; from: string; to: string }[] = []
  const groups = new Set<string>()
  let changedNames = 0
  for (const name of names) {
    const old = from(name)
    const next = to(name)
    const left = old.filter((one) => !next.some((other) => isSame(one, other)))
    const joined = next.filter((one) => !old.some((other) => isSame(one, other)))
    if (left.length === 0 && joined.length === 0) continue
    changedNames++
    for (const { group } of [...left, ...joined]) groups.add(group)
    if (moves.length < movesKept) moves.push({ name, from: inWords(left), to: inWords(joined) })
  }
  return { changedNames, moves, groups: [...groups] }
}

interface GroupOfType {
  readonly type: string
  readonly group: string
}

const isSame = (a: GroupOfType, b: GroupOfType): boolean => a.type === b.type && a.group === b.group

const createLookup = (text: string, rule: MapRule): ((name: string) => readonly GroupOfType[]) => {
  const { kind, names, firstOf } = rule
  const map = readMap(kind, text)
  // Only users and machines are in a group that is called `undef`; of everything else a map then says nothing.
  const said = ({ group }: GroupOfType) => rule.types === undefined || group !== noGroup
  if (firstOf === 'map') {
    const { texts, of } = singleGroups(map)
    const single = texts.map((group) => [{ type: noGroupType, group }].filter(said))
    return (name) => single[of(keyOfName(names, name))] as GroupOfType[]
  }
  const types = typedGroups(map)
  return (name) =>
    types.flatMap(({ type, texts, of }) => {
      const found = of(keyOfName(names, name))
      // Of one date the first line counts; group numbers are in the order of the lines.
      const own = firstOf === 'brackets' ? found.slice(0, 1) : found
      return own.map((group) => ({ type, group: texts[group] as string })).filter(said)
    })
}

const inWords = (groups: readonly GroupOfType[]): string =>
  groups.map(({ type, group }) => (type === noGroupType ? group : `${group} (${type})`)).join(', ')
