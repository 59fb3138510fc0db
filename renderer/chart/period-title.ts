import { formatInstantWithOffset, formatNumber } from '../formats.ts'
import type { ChartSubject } from './chart-series.ts'

const parts: Record<ChartSubject['by'], Intl.DateTimeFormatOptions> = {
  hour: { weekday: 'short' },
  day: { weekday: 'short' },
  week: {},
  month: { month: 'long', year: 'numeric' },
  total: {},
}

/** What one period of a picture is called: `Mon 2024-03-04`, `Mon 2024-03-04 08:00 +01:00`, `March 2024`, `12 in use`. */
export const periodTitle = (subject: ChartSubject, index: number): string => {
  const time = subject.chart.times[index]
  if (time === undefined) return ''
  if (subject.kind === 'levels') return `Level ${formatNumber(time)}`
  return titleOf(subject, time)
}

/** What the earlier period beside it is called, in a compared report. */
export const earlierTitle = (subject: ChartSubject, index: number): string | undefined => {
  const { earlier } = subject.chart
  if (!earlier || subject.kind === 'levels') return undefined
  if (subject.by === 'total') return earlier.label
  const time = earlier.times[index] ?? null
  return time === null ? 'no earlier period' : titleOf(subject, time)
}

const titleOf = (subject: ChartSubject, time: number): string => {
  const { by, zone } = subject
  const instant = formatInstantWithOffset(time, zone)
  const named =
    Object.keys(parts[by]).length > 0
      ? new Intl.DateTimeFormat('en-GB', { ...parts[by], timeZone: zone }).format(time)
      : ''
  switch (by) {
    case 'hour':
      return `${named} ${instant.slice(0, 16)} ${instant.slice(20)}`
    case 'day':
      return `${named} ${instant.slice(0, 10)}`
    case 'week':
      return `Week of ${instant.slice(0, 10)}`
    case 'month':
      return named
    case 'total':
      return 'Whole period'
  }
}
