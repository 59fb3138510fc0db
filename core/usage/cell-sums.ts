/** Where a column of sums begins; all others at 0. Blank until the first value comes. */
const initial = {
  maximum: Number.NEGATIVE_INFINITY,
  minimum: Number.POSITIVE_INFINITY,
  maximumUtilisation: Number.NEGATIVE_INFINITY,
  minimumUtilisation: Number.POSITIVE_INFINITY,
  cost: Number.NaN,
  elastic: Number.NaN,
} as const

/** Numbers kept for each row of an answer; times in seconds. */
export interface CellSums {
  records: Float64Array
  /** Seconds of the records: all of a level's, be the server's answer missing or not. */
  running: Float64Array
  /** Licence seconds. */
  elapsed: Float64Array
  /** Seconds during which something was held. */
  held: Float64Array
  maximum: Float64Array
  minimum: Float64Array
  /** What averages divide by. */
  observed: Float64Array
  /** Events, visits, sessions, executions, processes: whichever the type counts. */
  counted: Float64Array
  /** Kilobytes or tokens. */
  amount: Float64Array
  users: Float64Array
  cost: Float64Array
  elastic: Float64Array
  usedOfCapacity: Float64Array
  capacity: Float64Array
  maximumUtilisation: Float64Array
  minimumUtilisation: Float64Array
}
export type SumName = keyof CellSums

export interface GrowingSums {
  readonly sums: CellSums
  /** Makes room for cells up to `size`. */
  grow(size: number): void
}

/** Columns that are not asked for stay empty, and must not be written. */
export const createSums = (names: readonly SumName[]): GrowingSums => {
  const none = new Float64Array(0)
  const sums: CellSums = {
    records: none,
    running: none,
    elapsed: none,
    held: none,
    maximum: none,
    minimum: none,
    observed: none,
    counted: none,
    amount: none,
    users: none,
    cost: none,
    elastic: none,
    usedOfCapacity: none,
    capacity: none,
    maximumUtilisation: none,
    minimumUtilisation: none,
  }
  let room = 0
  return {
    sums,
    grow(size) {
      if (size <= room) return
      room = Math.max(1024, size, room * 2)
      for (const name of names) {
        const grown = new Float64Array(room)
        if (name in initial) grown.fill(initial[name as keyof typeof initial], sums[name].length)
        grown.set(sums[name])
        sums[name] = grown
      }
    },
  }
}
