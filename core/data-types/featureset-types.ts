import { classification } from './classifications.ts'
import type { Field } from './data-type.ts'
import { defineDataType, defineRawType } from './define-data-type.ts'
import { statusOrLog, statusOrLogWithSets } from './needed-inputs.ts'
import { overlappingGroups, peaksOfUsers } from './not-summable.ts'

const featureset: Field = { name: 'Featureset', help: 'The product behind the features held, from featureset.map.' }
const featuresetVersion: Field = { name: 'Featureset version', help: 'Version of that product, from featureset.map.' }
const vendorLicense: Field = { name: 'Vendor License', help: 'Licence server and vendor daemon, as server;daemon.' }

export const type93 = defineRawType({
  id: 93,
  name: 'OLAP Raw Hourly',
  description: 'Every checkout, cut at the full hours and otherwise untouched: rows to hand to another program.',
  fields: [
    { name: 'Epoch', help: 'Instant at which this piece of the checkout begins.' },
    { name: 'Duration', help: 'Length of the piece, one hour at most.' },
    vendorLicense,
    { name: 'Package', help: 'The package that lists the feature, or <none>.' },
    { name: 'Feature', help: 'The licensed feature, named as in the source.' },
    { name: 'Feature version license', help: 'Version that the licence is valid for.' },
    { name: 'Feature version application', help: 'Version that the program asked for.' },
    featureset,
    featuresetVersion,
    {
      name: 'Prime time (deprecated)',
      values: ['prime', 'non-prime', 'undef'],
      help: 'Inside or outside the working hours of the calendar in the settings.',
    },
    { name: 'User name', help: 'Who held the licence.' },
    { name: 'Host name', help: 'Where it was held.' },
    {
      name: 'License State',
      values: ['online', 'queued', 'offline'],
      help: 'Whether it was held from the server, waited for, or taken along.',
    },
    { name: 'Used Licenses', help: 'How many licences this checkout holds.' },
    { name: 'Vendor Daemon', help: 'The vendor daemon that gave it.' },
    { name: 'Max available Licenses', help: 'How many licences there were; undef or uncounted as in the total types.' },
    { name: 'License Manager', help: 'Kind of licence manager, such as flex, rlm or dsls.' },
    { name: 'Count', help: 'Always 1: pieces are never merged.' },
    { name: 'Elapsed Time', help: 'Duration × the licences of this checkout.' },
    {
      name: 'Handle Id',
      help: 'Number by which FlexNet tells checkouts apart; other licence managers leave it empty.',
    },
    { name: 'Offline license duration', help: 'Seconds for which the licence was taken along, 0 when it was not.' },
    { name: 'Project path', help: 'Path of the program that holds the licence. DSLS alone states it.' },
    { name: 'Pricing structure', help: 'How the licence is charged for. DSLS alone states it.' },
  ],
  needs: statusOrLog,
})

export const type94 = defineDataType({
  id: 94,
  name: 'OLAP User Concurrency',
  family: 'per-key',
  description: 'How long did each user hold each feature, and through it which product, and how many licences at most?',
  classifications: [
    'Vendor License',
    'Package',
    'Feature',
    'Feature version',
    'Featureset',
    'Featureset version',
    'User name',
    classification('licence-state', 'License type'),
  ],
  measurements: ['Record count', 'Elapsed time', 'Max used', 'Duration', 'Distinct'],
  needs: statusOrLog,
  notSummable: peaksOfUsers({ total: 102, group: 95 }),
})

export const type95 = defineDataType({
  id: 95,
  name: 'Usergroup License Use v3.0',
  family: 'group',
  description:
    'How many licences did each user group hold together, and what did that cost? Several kinds of group, such as department and site, stand side by side.',
  classifications: [
    'Vendor License',
    'Package',
    'Feature',
    'Feature version',
    'Featureset',
    'Featureset version',
    'Group type',
    'Group',
    classification('licence-manager', 'License type'),
  ],
  measurements: ['Record count', 'Elapsed time', 'Max used', 'Avg used', 'Min used', 'Duration', 'License Cost'],
  needs: statusOrLog,
  notSummable: overlappingGroups(
    'group',
    ['elapsed', 'average', 'maximum', 'minimum', 'duration', 'license-cost'],
    102,
  ),
})

export const type102 = defineDataType({
  id: 102,
  name: 'OLAP Total Use',
  family: 'time-at-level',
  description:
    'How many licences of each feature, and of which product, were in use at once, and how close to the limit?',
  classifications: [
    'Vendor License',
    'Package',
    'Feature',
    'Feature version',
    'Featureset',
    'Featureset version',
    'Max available licenses',
    'Used licenses',
    'Daemon Status',
    'License manager',
  ],
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
  needs: statusOrLog,
})

export const type103 = defineRawType({
  id: 103,
  name: 'OLAP Featureset PPU',
  description: 'Who used which product, hour by hour, where products are paid by use? One row for each set in use.',
  fields: [
    { name: 'Start', help: 'Instant at which this piece of use begins.' },
    { name: 'Duration', help: 'Length of the piece, one hour at most.' },
    vendorLicense,
    featureset,
    featuresetVersion,
    { name: 'User', help: 'Who used the product.' },
    { name: 'Host', help: 'Where it was used.' },
  ],
  needs: statusOrLogWithSets,
})

export const type115 = defineDataType({
  id: 115,
  name: 'Hostgroup License Use v3.0',
  family: 'group',
  description: 'How many licences did the machines of each host group hold together, for how long, and at what cost?',
  classifications: [
    'Vendor License',
    'Package',
    'Feature',
    'Feature version',
    classification('host-group-type', 'Group type'),
    classification('typed-host-group', 'Group'),
    classification('licence-manager', 'License type'),
  ],
  measurements: ['Record count', 'Elapsed time', 'Max used', 'Avg used', 'Min used', 'Duration', 'License cost'],
  needs: statusOrLog,
  notSummable: overlappingGroups(
    'typed-host-group',
    ['elapsed', 'average', 'maximum', 'minimum', 'duration', 'license-cost'],
    102,
  ),
})
