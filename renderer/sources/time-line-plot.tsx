import type { KeyboardEvent, MouseEvent, Ref } from 'react'
import { useScheme } from '../design/theme.ts'
import { seriesPalette } from '../design/tokens.ts'
import { count, formatPercent } from '../formats.ts'
import classes from './time-line.module.css'
import type { Stretch, TimeLineRow } from './time-line-layout.ts'
import { type Span, ticksOf } from './time-window.ts'

/** Pixels. */
export const rowHeight = 30
const barHeight = 14
const axisHeight = 22

interface TimeLinePlotProps {
  readonly plotRef: Ref<HTMLDivElement>
  readonly rows: readonly TimeLineRow[]
  readonly window: Span
  readonly extent: Span
  readonly zone: string
  readonly width: number
  readonly label: string
  /** The picture in words. */
  readonly summary: string
  readonly canZoomIn: boolean
  readonly onKeyDown: (event: KeyboardEvent) => void
  /** Pixels from the left and the top of the bars. */
  readonly onPoint: (x: number, y: number) => void
  readonly onLeave: () => void
  readonly onPick: (x: number) => void
}

/** As high as the share of it that was observed; what is missing is hatched. */
const Bar = ({ stretch, y, colour }: { readonly stretch: Stretch; readonly y: number; readonly colour: string }) => {
  const { kind, from, to, x, width, hiddenGaps, observed } = stretch
  const share = kind === 'gap' ? 0 : hiddenGaps > 0 && to > from ? observed / (to - from) : 1
  // Where very little is missing, it is still seen that something is.
  const high = share === 1 ? barHeight : Math.min(barHeight - 1, Math.round(barHeight * share))
  const drawn = Math.max(width, 1)
  return (
    <>
      {high < barHeight && <rect x={x} y={y} width={drawn} height={barHeight - high} fill="url(#time-line-gap)" />}
      {high > 0 && <rect x={x} y={y + barHeight - high} width={drawn} height={high} fill={colour} />}
    </>
  )
}

/** Names at the left, bars and hatching over a time axis, coverage at the right. */
export const TimeLinePlot = (props: TimeLinePlotProps) => {
  const { rows, window, extent, width, zone } = props
  const [colour] = seriesPalette[useScheme()]
  const height = rows.length * rowHeight
  const scale = width / (window.to - window.from)
  const ticks = ticksOf(window, width, zone)
  const within = (event: MouseEvent<HTMLDivElement>): readonly [number, number] => {
    const box = event.currentTarget.getBoundingClientRect()
    return [event.clientX - box.left, event.clientY - box.top]
  }
  return (
    <div className={classes.plot}>
      <ul className={classes.names} aria-hidden>
        {rows.map(({ name }) => (
          <li key={name} title={name}>
            {name}
          </li>
        ))}
      </ul>
      <div
        ref={props.plotRef}
        className={classes.bars}
        data-zooms={props.canZoomIn || undefined}
        role="slider"
        tabIndex={0}
        aria-label="Time line of observed runs"
        aria-valuemin={extent.from}
        aria-valuemax={extent.to}
        aria-valuenow={Math.min(Math.max(window.from, extent.from), extent.to)}
        aria-valuetext={`${props.label}. ${props.summary}`}
        onKeyDown={props.onKeyDown}
        onMouseMove={(event) => props.onPoint(...within(event))}
        onMouseLeave={props.onLeave}
        onClick={(event) => props.onPick(within(event)[0])}
      >
        <svg width={width} height={height + axisHeight} shapeRendering="crispEdges" aria-hidden focusable={false}>
          <defs>
            <pattern
              id="time-line-gap"
              width="5"
              height="5"
              patternUnits="userSpaceOnUse"
              patternTransform="rotate(45)"
            >
              <line className={classes.hatch} x1="0" y1="0" x2="0" y2="5" />
            </pattern>
          </defs>
          {ticks.map(({ at }) => (
            <line
              key={at}
              className={classes.grid}
              x1={Math.round((at - window.from) * scale) + 0.5}
              x2={Math.round((at - window.from) * scale) + 0.5}
              y1={0}
              y2={height}
            />
          ))}
          {rows.map(({ name, stretches }, row) =>
            stretches.map((stretch) => (
              <Bar
                key={`${name} ${stretch.kind} ${stretch.from}`}
                stretch={stretch}
                y={row * rowHeight + (rowHeight - barHeight) / 2}
                colour={colour!}
              />
            )),
          )}
          <line className={classes.axis} x1={0} x2={width} y1={height + 0.5} y2={height + 0.5} />
          {ticks
            .map(({ at, label }) => ({ at, label, x: (at - window.from) * scale + 4 }))
            // A word that would be cut at the edge is left out; its line stands.
            .filter(({ label, x }) => x + label.length * 7 < width)
            .map(({ at, label, x }) => (
              <text key={at} className={classes.tick} x={x} y={height + 15}>
                {label}
              </text>
            ))}
        </svg>
      </div>
      <ul className={classes.numbers} aria-hidden>
        {rows.map(({ name, coverage, gaps }) => (
          <li key={name}>
            <span>{formatPercent(coverage)}</span>
            <span className={classes.gaps}>{coverage === undefined ? '' : count(gaps, 'gap')}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}
