import { classification } from './classifications.ts'
import { defineDataType } from './define-data-type.ts'
import { dongleUse } from './needed-inputs.ts'

export const type119 = defineDataType({
  id: 119,
  name: 'Dongle License Use',
  family: 'time-at-level',
  description:
    'How many licences of each dongle were in use at once, by whom, and how close to the limit? For CodeMeter, WibuKey and Vector.',
  classifications: [
    classification('dongle-host', 'Host'),
    'Data type',
    'Serial number',
    'Vendor',
    'Vendor code',
    classification('feature', 'Feature', { help: 'Product text of the licence on the dongle.' }),
    'Feature code',
    classification('user', 'User', {
      help: 'Address of the machine that uses the licence; dongles know no user names.',
    }),
    'Used licenses',
    'Max available licenses',
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
  needs: dongleUse,
})
