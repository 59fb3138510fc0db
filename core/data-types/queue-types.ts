import { classification } from './classifications.ts'
import { defineDataType } from './define-data-type.ts'
import { measurement } from './measurements.ts'
import { flexnetLog, serverStatus } from './needed-inputs.ts'
import { peaksOfUsers } from './not-summable.ts'

const queuedLicenses = classification('level', 'Queued licenses', {
  help: 'How many licences were waited for at once. Each level reached inside an hour has a record of its own.',
})

const queueLevels = [
  measurement(
    'average',
    'Avg in queue',
    'Elapsed time divided by observed time, hours with an empty queue included. Never a mean of averages.',
  ),
  measurement('maximum', 'Max in queue', 'Highest queue level that held for longer than zero seconds.'),
  measurement(
    'minimum',
    'Min in queue',
    'Lowest queue level that held. An observed hour with an empty queue is level 0.',
  ),
  measurement('elapsed', 'Elapsed time', 'Running time × queue level, added up: the hours that all requests waited.'),
]

const ownWait = 'Hours that the requests of this user waited, added up: two that wait for one hour make two hours.'

const maxQueued = measurement(
  'maximum',
  'Max queued',
  'Most licences that this one user waited for at once. Peaks of several users never add up.',
)

export const type60 = defineDataType({
  id: 60,
  name: 'Total License Queued',
  family: 'time-at-level',
  description:
    'How many licences of each feature were waited for at once, and for how long? Measured by asking the servers.',
  classifications: [
    'Vendor License',
    'Package',
    'Feature',
    'Feature version',
    'Max available licenses',
    queuedLicenses,
    'Prime time (deprecated)',
    'Daemon Status',
  ],
  measurements: ['Record count', 'Running Time', ...queueLevels, 'Distinct'],
  needs: serverStatus,
})

export const type61 = defineDataType({
  id: 61,
  name: 'Individual License Queued',
  family: 'per-key',
  description: 'How long did each user wait for each feature, and for how many licences at most?',
  classifications: [
    'Vendor License',
    'Package',
    'Feature',
    'Feature version',
    'Prime time (deprecated)',
    'User group',
    'User',
  ],
  measurements: ['Record count', measurement('elapsed', 'Elapsed time', ownWait), maxQueued, 'Distinct'],
  needs: serverStatus,
  notSummable: peaksOfUsers({ total: 60 }),
})

export const type76 = defineDataType({
  id: 76,
  name: 'Total Queued Logfile',
  family: 'time-at-level',
  description:
    'How many licences of each feature were waited for at once, and for how long? Read from FlexNet logs, which do not say when somebody gives up.',
  classifications: ['Vendor License', 'Feature', 'Max available licenses', queuedLicenses, 'Prime time (deprecated)'],
  measurements: ['Record count', 'Running time', ...queueLevels, 'Distinct'],
  needs: flexnetLog,
})

export const type77 = defineDataType({
  id: 77,
  name: 'Individual Queued Logfile',
  family: 'per-key',
  description:
    'How long did each user wait for each feature, and for how many licences at most? Read from FlexNet logs.',
  classifications: [
    'Vendor License',
    'Feature',
    'Prime time (deprecated)',
    'User group',
    classification('user', 'User name', { help: 'Name of the user who waited.' }),
  ],
  measurements: ['Record count', measurement('elapsed', 'Elapsed Time', ownWait), maxQueued, 'Distinct'],
  needs: flexnetLog,
  notSummable: peaksOfUsers({ total: 76 }),
})
