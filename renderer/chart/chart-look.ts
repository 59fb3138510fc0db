import { colours, fonts, type Scheme, seriesColours } from '../design/tokens.ts'
import type { ChartSubject } from './chart-series.ts'

/** What the page's tokens and the reader's settings add to the numbers. */
export interface ChartLook {
  /** One colour per series, in their order. */
  readonly seriesColours: readonly string[]
  readonly text: string
  readonly gridLine: string
  readonly axisLine: string
  readonly page: string
  readonly border: string
  readonly capacity: string
  readonly denial: string
  /** The earlier sum over a stack. */
  readonly earlier: string
  readonly accent: string
  /** Fill of time that nobody observed: a hatching, as any fill the canvas takes. */
  readonly hatching: unknown
  readonly fontFamily: string
  readonly reducedMotion: boolean
}

/** Diagonal strokes on a small tile that repeats without a seam. */
const hatching = (colour: string): unknown => {
  const tile = document.createElement('canvas')
  tile.width = 8
  tile.height = 8
  const pen = tile.getContext('2d')
  if (!pen) return colour
  pen.strokeStyle = colour
  pen.lineWidth = 1
  pen.beginPath()
  for (const at of [-8, 0, 8]) {
    pen.moveTo(at, 8)
    pen.lineTo(at + 8, 0)
  }
  pen.stroke()
  return { image: tile, repeat: 'repeat' }
}

/** The tokens as a picture needs them; the folded rest is grey, whatever it is called. */
export const chartLook = (subject: ChartSubject, scheme: Scheme, reducedMotion: boolean): ChartLook => {
  const c = colours[scheme]
  const { series, hasOther } = subject.chart
  const named = hasOther ? series.slice(0, -1) : series
  return {
    seriesColours: [
      ...seriesColours(
        named.map((it) => it.name),
        scheme,
      ),
      ...(hasOther ? [c.otherSeries] : []),
    ],
    text: c.chartText,
    gridLine: c.chartGrid,
    axisLine: c.chartAxis,
    page: c.raised,
    border: c.border,
    capacity: c.capacity,
    denial: c.denial,
    earlier: c.chartText,
    accent: c.accent,
    hatching: hatching(c.unobserved),
    fontFamily: fonts.text,
    reducedMotion,
  }
}
