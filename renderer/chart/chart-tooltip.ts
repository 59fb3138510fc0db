import { formatNumber } from '../formats.ts'
import type { ChartSubject } from './chart-series.ts'

export interface TooltipLine {
  readonly name: string
  readonly value: string
  readonly colour: string
  readonly isNearest: boolean
}

/** The lines of one period, the largest first; capacity and denials close the list. At most `limit` series are named. */
export const tooltipLines = (
  subject: ChartSubject,
  index: number,
  nearest: number | undefined,
  look: { readonly seriesColours: readonly string[]; readonly capacity: string; readonly denial: string },
): readonly TooltipLine[] => {
  const { chart, decimals } = subject
  const lines = chart.series
    .map((series, at) => ({ at, name: series.name, number: series.values[index] ?? null }))
    .filter((it) => it.number !== null || (chart.earlier?.series[it.at]?.[index] ?? null) !== null)
    .sort((a, b) => (b.number ?? -1) - (a.number ?? -1))
    .map(({ at, name, number }) => ({
      name,
      value: `${formatNumber(number, decimals)}${earlierText(subject, at, index)}`,
      colour: look.seriesColours[at] ?? '',
      isNearest: at === nearest,
    }))
  const capacity = subject.kind === 'levels' ? undefined : chart.capacity?.[index]
  const denials = subject.kind === 'levels' ? 0 : (chart.denials?.[index] ?? 0)
  return [
    ...lines,
    ...(typeof capacity === 'number'
      ? [{ name: 'Capacity', value: formatNumber(capacity), colour: look.capacity, isNearest: false }]
      : []),
    ...(denials > 0 ? [{ name: 'Denials', value: formatNumber(denials), colour: look.denial, isNearest: false }] : []),
  ]
}

/** ` (earlier 12)`; nothing in a report that is not compared. */
const earlierText = ({ chart, kind, decimals }: ChartSubject, series: number, index: number): string =>
  chart.earlier && kind !== 'levels'
    ? ` (earlier ${formatNumber(chart.earlier.series[series]?.[index] ?? null, decimals)})`
    : ''

interface Size {
  readonly width: number
  readonly height: number
}

/**
 * Beside the pointer and wholly inside the window, in pixels of the picture. `corner` is the picture's own place in the
 * window; a picture is often lower than its tooltip.
 */
export const tooltipPlace = (
  pointer: readonly [number, number],
  box: Size,
  corner: { readonly left: number; readonly top: number },
  view: Size,
): readonly [number, number] => {
  const gap = 16
  const isRight = corner.left + pointer[0] + gap + box.width + 8 <= view.width
  const top = Math.max(8, Math.min(corner.top + pointer[1] + gap, view.height - box.height - 8))
  return [isRight ? pointer[0] + gap : pointer[0] - gap - box.width, top - corner.top]
}

/** Why a period has nothing to list: nobody looked, or there was nothing. */
export const emptyPeriod = ({ chart, kind }: ChartSubject, index: number): string => {
  const time = chart.times[index] ?? 0
  const isDark = kind !== 'levels' && chart.unobserved.some((span) => span.from <= time && time < span.to)
  return isDark ? 'Not observed' : 'Nothing'
}

/** Built of text nodes: a feature's name is never markup. */
export const tooltipElement = (
  title: string,
  lines: readonly TooltipLine[],
  emptyText: string,
  styles: Readonly<Record<string, string>>,
): HTMLElement => {
  const box = document.createElement('div')
  box.className = styles.tooltip ?? ''
  const heading = box.appendChild(document.createElement('div'))
  heading.className = styles.tooltipTitle ?? ''
  heading.textContent = title
  if (lines.length === 0) box.appendChild(document.createElement('div')).textContent = emptyText
  for (const line of lines) {
    const row = box.appendChild(document.createElement('div'))
    row.className = `${styles.tooltipLine ?? ''} ${line.isNearest ? (styles.tooltipNearest ?? '') : ''}`
    const swatch = row.appendChild(document.createElement('span'))
    swatch.className = styles.swatch ?? ''
    swatch.style.backgroundColor = line.colour
    row.appendChild(document.createElement('span')).textContent = line.name
    row.appendChild(document.createElement('b')).textContent = line.value
  }
  return box
}
