import { classification } from './classifications.ts'
import { defineDataType } from './define-data-type.ts'
import { measurement } from './measurements.ts'
import { modules } from './needed-inputs.ts'

export const type53 = defineDataType({
  id: 53,
  name: 'Windows Module Usage',
  family: 'application-use',
  description:
    'Who ran programs that load watched libraries, on which machine, how often and for how long? Types 105 and 106 name the library.',
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
  ],
  measurements: [
    measurement(
      'executions',
      'Count',
      'Number of runs of the program that loaded a watched library, each counted once, in the hour it began.',
    ),
    'Elapsed Time',
    'Distinct',
  ],
  needs: modules,
})

export const type105 = defineDataType({
  id: 105,
  name: 'Individual Module Usage',
  family: 'per-key',
  description: 'Which user had which library of a program loaded on which machine, and for how long?',
  classifications: [
    classification('feature', 'Feature', { help: 'The feature or program that the library belongs to.' }),
    'Module',
    'Host',
    'User',
    'Prime time (deprecated)',
  ],
  measurements: [
    'Record count',
    measurement('elapsed', 'Elapsed time', 'Hours for which the library was loaded, added up over all that loaded it.'),
  ],
  needs: modules,
})

export const type106 = defineDataType({
  id: 106,
  name: 'Total Module Usage',
  family: 'time-at-level',
  description: 'How many copies of a library were loaded at once over all machines, and for how long at each number?',
  classifications: [
    'Module',
    classification('level', 'Used licenses', {
      help: 'How many times the library was loaded at once. Each level reached inside an hour has a record of its own.',
    }),
  ],
  measurements: ['Record count', 'Duration', measurement('elapsed', 'Elapsed time', 'Duration × level, added up.')],
  needs: modules,
})
