import type { MapKind } from '../../core/contract/mapping.ts'

/** What the pages say of a kind of map; what it means is told by the core. */
export interface MapKindWords {
  readonly kind: MapKind
  /** On its tab. */
  readonly label: string
  /** Where the page of the whole map is named: breadcrumb, headings. */
  readonly title: string
  /** Whose names stand in it, one and many. */
  readonly name: string
  readonly names: string
  readonly example: string
}

/** In the order of the tabs. The kind itself is the last part of the address: `/mapping/license-user-mapping`. */
export const mapKindWords: readonly MapKindWords[] = [
  {
    kind: 'license-user-mapping',
    label: 'User groups',
    title: 'User groups of licences',
    name: 'user',
    names: 'users',
    example: 'MAP: Finance\nuser079\nmnl*\n\nMAP: Design\nann\nbob\n\nDEFAULT: Everybody else\n',
  },
  {
    kind: 'license-host-mapping',
    label: 'Host groups',
    title: 'Host groups of licences',
    name: 'host',
    names: 'hosts',
    example: 'MAP: Building 4\nws-4??\nlab-printer\n\nMAP: Cluster\nnode*\n\nDEFAULT: Elsewhere\n',
  },
  {
    kind: 'user-to-groups.map',
    label: 'User to groups',
    title: 'User to groups',
    name: 'user',
    names: 'users',
    example:
      'MAP: Finance (Department)\nuser079\nmnl*\n\nMAP: Manila (Site)\nmnl*\n\n# One person may be in a department and at a site.\nDEFAULT: unmatched\n',
  },
  {
    kind: 'host-to-groups.map',
    label: 'Host to groups',
    title: 'Host to groups',
    name: 'host',
    names: 'hosts',
    example: 'MAP: Building 4 (Building)\nws-4*\n\nMAP: Render farm (Cluster)\nnode*\n\nDEFAULT: unmatched\n',
  },
]

export const wordsOfKind = (kind: MapKind): MapKindWords => mapKindWords.find((it) => it.kind === kind) as MapKindWords

export const pathOfMap = (kind: MapKind): string => `/mapping/${kind}`

const usualEndings = /\.(map|txt|conf)$/i

/** The kind that a file's name tells: `user-to-groups.map`, `license-user-mapping.txt`; nothing where it tells none. */
export const kindOfFileName = (name: string): MapKind | undefined => {
  const bare = name.toLowerCase().replace(usualEndings, '')
  return mapKindWords.find(({ kind }) => kind.replace(usualEndings, '') === bare)?.kind
}

/** `Types 71 and 72 will, when what feeds them is imported.` */
export const laterWords = (types: readonly number[]): string =>
  types.length === 0
    ? ''
    : `${types.length === 1 ? 'Type' : 'Types'} ${new Intl.ListFormat('en').format(types.map(String))} will, when there is an importer for what feeds them.`
