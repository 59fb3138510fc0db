const day = 86400

/** Midnight of a civil date as seconds since 1970; NaN where there is no such date, or none between 1980 and 2100. */
export const midnightOf = (year: number, month: number, dayOfMonth: number): number => {
  if (!(year >= 1980 && year < 2100 && month >= 1 && month <= 12 && dayOfMonth >= 1 && dayOfMonth <= 31))
    return Number.NaN
  const milliseconds = Date.UTC(year, month - 1, dayOfMonth)
  return new Date(milliseconds).getUTCMonth() === month - 1 ? milliseconds / 1000 : Number.NaN
}

/** Midnight of the date without a year that is nearest to a known time: 01/01 right after 12/31 is the next year's. */
export const nearestMidnight = (month: number, dayOfMonth: number, near: number): number => {
  const year = new Date(near * 1000).getUTCFullYear()
  let best = Number.NaN
  for (const candidate of [year, year - 1, year + 1]) {
    const midnight = midnightOf(candidate, month, dayOfMonth)
    if (!(Math.abs(midnight - near) >= Math.abs(best - near))) best = Number.isNaN(midnight) ? best : midnight
  }
  return best
}

/** Midnight of the date without a year that comes next, in a log that only goes forward: at most two days before the last line (a clock set back). */
export const nextMidnight = (month: number, dayOfMonth: number, last: number): number => {
  const year = new Date(last * 1000).getUTCFullYear()
  for (let candidate = year - 1; candidate <= year + 4; candidate++) {
    const midnight = midnightOf(candidate, month, dayOfMonth)
    if (midnight >= last - 2 * day) return midnight
  }
  return Number.NaN
}

/** Seconds since 1970 of a time of day without a date, nearest to a known time: half a day off at most. */
export const nearestTimeOfDay = (secondOfDay: number, near: number): number => {
  const at = Math.floor(near / day) * day + secondOfDay
  return at - near > day / 2 ? at - day : near - at > day / 2 ? at + day : at
}

const digit = (text: string, at: number): number => {
  const value = text.charCodeAt(at) - 48
  return value >= 0 && value <= 9 ? value : Number.NaN
}

/** Two digits; NaN where there are none. */
export const twoDigits = (text: string, at: number): number => digit(text, at) * 10 + digit(text, at + 1)

/**
 * Seconds since midnight of `18:12:51`, `9:05`, `18:12:51.0042` (what is behind the point is tenths of milliseconds, as RLM's detailed
 * form has them); NaN for anything else.
 */
export const secondOfDay = (text: string): number => {
  const shift = text.charCodeAt(1) === 58 ? 1 : 0
  const hour = shift === 1 ? digit(text, 0) : twoDigits(text, 0)
  const minute = twoDigits(text, 3 - shift)
  if (!(hour < 24 && minute < 60) || text.charCodeAt(2 - shift) !== 58) return Number.NaN
  const whole = hour * 3600 + minute * 60
  const rest = text.length + shift
  if (rest === 5) return whole
  const second = twoDigits(text, 6 - shift)
  if (!(second < 60) || text.charCodeAt(5 - shift) !== 58) return Number.NaN
  if (rest === 8) return whole + second
  const tenths = text.slice(9 - shift)
  if (text.charCodeAt(8 - shift) !== 46 || !/^\d{1,4}$/.test(tenths)) return Number.NaN
  return whole + second + Math.floor(Number(tenths) / 10) / 1000
}
