import { classification } from './classifications.ts'
import { defineDataType } from './define-data-type.ts'
import { measurement } from './measurements.ts'
import { serverStatusWithVersion } from './needed-inputs.ts'
import { overlappingGroups, peaksOfUsers } from './not-summable.ts'

export const type110 = defineDataType({
  id: 110,
  name: 'License Application Version',
  family: 'per-key',
  description:
    'Which version of the program, and of the feature, did each user run on each machine, and for how long? It counts hours, not licences held at once.',
  classifications: [
    'Vendor License',
    'Package',
    'Feature',
    'Feature version',
    'Application version',
    'User name',
    'Host name',
    'License manager',
  ],
  measurements: ['Record count', 'Elapsed time', 'Distinct'],
  needs: serverStatusWithVersion,
})

export const type111 = defineDataType({
  id: 111,
  name: 'Total License Use Appversion',
  family: 'time-at-level',
  description: 'How many licences of each feature were in use at once by each version of the program?',
  classifications: [
    'Vendor License',
    'Package',
    'Feature',
    'Application version',
    'Featureset',
    'Featureset version',
    'Used licenses',
    'Daemon Status',
    'License manager',
  ],
  measurements: ['Record count', 'Running time', 'Avg in use', 'Max in use', 'Min in use', 'Elapsed time', 'Distinct'],
  needs: serverStatusWithVersion,
})

export const type112 = defineDataType({
  id: 112,
  name: 'User License Use Appversion',
  family: 'per-key',
  description:
    'How long did each user hold each feature with each version of the program, and how many licences at most?',
  classifications: [
    'Vendor License',
    'Package',
    'Feature',
    'Application version',
    'Featureset',
    'Featureset version',
    'User name',
    classification('licence-manager', 'License type'),
  ],
  measurements: ['Record count', 'Elapsed time', 'Max used', 'Duration', 'Distinct'],
  needs: serverStatusWithVersion,
  notSummable: peaksOfUsers({ total: 111, group: 113 }),
})

export const type113 = defineDataType({
  id: 113,
  name: 'Usergroup License Use Appversion',
  family: 'group',
  description:
    'How many licences did each user group hold together with each version of the program, and at what cost?',
  classifications: [
    'Vendor License',
    'Package',
    'Feature',
    'Application version',
    'Featureset',
    'Featureset version',
    'Group type',
    'Group',
    classification('licence-manager', 'License type'),
  ],
  measurements: [
    measurement('record-count', 'Count'),
    'Elapsed time',
    'Max used',
    'Avg used',
    'Min used',
    'Duration',
    'License cost',
  ],
  needs: serverStatusWithVersion,
  notSummable: overlappingGroups(
    'group',
    ['elapsed', 'average', 'maximum', 'minimum', 'duration', 'license-cost'],
    111,
  ),
})
