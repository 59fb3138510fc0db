import type { SubjectAttribute, SubjectKind } from '../facts/usage-fact.ts'

/**
 * What a source says of the use of things, ready to be counted: intervals instead of looks and events. Instants are UTC seconds, with
 * milliseconds behind the point where the input has them. Columns of equal length; `subject` and `detail` are ids (see `Subjects`).
 */
export interface Intervals {
  readonly size: number
  /** Ascending. */
  readonly start: Float64Array
  /** Not before the start. */
  readonly end: Float64Array
  readonly subject: Int32Array
  readonly count: Int32Array
  readonly detail: Int32Array
}

/** Things that happened at an instant: a `UsageKind` each (out, in, denied, queued, dequeued, stated). */
export interface Happenings {
  readonly size: number
  /** Ascending. */
  readonly time: Float64Array
  /** Seconds of the period that a statement is about; else 0. */
  readonly length: Float64Array
  readonly kind: Int32Array
  readonly subject: Int32Array
  readonly count: Int32Array
  readonly number: Int32Array
  readonly detail: Int32Array
}

export type DaemonStatus = 'ok' | 'missing' | 'error'

/** When a server of the source was looked at. Periods of one server follow each other without overlap. */
export interface Observation {
  /** Attributes `server` and `daemon` of the subjects that it is about. */
  readonly server: string
  readonly daemon: string
  readonly from: number
  readonly to: number
  readonly status: DaemonStatus
}

/** From `at` on a series has so many licences (`capacityUncounted`: not counted); in order of time for each series. */
export interface CapacityStep {
  /** A subject without user and host. */
  readonly subject: number
  readonly at: number
  readonly licences: number
}

/** How a source came to know, in the order in which types that several kinds can feed take one of them. */
export type SourceKind = 'polled' | 'logged' | 'events'

/** Everything of one source that the asked period touches. */
export interface SourceUsage {
  readonly source: number
  readonly kind: SourceKind
  /** IANA zone, for prime time. */
  readonly zone: string
  /** Licences held, programs and modules run, addresses shown, dongles in use. Subjects of any kind; look at `Subjects.kind`. */
  readonly held: Intervals
  /** Licences waited for. */
  readonly waited: Intervals
  readonly happened: Happenings
  /** Also of processes, dongles and the like: server and daemon are then empty. */
  readonly observed: readonly Observation[]
  readonly capacity: readonly CapacityStep[]
  /** First mention of each series: a subject without user and host, and the instant. */
  readonly known: readonly { readonly subject: number; readonly at: number }[]
}

/** Reads subjects and texts by id. */
export interface Subjects {
  kind(subject: number): SubjectKind
  /** Text of an attribute; empty where unknown. @throws Error when its kind of subject has no such attribute */
  attribute<Kind extends SubjectKind>(subject: number, kind: Kind, name: SubjectAttribute<Kind>): string
  text(id: number): string
}
