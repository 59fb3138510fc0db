import { count } from '../formats.ts'

/** How near the end of a licence is. */
export type ExpiryState = 'expired' | 'soon' | 'near' | 'far'

/** Days before the end from which it is said loudly, and from which it is said at all. */
const soonDays = 7
const nearDays = 30

const dayNumber = (date: string): number => Math.round(Date.parse(`${date}T00:00:00Z`) / 86_400_000)

/** Days from `today` to the last day of validity, both ISO dates; negative: it was so many days ago. */
export const daysLeft = (expires: string, today: string): number => dayNumber(expires) - dayNumber(today)

export const expiryState = (expires: string, today: string): ExpiryState => {
  const left = daysLeft(expires, today)
  if (left < 0) return 'expired'
  return left <= soonDays ? 'soon' : left <= nearDays ? 'near' : 'far'
}

/** `in 12 days`, `today is the last day`, `expired 3 days ago`; far ends need no words beside their date. */
export const expiryWords = (expires: string, today: string): string => {
  const left = daysLeft(expires, today)
  if (left < 0) return `expired ${left === -1 ? 'yesterday' : `${count(-left, 'day')} ago`}`
  if (left === 0) return 'today is its last day'
  return left === 1 ? 'tomorrow is its last day' : left <= 90 ? `in ${count(left, 'day')}` : ''
}

/** `2026-12-04 · in 12 days` */
export const expiryText = (expires: string, today: string): string =>
  [expires, expiryWords(expires, today)].filter((part) => part !== '').join(' · ')
