import type { PrimeTimeCalendar } from '../../core/contract/application.ts'
import { type Weekday, weekdays } from '../../core/contract/weekdays.ts'
import { readHolidays, writeHolidays } from './holiday-list.ts'

/** The calendar as it is typed: the hours of each day and the days off as text, right or not. */
export interface CalendarDraft {
  readonly isOn: boolean
  readonly days: { readonly [K in Weekday]: string }
  readonly holidays: string
}

/** Times of one day, `HH:MM`; `to` may be `24:00`, or earlier than `from`: then it is of the next day. */
export interface HourRange {
  readonly from: string
  readonly to: string
}

/** `8`, `8:30`, `08.30` or `24:00` as `HH:MM`; nothing where it is no time of day. */
const timeOf = (text: string): string | undefined => {
  const [, hour, minute = '00'] = /^(\d{1,2})(?:[:.](\d{2}))?$/.exec(text) ?? []
  if (hour === undefined || Number(minute) > 59) return undefined
  if (Number(hour) > 23 && !(Number(hour) === 24 && Number(minute) === 0)) return undefined
  return `${hour.padStart(2, '0')}:${minute}`
}

/** `08:00–12:00, 13–17:30`. Nothing typed: no hours. */
export const readHours = (text: string): { readonly ranges: readonly HourRange[]; readonly problem?: string } => {
  const ranges: HourRange[] = []
  for (const part of text.split(/[,;]/)) {
    if (part.trim() === '') continue
    const [from, to, ...rest] = part.split(/[-–—]|\bto\b/).map((each) => timeOf(each.trim()))
    if (from === undefined || to === undefined || rest.length > 0)
      return { ranges, problem: `“${part.trim()}” is not a time from and to, such as 08:00–18:00.` }
    if (from === to || from === '24:00')
      return { ranges, problem: `“${part.trim()}” has no length. The whole day is 00:00–24:00.` }
    ranges.push({ from, to })
  }
  return { ranges }
}

export const writeHours = (ranges: readonly HourRange[]): string =>
  ranges.map(({ from, to }) => `${from}–${to}`).join(', ')

const perDay = <T>(of: (day: Weekday) => T): { readonly [K in Weekday]: T } =>
  Object.fromEntries(weekdays.map((day) => [day, of(day)])) as { [K in Weekday]: T }

const workDays: readonly Weekday[] = weekdays.slice(0, 5)
/** What somebody who turns the calendar on begins with. */
const usualWeek: CalendarDraft['days'] = perDay((day) => (workDays.includes(day) ? '08:00–18:00' : ''))

/** The saved calendar as text. Without one: off, with the usual week ready to be turned on. */
export const draftOf = (calendar: PrimeTimeCalendar | null): CalendarDraft => {
  if (calendar === null) return { isOn: false, days: usualWeek, holidays: '' }
  return {
    isOn: true,
    days: perDay((day) =>
      writeHours(
        calendar.ranges
          .filter(({ days }) => days.includes(day))
          .map(({ from, to }) => ({ from, to }))
          .sort((a, b) => (a.from < b.from ? -1 : 1)),
      ),
    ),
    holidays: writeHolidays(
      calendar.holidays.map(({ date, name = '', yearly }) => ({ date, name, ...(yearly ? { yearly } : {}) })),
    ),
  }
}

export interface ReadCalendar {
  /** Absent while anything is wrong. */
  readonly calendar?: PrimeTimeCalendar | null
  readonly dayProblems: { readonly [K in Weekday]?: string }
  readonly holidayProblems: readonly string[]
  /** What is wrong with all of it together. */
  readonly problem?: string
}

const mostHolidays = 2000

/** What was typed as a calendar that can be saved, or what is wrong with it and where. */
export const readCalendar = (draft: CalendarDraft): ReadCalendar => {
  if (!draft.isOn) return { calendar: null, dayProblems: {}, holidayProblems: [] }
  const dayProblems: { [K in Weekday]?: string } = {}
  const byRange = new Map<string, { from: string; to: string; days: Weekday[] }>()
  for (const day of weekdays) {
    const { ranges, problem } = readHours(draft.days[day])
    if (problem) dayProblems[day] = problem
    for (const { from, to } of ranges) {
      const key = `${from} ${to}`
      const known = byRange.get(key)
      if (!known) byRange.set(key, { from, to, days: [day] })
      else if (!known.days.includes(day)) known.days.push(day)
    }
  }
  const { holidays, problems } = readHolidays(draft.holidays)
  const holidayProblems = problems.map(({ line, reason }) => `Line ${line}: ${reason}`)
  if (holidays.length > mostHolidays) holidayProblems.push(`No more than ${mostHolidays} days off can be kept.`)
  const isRight = Object.keys(dayProblems).length === 0
  if (isRight && byRange.size === 0)
    return { dayProblems, holidayProblems, problem: 'No day has any hours. Type some, or turn the calendar off.' }
  if (byRange.size > 50)
    return { dayProblems, holidayProblems, problem: 'No more than 50 different ranges can be kept.' }
  if (!isRight || holidayProblems.length > 0) return { dayProblems, holidayProblems }
  return {
    calendar: {
      ranges: [...byRange.values()],
      holidays: holidays.map(({ date, name, yearly }) => ({
        date,
        ...(name ? { name } : {}),
        ...(yearly ? { yearly } : {}),
      })),
    },
    dayProblems,
    holidayProblems,
  }
}
