import type { DaemonStatus, SourceUsage, Subjects } from './usage.ts'
import type { UsageSpec } from './usage-spec.ts'

/**
 * How the records of a type are counted (semantics page, "Families of data types"):
 * - `level`: seconds at each level; the level, the capacity in force, the daemon's status and prime time are filled in by the engine
 * - `key`: what each key held: elapsed, its own peak, the union of its time
 * - `group`: concurrency of a key whose uses are those of all members of a group
 * - `events`: things that happened, counted in their hour
 * - `raw`: an interval for each hour that a use touches, nothing merged
 * - `executions`: counted in the hour in which a use starts; its time in the hours it touches
 * - `presences`: counted in every hour that a use touches
 * - `statements`: as the source states them, per its own period
 * - `distinct-hosts`: machines within the clock hour
 */
export type CountingWay =
  | 'level'
  | 'key'
  | 'group'
  | 'events'
  | 'raw'
  | 'executions'
  | 'presences'
  | 'statements'
  | 'distinct-hosts'

/** One of the types that are answered from usage. */
export interface UsageType {
  readonly id: number
  readonly way: CountingWay
  /** Of `level`: records for all observed time of a series, level 0 included; else only for hours in which the key used something. */
  readonly withIdle: boolean
  /** Turns what the sources say into uses with the type's classifications. Called once, with every source of the answer. */
  typed(sources: readonly SourceUsage[], context: TypeContext): TypedUses
}

export interface TypeContext {
  readonly spec: UsageSpec
  readonly subjects: Subjects
  /** Hands a sentence to the reader of the report. */
  note(message: string): void
}

export interface TypedUses {
  /**
   * Each key once for a series: one value for each column of the spec, in its order, `undef` where it is not known. What the engine fills
   * in (level, queued level, capacity, daemon status, prime time, `Used licenses` of 132) is empty.
   */
  readonly keys: readonly (readonly string[])[]
  /** The series that each key belongs to. */
  readonly seriesOfKey: readonly number[]
  readonly series: readonly UseSeries[]
  readonly uses: KeyedIntervals
  /** Licences waited for, by the same keys (45: its second level). */
  readonly waits?: KeyedIntervals
  readonly events?: KeyedEvents
  /** By key, 1: its uses are no active time (a licensing model that is not in force: 124, 125). */
  readonly inactive?: Uint8Array
}

/** What is observed and has a capacity: a feature of a vendor licence, an application, a dongle's product. */
export interface UseSeries {
  /** IANA zone of its source, on whose clock prime time is told. */
  readonly zone: string
  /** Ascending, without overlap. Empty: nothing observes it apart from its uses themselves, whose time then counts as observed. */
  readonly observed: readonly { readonly from: number; readonly to: number; readonly status: DaemonStatus }[]
  /** First mention; observed time before it does not count. */
  readonly knownAt: number
  /** In order of time; -1 none known, -2 uncounted. */
  readonly capacity: readonly { readonly at: number; readonly licences: number }[]
  /** Entitled number in force, in order of time: Elastic usage is the time above it. Absent: no entitlement is known. */
  readonly entitled?: readonly { readonly at: number; readonly licences: number }[]
}

/** In order of start. `rate` is the price of a licence hour in force (the use is split where it changes); absent: no price. */
export interface KeyedIntervals {
  readonly size: number
  readonly start: Float64Array
  readonly end: Float64Array
  readonly key: Int32Array
  readonly count: Int32Array
  readonly rate?: Float64Array
  /** Machine of a use, for `distinct-hosts`: equal numbers are one machine. */
  readonly machine?: Int32Array
  /** For `raw`: what stands in columns that differ from use to use, one value for each column or `undefined` for that of the key. */
  readonly own?: readonly (readonly (string | undefined)[])[]
}

export interface KeyedEvents {
  readonly size: number
  readonly time: Float64Array
  /** Seconds of the stated period; 0: an instant. */
  readonly length: Float64Array
  readonly key: Int32Array
  /** Events, visits or sessions. */
  readonly count: Float64Array
  /** Kilobytes or tokens. */
  readonly amount?: Float64Array
  /** User behind a statement, for distinct users; 0: none. */
  readonly user?: Int32Array
}
