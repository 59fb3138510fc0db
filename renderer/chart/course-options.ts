import { pictureBounds, tooltipLook, valueAxis, wheelZoom } from './chart-axes.ts'
import type { ChartLook } from './chart-look.ts'
import type { ChartSubject } from './chart-series.ts'
import { earlierOpacity, earlierWidth, lineWidth, stackOpacity } from './stand-out.ts'
import { wallClock } from './wall-clock.ts'

type Item =
  | readonly [number, number | null]
  | { readonly value: readonly [number, number | null]; readonly symbol: string }

/** Hatched from the top of the picture to its bottom, under everything else. */
const unobservedArea = (subject: ChartSubject, look: ChartLook) => {
  const clock = wallClock(subject.zone)
  return {
    id: 'unobserved',
    type: 'line',
    data: [],
    silent: true,
    z: 1,
    markArea: {
      silent: true,
      itemStyle: { color: look.hatching },
      data: subject.chart.unobserved.map(({ from, to }) => [
        { xAxis: clock.toWall(from) },
        { xAxis: clock.toWall(to) },
      ]),
    },
  }
}

const periodLength = { hour: 3_600_000, day: 86_400_000, week: 7 * 86_400_000, month: 28 * 86_400_000, total: 0 }

/** Values over time: lines, or areas on top of each other. */
export const courseOptions = (subject: ChartSubject, look: ChartLook) => {
  const { chart, kind } = subject
  const clock = wallClock(subject.zone)
  const times = chart.times.map(clock.toWall)
  const isStacked = kind === 'stacked'
  const length = periodLength[subject.by]
  const end = times.length > 0 ? times[times.length - 1]! + length : 0
  const isDark = (at: number) =>
    chart.unobserved.some(
      (span) => span.from <= chart.times[at]! && span.to >= (chart.times[at + 1] ?? clock.toInstant(end)),
    )
  const fill = isStacked || countsFromZero(subject)
  const earlier = chart.earlier
  // Under a stack the earlier periods are one line, their sum: two stacks cannot be told apart.
  const earlierCourses = !earlier
    ? []
    : isStacked
      ? [{ name: 'earlier', colour: look.earlier, values: sums(earlier.series, times.length) }]
      : chart.series.map(({ name }, at) => ({
          name,
          colour: look.seriesColours[at] ?? look.earlier,
          values: earlier.series[at] ?? [],
        }))
  const earlierLines = earlierCourses.map(({ name, colour, values }, at) => {
    const filled = fill ? withZeros(values, (i) => earlier?.isUnobserved[i] !== false) : values
    return {
      id: `earlier-${at}`,
      name: `${name}, earlier`,
      type: 'line',
      data: isStacked
        ? areaItems(times, filled, (i) => earlier?.isUnobserved[i] !== false, length)
        : lineItems(times, filled, length),
      ...(isStacked ? { step: 'end' } : { sampling: 'minmax' }),
      connectNulls: false,
      showAllSymbol: true,
      symbol: 'none',
      symbolSize: 4,
      silent: true,
      color: colour,
      lineStyle: { width: earlierWidth, type: [4, 3], opacity: isStacked ? 1 : earlierOpacity },
      itemStyle: { opacity: isStacked ? 1 : earlierOpacity },
      z: isStacked ? 4 : 2,
      emphasis: { disabled: true },
    }
  })
  const series = chart.series.map(({ name, values }, at) => ({
    id: `series-${at}`,
    name,
    type: 'line',
    data: isStacked
      ? areaItems(times, values, isDark, length)
      : lineItems(times, countsFromZero(subject) ? withZeros(values, isDark) : values, length),
    ...(isStacked ? { stack: 'all', step: 'end' } : { sampling: 'minmax' }),
    connectNulls: false,
    showAllSymbol: true,
    symbol: 'none',
    symbolSize: 4,
    color: look.seriesColours[at],
    // A period of less than a pixel keeps a stroke: use that cannot be seen would look like none.
    lineStyle: { width: isStacked ? (times.length > 400 ? 0.75 : 0) : lineWidth },
    ...(isStacked ? { areaStyle: { opacity: stackOpacity } } : {}),
    z: 3,
    emphasis: { disabled: true },
  }))
  return {
    grid: pictureBounds,
    xAxis: {
      type: 'time',
      min: times[0],
      max: isStacked ? end : undefined,
      minInterval: subject.by === 'hour' ? 3_600_000 : 86_400_000,
      axisLine: { lineStyle: { color: look.axisLine } },
      axisTick: { lineStyle: { color: look.axisLine } },
      axisLabel: {
        color: look.text,
        hideOverlap: true,
        formatter: { year: '{yyyy}', month: '{MMM} {yyyy}', day: '{d} {MMM}', hour: '{HH}:{mm}', minute: '{HH}:{mm}' },
      },
      splitLine: { show: false },
      // On a canvas of its own: following the pointer repaints none of the lines.
      axisPointer: { zlevel: 1, triggerEmphasis: false },
    },
    yAxis: valueAxis(subject, look),
    tooltip: {
      trigger: 'axis',
      ...tooltipLook(look),
      axisPointer: { type: 'line', snap: true, lineStyle: { color: look.axisLine } },
    },
    dataZoom: [wheelZoom],
    brush: {
      xAxisIndex: 0,
      brushStyle: { color: look.accent, opacity: 0.12, borderColor: look.accent, borderWidth: 1 },
    },
    series: [
      unobservedArea(subject, look),
      ...earlierLines,
      ...series,
      ...(chart.capacity ? [capacityLine(times, chart.capacity, end, look)] : []),
      ...(chart.denials?.some((n) => n > 0) ? [denialMarks(times, chart.denials, look)] : []),
    ],
  }
}

