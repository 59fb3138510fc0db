import { expect, test } from 'vitest'
import type { ReportChart } from '../../core/contract/reports.ts'
import { shortNumber } from './chart-axes.ts'
import type { ChartLook } from './chart-look.ts'
import { chartOptions } from './chart-options.ts'
import { type ChartSubject, nearestIndex, nearestSeries } from './chart-series.ts'
import { tooltipLines, tooltipPlace } from './chart-tooltip.ts'
import { standOutStyles } from './stand-out.ts'

const look: ChartLook = {
  seriesColours: ['first', 'second', 'rest'],
  text: 'text',
  gridLine: 'grid-line',
  axisLine: 'axis-line',
  page: 'page',
  border: 'border',
  capacity: 'capacity-colour',
  denial: 'denial-colour',
  earlier: 'earlier-colour',
  accent: 'accent',
  hatching: 'hatched',
  fontFamily: 'font',
  reducedMotion: false,
}
const day = 86_400_000
const start = Date.parse('2024-03-04T00:00:00Z')
const days = (n: number) => Array.from({ length: n }, (_, at) => start + at * day)

const subject = (chart: Partial<ReportChart>, more: Partial<ChartSubject> = {}): ChartSubject => ({
  chart: { times: days(3), series: [], hasOther: false, unobserved: [], summary: 'In short.', ...chart },
  kind: 'lines',
  by: 'day',
  zone: 'UTC',
  measure: 'Max in use',
  unit: 'Number',
  decimals: 0,
  concept: 'maximum',
  ...more,
})

interface DrawnSeries {
  readonly id: string
  readonly type: string
  readonly data: readonly unknown[]
  readonly [option: string]: unknown
}
const seriesOf = (it: ChartSubject) =>
  (chartOptions(it, look) as unknown as { readonly series: readonly DrawnSeries[] }).series
const named = (it: ChartSubject, id: string) => seriesOf(it).find((series) => series.id === id)

test('lines have a gap where there is no value, and a dot where one stands alone', () => {
  const line = named(subject({ times: days(5), series: [{ name: 'A', values: [1, 2, null, 4, null] }] }), 'series-0')
  expect(line).toMatchObject({ type: 'line', connectNulls: false, color: 'first' })
  expect(line?.data).toEqual([
    [start, 1],
    [start + day, 2],
    [start + 2 * day, null],
    { value: [start + 3 * day, 4], symbol: 'circle' },
    [start + 4 * day, null],
  ])
})

test('periods that are left out part the line', () => {
  const times = [start, start + day, start + 9 * day]
  expect(named(subject({ times, series: [{ name: 'A', values: [1, 2, 3] }] }), 'series-0')?.data).toContainEqual([
    start + 2 * day,
    null,
  ])
})

test('a day of 25 hours is no gap', () => {
  const times = [start, start + day, start + day + 25 * 3_600_000]
  expect(named(subject({ times, series: [{ name: 'A', values: [1, 2, 3] }] }), 'series-0')?.data).toHaveLength(3)
})

test('a stack counts absent use as nothing, but never time that nobody observed', () => {
  const dark = [{ from: start + day, to: start + 2 * day }]
  const stacked = subject(
    { series: [{ name: 'A', values: [1, null, null] }], unobserved: dark },
    { kind: 'stacked', concept: 'elapsed' },
  )
  expect(named(stacked, 'series-0')).toMatchObject({ stack: 'all', step: 'end' })
  expect(named(stacked, 'series-0')?.data).toEqual([
    [start, 1],
    [start + day, null],
    [start + 2 * day, 0],
    [start + 3 * day, 0],
  ])
})

test('counts are drawn as lines from zero, averages are not', () => {
  const series = [{ name: 'A', values: [5, null, 7] }]
  expect(named(subject({ series }, { concept: 'events' }), 'series-0')?.data[1]).toEqual([start + day, 0])
  expect(named(subject({ series }, { concept: 'average' }), 'series-0')?.data[1]).toEqual([start + day, null])
})

