import type { MapKindWords } from './map-kind-words.ts'

const one = {
  group: 'Group',
  heading: 'MAP: Finance',
  rule: 'The first line that matches a name decides: each name is in one group. DEFAULT takes everybody else.',
  left: ['counts as undef', 'count as undef'],
  changes: ['changes its group', 'change groups'],
} as const
const many = {
  ...one,
  brackets: 'Group type',
  isTyped: true,
  heading: 'MAP: Finance (Department)',
  rule: 'A name is in every group that matches it. The word in brackets is the type of the group, such as department or site. DEFAULT takes everybody else.',
} as const

/** Groups of users and machines. */
export const groupMapWords: readonly MapKindWords[] = [
  {
    ...one,
    kind: 'license-user-mapping',
    label: 'User groups',
    title: 'User groups of licences',
    name: 'user',
    names: 'users',
    example: 'MAP: Finance\nuser079\nmnl*\n\nMAP: Design\nann\nbob\n\nDEFAULT: Everybody else\n',
  },
  {
    ...one,
    kind: 'license-host-mapping',
    label: 'Host groups',
    title: 'Host groups of licences',
    name: 'host',
    names: 'hosts',
    example: 'MAP: Building 4\nws-4??\nlab-printer\n\nMAP: Cluster\nnode*\n\nDEFAULT: Elsewhere\n',
  },
  {
    ...many,
    kind: 'user-to-groups.map',
    label: 'User to groups',
    title: 'User to groups',
    name: 'user',
    names: 'users',
    example:
      'MAP: Finance (Department)\nuser079\nmnl*\n\nMAP: Manila (Site)\nmnl*\n\n# One person may be in a department and at a site.\nDEFAULT: unmatched\n',
  },
  {
    ...many,
    kind: 'host-to-groups.map',
    label: 'Host to groups',
    title: 'Host to groups',
    name: 'host',
    names: 'hosts',
    example: 'MAP: Building 4 (Building)\nws-4*\n\nMAP: Render farm (Cluster)\nnode*\n\nDEFAULT: unmatched\n',
  },
]
