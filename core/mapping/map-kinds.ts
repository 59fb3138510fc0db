import { type MapKind, mapKinds } from '../contract/mapping.ts'

/** What a map is for, and how a name finds its groups in it. */
export interface MapRule {
  readonly kind: MapKind
  readonly names: 'user' | 'host'
  readonly firstMatchWins: boolean
  readonly purpose: string
}

const rules: { readonly [K in MapKind]: Omit<MapRule, 'kind'> } = {
  'license-user-mapping': {
    names: 'user',
    firstMatchWins: true,
    purpose: 'Puts each user into one group: the User group of licence reports.',
  },
  'license-host-mapping': {
    names: 'host',
    firstMatchWins: true,
    purpose: 'Puts each machine into one group: the Host group of licence reports.',
  },
  'user-to-groups.map': {
    names: 'user',
    firstMatchWins: false,
    purpose: 'Puts users into any number of groups of several types, such as department and site.',
  },
  'host-to-groups.map': {
    names: 'host',
    firstMatchWins: false,
    purpose: 'Puts machines into any number of groups of several types, such as building and cluster.',
  },
}

export const mapRule = (kind: MapKind): MapRule => ({ kind, ...rules[kind] })

/** The kind a file's name tells, whatever its case, with `.map` or `.txt` behind it or without; undefined: none. */
export const mapKindOf = (fileName: string): MapKind | undefined => {
  const bare = (name: string) => name.replace(/\.txt$/, '').replace(/\.map$/, '')
  const wanted = bare(fileName.trim().toLowerCase())
  return mapKinds.find((kind) => bare(kind) === wanted)
}
