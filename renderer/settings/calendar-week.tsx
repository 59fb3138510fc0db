import { TextInput, VisuallyHidden } from '@mantine/core'
import { type Weekday, weekdays } from '../../core/contract/weekdays.ts'
import { formatNumber } from '../formats.ts'
import classes from './calendar.module.css'
import type { CalendarDraft, ReadCalendar } from './calendar-draft.ts'
import { type StripSpan, stripOf, weekHours } from './week-strip.ts'

export const dayNames: { readonly [K in Weekday]: string } = {
  mon: 'Monday',
  tue: 'Tuesday',
  wed: 'Wednesday',
  thu: 'Thursday',
  fri: 'Friday',
  sat: 'Saturday',
  sun: 'Sunday',
}

const marks = [0, 6, 12, 18, 24]
const percent = (minutes: number) => `${(minutes / 1440) * 100}%`

const Strip = ({ spans }: { readonly spans: readonly StripSpan[] }) => (
  <div className={classes.strip} aria-hidden>
    {marks.slice(1, -1).map((hour) => (
      <i key={hour} style={{ left: percent(hour * 60) }} />
    ))}
    {spans.map(({ from, to }) => (
      <b key={from} style={{ left: percent(from), width: percent(to - from) }} />
    ))}
  </div>
)

interface CalendarWeekProps {
  readonly days: CalendarDraft['days']
  readonly problems: ReadCalendar['dayProblems']
  readonly onChange: (day: Weekday, text: string) => void
}

/** The hours of each day as text, and beside it the day as a strip; a night that goes on stands on both of its days. */
export const CalendarWeek = ({ days, problems, onChange }: CalendarWeekProps) => {
  const strips = stripOf(days)
  const hours = weekHours(days)
  return (
    <div className={classes.week}>
      <div className={classes.head} aria-hidden>
        <span />
        <span>Hours</span>
        <span className={classes.scale}>
          {marks.map((hour) => (
            <span key={hour} style={{ left: percent(hour * 60) }}>
              {String(hour).padStart(2, '0')}
            </span>
          ))}
        </span>
      </div>
      {weekdays.map((day) => (
        <div key={day} className={classes.day}>
          <span aria-hidden>{dayNames[day]}</span>
          <TextInput
            aria-label={`${dayNames[day]}, hours`}
            value={days[day]}
            placeholder="none"
            maxLength={200}
            error={problems[day]}
            onChange={(event) => onChange(day, event.currentTarget.value)}
          />
          <Strip spans={strips[day]} />
        </div>
      ))}
      <p className={classes.total}>
        {formatNumber(hours, Number.isInteger(hours) ? 0 : 2)} of 168 hours of a week without days off are prime time.
        <VisuallyHidden> Shown as a strip for each day.</VisuallyHidden>
      </p>
    </div>
  )
}
