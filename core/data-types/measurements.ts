import type { Family, Measurement, MeasurementConcept, Unit } from './data-type.ts'

/** The labels of the seed that always mean the same. `Count` and a few others are spelled out by their types. */
const conceptOfLabel = {
  'Record count': 'record-count',
  'Record Count': 'record-count',
  Events: 'events',
  'Running time': 'running',
  'Running Time': 'running',
  'Elapsed time': 'elapsed',
  'Elapsed Time': 'elapsed',
  'Active time': 'active',
  Duration: 'duration',
  'Elastic usage': 'elastic',
  'Avg in use': 'average',
  'Avg used': 'average',
  'Max in use': 'maximum',
  'Max used': 'maximum',
  'Min in use': 'minimum',
  'Min used': 'minimum',
  'Avg utilization': 'average-utilisation',
  'Max utilization': 'maximum-utilisation',
  'Min utilization': 'minimum-utilisation',
  'License Cost': 'license-cost',
  'License cost': 'license-cost',
  'Data stream': 'data-stream',
  'Session Count': 'sessions',
  'Token used': 'tokens',
  Distinct: 'distinct',
  'Distinct User': 'distinct-users',
} as const satisfies Record<string, MeasurementConcept>

export type MeasurementLabel = keyof typeof conceptOfLabel

/** Concepts that are not plain numbers. 34 and 35 alone keep their running time in seconds. */
const unitOfConcept: Partial<Record<MeasurementConcept, Unit>> = {
  running: 'Hours',
  elapsed: 'Hours',
  active: 'Hours',
  duration: 'Hours',
  elastic: 'Hours',
  'average-utilisation': 'Percentage',
  'maximum-utilisation': 'Percentage',
  'minimum-utilisation': 'Percentage',
  'data-stream': 'Kilobytes',
}

const helpOfConcept: Record<MeasurementConcept, string> = {
  'record-count': 'Number of records: one per hour for every combination of all classifications.',
  'failed-requests': 'Number of requests that failed, each line of the log counted, repeats and false denials too.',
  executions: 'Number of times the program was started, each counted once, in the hour it began.',
  processes:
    'Number of processes, each counted in every hour it touches: one that runs for three hours counts three times.',
  visits: 'Number of visits to the page.',
  sessions: 'Number of sessions, as the source states it.',
  events: 'Number of events.',
  running: 'Hours for which exactly this level held, level 0 included.',
  elapsed: 'Hours of every licence held, added up: two licences for one hour make two hours.',
  active: 'Hours in which at least one was in use, however many.',
  duration: 'Hours in which at least one licence was held, however many.',
  elastic: 'Licence hours above the entitled number. Empty when no entitlement is known.',
  average: 'Elapsed time divided by observed time, idle hours included. Never a mean of averages.',
  maximum: 'Most licences held at one moment that lasted longer than zero seconds.',
  minimum: 'Fewest licences held at one moment. An observed hour without use counts as 0.',
  'average-utilisation':
    'Elapsed time × 100 ÷ (running time × licences available), over the records whose capacity is a number.',
  'maximum-utilisation':
    'Highest level × 100 ÷ licences available among the records. Blank when the capacity is unknown or uncounted.',
  'minimum-utilisation':
    'Lowest level × 100 ÷ licences available among the records. Blank when the capacity is unknown or uncounted.',
  'license-cost': 'Elapsed time × the price that was in force in the price list. Blank without a price.',
  'data-stream': 'Kilobytes transferred, added up.',
  tokens: 'Tokens charged, as the source states them for its own period.',
  distinct: 'Always 1 for a row of the answer.',
  'distinct-users': 'Different users over the whole period, each counted once. Never the sum of shorter periods.',
}

/** Where a family computes a measure in its own way, its help says so. */
const helpOfFamily: Partial<Record<Family, Partial<Record<MeasurementConcept, string>>>> = {
  'time-at-level': {
    elapsed: 'Running time × level, added up over the records.',
    duration: 'Hours for which exactly this level held.',
    maximum: 'Highest level that held for longer than zero seconds.',
    minimum: 'Lowest level that held for longer than zero seconds. An observed hour without use is level 0.',
  },
  'per-key': {
    maximum: 'Most licences that this one user or machine held at once. Peaks of several never add up.',
  },
  group: {
    elapsed: 'Hours of every licence that the members held, added up.',
    duration: 'Hours in which the group held at least one licence, however many.',
    average: "The group's elapsed time divided by observed time, idle hours included. Never a mean of averages.",
    maximum: "Most licences that all members together held at one moment. Not the sum of the members' own peaks.",
    minimum: 'Fewest licences that all members together held. 0 unless the group held something all the time.',
  },
  'application-use': {
    elapsed: 'Hours that the runs lasted, added up: two at once for one hour make two hours.',
  },
  'distinct-host': {
    running: 'Observed hours in which exactly this many different machines were seen.',
    maximum: 'Most different machines seen inside one clock hour, whether they overlapped or not.',
    minimum: 'Fewest different machines seen inside one clock hour. An observed hour without use counts as 0.',
  },
}

/** A measurement whose help or unit differs from its concept's, or whose label has several meanings. */
export function measurement(concept: MeasurementConcept, name: string, help?: string, unit?: Unit): Measurement {
  return { name, concept, unit: unit ?? unitOfConcept[concept] ?? 'Number', help: help ?? helpOfConcept[concept] }
}

export function measurementOfLabel(label: MeasurementLabel, family: Family): Measurement {
  const concept: MeasurementConcept = conceptOfLabel[label]
  return measurement(concept, label, helpOfFamily[family]?.[concept])
}
