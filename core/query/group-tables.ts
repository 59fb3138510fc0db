import { parseMap } from '../mapping/map-text.ts'
import { type SingleGroups, singleGroups } from '../mapping/resolve-names.ts'
import { unknownValue } from './report-spec.ts'

/** The group of every name of one concept, by id. */
export interface GroupTable {
  /** Group number by name id. */
  readonly of: Int32Array
  /** Text by group number. */
  readonly texts: readonly string[]
}

interface Resolved {
  readonly groups: SingleGroups
  readonly texts: readonly string[]
  of: Int32Array
  size: number
}

/** Maps whose groups are kept beside the names: the one in force, a draft, and what was in force before. */
const mapsKept = 4

const resolvedOf = new WeakMap<readonly string[], Map<string, Resolved>>()

/**
 * Puts every name into the one group that the map's text gives it (semantics page, "Map files"); `undef` without a map, and for the
 * name that is none. Names are looked up once for each text: a list of names only grows at its end.
 */
export const groupTable = (names: readonly string[], text: string | undefined): GroupTable => {
  if (text === undefined) return { of: new Int32Array(names.length), texts: [unknownValue] }
  const kept = resolvedOf.get(names) ?? new Map<string, Resolved>()
  resolvedOf.set(names, kept)
  const resolved = kept.get(text) ?? resolve(text)
  kept.delete(text)
  kept.set(text, resolved)
  for (const old of [...kept.keys()].slice(0, Math.max(0, kept.size - mapsKept))) kept.delete(old)
  if (resolved.size < names.length) {
    const of = new Int32Array(names.length)
    of.set(resolved.of.subarray(0, resolved.size))
    for (let id = resolved.size; id < names.length; id++)
      of[id] = id === 0 ? resolved.texts.indexOf(unknownValue) : resolved.groups.of(names[id] as string)
    resolved.of = of
    resolved.size = names.length
  }
  return { of: resolved.of, texts: resolved.texts }
}

const resolve = (text: string): Resolved => {
  const groups = singleGroups(parseMap(text))
  const texts = groups.texts.includes(unknownValue) ? groups.texts : [...groups.texts, unknownValue]
  return { groups, texts, of: new Int32Array(0), size: 0 }
}
