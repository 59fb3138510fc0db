import type { PrimeTimeCalendar } from '../contract/application.ts'
import type { Resolution } from '../contract/reports.ts'
import type { ClassificationConcept } from '../data-types/data-type.ts'

/** A report over usage, planned: plain data, sent to a scan worker. */
export interface UsageSpec {
  readonly type: number
  readonly by: Resolution
  /** Zone of the report: hours, days, weeks and months are its own. */
  readonly zone: string
  /** Instants; undefined: from the first, to the last instant of what there is. */
  readonly from: number | undefined
  readonly to: number | undefined
  /** Every classification of the type, in its order; a raw type's fields likewise. */
  readonly columns: readonly UsageColumnSpec[]
  readonly calendar: PrimeTimeCalendar | null
  /** Setting; empty: `undef`. */
  readonly customerId: string
  /** Vendor licence as found → shown name. */
  readonly renames: readonly (readonly [string, string])[]
  /** Text of each map that is saved, by kind (core/mapping/map-kinds.ts). */
  readonly maps: { readonly [kind: string]: string }
  /** Seconds before and after a denial in which a checkout makes it false. */
  readonly denialBefore: number
  readonly denialAfter: number
}

export interface UsageColumnSpec {
  /** Label of the seed. */
  readonly name: string
  /** Undefined of a raw type's field. */
  readonly concept: ClassificationConcept | undefined
  /** Stays in the answer. */
  readonly isGrouped: boolean
  /** The value must fit one of these globs (`*`, `?`; else exact, with regard to case as `--where` has it); undefined: any. */
  readonly where?: readonly string[]
}

/** The answer of a usage report. Rows are sorted by time, then by their columns from the left, numbers as numbers. */
export interface UsageTable {
  readonly rows: number
  /** Number of each row's period in `periodStarts`. */
  readonly periods: Int32Array
  /** One for each grouped classification, or field of a raw type; `codes` point into `texts`, which are in order. */
  readonly columns: readonly { readonly codes: Int32Array; readonly texts: readonly string[] }[]
  /** By `MeasurementConcept`; NaN where it does not apply. Units as the type's measurements say. */
  readonly measures: { readonly [concept: string]: Float64Array }
  readonly periodStarts: readonly number[]
  /** The asked period, or that of the data; undefined where there is nothing. */
  readonly from: number | undefined
  readonly to: number | undefined
  /** Observed seconds, and those that were asked for, over all servers of the type's sources: the coverage. */
  readonly observedSeconds: number
  readonly askedSeconds: number
  /** Spans that no source was observed in, instants. */
  readonly unobserved: readonly { readonly from: number; readonly to: number }[]
  /** What the reader must know, such as a cover that was found greedily. */
  readonly notes: readonly string[]
}
