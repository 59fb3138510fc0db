import { type Weekday, weekdays } from '../../core/contract/weekdays.ts'
import { type CalendarDraft, readHours } from './calendar-draft.ts'

/** Minutes of a day, half-open. */
export interface StripSpan {
  readonly from: number
  readonly to: number
}

const wholeDay = 24 * 60
const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))

const united = (spans: readonly StripSpan[]): readonly StripSpan[] => {
  const found: { from: number; to: number }[] = []
  for (const { from, to } of [...spans].sort((a, b) => a.from - b.from)) {
    const last = found.at(-1)
    if (last && from <= last.to) last.to = Math.max(last.to, to)
    else found.push({ from, to })
  }
  return found
}

/** The prime time of each day of a week without days off; what a night brings into the next day stands there. */
export const stripOf = (days: CalendarDraft['days']): { readonly [K in Weekday]: readonly StripSpan[] } => {
  const spans: { [K in Weekday]: StripSpan[] } = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] }
  for (const [at, day] of weekdays.entries())
    for (const range of readHours(days[day]).ranges) {
      const from = minutesOf(range.from)
      const to = minutesOf(range.to)
      if (to > from) spans[day].push({ from, to })
      else {
        spans[day].push({ from, to: wholeDay })
        if (to > 0) spans[weekdays[(at + 1) % 7]!].push({ from: 0, to })
      }
    }
  return Object.fromEntries(weekdays.map((day) => [day, united(spans[day])])) as ReturnType<typeof stripOf>
}

/** Hours of prime time in such a week. */
export const weekHours = (days: CalendarDraft['days']): number =>
  Object.values(stripOf(days))
    .flat()
    .reduce((sum, { from, to }) => sum + to - from, 0) / 60
