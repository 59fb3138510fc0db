import { defineDataType } from './define-data-type.ts'
import { measurement } from './measurements.ts'
import { dslsUse } from './needed-inputs.ts'
import { peaksOfUsers } from './not-summable.ts'

const modelMeasurements = [
  'Record count',
  'Running time',
  'Avg in use',
  'Max in use',
  'Min in use',
  'Elapsed time',
  measurement(
    'active',
    'Active time',
    'Hours in which at least one licence was at work, as the server states it, not merely held.',
  ),
  'Distinct',
] as const

export const type124 = defineDataType({
  id: 124,
  name: 'License Model User Concurrency',
  family: 'time-at-level',
  description:
    'How many licences did each user hold at once under each licensing model of a Dassault Systèmes licence server? Token licences are left out.',
  classifications: [
    'Vendor License',
    'Feature',
    'Feature version',
    'User',
    'Max available licenses',
    'Used licenses',
    'Daemon Status',
    'Licensing model',
    'Licensing model status',
    'Licensing model assignment',
  ],
  measurements: modelMeasurements,
  needs: dslsUse,
  notSummable: { ...peaksOfUsers({ total: 125 }), concepts: ['maximum', 'minimum'] },
})

export const type125 = defineDataType({
  id: 125,
  name: 'License Model Total Usage',
  family: 'time-at-level',
  description:
    'How many licences were in use at once under each licensing model of a Dassault Systèmes licence server? Token licences are left out.',
  classifications: [
    'Vendor License',
    'Feature',
    'Feature version',
    'Max available licenses',
    'Used licenses',
    'Daemon Status',
    'Licensing model',
    'Licensing model status',
    'Licensing model assignment',
  ],
  measurements: modelMeasurements,
  needs: dslsUse,
})
