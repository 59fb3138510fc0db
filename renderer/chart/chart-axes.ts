import { formatNumber } from '../formats.ts'
import type { ChartLook } from './chart-look.ts'
import type { ChartSubject } from './chart-series.ts'

export const valueAxis = (subject: ChartSubject, look: ChartLook) => ({
  type: 'value',
  min: 0,
  splitNumber: 4,
  minInterval: subject.decimals === 0 ? 1 : 0,
  axisLabel: { color: look.text, formatter: (value: number) => shortNumber(value) },
  splitLine: { lineStyle: { color: look.gridLine } },
})

export const tooltipLook = (look: ChartLook) => ({
  backgroundColor: look.page,
  borderColor: look.border,
  borderWidth: 1,
  padding: 0,
  appendTo: 'body',
  transitionDuration: 0,
})

/** `0.0025`, `950`, `12.5k`, `3.2M`: an axis needs no more. */
export const shortNumber = (value: number): string => {
  const size = Math.abs(value)
  if (size >= 999_950) return `${trimmed(value / 1_000_000)}M`
  if (size >= 10_000) return `${trimmed(value / 1000)}k`
  if (size < 1) return String(Number(value.toPrecision(2)))
  return formatNumber(value, Number.isInteger(value) ? 0 : 1)
}

const trimmed = (value: number) => formatNumber(value, Number.isInteger(Math.round(value * 10) / 10) ? 0 : 1)

/** Room for the labels of both axes is taken from the picture itself. */
export const pictureBounds = {
  left: 8,
  right: 16,
  top: 12,
  bottom: 6,
  outerBoundsMode: 'same',
  outerBoundsContain: 'axisLabel',
}

/** Ctrl with the wheel zooms, shift and dragging moves; the plain wheel is left to the page. */
export const wheelZoom = {
  type: 'inside',
  filterMode: 'none',
  zoomOnMouseWheel: 'ctrl',
  moveOnMouseMove: 'shift',
  moveOnMouseWheel: false,
}
