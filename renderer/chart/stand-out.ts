import type { ChartLook } from './chart-look.ts'
import { type ChartSubject, isRanking } from './chart-series.ts'

/** Series of these names stand out; none: all alike. */
export type StandOut = ReadonlySet<string>

export const lineWidth = 1.5
export const stackOpacity = 0.85
const quiet = 0.16
/** The earlier course of a compared report: there, but behind. */
export const earlierWidth = 1.25
export const earlierOpacity = 0.55

/** The strokes of every series, without its numbers: what stands out is strong and on top, the rest is pale. */
export const standOutStyles = (subject: ChartSubject, look: ChartLook, standOut: StandOut): readonly object[] => {
  const strength = (name: string) => (standOut.size === 0 || standOut.has(name) ? 1 : quiet)
  const { series } = subject.chart
  if (isRanking(subject)) {
    const bars = series.map(({ name, values }, at) => ({
      name,
      value: values[0] ?? null,
      itemStyle: { color: look.seriesColours[at], opacity: strength(name) },
    }))
    return [{ id: 'ranking', data: bars }]
  }
  const earlierLines =
    subject.chart.earlier && subject.kind === 'lines'
      ? series.map(({ name }, at) => {
          const opacity = strength(name) === 1 ? earlierOpacity : quiet / 2
          return { id: `earlier-${at}`, lineStyle: { opacity }, itemStyle: { opacity } }
        })
      : []
  const lines = series.map(({ name }, at) => {
    const id = `series-${at}`
    const opacity = strength(name)
    const isFirst = standOut.has(name)
    if (subject.kind === 'levels') return { id, itemStyle: { opacity } }
    if (subject.kind === 'stacked') return { id, areaStyle: { opacity: opacity * stackOpacity } }
    return { id, z: isFirst ? 5 : 3, lineStyle: { width: isFirst ? 2.5 : lineWidth, opacity }, itemStyle: { opacity } }
  })
  return [...lines, ...earlierLines]
}
