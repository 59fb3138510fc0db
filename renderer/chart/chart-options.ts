import type { EChartsCoreOption } from 'echarts/core'
import { levelOptions, rankingOptions } from './bar-options.ts'
import type { ChartLook } from './chart-look.ts'
import { type ChartSubject, isRanking, manyPoints, pointCount } from './chart-series.ts'
import { courseOptions } from './course-options.ts'

/** The whole picture as ECharts options. Pure: the same subject and look give the same picture. */
export const chartOptions = (subject: ChartSubject, look: ChartLook): EChartsCoreOption => {
  const shared = {
    animation: !look.reducedMotion && pointCount(subject) <= manyPoints,
    animationDuration: 160,
    animationDurationUpdate: 160,
    useUTC: true,
    textStyle: { fontFamily: look.fontFamily, fontSize: 11, color: look.text },
    aria: { enabled: true, label: { description: subject.chart.summary } },
  }
  if (isRanking(subject)) return { ...shared, ...rankingOptions(subject, look) }
  return { ...shared, ...(subject.kind === 'levels' ? levelOptions(subject, look) : courseOptions(subject, look)) }
}
