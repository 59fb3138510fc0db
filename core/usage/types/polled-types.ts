import { licenceType } from './licence-types.ts'

const kinds = ['polled'] as const

/** Licences as they were seen in looks at servers. */
export const polledTypes = [
  licenceType({ id: 45, way: 'level', withIdle: true, waitsToo: true, kinds }),
  licenceType({ id: 46, way: 'key', kinds }),
  licenceType({ id: 47, way: 'key', kinds }),
  licenceType({ id: 49, way: 'key', kinds }),
  licenceType({ id: 60, way: 'level', withIdle: true, of: 'waited', kinds }),
  licenceType({ id: 61, way: 'key', of: 'waited', kinds }),
  licenceType({ id: 71, way: 'group', kinds }),
  licenceType({ id: 72, way: 'group', kinds }),
  licenceType({ id: 110, way: 'key', kinds }),
  licenceType({ id: 111, way: 'level', withIdle: true, kinds }),
  licenceType({ id: 112, way: 'key', kinds }),
  licenceType({ id: 113, way: 'group', hasCost: true, kinds }),
  licenceType({ id: 115, way: 'group', hasCost: true, kinds }),
]
