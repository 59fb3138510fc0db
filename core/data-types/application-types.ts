import { classification } from './classifications.ts'
import { defineDataType, defineRawType } from './define-data-type.ts'
import { measurement } from './measurements.ts'
import { processes, unixProcesses, windowsProcesses } from './needed-inputs.ts'
import { peaksOfHosts } from './not-summable.ts'

const concurrent = classification('level', 'Concurrent', {
  help: 'How many copies of the program ran at once. Each level reached inside an hour has a record of its own.',
})

const runningSeconds = measurement(
  'running',
  'Running time',
  'Seconds, not hours, for which exactly this many copies ran.',
  'Seconds',
)

const mostCopies = measurement('maximum', 'Max in use', 'Most copies that ran at once for longer than zero seconds.')

const perHostMeasurements = [
  measurement(
    'maximum',
    'Max used',
    'Most copies that ran at once on this one machine. Peaks of several machines never add up.',
  ),
  measurement('active', 'Active time', 'Hours in which at least one copy ran on the machine, however many.'),
  measurement(
    'elapsed',
    'Elapsed time',
    'Hours that all copies ran, added up: two copies for one hour make two hours.',
  ),
] as const

export const type31 = defineDataType({
  id: 31,
  name: 'Windows Periodic Summary App Usage',
  family: 'application-use',
  description: 'Who started which program on which machine, how often and for how long? Type 130 is the newer form.',
  classifications: [
    'Domain',
    'Host',
    'Architecture',
    'OS',
    'Executable',
    'Application',
    'Path',
    'Prime time (deprecated)',
    'User',
    'Exit Status',
  ],
  measurements: [measurement('executions', 'Count'), 'Elapsed Time', 'Distinct'],
  needs: processes,
})

export const type34 = defineDataType({
  id: 34,
  name: 'Windows Concurrent Usage',
  family: 'time-at-level',
  description: 'How many copies of a program ran at once over all machines, and for how many seconds at each number?',
  classifications: ['Application', 'Executable', concurrent, 'Prime time (deprecated)'],
  measurements: ['Record count', runningSeconds, mostCopies],
  needs: processes,
})

export const type35 = defineDataType({
  id: 35,
  name: 'Unix Concurrent Usage',
  family: 'time-at-level',
  description:
    'How many copies of a program ran at once over all Unix machines, and for how many seconds at each number?',
  classifications: ['Application', concurrent, 'Prime time (deprecated)'],
  measurements: ['Record count', runningSeconds, mostCopies],
  needs: unixProcesses,
})

export const type81 = defineDataType({
  id: 81,
  name: 'Windows Host Application Concurrent Usage',
  family: 'per-key',
  description: 'On each machine, how long was a program running, and how many copies of it at most?',
  classifications: ['Host', 'Application', 'Prime time (deprecated)'],
  measurements: ['Record count', ...perHostMeasurements],
  needs: processes,
  notSummable: peaksOfHosts({ total: 34 }),
})

export const type82 = defineDataType({
  id: 82,
  name: 'Windows Host Executable Concurrent Usage',
  family: 'per-key',
  description: 'On each machine, how long was a program file running, and how many copies of it at most?',
  classifications: ['Host', 'Application', 'Executable', 'Prime time (deprecated)'],
  measurements: [measurement('record-count', 'Count'), ...perHostMeasurements],
  needs: processes,
  notSummable: peaksOfHosts({ total: 34 }),
})

export const type96 = defineRawType({
  id: 96,
  name: 'OLAP Winapp Raw Hourly',
  description:
    'Every run of a program, cut at the full hours and otherwise untouched: rows to hand to another program.',
  fields: [
    { name: 'Start', help: 'Instant at which this piece of the run begins.' },
    { name: 'Duration', help: 'Length of the piece, one hour at most.' },
    { name: 'Domain', help: 'Network domain of the machine.' },
    { name: 'Host', help: 'Name of the machine.' },
    { name: 'User', help: 'Who ran the program.' },
    { name: 'Application Name', help: 'Name of the program.' },
    { name: 'Executable Path', help: 'Folder and file name from which the program was started.' },
    { name: 'Executable name', help: 'File name of the program.' },
    { name: 'Exit code', help: 'Number with which the program ended.' },
    { name: 'OS', help: 'Operating system of the machine.' },
    { name: 'Architecture', help: 'Processor architecture of the machine.' },
    { name: 'Count', help: 'Always 1: pieces are never merged.' },
  ],
  needs: windowsProcesses,
})

export const type130 = defineDataType({
  id: 130,
  name: 'Windows Application Usage',
  family: 'application-use',
  description:
    'Who ran which program on which machine, hour by hour, how many processes and for how long? Use it rather than type 31.',
  classifications: [
    'Domain',
    'Host',
    'Architecture',
    'OS',
    'Executable',
    'Application',
    'Path',
    'Prime time (deprecated)',
    'User',
    'Exit status',
  ],
  measurements: [measurement('processes', 'Count'), 'Elapsed time', 'Distinct'],
  needs: processes,
})
