import type { MapKind } from '../../core/contract/mapping.ts'
import { groupMapWords } from './group-map-words.ts'
import { licenceMapWords } from './licence-map-words.ts'
import type { MapKindWords } from './map-kind-words.ts'
import { programMapWords } from './program-map-words.ts'

/** In the order of the tabs. The kind itself is the last part of the address: `/mapping/license-user-mapping`. */
export const mapKindGroups: readonly (readonly MapKindWords[])[] = [groupMapWords, programMapWords, licenceMapWords]
export const mapKindWords: readonly MapKindWords[] = mapKindGroups.flat()

export const wordsOfKind = (kind: MapKind): MapKindWords => mapKindWords.find((it) => it.kind === kind) as MapKindWords

export const pathOfMap = (kind: MapKind): string => `/mapping/${kind}`

export const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1)

const usualEndings = /\.(map|txt|conf)$/i

/** The kind that a file's name tells: `user-to-groups.map`, `license-user-mapping.txt`; nothing where it tells none. */
export const kindOfFileName = (name: string): MapKind | undefined => {
  const bare = name.toLowerCase().replace(usualEndings, '')
  return mapKindWords.find(({ kind }) => kind.replace(usualEndings, '') === bare)?.kind
}
