import type { ReportChart, Resolution } from '../../core/contract/reports.ts'

export type DrawnChart = 'lines' | 'stacked' | 'levels'

/** One answer of the core together with what it is about; all that a picture needs to be drawn. */
export interface ChartSubject {
  readonly chart: ReportChart
  readonly kind: DrawnChart
  readonly by: Resolution
  /** IANA zone of the axis. */
  readonly zone: string
  readonly measure: string
  readonly unit: string
  readonly decimals: number
  /** How the measure is combined, as the contract names it; decides how a long line may be thinned. */
  readonly concept: string
}

/** A single period has no course over time: its values are ranked instead. */
export const isRanking = ({ chart, kind }: ChartSubject): boolean => kind !== 'levels' && chart.times.length === 1

/** More points than this are drawn without animation and thinned to what the pixels can show. */
export const manyPoints = 2000

export const pointCount = ({ chart }: ChartSubject): number => chart.times.length * chart.series.length

export interface SeriesPoint {
  readonly series: number
  readonly index: number
}

/** The place in an ascending list nearest to a value; -1 in an empty one. */
export const nearestIndex = (ascending: readonly number[], value: number): number => {
  let low = 0
  let high = ascending.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (ascending[middle]! < value) low = middle + 1
    else high = middle
  }
  return low > 0 && value - ascending[low - 1]! <= ascending[low]! - value ? low - 1 : high < 0 ? -1 : low
}

/**
 * The series whose drawn line or area lies nearest to `value` at one period; stacked areas are hit where they are filled.
 * `undefined` where nothing is drawn.
 */
export const nearestSeries = (subject: ChartSubject, index: number, value: number): SeriesPoint | undefined => {
  let best: SeriesPoint | undefined
  let distance = Number.POSITIVE_INFINITY
  let base = 0
  subject.chart.series.forEach((series, at) => {
    const own = series.values[index]
    if (own === null || own === undefined) return
    const top = subject.kind === 'lines' ? own : base + own
    const away =
      subject.kind === 'lines' ? Math.abs(own - value) : value > top ? value - top : value < base ? base - value : 0
    if (subject.kind !== 'lines') base = top
    if (away >= distance) return
    distance = away
    best = { series: at, index }
  })
  return best
}
