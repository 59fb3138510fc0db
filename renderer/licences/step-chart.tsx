import type { CapacityStep } from '../../core/contract/capacity.ts'
import { count, formatDate, formatNumber } from '../formats.ts'
import classes from './licences.module.css'
import { type Stretch, stretchesOf, topOf } from './step-line.ts'

interface StepChartProps {
  readonly label: string
  readonly steps: readonly CapacityStep[]
  /** IANA zone of the dates. */
  readonly zone: string
  /** Epoch milliseconds. */
  readonly now: number
}

/** Units of the drawing; it is stretched to its place, its strokes are not. */
const width = 1000
const height = 100

/** The number over time as one stepped line. The table below says the same in words. */
export const StepChart = ({ label, steps, zone, now }: StepChartProps) => {
  const stretches = stretchesOf(steps, now)
  if (stretches.length === 0) return null
  const start = stretches[0]!.from
  const end = stretches[stretches.length - 1]!.to
  const top = topOf(stretches)
  const x = (at: number) => ((at - start) / Math.max(1, end - start)) * width
  const y = (licences: number) => height - (licences / top) * height
  return (
    <figure className={classes.chart}>
      <div className={classes.chartTop} aria-hidden>
        <span>{formatNumber(top)}</span>
        <span>0</span>
      </div>
      <div className={classes.chartBody}>
        <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" role="img" aria-label={label}>
          <title>{label}</title>
          {stretches.map((stretch) =>
            typeof stretch.licences === 'number' ? null : (
              <rect
                key={stretch.from}
                className={stretch.licences === null ? classes.unknown : classes.uncounted}
                x={x(stretch.from)}
                y={0}
                width={x(stretch.to) - x(stretch.from)}
                height={height}
              />
            ),
          )}
          <path className={classes.line} d={pathOf(stretches, x, y)} vectorEffect="non-scaling-stroke" />
        </svg>
        {end - now > (end - start) / 50 && now > start && (
          <div className={classes.today} style={{ left: `${(x(now) / width) * 100}%` }} aria-hidden>
            <span>today</span>
          </div>
        )}
        <div className={classes.chartTimes} aria-hidden>
          <span>{formatDate(start, zone)}</span>
          <span>{formatDate(end, zone)}</span>
        </div>
      </div>
      <figcaption className="visually-hidden">{count(steps.length, 'step')}; the table lists them.</figcaption>
    </figure>
  )
}

/** Along each number, up or down to the next; the pen is lifted where there is none. */
const pathOf = (stretches: readonly Stretch[], x: (at: number) => number, y: (licences: number) => number): string => {
  let isDown = false
  return stretches
    .map(({ from, to, licences }) => {
      if (typeof licences !== 'number') {
        isDown = false
        return ''
      }
      const start = `${isDown ? 'L' : 'M'}${x(from)} ${y(licences)}`
      isDown = true
      return `${start}L${x(to)} ${y(licences)}`
    })
    .join('')
}
