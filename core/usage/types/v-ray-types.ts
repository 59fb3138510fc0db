import type { TypeContext } from '../typed-uses.ts'
import { licenceType } from './licence-types.ts'

const isVRay = (subject: number, { subjects }: TypeContext): boolean =>
  subjects.attribute(subject, 'licence', 'licenceType') !== '' ||
  subjects.attribute(subject, 'licence', 'category') !== ''

/** What says whether it opens the interface or renders, or how it reaches the machine, is a licence of V-Ray. */
export const vRayTypes = [
  licenceType({ id: 131, way: 'level', withIdle: true, kinds: ['polled'], takes: isVRay }),
  licenceType({ id: 132, way: 'key', kinds: ['polled'], takes: isVRay }),
]
