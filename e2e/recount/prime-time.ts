// Prime time for the recount: every minute is asked by itself, from the calendar as it is written.

import { offsetAt } from './local-time.ts'

export type Calendar = {
  readonly ranges: readonly { readonly days: readonly string[]; readonly from: string; readonly to: string }[]
  readonly holidays?: readonly { readonly date: string; readonly name?: string; readonly yearly?: boolean }[]
}

/** A calendar and the zone of the log whose clock it is read on. */
export type PrimeTime = { readonly calendar: Calendar; readonly zone: string }

const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']

/** `prime`, `non-prime`, or `undef` without a calendar. */
export function primeAt(prime: PrimeTime | undefined, at: number): string {
  if (!prime) return 'undef'
  const { calendar, zone } = prime
  const wall = new Date((at + offsetAt(zone, at)) * 1000)
  const [date, time] = wall.toISOString().slice(0, 16).split('T')
  const today = DAYS[wall.getUTCDay()]
  const yesterday = DAYS[(wall.getUTCDay() + 6) % 7]
  const isHoliday = (calendar.holidays ?? []).some((one) =>
    one.yearly ? one.date.slice(5) === date.slice(5) : one.date === date,
  )
  if (isHoliday) return 'non-prime'
  // Times of day are compared as text.
  const isIn = calendar.ranges.some(({ days, from, to }) =>
    from < to
      ? days.includes(today) && from <= time && time < to
      : (days.includes(today) && from <= time) || (days.includes(yesterday) && time < to),
  )
  return isIn ? 'prime' : 'non-prime'
}

const DAY = 86400
const known = new WeakMap<PrimeTime, Map<number, number[]>>()

/** Instants in `(from, to)` at which prime time begins or ends. */
export function primeChanges(prime: PrimeTime | undefined, from: number, to: number): number[] {
  if (!prime) return []
  const days = known.get(prime) ?? new Map<number, number[]>()
  known.set(prime, days)
  const found: number[] = []
  for (let day = Math.floor(from / DAY); day * DAY < to; day++) {
    const all = days.get(day) ?? changesOfDay(prime, day)
    days.set(day, all)
    for (const at of all) if (at > from && at < to) found.push(at)
  }
  return found
}

/** Within a day of UTC; clocks change on quarters of an hour, so a calendar of five-minute times is asked every five minutes. */
function changesOfDay(prime: PrimeTime, day: number): number[] {
  const isCoarse = prime.calendar.ranges.every(({ from, to }) => [from, to].every((time) => /[05]$/.test(time)))
  const step = isCoarse ? 300 : 60
  const changes: number[] = []
  let before = primeAt(prime, day * DAY - step)
  for (let at = day * DAY; at < (day + 1) * DAY; at += step) {
    const now = primeAt(prime, at)
    if (now !== before) changes.push(at)
    before = now
  }
  return changes
}
