import type { HolderTable } from '../facts/holder-table.ts'
import { type PackedColumn, unpackInto } from '../segments/column.ts'
import type { HolderKeys } from './holder-keys.ts'
import type { Measures } from './measures.ts'
import type { ReportSpec } from './report-spec.ts'

/** Series known to a source on a day, with the time from which they are: seconds since the day's start. */
export interface KnownSeries {
  readonly series: Int32Array
  readonly from: Int32Array
}

/** One stored day of a source, with the columns the engine asks for. */
export interface ScanDay {
  readonly source: number
  /** Instant of the day's start. */
  readonly start: number
  readonly length: number
  /** Starts of the report's hours within the day, seconds since the day's start; the first is 0. */
  readonly hours: readonly number[]
  /** Where each whole hour begins, minutes since 1970: an hour that spans midnight has the same number on both days. */
  readonly hourIds: Int32Array
  /** Period of the answer for each hour; -1: not asked for. */
  readonly periods: Int32Array
  /** For time at level over hours that are not the stored ones. */
  readonly known?: KnownSeries
  readonly columns: { readonly [kind: string]: { readonly [name: string]: PackedColumn } }
}

/** What the engines share of one scan. */
export interface ScanKit {
  readonly spec: ReportSpec
  readonly holders: HolderTable
  readonly keys: HolderKeys
  readonly measures: Measures
  /** The cell of a combination; makes room for its measures. */
  cellAt(period: number, series: number, rest: number, extra: number): number
}

const scratch = new Map<string, Int32Array>()
const none = new Int32Array(0)

/** A column unpacked into memory that the next column of this name overwrites: a report reads hundreds of megabytes of them. */
export const unpacked = (columns: ScanDay['columns'], kind: string, name: string): Int32Array => {
  const column = columns[kind]?.[name]
  if (!column) return none
  const key = `${kind}.${name}`
  let values = scratch.get(key)
  if (!values || values.length < column.rows) {
    values = new Int32Array(Math.max(column.rows, (values?.length ?? 1024) * 2))
    scratch.set(key, values)
  }
  unpackInto(column, values, 0)
  return values.subarray(0, column.rows)
}

/** The one period that all hours of a day fall into, or -1 where there are several or some hour is not asked for. */
export const onlyPeriod = (periods: Int32Array): number => {
  const first = periods[0] ?? -1
  for (let i = 1; i < periods.length; i++) if (periods[i] !== first) return -1
  return first
}
