/** How the records of a type are made from intervals, events and what sources state. */
export type Family =
  | 'time-at-level'
  | 'per-key'
  | 'group'
  | 'events'
  | 'raw-hourly'
  | 'application-use'
  | 'web'
  | 'tokens'
  | 'distinct-host'

export type Unit = 'Number' | 'Hours' | 'Seconds' | 'Percentage' | 'Kilobytes'

/** What a classification means, whatever its label: `User` and `User name` are both `user`. Unique within a type. */
export type ClassificationConcept =
  // licences
  | 'vendor-licence'
  | 'forward-vendor-licence'
  | 'vendor-daemon'
  | 'licence-hosts'
  | 'licence-manager'
  | 'licence-state'
  | 'licence-purpose'
  | 'package'
  | 'feature'
  | 'feature-version'
  | 'feature-or-featureset'
  | 'featureset'
  | 'featureset-version'
  | 'application-version'
  | 'capacity'
  | 'level'
  | 'queued-level'
  | 'daemon-status'
  | 'usage-type'
  | 'customer'
  | 'category'
  | 'server-uri'
  | 'licensing-model'
  | 'licensing-model-status'
  | 'licensing-model-assignment'
  // who and where
  | 'user'
  | 'user-group'
  | 'host'
  | 'host-group'
  | 'group-type'
  | 'group'
  | 'host-group-type'
  | 'typed-host-group'
  // when
  | 'prime'
  | 'stated-time'
  // events
  | 'event-type'
  | 'event-subtype'
  | 'request-status'
  | 'details'
  | 'cascade-origin'
  // programs and machines
  | 'application'
  | 'executable'
  | 'path'
  | 'module'
  | 'process-id'
  | 'exit-status'
  | 'domain'
  | 'architecture'
  | 'operating-system'
  | 'software-id'
  | 'software-title'
  // web
  | 'web-application'
  | 'web-domain'
  | 'url'
  | 'page-title'
  | 'browser'
  // dongles
  | 'dongle-host'
  | 'dongle-type'
  | 'serial-number'
  | 'vendor'
  | 'vendor-code'
  | 'feature-code'
  // tokens and seats
  | 'collector'

/** What a measurement counts, whatever its label: `Avg in use`, `Avg used` and `Avg in queue` are all `average`. */
export type MeasurementConcept =
  | 'record-count'
  | 'failed-requests'
  | 'executions'
  | 'processes'
  | 'visits'
  | 'sessions'
  | 'events'
  | 'running'
  | 'elapsed'
  | 'active'
  | 'duration'
  | 'elastic'
  | 'average'
  | 'maximum'
  | 'minimum'
  | 'average-utilisation'
  | 'maximum-utilisation'
  | 'minimum-utilisation'
  | 'license-cost'
  | 'data-stream'
  | 'tokens'
  | 'distinct'
  | 'distinct-users'

/** `name` is the label of the seed, to the letter. `values` are those the seed lists, in its order. */
export interface Classification {
  readonly name: string
  readonly concept: ClassificationConcept
  readonly values?: readonly string[]
  readonly help: string
}

export interface Measurement {
  readonly name: string
  readonly concept: MeasurementConcept
  readonly unit: Unit
  /** How the number is computed, two lines at most. */
  readonly help: string
}

/** A column of a raw type, which has no measurements and is never grouped. */
export interface Field {
  readonly name: string
  readonly values?: readonly string[]
  readonly help: string
}

/**
 * Measures that mislead once a classification of `when` is left out of the grouping and no filter holds it to one
 * value. `answeredBy` is the type that has the number the reader was after.
 */
export interface NotSummable {
  readonly concepts: readonly MeasurementConcept[]
  readonly when: readonly ClassificationConcept[]
  readonly answeredBy: number
  readonly note: string
}

export interface DataType {
  readonly id: number
  readonly name: string
  readonly family: Family
  /** The question that the type answers. */
  readonly description: string
  readonly classifications: readonly Classification[]
  readonly measurements: readonly Measurement[]
  /** Raw types (93, 96, 103) have these in place of classifications and measurements, which are then empty. */
  readonly fields?: readonly string[]
  /** The same fields in the same order, explained, with the values that the seed lists. */
  readonly fieldDetails?: readonly Field[]
  /** The input that feeds the type, said to a user who has none of it yet. */
  readonly needs: string
  readonly notSummable?: NotSummable
}
