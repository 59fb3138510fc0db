import type { HarvestingRules } from '../../core/agents/protocol/configuration.ts'

export type WorkingHours = NonNullable<HarvestingRules['workingHours']>

/** A moment on the wall clock of the machine: day 1 Monday ... 7 Sunday, and minutes since midnight. */
export interface LocalMinute {
  readonly day: number
  readonly minute: number
}

/** @param at epoch milliseconds */
export const localMinute = (at: number): LocalMinute => {
  const local = new Date(at)
  return { day: local.getDay() || 7, minute: local.getHours() * 60 + local.getMinutes() }
}

/** From `from` up to, not including, `to`. Hours that go over midnight belong to the day on which they begin. */
export const isWorkingTime = ({ days, from, to }: WorkingHours, { day, minute }: LocalMinute): boolean => {
  const [begin, end] = [minuteOf(from), minuteOf(to)]
  if (begin < end) return days.includes(day) && minute >= begin && minute < end
  return (days.includes(day) && minute >= begin) || (days.includes(day === 1 ? 7 : day - 1) && minute < end)
}

// 08:30
const minuteOf = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5))

const dayNames = ['', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

/** `Mon 18:04` */
export const wallClock = ({ day, minute }: LocalMinute): string =>
  `${dayNames[day]} ${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`

/** `Mon Tue Fri 08:00-18:00` */
export const hoursText = ({ days, from, to }: WorkingHours): string =>
  `${[...days]
    .sort()
    .map((day) => dayNames[day])
    .join(' ')} ${from}-${to}`
