import { zoneClock } from '../aggregation/zone-clock.ts'
import { ConsoleError } from '../contract/errors.ts'
import type { ReportChart, ReportSeries } from '../contract/reports.ts'
import { periodEnd } from '../query/periods.ts'
import type { EarlierResult, ReportResult } from './report-result.ts'

/** At most this many points a series: more cannot be told apart on a screen. */
const mostTimes = 20_000

/** How a measure of several series or rows is put into one. */
const folds: { readonly [concept: string]: (a: number, b: number) => number } = {
  maximum: Math.max,
  'maximum-utilisation': Math.max,
  minimum: Math.min,
  'minimum-utilisation': Math.min,
}
const add = (a: number, b: number): number => a + b

/**
 * A picture of a result: one series for each combination of the classifications grouped by, the largest by the measure first,
 * the rest folded into one. `levels`: hours at each level instead of time.
 */
export const drawChart = (
  result: ReportResult,
  measure: string,
  kind: 'series' | 'levels',
  top: number,
): ReportChart => {
  const column = result.columns.find(({ name, role }) => name === measure && role === 'measurement')
  if (!column) throw new ConsoleError('invalid', `This report has no measurement named ${measure}.`)
  return kind === 'levels'
    ? drawLevels(result, column.concept, top)
    : drawSeries(result, column.concept, column.name, top)
}

const drawSeries = (result: ReportResult, concept: string, name: string, top: number): ReportChart => {
  const { table, periodStarts, earlier } = result
  const values = table.measures[concept]
  const fold = folds[concept] ?? add
  const step = Math.max(1, Math.ceil(periodStarts.length / mostTimes))
  const times = periodStarts.filter((_, i) => i % step === 0).map((start) => start * 1000)
  const parts = result.columns.flatMap(({ role, concept: of }, i) =>
    role === 'classification' && of !== 'level' && of !== 'capacity' ? [i - 1] : [],
  )
  const series = new Map<string, DrawnSeries>()
  const none = () => new Array<number | null>(times.length).fill(null)
  const earlierValues = earlier?.measures[concept]
  for (let row = 0; row < table.rows; row++) {
    const value = values?.[row] ?? Number.NaN
    const earlierValue = earlierValues?.[row] ?? Number.NaN
    const period = table.periods[row] as number
    // A row of the earlier period that corresponds to nothing has no place on the axis.
    if (period < 0 || (Number.isNaN(value) && Number.isNaN(earlierValue))) continue
    const key =
      parts.map((part) => table.columns[part]?.texts[table.columns[part]?.codes[row] as number]).join(' · ') || 'All'
    let one = series.get(key)
    if (!one) {
      one = { values: none(), earlier: earlier ? none() : [], weight: 0 }
      series.set(key, one)
    }
    const at = Math.floor(period / step)
    if (!Number.isNaN(earlierValue)) one.earlier[at] = folded(fold, one.earlier[at], earlierValue)
    if (Number.isNaN(value)) continue
    one.values[at] = folded(fold, one.values[at], value)
    one.weight = fold === Math.min ? Math.max(one.weight, value) : fold(one.weight, value)
  }
  const ranked = [...series].sort((a, b) => b[1].weight - a[1].weight || (a[0] < b[0] ? -1 : 1))
  const shown: ReportSeries[] = ranked.slice(0, top).map(([key, { values: points }]) => ({ name: key, values: points }))
  const rest = ranked.slice(top)
  const foldRest = (side: 'values' | 'earlier') =>
    times.map((_, i) =>
      rest.reduce<number | null>((sum, [, one]) => {
        const value = one[side][i]
        return value === null || value === undefined ? sum : folded(fold, sum, value)
      }, null),
    )
  if (rest.length > 0) shown.push({ name: `other (${rest.length})`, values: foldRest('values') })
  const [largest] = ranked
  return {
    times,
    series: shown,
    hasOther: rest.length > 0,
    ...(earlier
      ? {
          earlier: {
            ...earlierAxis(result, earlier, step),
            series: [
              ...ranked.slice(0, top).map(([, one]) => one.earlier),
              ...(rest.length > 0 ? [foldRest('earlier')] : []),
            ],
          },
        }
      : {}),
    ...capacityOf(result, times.length, step),
    unobserved: result.unobserved.map(({ from, to }) => ({ from: from * 1000, to: to * 1000 })),
    summary: largest
      ? `${name} of ${ranked.length} series over ${times.length} periods; the largest is ${largest[0]}.`
      : `${name}: there is nothing to draw.`,
  }
}

