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

/** Union of the texts, and where each text of either list stands in it. */
const uniteTexts = (now: readonly string[], before: readonly string[]) => {
  const texts = [...now]
  const at = new Map(now.map((text, i) => [text, i]))
  for (const text of before) {
    if (at.has(text)) continue
    at.set(text, texts.length)
    texts.push(text)
  }
  return { texts, codes: before.map((text) => at.get(text) as number) }
}

/**
 * Joins the rows of two answers by period and classifications. `counterpart` gives, for each period of the earlier answer, the
 * number of the period asked for that it is compared with; undefined or -1: none. `isNumber`: which columns hold numbers.
 */
export const compareTables = (
  now: ResultTable,
  before: ResultTable,
  counterpart: readonly (number | undefined)[],
  isNumber: readonly boolean[],
): ComparedTable => {
  const united = now.columns.map(({ texts }, i) => uniteTexts(texts, before.columns[i]?.texts ?? []))
  const keyNow = (row: number): string => {
    let key = `${now.periods[row]}`
    for (const { codes } of now.columns) key += `/${codes[row]}`
    return key
  }
  const codeBefore = (column: number, row: number): number =>
    united[column]?.codes[before.columns[column]?.codes[row] as number] as number
  const placeOf = (row: number): number => counterpart[before.periods[row] as number] ?? -1

  const waiting = new Map<string, number[]>()
  const unmatched: number[] = []
  for (let row = 0; row < before.rows; row++) {
    const place = placeOf(row)
    if (place < 0) {
      unmatched.push(row)
      continue
    }
    let key = `${place}`
    for (let c = 0; c < united.length; c++) key += `/${codeBefore(c, row)}`
    const list = waiting.get(key)
    if (list) list.push(row)
    else waiting.set(key, [row])
  }
  const partner = new Int32Array(now.rows).fill(-1)
  for (let row = 0; row < now.rows; row++) {
    const list = waiting.get(keyNow(row))
    const found = list?.shift()
    if (found !== undefined) partner[row] = found
  }
  for (const list of waiting.values()) unmatched.push(...list)

  const rows: { readonly now: number; readonly before: number; readonly period: number }[] = []
  for (let row = 0; row < now.rows; row++)
    rows.push({ now: row, before: partner[row] as number, period: now.periods[row] as number })
  for (const row of unmatched) rows.push({ now: -1, before: row, period: placeOf(row) })

  const ranks = united.map(({ texts }, c) => rankOf(texts, isNumber[c] === true))
  const code = (column: number, { now: own, before: other }: (typeof rows)[number]): number =>
    own >= 0 ? (now.columns[column]?.codes[own] as number) : codeBefore(column, other)
  rows.sort((a, b) => {
    // What corresponds to nothing stands at the end, in its own order.
    const byPeriod =
      (a.period < 0 ? Number.MAX_SAFE_INTEGER : a.period) - (b.period < 0 ? Number.MAX_SAFE_INTEGER : b.period)
    if (byPeriod !== 0) return byPeriod
    if (a.period < 0) {
      const byEarlier = (before.periods[a.before] as number) - (before.periods[b.before] as number)
      if (byEarlier !== 0) return byEarlier
    }
    for (let c = 0; c < united.length; c++) {
      const difference = (ranks[c]?.[code(c, a)] as number) - (ranks[c]?.[code(c, b)] as number)
      if (difference !== 0) return difference
    }
    return 0
  })

  const pick = (values: Float64Array | undefined, side: 'now' | 'before'): Float64Array =>
    Float64Array.from(rows, (row) => (row[side] < 0 ? Number.NaN : (values?.[row[side]] ?? Number.NaN)))
  const concepts = Object.keys(now.measures)
  return {
    table: {
      rows: rows.length,
      periods: Int32Array.from(rows, ({ period }) => period),
      columns: united.map(({ texts }, c) => ({ codes: Int32Array.from(rows, (row) => code(c, row)), texts })),
      measures: Object.fromEntries(concepts.map((concept) => [concept, pick(now.measures[concept], 'now')])),
    },
    earlier: Object.fromEntries(concepts.map((concept) => [concept, pick(before.measures[concept], 'before')])),
    earlierPeriods: Int32Array.from(rows, ({ before: row }) => (row < 0 ? -1 : (before.periods[row] as number))),
    occurs: rows.map(({ now: own, before: other }) => (own < 0 ? 'before' : other < 0 ? 'now' : 'both')),
  }
}

/** Numbers as numbers and before words, words by code unit: as a single answer sorts its rows. */
const rankOf = (texts: readonly string[], isNumber: boolean): Int32Array => {
  const order = texts.map((_, i) => i)
  order.sort((a, b) => {
    const [one, other] = [texts[a] as string, texts[b] as string]
    if (isNumber) {
      const [x, y] = [Number(one), Number(other)]
      if (!Number.isNaN(x) && !Number.isNaN(y)) return x - y
      if (Number.isNaN(x) !== Number.isNaN(y)) return Number.isNaN(x) ? 1 : -1
    }
    return one < other ? -1 : one > other ? 1 : 0
  })
  const ranks = new Int32Array(texts.length)
  order.forEach((text, rank) => {
    ranks[text] = rank
  })
  return ranks
}
