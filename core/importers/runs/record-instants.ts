import { parseRowTime } from '../tables/row-time.ts'

const zero = 48
/** Two digits; less than 0 where there are none. */
const digits = (text: string, at: number): number => {
  const tens = text.charCodeAt(at) - zero
  const ones = text.charCodeAt(at + 1) - zero
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1000
}

/** Seconds since 1970 of an instant with an offset or `Z`, or in milliseconds since 1970; NaN for anything else, and outside of 1980 to 2100. */
export const instantOf = (text: string): number => {
  const found = parseRowTime(text)
  return found?.isUtc && !found.isDay ? found.seconds : Number.NaN
}

/** `instantOf` for many lines in order: `2026-03-02T08:00:00.250Z` of the same day as the one before is read in a few steps. */
export const createInstants = () => {
  let lastDay = '\0'
  let lastMidnight = Number.NaN
  return (text: string): number => {
    const { length } = text
    if ((length === 24 || length === 20) && text.charCodeAt(length - 1) === 90 && text.startsWith(lastDay)) {
      const hour = digits(text, 11)
      const minute = digits(text, 14)
      const second = digits(text, 17)
      const rest = length === 20 ? 0 : digits(text, 20)
      const last = length === 20 ? 0 : text.charCodeAt(22) - zero
      const isTime = hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60
      const isSeparated = text.charCodeAt(10) === 84 && text.charCodeAt(13) === 58 && text.charCodeAt(16) === 58
      const isFraction = length === 20 || (text.charCodeAt(19) === 46 && rest >= 0 && last >= 0 && last <= 9)
      if (isTime && isSeparated && isFraction)
        return lastMidnight + hour * 3600 + minute * 60 + second + (rest * 10 + last) / 1000
    }
    const seconds = instantOf(text)
    if (!Number.isNaN(seconds) && /^\d{4}-\d\d-\d\dT.*Z$/.test(text)) {
      lastDay = text.slice(0, 10)
      lastMidnight = Math.floor(seconds / 86400) * 86400
    }
    return seconds
  }
}

/** Seconds between two instants, to the millisecond. */
export const secondsBetween = (from: number, to: number): number => Math.round((to - from) * 1000) / 1000
