import { classification } from './classifications.ts'
import { defineDataType } from './define-data-type.ts'
import { measurement } from './measurements.ts'
import { serverStatus } from './needed-inputs.ts'
import { peaksOfHosts, peaksOfSingleGroups, peaksOfUsers, peaksOfUsersOnHosts } from './not-summable.ts'

export const type45 = defineDataType({
  id: 45,
  name: 'Total License Use v2.0',
  family: 'time-at-level',
  description:
    'How many licences of each feature were in use and waited for, and how close did that come to the limit? Measured by asking the servers.',
  classifications: [
    'Vendor License',
    'Package',
    'Feature',
    'Feature version',
    'Max available licenses',
    'Used licenses',
    classification('queued-level', 'Queued licenses'),
    'Prime time (deprecated)',
    'Daemon status',
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
  needs: serverStatus,
})

export const type46 = defineDataType({
  id: 46,
  name: 'Individual License Use v2.0',
  family: 'per-key',
  description: 'How long did each user hold each feature, and how many licences of it at most? Each user stands alone.',
  classifications: [
    'Vendor License',
    'Package',
    'Feature',
    'Feature version',
    'Prime time (deprecated)',
    'User group',
    'User',
  ],
  measurements: ['Record count', 'Elapsed time', 'Max used', 'Distinct'],
  needs: serverStatus,
  notSummable: peaksOfUsers({ total: 45, group: 71 }),
})

export const type47 = defineDataType({
  id: 47,
  name: 'Host License Use v2.0',
  family: 'per-key',
  description:
    'How long was each feature held on each machine, and how many licences at most? Each machine stands alone.',
  classifications: [
    'Vendor License',
    'Package',
    'Feature',
    'Feature version',
    'Prime time (deprecated)',
    'Host group',
    'Host',
  ],
  measurements: ['Record count', 'Elapsed time', 'Max used', 'Distinct'],
  needs: serverStatus,
  notSummable: peaksOfHosts({ total: 45, group: 72 }),
})

export const type49 = defineDataType({
  id: 49,
  name: 'Host User License Use',
  family: 'per-key',
  description: 'Which user held which feature on which machine, for how long, and how many licences at most?',
  classifications: [
    'Vendor License',
    'Package',
    'Feature',
    'Feature version',
    'Prime time (deprecated)',
    'User group',
    'User',
    'Host group',
    'Host',
  ],
  measurements: ['Record count', 'Elapsed time', 'Max used', 'Distinct'],
  needs: serverStatus,
  notSummable: peaksOfUsersOnHosts({ total: 45, group: 71 }),
})

export const type71 = defineDataType({
  id: 71,
  name: 'Usergroup License Use v2.0',
  family: 'group',
  description: 'How many licences did the members of each user group hold together, on average, at most and at least?',
  classifications: ['Vendor License', 'Package', 'Feature', 'Feature version', 'Prime time (deprecated)', 'User group'],
  measurements: ['Record count', 'Elapsed time', 'Avg used', 'Max used', 'Min used', 'Distinct'],
  needs: serverStatus,
  notSummable: peaksOfSingleGroups('user-group', 45),
})

export const type72 = defineDataType({
  id: 72,
  name: 'Hostgroup License Use v2.0',
  family: 'group',
  description: 'How many licences did the machines of each host group hold together, on average, at most and at least?',
  classifications: ['Vendor License', 'Package', 'Feature', 'Feature version', 'Prime time (deprecated)', 'Host group'],
  measurements: [measurement('record-count', 'Count'), 'Elapsed time', 'Avg used', 'Max used', 'Min used'],
  needs: serverStatus,
  notSummable: peaksOfSingleGroups('host-group', 45),
})
