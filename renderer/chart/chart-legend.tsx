import type { ChartLook } from './chart-look.ts'
import type { ChartSubject } from './chart-series.ts'
import type { StandOut } from './stand-out.ts'
import classes from './time-chart.module.css'

interface ChartLegendProps {
  readonly subject: ChartSubject
  readonly look: ChartLook
  readonly standOut: StandOut
  /** A name was pressed: it stands out, or no longer. */
  readonly onToggle: (name: string) => void
}

/** Which colour is whom. Real buttons, so that it can be used without a pointer. */
export const ChartLegend = ({ subject, look, standOut, onToggle }: ChartLegendProps) => {
  const { chart, kind } = subject
  return (
    <ul className={classes.legend} aria-label="Legend">
      {kind !== 'levels' && chart.capacity?.some((it) => it !== null) && (
        <Note mark={classes.capacityKey}>Capacity</Note>
      )}
      {kind !== 'levels' && chart.denials?.some((it) => it > 0) && <Note mark={classes.denialKey}>Denials</Note>}
      {kind !== 'levels' && chart.unobserved.length > 0 && <Note mark={classes.unobservedKey}>Not observed</Note>}
      {kind !== 'levels' && chart.earlier?.series.some((it) => it.some((value) => value !== null)) && (
        <Note mark={classes.earlierKey} title={`Earlier: ${chart.earlier.label}`}>
          {kind === 'stacked' ? 'Earlier, sum' : 'Earlier'}
        </Note>
      )}
      {chart.series.map(({ name }, at) => (
        <li key={name}>
          <button
            type="button"
            className={classes.legendItem}
            aria-pressed={standOut.has(name)}
            title={name}
            onClick={() => onToggle(name)}
          >
            <span className={classes.swatch} style={{ backgroundColor: look.seriesColours[at] }} />
            <span>{name}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}

interface NoteProps {
  readonly mark: string | undefined
  readonly title?: string
  readonly children: string
}

const Note = ({ mark, title, children }: NoteProps) => (
  <li className={`${classes.legendItem} ${classes.legendNote}`} title={title}>
    <span className={mark} />
    <span>{children}</span>
  </li>
)
