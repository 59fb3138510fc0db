import type { RecordKit } from './record-kit.ts'
import { type SeriesSpans, statusOk } from './series-spans.ts'

/** Observed time up to the end of each of several spans. */
interface Totals {
  readonly from: number[]
  readonly to: number[]
  readonly before: number[]
}

/** Seconds may have thousandths, whose sums are not exact. */
const tolerance = 1e-6

/**
 * What averages and minima of a key are taken over: all observed time of its series in the period, idle hours included (semantics page,
 * "Rolling up"). A key that did not hold something throughout had a minimum of 0.
 */
export const createWatchedTime = ({ hours, columns, sums: { sums } }: RecordKit) => {
  let spans: SeriesSpans
  let totalsOfShape: Map<number, Totals> | undefined
  /** Rows that the key at hand has a part in. */
  const cells: number[] = []
  const periods: number[] = []
  const shapes: number[] = []
  const held: number[] = []
  const minima: number[] = []
  const placeOfCell = new Map<number, number>()
  let lastCell = -1
  let lastPlace = -1

  const totals = (): Map<number, Totals> => {
    const of = new Map<number, Totals>()
    for (let span = 0; span < spans.size; span++) {
      if (spans.status[span] !== statusOk) continue
      const state = columns.state(0, 0, spans.capacity[span] as number, statusOk, spans.prime[span] as number)
      const shape = columns.shapeOf(state)
      if (shape < 0) continue
      const known = of.get(shape) ?? { from: [], to: [], before: [] }
      of.set(shape, known)
      const last = known.to.length - 1
      known.before.push(
        last < 0 ? 0 : (known.before[last] as number) + (known.to[last] as number) - (known.from[last] as number),
      )
      known.from.push(spans.from[span] as number)
      known.to.push(spans.to[span] as number)
    }
    return of
  }
  const seconds = (shape: number, from: number, to: number): number => {
    totalsOfShape ??= totals()
    const of = totalsOfShape.get(shape)
    return of ? upTo(of, to) - upTo(of, from) : 0
  }

  return {
    beginSeries(next: SeriesSpans) {
      spans = next
      totalsOfShape = undefined
    },
    /** `hour`: what is looked at as a whole; -1: it was already. Undefined: hours are not. */
    add(cell: number, period: number, shape: number, hour: number | undefined, time: number, level: number) {
      if (cell !== lastCell) {
        lastCell = cell
        const known = placeOfCell.get(cell)
        lastPlace = known ?? cells.length
        if (known === undefined) {
          placeOfCell.set(cell, lastPlace)
          cells.push(cell)
          periods.push(period)
          shapes.push(shape)
          held.push(0)
          minima.push(Number.POSITIVE_INFINITY)
        }
      }
      const covered =
        hour === undefined
          ? time
          : hour < 0
            ? 0
            : seconds(shape, hours.starts[hour] as number, hours.starts[hour + 1] as number)
      held[lastPlace] = (held[lastPlace] as number) + covered
      if (level < (minima[lastPlace] as number)) minima[lastPlace] = level
    },
    endKey() {
      cells.forEach((cell, i) => {
        const period = periods[i] as number
        const firstHour = period === 0 ? 0 : (hours.lastHour[period - 1] as number) + 1
        const watched = seconds(
          shapes[i] as number,
          hours.starts[firstHour] as number,
          hours.starts[(hours.lastHour[period] as number) + 1] as number,
        )
        sums.observed[cell] = (sums.observed[cell] as number) + watched
        const minimum = (held[i] as number) + tolerance < watched ? 0 : (minima[i] as number)
        if (minimum < (sums.minimum[cell] as number)) sums.minimum[cell] = minimum
      })
      for (const list of [cells, periods, shapes, held, minima]) list.length = 0
      placeOfCell.clear()
      lastCell = -1
    },
  }
}

/** Observed seconds before an instant. */
const upTo = ({ from, to, before }: Totals, instant: number): number => {
  let low = 0
  let high = from.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((from[middle] as number) < instant) low = middle + 1
    else high = middle
  }
  if (low === 0) return 0
  return (before[low - 1] as number) + Math.min(instant, to[low - 1] as number) - (from[low - 1] as number)
}
