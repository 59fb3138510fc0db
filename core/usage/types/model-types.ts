import type { TypeContext } from '../typed-uses.ts'
import { licenceType } from './licence-types.ts'
import type { Values } from './values.ts'

/** Licences of DSLS under a licensing model; the seed leaves token licences out of both types. */
const hasModel = (subject: number, { subjects }: TypeContext): boolean => {
  const model = subjects.attribute(subject, 'licence', 'model')
  return model !== '' && model.toLowerCase() !== 'token'
}

const isInactive = (values: Values): boolean => values['licensing-model-status'] === 'inactive'

/** A user's records exist for the hours in which they used something; the idle time of a feature is 125's. */
export const modelTypes = [
  licenceType({ id: 124, way: 'level', kinds: ['polled'], takes: hasModel, isInactive }),
  licenceType({ id: 125, way: 'level', withIdle: true, kinds: ['polled'], takes: hasModel, isInactive }),
]
