import { useEffect, useEffectEvent, useRef, useState } from 'react'
import type { ChartLook } from './chart-look.ts'
import { chartOptions } from './chart-options.ts'
import {
  type ChartSubject,
  isRanking,
  manyPoints,
  nearestIndex,
  nearestSeries,
  pointCount,
  type SeriesPoint,
} from './chart-series.ts'
import { emptyPeriod, tooltipElement, tooltipLines, tooltipPlace } from './chart-tooltip.ts'
import { type Drawing, drawIn } from './echarts-modules.ts'
import { earlierTitle, periodTitle } from './period-title.ts'
import { type StandOut, standOutStyles } from './stand-out.ts'
import classes from './time-chart.module.css'
import { wallClock } from './wall-clock.ts'

interface TimeChartProps {
  readonly subject: ChartSubject
  readonly look: ChartLook
  readonly standOut: StandOut
  /** Which point the pointer or the arrow keys are at. */
  readonly onHover: (point: SeriesPoint | undefined) => void
  /** A click, or Enter. */
  readonly onPick: (point: SeriesPoint) => void
  /** A double click. */
  readonly onOpen: (place: ChartPlace) => void
  /** The pointer's other button, or Shift F10: at these pixels of the window. */
  readonly onMenu: (place: ChartPlace, x: number, y: number) => void
  /** The span on show after dragging over the picture, epoch milliseconds; `undefined`: all of it. */
  readonly onZoom: (span: { readonly from: number; readonly to: number } | undefined) => void
  /** Counted up by the page to show everything again. */
  readonly resetCount: number
}

/** A point of a series, or the denial marks of a period. */
export interface ChartPlace extends SeriesPoint {
  readonly isDenials: boolean
}

/** The denial marks stand on the time axis, up to this many pixels high. */
const denialHeight = 14