test('unobserved time is hatched over the whole height, in the zone of the report', () => {
  const unobserved = [{ from: start, to: start + day }]
  const area = named(subject({ unobserved }, { zone: 'Europe/Berlin' }), 'unobserved') as unknown as {
    readonly markArea: { readonly data: unknown; readonly itemStyle: unknown }
  }
  expect(area.markArea.data).toEqual([[{ xAxis: start + 3_600_000 }, { xAxis: start + day + 3_600_000 }]])
  expect(area.markArea.itemStyle).toEqual({ color: 'hatched' })
})

test('capacity is a step that holds to the end of the last period and stays out of the stack', () => {
  const capacity = named(subject({ capacity: [30, 40, null] }, { kind: 'stacked' }), 'capacity')
  expect(capacity).toMatchObject({ step: 'end', silent: true })
  expect(capacity).not.toHaveProperty('stack')
  expect(capacity?.data).toEqual([
    [start, 30],
    [start + day, 40],
    [start + 2 * day, null],
    [start + 3 * day, null],
  ])
  expect(named(subject({}), 'capacity')).toBeUndefined()
})

test('denials are marks on the axis where there were any', () => {
  const marks = named(subject({ denials: [0, 4, 1] }), 'denials')
  expect(marks?.data.map((it) => (it as { readonly value: unknown }).value)).toEqual([
    [start + day, 0],
    [start + 2 * day, 0],
  ])
  expect(named(subject({ denials: [0, 0, 0] }), 'denials')).toBeUndefined()
})

test('hours at each level are bars over the levels', () => {
  const chart = { times: [0, 1, 2], series: [{ name: 'A', values: [10, 5, null] }] }
  const options = chartOptions(subject(chart, { kind: 'levels' }), look) as unknown as {
    readonly xAxis: { readonly data: unknown }
  }
  expect(options.xAxis.data).toEqual(['0', '1', '2'])
  expect(named(subject(chart, { kind: 'levels' }), 'series-0')).toMatchObject({
    type: 'bar',
    stack: 'all',
    data: [10, 5, null],
  })
})

test('a single period is a ranking', () => {
  const series = [
    { name: 'A', values: [10] },
    { name: 'B', values: [5] },
  ]
  const it = subject({ times: [start], series }, { by: 'total' })
  expect(named(it, 'ranking')?.data).toMatchObject([
    { name: 'A', value: 10, itemStyle: { color: 'first' } },
    { name: 'B', value: 5, itemStyle: { color: 'second' } },
  ])
})

test('nothing moves with reduced motion, nor with more than 2,000 points', () => {
  const values = Array.from({ length: 2001 }, () => 1)
  const many = subject({ times: days(2001), series: [{ name: 'A', values }] })
  expect(chartOptions(many, look)).toMatchObject({ animation: false })
  expect(chartOptions(subject({}), look)).toMatchObject({ animation: true })
  expect(chartOptions(subject({}), { ...look, reducedMotion: true })).toMatchObject({ animation: false })
})

test('the picture says in words what it shows', () => {
  expect(chartOptions(subject({}), look)).toMatchObject({
    aria: { enabled: true, label: { description: 'In short.' } },
  })
})

test('what stands out is on top, the rest is pale; nothing chosen, all alike', () => {
  const it = subject({
    series: [
      { name: 'A', values: [1, 2, 3] },
      { name: 'B', values: [1, 2, 3] },
    ],
  })
  const [a, b] = standOutStyles(it, look, new Set(['B'])) as {
    readonly z: number
    readonly lineStyle: { readonly opacity: number }
  }[]
  expect(a!.lineStyle.opacity).toBeLessThan(0.3)
  expect(b!.lineStyle.opacity).toBe(1)
  expect(b!.z).toBeGreaterThan(a!.z)
  const alike = standOutStyles(it, look, new Set()) as { readonly lineStyle: { readonly opacity: number } }[]
  expect(alike.map((style) => style.lineStyle.opacity)).toEqual([1, 1])
})