/** Value by value; nothing where none of them has one. */
const sums = (series: readonly (readonly (number | null)[])[], length: number): readonly (number | null)[] =>
  Array.from({ length }, (_, at) =>
    series.reduce<number | null>((sum, values) => {
      const value = values[at] ?? null
      return value === null ? sum : (sum ?? 0) + value
    }, null),
  )

/** How many licences there were: a step that holds until the next one, on top of no other series. */
const capacityLine = (
  times: readonly number[],
  capacity: readonly (number | null)[],
  end: number,
  look: ChartLook,
) => ({
  id: 'capacity',
  name: 'Capacity',
  type: 'line',
  step: 'end',
  data: [...times.map((time, at) => [time, capacity[at] ?? null]), [end, capacity[times.length - 1] ?? null]],
  symbol: 'none',
  silent: true,
  lineStyle: { color: look.capacity, width: 1.25, type: [5, 3] },
  itemStyle: { color: look.capacity },
  z: 4,
})

/** Refused requests stand on the time axis itself: the more, the larger the mark. Where there are many, they are strokes. */
const denialMarks = (times: readonly number[], denials: readonly number[], look: ChartLook) => {
  const most = Math.max(...denials, 1)
  const isCrowded = denials.filter((n) => n > 0).length > 60
  return {
    id: 'denials',
    name: 'Denials',
    type: 'scatter',
    symbol: 'rect',
    symbolOffset: [0, '-50%'],
    clip: false,
    silent: true,
    z: 6,
    itemStyle: { color: look.denial, borderColor: look.page, borderWidth: isCrowded ? 0 : 1 },
    data: denials.flatMap((n, at) => {
      if (n <= 0) return []
      const size = 5 + Math.round(7 * Math.sqrt(n / most))
      return [{ value: [times[at], 0], symbolSize: isCrowded ? [1.5, size] : size }]
    }),
  }
}

/** A value that has none before it and none after it is a dot: a line through one point is invisible. */
const lineItems = (times: readonly number[], values: readonly (number | null)[], length: number): readonly Item[] =>
  times.flatMap((time, at): readonly Item[] => {
    const value = values[at] ?? null
    const hasBefore = at > 0 && (values[at - 1] ?? null) !== null && !isGap(times, at - 1, length)
    const hasAfter = (values[at + 1] ?? null) !== null && !isGap(times, at, length)
    const item: Item =
      value !== null && !hasBefore && !hasAfter ? { value: [time, value], symbol: 'circle' } : [time, value]
    return isGap(times, at, length) ? [item, [time + length, null]] : [item]
  })

/** Periods that are left out altogether part the line as nulls do; days of 25 hours and months of 31 days do not. */
const isGap = (times: readonly number[], at: number, length: number): boolean =>
  length > 0 && at + 1 < times.length && times[at + 1]! - times[at]! > length * 1.2

/** A stack has no holes: nobody's use in an observed period is nothing. Only unobserved periods stay empty. */
const areaItems = (
  times: readonly number[],
  values: readonly (number | null)[],
  isDark: (at: number) => boolean,
  length: number,
): readonly Item[] => {
  const filled = withZeros(values, isDark)
  return times.flatMap((time, at): readonly Item[] => {
    const value = filled[at] ?? null
    const end = time + length
    const start: Item = [time, value]
    if (isGap(times, at, length)) return [start, [end, value], [end, null]]
    return at === times.length - 1 ? [start, [end, value]] : [start]
  })
}

const withZeros = (values: readonly (number | null)[], isDark: (at: number) => boolean) =>
  values.map((value, at) => value ?? (isDark(at) ? null : 0))

/** No event in an observed hour is zero events; no average in it may mean that there is none. */
const counting = new Set([
  'events',
  'failed-requests',
  'executions',
  'processes',
  'visits',
  'sessions',
  'record-count',
  'elapsed',
])
const countsFromZero = ({ concept }: ChartSubject) => counting.has(concept)
