import { classification } from './classifications.ts'
import type { NotSummable } from './data-type.ts'
import { defineDataType } from './define-data-type.ts'
import { flexnetLogWithSets, statusOrLogWithSets } from './needed-inputs.ts'

function overdraftInsideTotal(total: number): NotSummable {
  return {
    concepts: ['record-count', 'running', 'elapsed', 'elastic', 'average', 'minimum'],
    when: ['usage-type'],
    answeredBy: total,
    note: `Overdraft is a part of total, and adding the two counts it twice. Keep Usage type, filter on one of its values, or see type ${total}.`,
  }
}

const featureOrSet = classification('feature', 'Feature', {
  help: 'The feature, or the featureset where License type says so.',
})

export const type114 = defineDataType({
  id: 114,
  name: 'Total PPU License Use',
  family: 'time-at-level',
  description: 'How much use went beyond the licences that are paid for anyway? The basis of a bill by use.',
  classifications: [
    'Customer ID',
    'Vendor License',
    'Package',
    classification('feature-or-featureset', 'License type'),
    featureOrSet,
    'Feature version',
    'Usage type',
    'Max available licenses',
    'Used licenses',
  ],
  measurements: [
    'Record count',
    'Running time',
    'Avg in use',
    'Max in use',
    'Min in use',
    'Elapsed time',
    'Elastic usage',
    'Distinct',
  ],
  needs: statusOrLogWithSets,
  notSummable: overdraftInsideTotal(102),
})

export const type116 = defineDataType({
  id: 116,
  name: 'Total PPU License Use Logfile',
  family: 'time-at-level',
  description: 'How much use went beyond the licences that are paid for anyway? Read from FlexNet logs.',
  classifications: [
    'Customer ID',
    'Vendor License',
    'Package',
    classification('feature-or-featureset', 'License type'),
    featureOrSet,
    'Usage type',
    'Max available licenses',
    'Used licenses',
  ],
  measurements: [
    'Record count',
    'Running time',
    'Avg in use',
    'Max in use',
    'Min in use',
    'Elapsed time',
    'Elastic usage',
    'Distinct',
  ],
  needs: flexnetLogWithSets,
  notSummable: overdraftInsideTotal(51),
})
