import { defineDataType } from './define-data-type.ts'
import { flexnetLog, flexnetLogWithCapacity } from './needed-inputs.ts'
import { peaksOfHosts, peaksOfSingleGroups, peaksOfUsers, peaksOfUsersOnHosts } from './not-summable.ts'

export const type50 = defineDataType({
  id: 50,
  name: 'Host User License Use Logfile',
  family: 'per-key',
  description:
    'Which user held which feature on which machine, and for how long? Read from FlexNet logs to the second.',
  classifications: ['Vendor License', 'Feature', 'Prime time (deprecated)', 'User group', 'User', 'Host group', 'Host'],
  measurements: ['Record count', 'Elapsed time', 'Max used', 'Distinct'],
  needs: flexnetLog,
  notSummable: peaksOfUsersOnHosts({ total: 51, group: 85 }),
})

export const type51 = defineDataType({
  id: 51,
  name: 'Total License Use Logfile',
  family: 'time-at-level',
  description:
    'How many licences of each feature were in use at once, for how long, and how close did that come to the limit? Read from FlexNet logs.',
  classifications: ['Vendor License', 'Feature', 'Max available licenses', 'Used licenses', 'Prime time (deprecated)'],
  measurements: [
    'Record count',
    'Running Time',
    'Avg in use',
    'Max in use',
    'Min in use',
    'Avg utilization',
    'Max utilization',
    'Min utilization',
    'Elapsed time',
    'Distinct',
  ],
  needs: flexnetLogWithCapacity,
})

export const type83 = defineDataType({
  id: 83,
  name: 'Host License Use Logfile',
  family: 'per-key',
  description: 'How long was each feature held on each machine, and how many licences at most? Read from FlexNet logs.',
  classifications: ['Vendor License', 'Feature', 'Prime time (deprecated)', 'Host group', 'Host name'],
  measurements: ['Record count', 'Elapsed time', 'Max used', 'Distinct'],
  needs: flexnetLog,
  notSummable: peaksOfHosts({ total: 51, group: 86 }),
})

export const type84 = defineDataType({
  id: 84,
  name: 'Individual License Use Logfile',
  family: 'per-key',
  description: 'How long did each user hold each feature, and how many licences of it at most? Read from FlexNet logs.',
  classifications: ['Vendor License', 'Feature', 'Prime time (deprecated)', 'User group', 'User name'],
  measurements: ['Record count', 'Elapsed time', 'Max used', 'Distinct'],
  needs: flexnetLog,
  notSummable: peaksOfUsers({ total: 51, group: 85 }),
})

export const type85 = defineDataType({
  id: 85,
  name: 'Usergroup License Use Logfile',
  family: 'group',
  description:
    'How many licences did the members of each user group hold together? Read from FlexNet logs; license-user-mapping says who belongs where.',
  classifications: ['Vendor License', 'Feature', 'Prime time (deprecated)', 'User group'],
  measurements: ['Record count', 'Elapsed time', 'Avg used', 'Max used', 'Min used'],
  needs: flexnetLog,
  notSummable: peaksOfSingleGroups('user-group', 51),
})

export const type86 = defineDataType({
  id: 86,
  name: 'Hostgroup License Use Logfile',
  family: 'group',
  description:
    'How many licences did the machines of each host group hold together? Read from FlexNet logs; license-host-mapping says what belongs where.',
  classifications: ['Vendor License', 'Feature', 'Prime time (deprecated)', 'Host group'],
  measurements: ['Record count', 'Elapsed time', 'Avg used', 'Max used', 'Min used'],
  needs: flexnetLog,
  notSummable: peaksOfSingleGroups('host-group', 51),
})