interface DrawnSeries {
  readonly values: (number | null)[]
  readonly earlier: (number | null)[]
  weight: number
}

const folded = (fold: (a: number, b: number) => number, before: number | null | undefined, value: number): number =>
  before === null || before === undefined ? value : fold(before, value)

/** Which earlier period stands at each point of the axis, and where nobody looked then. */
const earlierAxis = ({ request, zone, summary }: ReportResult, earlier: EarlierResult, step: number) => {
  const clock = zoneClock(zone)
  const end = Date.parse(summary.compared?.to ?? '') / 1000
  const starts = earlier.starts.filter((_, i) => i % step === 0)
  return {
    label: earlier.label,
    times: starts.map((start) => (start === undefined ? null : start * 1000)),
    isUnobserved: starts.map((start) => {
      if (start === undefined) return true
      const to = Math.min(end, periodEnd(clock, request.by, start, end))
      return earlier.unobserved.some((span) => span.from <= start && span.to >= to)
    }),
  }
}

/** The largest capacity in force in each period, where a single capacity column tells it. */
const capacityOf = ({ table, columns }: ReportResult, length: number, step: number): Pick<ReportChart, 'capacity'> => {
  const part = columns.findIndex(({ concept }) => concept === 'capacity') - 1
  const column = part >= 0 ? table.columns[part] : undefined
  if (!column) return {}
  const capacity = new Array<number | null>(length).fill(null)
  let any = false
  for (let row = 0; row < table.rows; row++) {
    const value = Number(column.texts[column.codes[row] as number])
    if (Number.isNaN(value) || (table.periods[row] as number) < 0) continue
    const at = Math.floor((table.periods[row] as number) / step)
    capacity[at] = Math.max(capacity[at] ?? 0, value)
    any = true
  }
  return any ? { capacity } : {}
}

const drawLevels = (result: ReportResult, concept: string, top: number): ReportChart => {
  const { table, columns } = result
  const part = columns.findIndex(({ concept: of }) => of === 'level') - 1
  const level = part >= 0 ? table.columns[part] : undefined
  if (!level) throw new ConsoleError('invalid', 'Group by the level (Used licenses) to see the time at each level.')
  const others = columns.flatMap(({ role, concept: of }, i) =>
    role === 'classification' && of !== 'level' && of !== 'capacity' ? [i - 1] : [],
  )
  const values = table.measures[concept]
  const levels = [...new Set(level.texts.map(Number).filter((value) => !Number.isNaN(value)))].sort((a, b) => a - b)
  const at = new Map(levels.map((value, i) => [value, i]))
  const series = new Map<string, { values: (number | null)[]; weight: number }>()
  for (let row = 0; row < table.rows; row++) {
    const index = at.get(Number(level.texts[level.codes[row] as number]))
    const value = values?.[row]
    if (index === undefined || value === undefined || Number.isNaN(value)) continue
    const key =
      others.map((other) => table.columns[other]?.texts[table.columns[other]?.codes[row] as number]).join(' · ') ||
      'All'
    const one = series.get(key) ?? { values: new Array<number | null>(levels.length).fill(null), weight: 0 }
    series.set(key, one)
    one.values[index] = (one.values[index] ?? 0) + value
    one.weight += value
  }
  const ranked = [...series].sort((a, b) => b[1].weight - a[1].weight)
  return {
    times: levels,
    series: ranked.slice(0, top).map(([name, { values: points }]) => ({ name, values: points })),
    hasOther: false,
    unobserved: [],
    summary: `Time at ${levels.length} levels, for ${Math.min(top, ranked.length)} of ${ranked.length} series.`,
  }
}
