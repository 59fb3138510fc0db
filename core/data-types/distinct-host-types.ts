import { classification } from './classifications.ts'
import { defineDataType } from './define-data-type.ts'
import { measurement } from './measurements.ts'
import { bentleyUse } from './needed-inputs.ts'
import { overlappingGroups, peaksOfUsersOnHosts } from './not-summable.ts'

export const type126 = defineDataType({
  id: 126,
  name: 'License Peak Usage Distinct Host',
  family: 'distinct-host',
  description:
    'On how many different machines was each feature used in each clock hour, as Bentley counts it? Two machines one after the other make two.',
  classifications: [
    'Vendor License',
    'Package',
    'Feature',
    'Feature version',
    'Featureset',
    'Featureset version',
    'Max available licenses',
    classification('level', 'Used licenses', {
      help: 'How many different machines used the feature inside the clock hour, at once or not.',
    }),
  ],
  measurements: [
    'Record count',
    'Running time',
    'Avg in use',
    'Max in use',
    'Min in use',
    measurement('elapsed', 'Elapsed time', 'Running time × machines, added up over the hours.'),
    'Distinct',
  ],
  needs: bentleyUse,
})

export const type127 = defineDataType({
  id: 127,
  name: 'License Host User Usage Distinct Host',
  family: 'distinct-host',
  description:
    'Which user used which feature on which machine, and for how long, where machines per hour are paid for?',
  classifications: [
    'Vendor License',
    'Package',
    'Feature',
    'Feature version',
    'User group',
    'User name',
    'Host group',
    'Host name',
  ],
  measurements: [
    'Record count',
    measurement(
      'maximum',
      'Max used',
      'Machines counted for this user on this machine inside one clock hour. Peaks of several never add up.',
    ),
    'Elapsed time',
    'Distinct',
  ],
  needs: bentleyUse,
  notSummable: peaksOfUsersOnHosts({ total: 126, group: 128 }),
})

export const type128 = defineDataType({
  id: 128,
  name: 'Usergroup License Use Distinct Host',
  family: 'distinct-host',
  description:
    'On how many different machines did each user group use each feature in each clock hour, and at what cost?',
  classifications: [
    'Vendor License',
    'Package',
    'Feature',
    'Feature version',
    'Featureset',
    'Featureset version',
    'Group type',
    'Group',
  ],
  measurements: [
    'Record count',
    'Elapsed time',
    'Max used',
    'Avg used',
    'Min used',
    measurement('duration', 'Duration', 'Hours in which the group used the feature on at least one machine.'),
    'License Cost',
  ],
  needs: bentleyUse,
  notSummable: overlappingGroups(
    'group',
    ['elapsed', 'average', 'maximum', 'minimum', 'duration', 'license-cost'],
    126,
  ),
})
