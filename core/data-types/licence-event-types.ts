import { classification } from './classifications.ts'
import { defineDataType } from './define-data-type.ts'
import { measurement } from './measurements.ts'
import { otherLog } from './needed-inputs.ts'
import { overlappingGroups, peaksOfHosts, peaksOfUsers } from './not-summable.ts'

const hostGroups = [
  classification('host-group-type', 'Group type'),
  classification('typed-host-group', 'Group'),
] as const

export const type89 = defineDataType({
  id: 89,
  name: 'Total License Use Licenseevents',
  family: 'time-at-level',
  description:
    'How many licences of each feature were in use at once, for how long, and how close to the limit? Read from logs other than FlexNet.',
  classifications: [
    'Vendor License',
    'Feature',
    'Feature version',
    'Max available licenses',
    'Used licenses',
    'Prime time (deprecated)',
    'Daemon Status',
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
  needs: otherLog,
})

export const type90 = defineDataType({
  id: 90,
  name: 'Individual License Use Licenseevents',
  family: 'per-key',
  description:
    'How long did each user hold each feature, and how many licences at most? Read from logs other than FlexNet; a user has a row for each of their groups.',
  classifications: [
    'Vendor License',
    'Feature',
    'Feature version',
    'Prime time (deprecated)',
    'Group type',
    'Group',
    'User name',
  ],
  measurements: ['Record count', 'Elapsed time', 'Max used', 'Distinct'],
  needs: otherLog,
  notSummable: peaksOfUsers({ total: 89, group: 91 }),
})

export const type91 = defineDataType({
  id: 91,
  name: 'Usergroup License Use Licenseevents',
  family: 'group',
  description: 'How many licences did the members of each user group hold together? Read from logs other than FlexNet.',
  classifications: ['Vendor License', 'Feature', 'Feature version', 'Prime time (deprecated)', 'Group type', 'Group'],
  measurements: ['Record count', 'Elapsed time', 'Avg used', 'Max used', 'Min used'],
  needs: otherLog,
  notSummable: overlappingGroups('group', ['elapsed', 'average', 'maximum', 'minimum'], 89),
})

export const type107 = defineDataType({
  id: 107,
  name: 'Denied License Use Licenseevents',
  family: 'events',
  description:
    'Who asked for a feature and did not get it? Read from logs other than FlexNet, as far as those write refusals down.',
  classifications: [
    'Vendor License',
    'Feature',
    'Feature version',
    classification('user', 'User name', { help: 'Name of the user who asked.' }),
    classification('host', 'Host name', { help: 'Name of the machine that asked.' }),
    classification('request-status', 'Status', { help: 'How the request ended, as the log puts it.' }),
    'Prime time (deprecated)',
  ],
  measurements: [
    measurement('failed-requests', 'Record count', 'Number of requests that failed, as the log tells them.'),
  ],
  needs: otherLog,
})

export const type108 = defineDataType({
  id: 108,
  name: 'Host License Use Licenseevents',
  family: 'per-key',
  description:
    'How long was each feature held on each machine, and how many licences at most? Read from logs other than FlexNet; a machine has a row for each of its groups.',
  classifications: [
    'Vendor License',
    'Feature',
    'Feature version',
    'Prime time (deprecated)',
    ...hostGroups,
    'Host name',
  ],
  measurements: ['Record count', 'Elapsed time', 'Max used', 'Distinct'],
  needs: otherLog,
  notSummable: peaksOfHosts({ total: 89, group: 109 }),
})

export const type109 = defineDataType({
  id: 109,
  name: 'Hostgroup License Use Licenseevents',
  family: 'group',
  description:
    'How many licences did the machines of each host group hold together? Read from logs other than FlexNet.',
  classifications: ['Vendor License', 'Feature', 'Feature version', 'Prime time (deprecated)', ...hostGroups],
  measurements: ['Record count', 'Elapsed time', 'Avg used', 'Max used', 'Min used'],
  needs: otherLog,
  notSummable: overlappingGroups('typed-host-group', ['elapsed', 'average', 'maximum', 'minimum'], 89),
})
