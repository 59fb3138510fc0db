import { classification } from './classifications.ts'
import { defineDataType } from './define-data-type.ts'
import { measurement } from './measurements.ts'
import { flexnetLogWithSets, softwareUse, statusOrLogWithSets } from './needed-inputs.ts'
import { overlappingGroups, peaksOfUsersOnHosts } from './not-summable.ts'

const recordCount = measurement('record-count', 'Count')

const elapsedAtLevel = measurement('elapsed', 'Elapsed time', 'Duration × level, added up over the records.')

const programs = [
  classification('software-id', 'Software ID', { help: 'Product number of the software in the catalogue file.' }),
  classification('software-title', 'Software title', { help: 'Name of the software in the catalogue file.' }),
] as const

const runTime = measurement(
  'elapsed',
  'Elapsed time',
  'Hours that the program ran, added up: two copies for one hour make two hours.',
)

export const type143 = defineDataType({
  id: 143,
  name: 'Normalized License Total Concurrency',
  family: 'time-at-level',
  description:
    'How many licences of each product were in use at once, whatever its features are called and however many servers share the pool?',
  classifications: [
    'Software ID',
    'Software title',
    'License hosts',
    'Vendor Daemon',
    classification('capacity', 'Max available licenses', {
      help: 'How many licences all servers of the pool had together; undef when not known, uncounted when there is no limit.',
    }),
    'Used licenses',
  ],
  measurements: [recordCount, 'Duration', elapsedAtLevel, 'Max in use'],
  needs: statusOrLogWithSets,
})

export const type144 = defineDataType({
  id: 144,
  name: 'Normalized License User Host Concurrency',
  family: 'per-key',
  description: 'Which user held which product on which machine, for how long, and how many licences at most?',
  classifications: ['Software ID', 'Software title', 'License hosts', 'Vendor Daemon', 'User name', 'Host name'],
  measurements: [recordCount, 'Duration', 'Elapsed time', 'Max in use', 'Distinct'],
  needs: statusOrLogWithSets,
  notSummable: peaksOfUsersOnHosts({ total: 143, group: 147 }),
})

export const type145 = defineDataType({
  id: 145,
  name: 'Normalized License Maxed Out',
  family: 'events',
  description:
    'How often was somebody turned away because all licences of a product were taken? From FlexNet logs only.',
  classifications: [
    'Software ID',
    'Software title',
    'License hosts',
    'Vendor Daemon',
    classification('user', 'User name', { help: 'Name of the user who was turned away.' }),
    classification('host', 'Host name', { help: 'Name of the machine that was turned away.' }),
  ],
  measurements: [
    recordCount,
    measurement(
      'events',
      'Events',
      'True denials because the limit was reached. One user on one host counts again for a feature only 30 s after the last one counted.',
    ),
  ],
  needs: flexnetLogWithSets,
})

export const type147 = defineDataType({
  id: 147,
  name: 'Normalized License Usergroup Concurrency',
  family: 'group',
  description: 'How many licences of each product did each user group hold together at most, and for how long?',
  classifications: ['Software ID', 'Software title', 'License hosts', 'Vendor Daemon', 'Group type', 'Group'],
  measurements: [recordCount, 'Duration', 'Elapsed time', 'Max in use'],
  needs: statusOrLogWithSets,
  notSummable: overlappingGroups('group', ['duration', 'elapsed', 'maximum'], 143),
})

export const type149 = defineDataType({
  id: 149,
  name: 'Normalized Windows Total Concurrency',
  family: 'time-at-level',
  description:
    'How many copies of each piece of software ran at once over all machines, whatever its program files are called?',
  classifications: [
    ...programs,
    classification('level', 'Used licenses', {
      help: 'How many copies ran at once. Each level reached inside an hour has a record of its own.',
    }),
  ],
  measurements: ['Record count', 'Duration', elapsedAtLevel, 'Max in use'],
  needs: softwareUse,
})

export const type150 = defineDataType({
  id: 150,
  name: 'Normalized Windows Usergroup Concurrency',
  family: 'group',
  description: 'How many copies of each piece of software did each user group run at once at most, and for how long?',
  classifications: [...programs, 'Group type', 'Group'],
  measurements: [
    'Record count',
    measurement('duration', 'Duration', 'Hours in which somebody of the group ran the software, however many.'),
    runTime,
    measurement(
      'maximum',
      'Max in use',
      "Most copies that all members together ran at once. Not the sum of the members' own peaks.",
    ),
  ],
  needs: softwareUse,
  notSummable: overlappingGroups('group', ['duration', 'elapsed', 'maximum'], 149),
})

export const type151 = defineDataType({
  id: 151,
  name: 'Normalized Windows User Host Concurrency',
  family: 'per-key',
  description:
    'Which user ran which software on which machine and operating system, for how long, and how many copies at most?',
  classifications: [...programs, 'OS', 'User', 'Host'],
  measurements: [
    'Record count',
    measurement('duration', 'Duration', 'Hours in which at least one copy ran, however many.'),
    runTime,
    measurement(
      'maximum',
      'Max in use',
      'Most copies that this user ran on this machine at once. Peaks of several never add up.',
    ),
    'Distinct',
  ],
  needs: softwareUse,
  notSummable: peaksOfUsersOnHosts({ total: 149, group: 150 }),
})
