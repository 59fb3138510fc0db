/** Sums kept for each cell of an answer. All additive but the maxima and minima, so parts of an answer can be put together. */
export interface Measures {
  records: Float64Array
  /** Observed seconds of the cell's own records. */
  running: Float64Array
  /** Licence seconds. */
  elapsed: Float64Array
  maximum: Float64Array
  minimum: Float64Array
  /** Seconds during which something was held. */
  held: Float64Array
  events: Float64Array
  /** Of records with a capacity: licence seconds used, and licence seconds there were. */
  usedOfCapacity: Float64Array
  capacity: Float64Array
  maximumUtilisation: Float64Array
  minimumUtilisation: Float64Array
}

export const measureNames = [
  'records',
  'running',
  'elapsed',
  'maximum',
  'minimum',
  'held',
  'events',
  'usedOfCapacity',
  'capacity',
  'maximumUtilisation',
  'minimumUtilisation',
] as const satisfies readonly (keyof Measures)[]

const initial: Partial<Record<keyof Measures, number>> = {
  maximum: Number.NEGATIVE_INFINITY,
  minimum: Number.POSITIVE_INFINITY,
  maximumUtilisation: Number.NEGATIVE_INFINITY,
  minimumUtilisation: Number.POSITIVE_INFINITY,
}

export const createMeasures = (capacity = 1024): Measures => {
  const measures = {} as Measures
  for (const name of measureNames) measures[name] = new Float64Array(capacity).fill(initial[name] ?? 0)
  return measures
}

/** Makes room for cells up to `size`. */
export const growMeasures = (measures: Measures, size: number): void => {
  const { length } = measures.records
  if (size <= length) return
  for (const name of measureNames) {
    const grown = new Float64Array(Math.max(size, length * 2)).fill(initial[name] ?? 0)
    grown.set(measures[name])
    measures[name] = grown
  }
}

/** Adds what another part of the same answer holds for a cell. */
export const addMeasures = (into: Measures, cell: number, from: Measures, other: number): void => {
  for (const name of measureNames) {
    const value = from[name][other] as number
    const here = into[name][cell] as number
    if (name === 'maximum' || name === 'maximumUtilisation') into[name][cell] = Math.max(here, value)
    else if (name === 'minimum' || name === 'minimumUtilisation') into[name][cell] = Math.min(here, value)
    else into[name][cell] = here + value
  }
}
