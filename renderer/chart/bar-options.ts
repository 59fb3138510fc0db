import { formatNumber } from '../formats.ts'
import { pictureBounds, tooltipLook, valueAxis, wheelZoom } from './chart-axes.ts'
import type { ChartLook } from './chart-look.ts'
import type { ChartSubject } from './chart-series.ts'
import { earlierOpacity } from './stand-out.ts'

/** Hours at each level, one bar per level, its parts one per name. */
export const levelOptions = (subject: ChartSubject, look: ChartLook) => ({
  grid: pictureBounds,
  xAxis: {
    type: 'category',
    data: subject.chart.times.map((level) => formatNumber(level)),
    axisLine: { lineStyle: { color: look.axisLine } },
    axisTick: { show: false },
    axisLabel: { color: look.text, hideOverlap: true },
  },
  yAxis: valueAxis(subject, look),
  tooltip: {
    trigger: 'axis',
    ...tooltipLook(look),
    axisPointer: { type: 'shadow', shadowStyle: { color: look.accent, opacity: 0.08 } },
  },
  dataZoom: [wheelZoom],
  series: subject.chart.series.map(({ name, values }, at) => ({
    id: `series-${at}`,
    name,
    type: 'bar',
    stack: 'all',
    barMaxWidth: 40,
    barCategoryGap: '25%',
    color: look.seriesColours[at],
    data: values.map((value) => value),
    emphasis: { disabled: true },
  })),
})

/** Behind each bar the earlier one, thinner and paler. */
const earlierBars = (subject: ChartSubject, look: ChartLook) => ({
  id: 'ranking-earlier',
  name: 'Earlier',
  type: 'bar',
  barMaxWidth: 8,
  silent: true,
  data: subject.chart.series.map(({ name }, at) => ({
    name,
    value: subject.chart.earlier?.series[at]?.[0] ?? null,
    itemStyle: { color: look.seriesColours[at], opacity: earlierOpacity },
  })),
  emphasis: { disabled: true },
})

/** One period only: who or what is largest, the folded rest last. */
export const rankingOptions = (subject: ChartSubject, look: ChartLook) => ({
  grid: { ...pictureBounds, right: 72, top: 8 },
  xAxis: { ...valueAxis(subject, look), splitNumber: 4 },
  yAxis: {
    type: 'category',
    inverse: true,
    data: subject.chart.series.map((it) => it.name),
    axisLine: { lineStyle: { color: look.axisLine } },
    axisTick: { show: false },
    axisLabel: { color: look.text, width: 180, overflow: 'truncate', interval: 0 },
  },
  tooltip: {
    trigger: 'axis',
    ...tooltipLook(look),
    axisPointer: { type: 'shadow', shadowStyle: { color: look.accent, opacity: 0.08 } },
  },
  series: [
    {
      id: 'ranking',
      name: subject.measure,
      type: 'bar',
      barMaxWidth: 18,
      barCategoryGap: '30%',
      label: {
        show: true,
        position: 'right',
        color: look.text,
        // The earlier bar may run on below the number.
        textBorderColor: look.page,
        textBorderWidth: subject.chart.earlier ? 3 : 0,
        formatter: ({ value }: { readonly value: number }) => formatNumber(value, subject.decimals),
      },
      data: subject.chart.series.map(({ name, values }, at) => ({
        name,
        value: values[0] ?? null,
        itemStyle: { color: look.seriesColours[at] },
      })),
      emphasis: { disabled: true },
    },
    ...(subject.chart.earlier ? [earlierBars(subject, look)] : []),
  ],
})