/** The one picture of the console. Its numbers stand in the table too; here one sees their course. */
export const TimeChart = (props: TimeChartProps) => {
  const { subject, look, standOut, onHover, onPick, onZoom, resetCount } = props
  const element = useRef<HTMLDivElement>(null)
  const [drawing, setDrawing] = useState<Drawing>()
  const pointed = useRef<SeriesPoint>(undefined)

  useEffect(() => {
    if (!element.current) return
    const made = drawIn(element.current)
    setDrawing(made)
    const observer = new ResizeObserver(() => made.resize())
    observer.observe(element.current)
    return () => {
      observer.disconnect()
      made.dispose()
      setDrawing(undefined)
    }
  }, [])

  /** The period and the series under a pixel of the picture. */
  const pointAt = useEffectEvent((x: number, y: number): SeriesPoint | undefined => {
    if (!drawing?.containPixel({ gridIndex: 0 }, [x, y])) return undefined
    const [across, up] = drawing.convertFromPixel({ gridIndex: 0 }, [x, y]) as unknown as readonly [number, number]
    if (isRanking(subject))
      return { series: Math.max(0, Math.min(subject.chart.series.length - 1, Math.round(up))), index: 0 }
    if (subject.kind === 'levels') return nearestSeries(subject, Math.round(across), up)
    const clock = wallClock(subject.zone)
    const index = nearestIndex(subject.chart.times, clock.toInstant(across))
    return index < 0 ? undefined : nearestSeries(subject, index, up)
  })

  const point = useEffectEvent((at: SeriesPoint | undefined) => {
    const before = pointed.current
    if (before?.series === at?.series && before?.index === at?.index) return
    pointed.current = at
    onHover(at)
  })

  /** A compared period is named with the one it is compared with. */
  const titleAt = (index: number): string => {
    const earlier = earlierTitle(subject, index)
    return earlier === undefined ? periodTitle(subject, index) : `${periodTitle(subject, index)} (earlier: ${earlier})`
  }

  const tooltip = useEffectEvent((params: unknown): HTMLElement => {
    const first = (Array.isArray(params) ? params[0] : params) as {
      readonly axisValue?: number
      readonly dataIndex?: number
    }
    const ofTime = subject.kind !== 'levels' && !isRanking(subject)
    const index = ofTime
      ? nearestIndex(subject.chart.times, wallClock(subject.zone).toInstant(first?.axisValue ?? 0))
      : (first?.dataIndex ?? 0)
    if (isRanking(subject)) {
      const lines = tooltipLines(subject, 0, index, look).filter((it) => it.isNearest)
      return tooltipElement(titleAt(0), lines, emptyPeriod(subject, 0), classes)
    }
    return tooltipElement(
      titleAt(index),
      tooltipLines(subject, index, pointed.current?.series, look),
      emptyPeriod(subject, index),
      classes,
    )
  })

  const position = useEffectEvent((pointer: readonly [number, number], _: unknown, box: HTMLElement) =>
    tooltipPlace(
      pointer,
      { width: box.offsetWidth, height: box.offsetHeight },
      element.current?.getBoundingClientRect() ?? { left: 0, top: 0 },
      { width: window.innerWidth, height: window.innerHeight },
    ),
  )

  useEffect(() => {
    if (!drawing) return
    const options = chartOptions(subject, look) as { tooltip: object }
    drawing.setOption({ ...options, tooltip: { ...options.tooltip, formatter: tooltip, position } }, { notMerge: true })
    const brush = subject.kind !== 'levels' && !isRanking(subject)
    if (brush)
      drawing.dispatchAction({
        type: 'takeGlobalCursor',
        key: 'brush',
        brushOption: { brushType: 'lineX', brushMode: 'single' },
      })
  }, [drawing, subject, look])

  // Only strokes change: the numbers stay where they are.
  useEffect(() => {
    if (!drawing) return
    const restyle = () => drawing.setOption({ series: standOutStyles(subject, look, standOut) })
    const timer = window.setTimeout(restyle, pointCount(subject) > manyPoints ? 120 : 0)
    return () => window.clearTimeout(timer)
  }, [drawing, subject, look, standOut])

  const zoomed = useEffectEvent((from: number, to: number) => {
    const clock = wallClock(subject.zone)
    drawing?.dispatchAction({ type: 'dataZoom', dataZoomIndex: 0, startValue: from, endValue: to })
    onZoom({ from: clock.toInstant(from), to: clock.toInstant(to) })
  })
  const placeAt = useEffectEvent((x: number, y: number): ChartPlace | undefined => {
    const at = pointAt(x, y)
    if (!at || !drawing) return undefined
    const hasDenials = subject.kind !== 'levels' && !isRanking(subject) && (subject.chart.denials?.[at.index] ?? 0) > 0
    const isLow = hasDenials && !drawing.containPixel({ gridIndex: 0 }, [x, y + denialHeight])
    return { ...at, isDenials: isLow }
  })
  const opened = useEffectEvent((x: number, y: number) => {
    const at = placeAt(x, y)
    if (at) props.onOpen(at)
  })
  const openMenu = useEffectEvent((event: MouseEvent, x: number, y: number) => {
    const at = placeAt(x, y)
    if (!at) return
    event.preventDefault()
    props.onMenu(at, event.clientX, event.clientY)
  })
  const picked = useEffectEvent((x: number, y: number) => {
    const at = pointAt(x, y)
    if (at) onPick(at)
  })

  useEffect(() => {
    if (!drawing) return
    const pen = drawing.getZr()
    pen.on('mousemove', (event) => point(pointAt(event.offsetX, event.offsetY)))
    pen.on('globalout', () => point(undefined))
    pen.on('click', (event) => picked(event.offsetX, event.offsetY))
    pen.on('dblclick', (event) => opened(event.offsetX, event.offsetY))
    pen.on('contextmenu', (event) => openMenu(event.event as unknown as MouseEvent, event.offsetX, event.offsetY))
    drawing.on('brushEnd', (event) => {
      const { areas } = event as { readonly areas: readonly { readonly coordRange: readonly [number, number] }[] }
      const range = areas[0]?.coordRange
      drawing.dispatchAction({ type: 'brush', areas: [] })
      if (range && range[1] - range[0] > 0) zoomed(range[0], range[1])
    })
  }, [drawing])

  useEffect(() => {
    if (drawing && resetCount > 0) drawing.dispatchAction({ type: 'dataZoom', dataZoomIndex: 0, start: 0, end: 100 })
  }, [drawing, resetCount])

  /** Where a point is drawn, in pixels of the picture. */
  const pixelOf = (drawn: Drawing, { series, index }: SeriesPoint) => {
    const value = subject.chart.series[series]?.values[index] ?? 0
    const time = subject.chart.times[index] ?? 0
    const at = isRanking(subject)
      ? [value, series]
      : [subject.kind === 'levels' ? index : wallClock(subject.zone).toWall(time), value]
    const [x, y] = drawn.convertToPixel({ gridIndex: 0 }, at) as unknown as readonly [number, number]
    return { x, y }
  }

  /** Arrow keys walk along the periods, the tooltip follows; up and down change the series. */
  const onKeyDown = (event: React.KeyboardEvent) => {
    const { times, series } = subject.chart
    const at = pointed.current ?? { series: 0, index: -1 }
    const step = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[event.key]
    if (event.key === 'Enter' && pointed.current) onPick(pointed.current)
    if ((event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) && pointed.current && drawing) {
      event.preventDefault()
      const [place, box] = [pointed.current, event.currentTarget.getBoundingClientRect()]
      const { x, y } = pixelOf(drawing, place)
      // After this key: the menu would take it for one that closes it.
      window.setTimeout(() => props.onMenu({ ...place, isDenials: false }, box.left + x, box.top + y))
    }
    if (!step || !drawing || times.length === 0 || series.length === 0) return
    event.preventDefault()
    const clamp = (value: number, length: number) => Math.max(0, Math.min(length - 1, value))
    const next = { index: clamp(at.index + step[0]!, times.length), series: clamp(at.series + step[1]!, series.length) }
    point(next)
    drawing.dispatchAction({ type: 'showTip', ...pixelOf(drawing, next) })
  }

  return (
    <div
      className={classes.chart}
      ref={element}
      role="img"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys read the picture point by point
      tabIndex={0}
      aria-label={subject.chart.summary}
      onKeyDown={onKeyDown}
      onBlur={() => {
        drawing?.dispatchAction({ type: 'hideTip' })
        point(undefined)
      }}
    />
  )
}
