import { type MapKind, type MapNames, mapKinds } from '../contract/mapping.ts'

/** What a map is for, and how a name finds its groups in it. */
export interface MapRule {
  readonly kind: MapKind
  readonly names: MapNames
  /** Among which lines the first match alone counts: those of the whole map, of one word in brackets, or of one group. */
  readonly firstOf: 'map' | 'brackets' | 'group'
  /** What the word in brackets behind a group is; undefined: a part of the group's name. */
  readonly brackets: 'group type' | 'version' | 'software ID' | 'date' | undefined
  /** Whether a DEFAULT line says where everything else belongs. */
  readonly hasDefault: boolean
  readonly purpose: string
  /** Data types that read it; undefined: those with a group from it. */
  readonly types?: readonly number[]
}

/** Each type is a hierarchy of its own: a name is in groups of every one. */
export const isTyped = ({ firstOf, brackets }: Pick<MapRule, 'firstOf' | 'brackets'>): boolean =>
  firstOf === 'group' && brackets === 'group type'

const single = { firstOf: 'map', brackets: undefined, hasDefault: true } as const
const typed = { firstOf: 'group', brackets: 'group type', hasDefault: true } as const
const dated = { names: 'feature', firstOf: 'brackets', brackets: 'date', hasDefault: false } as const

const rules: { readonly [K in MapKind]: Omit<MapRule, 'kind'> } = {
  'license-user-mapping': {
    ...single,
    names: 'user',
    // A group type has no place here; one that is written is left out of account, as it always was.
    brackets: 'group type',
    purpose: 'Puts each user into one group: the User group of licence reports.',
  },
  'license-host-mapping': {
    ...single,
    names: 'host',
    brackets: 'group type',
    purpose: 'Puts each machine into one group: the Host group of licence reports.',
  },
  'user-to-groups.map': {
    ...typed,
    names: 'user',
    purpose: 'Puts users into any number of groups of several types, such as department and site.',
  },
  'host-to-groups.map': {
    ...typed,
    names: 'host',
    purpose: 'Puts machines into any number of groups of several types, such as building and cluster.',
  },
  'application.map': {
    ...single,
    names: 'program',
    brackets: 'version',
    purpose: 'Names the application, and its version if you like, that a program belongs to.',
    types: [31, 34, 35, 53, 81, 82, 96, 130],
  },
  'web-domain.map': {
    ...single,
    names: 'address',
    purpose: 'Names the web application that a domain or an address belongs to.',
    types: [120, 121, 123],
  },
  'timeout-per-app.map': {
    ...single,
    names: 'web-application',
    purpose: 'Says for how many minutes a visit counts as use of a web application.',
    types: [123],
  },
  'featureset.map': {
    names: 'feature',
    firstOf: 'group',
    brackets: undefined,
    hasDefault: true,
    purpose:
      'Names the products behind the features held: sets of features, each with a cost, of which the cheapest count.',
    types: [94, 95, 102, 103, 111, 112, 113, 114, 116, 126, 128, 143, 144, 145, 147],
  },
  'package.map': {
    names: 'feature',
    firstOf: 'group',
    brackets: undefined,
    hasDefault: false,
    purpose: 'Puts features into packages where no licence server says so.',
    types: [45, 46, 47, 49, 60, 61, 71, 72, 93, 94, 95, 102, 110, 111, 112, 113, 114, 115, 116, 126, 127, 128],
  },
  'price-list.map': {
    ...dated,
    purpose: 'Says what a licence costs from a day on: the License cost of group reports.',
    types: [95, 113, 115, 128],
  },
  'entitlement.map': {
    ...dated,
    purpose: 'Says how many licences are paid for; what is used above that is overdraft.',
    types: [114, 116],
  },
  'software-catalogue.map': {
    ...single,
    names: 'software',
    brackets: 'software ID',
    hasDefault: false,
    purpose: 'Gives programs and features the title and ID of the software they belong to.',
    types: [143, 144, 145, 147, 149, 150, 151],
  },
}

export const mapRule = (kind: MapKind): MapRule => ({ kind, ...rules[kind] })

/** The kind a file's name tells, whatever its case, with `.map` or `.txt` behind it or without; undefined: none. */
export const mapKindOf = (fileName: string): MapKind | undefined => {
  const bare = (name: string) => name.replace(/\.txt$/, '').replace(/\.map$/, '')
  const wanted = bare(fileName.trim().toLowerCase())
  return mapKinds.find((kind) => bare(kind) === wanted)
}
