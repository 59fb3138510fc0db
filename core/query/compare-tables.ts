import type { ResultTable } from './finish-report.ts'

/** Two answers to one question about two periods, row by row. What a period has no row for is NaN. */
export interface ComparedTable {
  /** The rows of both; `periods` and `measures` are those of the period asked for. */
  readonly table: ResultTable
  /** The measures of the earlier period, aligned with the rows of `table`. */
  readonly earlier: { readonly [concept: string]: Float64Array }
  /** Number of each row's period in the earlier answer; -1 where it has none. */
  readonly earlierPeriods: Int32Array
  readonly occurs: readonly Occurrence[]
}

export type Occurrence = 'both' | 'now' | 'before'

/**
 * Joins the rows of two answers by period and classifications. `counterpart` gives, for each period of the earlier answer, the
 * number of the period asked for that it is compared with; undefined or -1: none. `isNumber`: which columns hold numbers.
 * Rows are sorted as in a single answer; what corresponds to no period stands at the end, in its own order.
 */
export const compareTables = (
  now: ResultTable,
  before: ResultTable,
  counterpart: readonly (number | undefined)[],
  isNumber: readonly boolean[],
): ComparedTable => {
  const columns = now.columns.map((column, c) => uniteColumn(column, before.columns[c], isNumber[c] === true))
  const places = new Int32Array(before.rows)
  for (let row = 0; row < before.rows; row++) places[row] = counterpart[before.periods[row] as number] ?? -1
  const [keysNow, keysBefore] = rowKeys(now, places, columns)
  const { rowsNow, rowsBefore } = mergeRows(keysNow, keysBefore, before)
  const rows = rowsNow.length

  const periods = new Int32Array(rows)
  const earlierPeriods = new Int32Array(rows)
  const occurs: Occurrence[] = []
  for (let i = 0; i < rows; i++) {
    const [own, other] = [rowsNow[i] as number, rowsBefore[i] as number]
    periods[i] = own >= 0 ? (now.periods[own] as number) : (places[other] as number)
    earlierPeriods[i] = other >= 0 ? (before.periods[other] as number) : -1
    occurs.push(own < 0 ? 'before' : other < 0 ? 'now' : 'both')
  }
  const pick = (values: Float64Array | undefined, from: Int32Array): Float64Array => {
    const picked = new Float64Array(rows).fill(Number.NaN)
    if (values)
      for (let i = 0; i < rows; i++) if ((from[i] as number) >= 0) picked[i] = values[from[i] as number] as number
    return picked
  }
  const codesOf = ({ now: own, before: other }: UnitedColumn): Int32Array => {
    const codes = new Int32Array(rows)
    for (let i = 0; i < rows; i++) {
      const row = rowsNow[i] as number
      codes[i] = (row >= 0 ? own[row] : other[rowsBefore[i] as number]) as number
    }
    return codes
  }
  const concepts = Object.keys(now.measures)
  return {
    table: {
      rows,
      periods,
      columns: columns.map((column) => ({ codes: codesOf(column), texts: column.texts })),
      measures: Object.fromEntries(concepts.map((concept) => [concept, pick(now.measures[concept], rowsNow)])),
    },
    earlier: Object.fromEntries(concepts.map((concept) => [concept, pick(before.measures[concept], rowsBefore)])),
    earlierPeriods,
    occurs,
  }
}

/** A column of both answers, its codes into one sorted list of texts. */
interface UnitedColumn {
  readonly texts: readonly string[]
  readonly now: Int32Array
  readonly before: Int32Array
}

type Column = ResultTable['columns'][number]

const uniteColumn = (now: Column, before: Column | undefined, isNumber: boolean): UnitedColumn => {
  const texts = [...new Set([...now.texts, ...(before?.texts ?? [])])].sort(isNumber ? byNumber : byCodeUnit)
  const rank = new Map(texts.map((text, i) => [text, i]))
  const recoded = (column: Column | undefined): Int32Array => {
    const ranks = Int32Array.from(column?.texts ?? [], (text) => rank.get(text) as number)
    return column ? column.codes.map((code) => ranks[code] as number) : new Int32Array(0)
  }
  return { texts, now: recoded(now), before: recoded(before) }
}

const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
/** Numbers as numbers, before anything that is none. */
const byNumber = (a: string, b: string): number => {
  const [x, y] = [Number(a), Number(b)]
  if (!Number.isNaN(x) && !Number.isNaN(y)) return x - y
  return Number.isNaN(x) === Number.isNaN(y) ? byCodeUnit(a, b) : Number.isNaN(x) ? 1 : -1
}

/** One number for each row, that sorts as its period and texts do; equal for rows that belong together. -1: no place. */
const rowKeys = (
  now: ResultTable,
  places: Int32Array,
  columns: readonly UnitedColumn[],
): readonly [Float64Array, Float64Array] => {
  let keysNow = Float64Array.from(now.periods)
  let keysBefore = Float64Array.from(places)
  let count =
    keysNow.reduce(
      (most, key) => Math.max(most, key),
      keysBefore.reduce((a, b) => Math.max(a, b), 0),
    ) + 1
  for (const { texts, now: own, before: other } of columns) {
    if (count * texts.length > Number.MAX_SAFE_INTEGER) {
      const known = Float64Array.from(new Set([...keysNow, ...keysBefore.filter((key) => key >= 0)])).sort()
      const dense = new Map(Array.from(known, (key, i) => [key, i]))
      keysNow = keysNow.map((key) => dense.get(key) as number)
      keysBefore = keysBefore.map((key) => dense.get(key) ?? -1)
      count = known.length
    }
    const wide = texts.length
    keysNow = keysNow.map((key, row) => key * wide + (own[row] as number))
    keysBefore = keysBefore.map((key, row) => (key < 0 ? -1 : key * wide + (other[row] as number)))
    count *= wide
  }
  return [keysNow, keysBefore]
}

/** The rows of both side by side, in the order of their keys; -1 where one has none. */
const mergeRows = (keysNow: Float64Array, keysBefore: Float64Array, before: ResultTable) => {
  const [own, others] = [sortedRows(keysNow), sortedRows(keysBefore)]
  const most = own.length + others.length
  const rowsNow = new Int32Array(most).fill(-1)
  const rowsBefore = new Int32Array(most).fill(-1)
  let rows = 0
  let j = 0
  while (j < others.length && (keysBefore[others[j] as number] as number) < 0) j++
  const homeless = others
    .slice(0, j)
    .sort((a, b) => (before.periods[a] as number) - (before.periods[b] as number) || a - b)
  for (let i = 0; i < own.length || j < others.length; rows++) {
    const one = i < own.length ? (keysNow[own[i] as number] as number) : Number.POSITIVE_INFINITY
    const other = j < others.length ? (keysBefore[others[j] as number] as number) : Number.POSITIVE_INFINITY
    if (one <= other) rowsNow[rows] = own[i++] as number
    if (other <= one) rowsBefore[rows] = others[j++] as number
  }
  for (const row of homeless) rowsBefore[rows++] = row
  return { rowsNow: rowsNow.subarray(0, rows), rowsBefore: rowsBefore.subarray(0, rows) }
}

/** Most answers are sorted already; a counterpart may turn the order of periods. */
const sortedRows = (keys: Float64Array): Int32Array => {
  const rows = new Int32Array(keys.length)
  let isSorted = true
  for (let row = 0; row < keys.length; row++) {
    rows[row] = row
    if (row > 0 && (keys[row] as number) < (keys[row - 1] as number)) isSorted = false
  }
  return isSorted ? rows : rows.sort((a, b) => (keys[a] as number) - (keys[b] as number) || a - b)
}