test('the point under the pointer is the nearest line, or the area that is hit', () => {
  const series = [
    { name: 'A', values: [10, 1] },
    { name: 'B', values: [20, null] },
  ]
  const lines = subject({ times: days(2), series })
  expect(nearestSeries(lines, 0, 14)).toEqual({ series: 0, index: 0 })
  expect(nearestSeries(lines, 0, 17)).toEqual({ series: 1, index: 0 })
  expect(nearestSeries(lines, 1, 17)).toEqual({ series: 0, index: 1 })
  const stacked = subject({ times: days(2), series }, { kind: 'stacked' })
  expect(nearestSeries(stacked, 0, 14)).toEqual({ series: 1, index: 0 })
  expect(nearestSeries(stacked, 0, 9)).toEqual({ series: 0, index: 0 })
})

test('the nearest period is found from either side', () => {
  expect([-5, 0, 4, 6, 99].map((value) => nearestIndex([0, 10, 20], value))).toEqual([0, 0, 0, 1, 2])
  expect(nearestIndex([], 5)).toBe(-1)
})

test('the tooltip lists the largest first and closes with capacity and denials', () => {
  const series = [
    { name: 'A', values: [1] },
    { name: '<b>B</b>', values: [2] },
    { name: 'C', values: [null] },
  ]
  const lines = tooltipLines(subject({ times: days(1), series, capacity: [40], denials: [3] }), 0, 0, look)
  expect(lines.map((it) => `${it.name} ${it.value}${it.isNearest ? ' nearest' : ''}`)).toEqual([
    '<b>B</b> 2',
    'A 1 nearest',
    'Capacity 40',
    'Denials 3',
  ])
})

test('the tooltip stays inside the window', () => {
  const corner = { left: 400, top: 100 }
  const view = { width: 1000, height: 600 }
  expect(tooltipPlace([50, 50], { width: 200, height: 100 }, corner, view)).toEqual([66, 66])
  expect(tooltipPlace([500, 50], { width: 200, height: 100 }, corner, view)).toEqual([284, 66])
  expect(tooltipPlace([50, 400], { width: 200, height: 300 }, corner, view)).toEqual([66, 192])
})

test('an axis says large numbers short', () => {
  expect([0, 0.0025, 0.25, 2.5, 950, 9999, 12_500, 1_000_000, 3_250_000].map(shortNumber)).toEqual([
    '0',
    '0.0025',
    '0.25',
    '2.5',
    '950',
    '9,999',
    '12.5k',
    '1M',
    '3.3M',
  ])
})

const earlier = { label: '2024-03-01 – 2024-03-03', times: days(3), isUnobserved: [false, true, false] }

test('the earlier course is dashed and pale behind its own, on the same axis', () => {
  const compared = subject({
    times: days(3),
    series: [{ name: 'A', values: [1, 2, 3] }],
    earlier: { ...earlier, series: [[5, null, 7]] },
  })
  const line = named(compared, 'earlier-0')
  expect(line).toMatchObject({ name: 'A, earlier', color: 'first', silent: true, lineStyle: { type: [4, 3] } })
  expect(line?.data.map((it) => (it as { value?: unknown }).value ?? it)).toEqual([
    [start, 5],
    [start + day, null],
    [start + 2 * day, 7],
  ])
  expect(tooltipLines(compared, 0, 0, look)[0]?.value).toBe('1 (earlier 5)')
  expect(tooltipLines(compared, 1, 0, look)[0]?.value).toBe('2 (earlier —)')
})

test('over a stack the earlier periods are one line: their sum, and nothing where nobody looked', () => {
  const compared = subject(
    {
      times: days(3),
      series: [
        { name: 'A', values: [1, 2, 3] },
        { name: 'B', values: [1, 2, 3] },
      ],
      earlier: {
        ...earlier,
        series: [
          [5, null, null],
          [1, null, null],
        ],
      },
    },
    { kind: 'stacked', concept: 'elapsed' },
  )
  expect(named(compared, 'earlier-0')?.data.slice(0, 3)).toEqual([
    [start, 6],
    [start + day, null],
    [start + 2 * day, 0],
  ])
  expect(named(compared, 'earlier-1')).toBeUndefined()
})
