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
  /** Numbers of the hours, see `hourId`: an hour that spans midnight has the same number on both days, parts of one hour may have two. */
  readonly hourIds: Int32Array
  /** Period of the answer for each hour; -1: not asked for. */
  readonly periods: Int32Array
  /**
   * The one period that all of the day falls into, where the report's hours are those of the source: what is stored of whole days will
   * do. -1: the day must be looked at by the hour.
   */
  readonly wholePeriod: number
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

const scratch = new Map<string, { values: Int32Array; of: PackedColumn | undefined }>()
const none = new Int32Array(0)

/**
 * A column unpacked into memory that the next column of this name overwrites: a report reads hundreds of megabytes of them. Two scans of
 * one day share it, so it is only read.
 */
export const unpacked = (columns: ScanDay['columns'], kind: string, name: string): Int32Array => {
  const column = columns[kind]?.[name]
  if (!column) return none
  const key = `${kind}.${name}`
  const place = scratch.get(key) ?? { values: new Int32Array(2048), of: undefined }
  scratch.set(key, place)
  if (place.values.length < column.rows) place.values = new Int32Array(Math.max(column.rows, place.values.length * 2))
  if (place.of !== column) unpackInto(column, place.values, 0)
  place.of = column
  return place.values.subarray(0, column.rows)
}

/**
 * Number of an hour: where it begins, minutes since 1970, and one more for what of it is prime time. Hours begin on quarters of an hour.
 * `start` is an instant.
 */
export const hourId = (start: number, isPrime: boolean | undefined): number => start / 60 + (isPrime ? 1 : 0)

/** The whole hour that a number stands for, in prime time and outside. */
export const wholeHour = (id: number): number => id - (id % 15)

/** The one period that all hours of a day fall into, or -1 where there are several or some hour is not asked for. */
export const onlyPeriod = (periods: Int32Array): number => {
  const first = periods[0] ?? -1
  for (let i = 1; i < periods.length; i++) if (periods[i] !== first) return -1
  return first
}
