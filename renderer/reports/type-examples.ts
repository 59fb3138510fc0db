import type { DataTypeInfo } from '../../core/contract/reports.ts'

/** A few data types cut down to what decides a shape; for tests. `Feature:feature` is a label and its concept. */
export const exampleType = (
  id: number,
  name: string,
  family: string,
  classifications: readonly string[],
  measurements: readonly string[],
  more: Partial<DataTypeInfo> = {},
): DataTypeInfo => ({
  id,
  name,
  family,
  description: `What ${name} answers.`,
  classifications: classifications.map((it) => {
    const [label, concept] = it.split(':')
    return { name: label!, concept: concept!, help: '' }
  }),
  measurements: measurements.map((it) => {
    const [label, concept, unit] = it.split(':')
    return { name: label!, concept: concept!, unit: unit ?? 'Number', help: '' }
  }),
  needs: 'Needs debug logs.',
  inputs: ['FlexNet debug log'],
  examples: [{ input: 'FlexNet debug log', file: 'The log of lmgrd.', lines: ['8:00:00 (lmgrd) TIMESTAMP 3/4/2024'] }],
  hasData: true,
  ...more,
})

export const type51 = exampleType(
  51,
  'Total License Use Logfile',
  'time-at-level',
  [
    'Vendor License:vendor-licence',
    'Feature:feature',
    'Max available licenses:capacity',
    'Used licenses:level',
    'Prime time (deprecated):prime',
  ],
  [
    'Record count:record-count',
    'Running Time:running:Hours',
    'Avg in use:average',
    'Max in use:maximum',
    'Min in use:minimum',
    'Avg utilization:average-utilisation:Percentage',
    'Max utilization:maximum-utilisation:Percentage',
    'Min utilization:minimum-utilisation:Percentage',
    'Elapsed time:elapsed:Hours',
    'Distinct:distinct',
  ],
)

export const type84 = exampleType(
  84,
  'Individual License Use Logfile',
  'per-key',
  ['Vendor License:vendor-licence', 'Feature:feature', 'User group:user-group', 'User name:user'],
  ['Record count:record-count', 'Elapsed time:elapsed:Hours', 'Max used:maximum', 'Distinct:distinct'],
)

export const type50 = exampleType(
  50,
  'Host User License Use Logfile',
  'per-key',
  [
    'Vendor License:vendor-licence',
    'Feature:feature',
    'User group:user-group',
    'User:user',
    'Host group:host-group',
    'Host:host',
  ],
  ['Record count:record-count', 'Elapsed time:elapsed:Hours', 'Max used:maximum', 'Distinct:distinct'],
)

export const type52 = exampleType(
  52,
  'Denied License Use Logfile',
  'events',
  ['Vendor License:vendor-licence', 'Feature:feature', 'User:user', 'Host:host', 'Status:request-status'],
  ['Record count:failed-requests'],
)

export const type85 = exampleType(
  85,
  'Usergroup License Use Logfile',
  'group',
  ['Vendor License:vendor-licence', 'Feature:feature', 'User group:user-group'],
  [
    'Record count:record-count',
    'Elapsed time:elapsed:Hours',
    'Avg used:average',
    'Max used:maximum',
    'Min used:minimum',
  ],
)

export const type93 = exampleType(93, 'OLAP Raw Hourly', 'raw-hourly', [], [], {
  fields: ['Epoch', 'Duration'],
  hasData: false,
})

export const exampleTypes = [type51, type84, type50, type52, type85, type93]
