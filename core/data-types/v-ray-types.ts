import { classification } from './classifications.ts'
import { defineDataType } from './define-data-type.ts'
import { vRayStatus } from './needed-inputs.ts'
import { peaksOfUsers } from './not-summable.ts'

const purpose = classification('licence-purpose', 'License type')

export const type131 = defineDataType({
  id: 131,
  name: 'V-Ray License Usage',
  family: 'time-at-level',
  description:
    'How many V-Ray licences, for working and for rendering, were in use at once, and how close to the limit?',
  classifications: [
    'Vendor License',
    'Feature',
    'Feature version',
    purpose,
    'Category',
    'Max available licenses',
    'Used licenses',
    'URI',
  ],
  measurements: [
    'Record count',
    'Running time',
    'Avg in use',
    'Max in use',
    'Min in use',
    'Avg utilization',
    'Max utilization',
    'Min utilization',
    'Elapsed time',
    'Distinct',
  ],
  needs: vRayStatus,
})

export const type132 = defineDataType({
  id: 132,
  name: 'V-Ray License User Concurrency',
  family: 'per-key',
  description: 'How long did each user hold V-Ray licences, and how many of them at most?',
  classifications: [
    'Vendor License',
    'Feature',
    'Feature version',
    purpose,
    'Category',
    'User',
    classification('level', 'Used licenses', { help: 'How many licences the user held at once.' }),
  ],
  measurements: ['Record count', 'Elapsed time', 'Max used', 'Duration', 'Distinct'],
  needs: vRayStatus,
  notSummable: peaksOfUsers({ total: 131 }),
})
