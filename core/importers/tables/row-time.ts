/** A time as a row of a table states it. */
export interface RowTime {
  /** Seconds since 1970, with milliseconds behind the point. */
  readonly seconds: number
  /** An instant; else a wall clock's time in a zone that the row does not tell. */
  readonly isUtc: boolean
  /** A date without a time of day. */
  readonly isDay: boolean
}

const time = String.raw`(?:(?:T|,?\s+)(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?\s*([ap]m)?\s*(z|utc|gmt|[+-]\d\d(?::?\d\d)?)?)?`
/** `2024-03-04T09:15:00.250+01:00`, `2024/03/04 9:15` */
const yearFirst = new RegExp(String.raw`^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})${time}$`, 'i')
/** `04.03.2024 09:15`, `3/4/2024 9:15 AM` */
const yearLast = new RegExp(String.raw`^(\d{1,2})([./-])(\d{1,2})\2(\d{4})${time}$`, 'i')
/** `4-Mar-2024 09:15`, `04 March 2024` */
const monthNamed = new RegExp(String.raw`^(\d{1,2})[ -]([a-z]{3})[a-z]*\.?[ -](\d{4})${time}$`, 'i')
const epoch = /^\d{9,10}(?:\.\d+)?$|^\d{12,13}$/
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** Licences have been counted by programs for so long, and not yet for longer. */
const firstYear = 1980
const lastYear = 2100

/**
 * Reads a date, or a date with a time of day. With an offset or `Z`, and as seconds or milliseconds since 1970, it is an instant; without,
 * the time of a wall clock. Undefined for what is no time, and outside the years 1980 to 2100.
 */
export const parseRowTime = (text: string, isDayFirst = false): RowTime | undefined => {
  const usual = usualTime(text)
  if (usual) return usual
  const trimmed = text.trim()
  const iso = yearFirst.exec(trimmed)
  if (iso) return timeOf(Number(iso[1]), Number(iso[2]), Number(iso[3]), iso, 4)
  const last = yearLast.exec(trimmed)
  if (last) {
    const [day, month] = isDayFirst || last[2] === '.' ? [last[1], last[3]] : [last[3], last[1]]
    return timeOf(Number(last[4]), Number(month), Number(day), last, 5)
  }
  const named = monthNamed.exec(trimmed)
  if (named)
    return timeOf(Number(named[3]), months.indexOf((named[2] as string).toLowerCase()) + 1, Number(named[1]), named, 4)
  if (!epoch.test(trimmed)) return undefined
  const seconds = /^\d{12}/.test(trimmed) ? Number(trimmed) / 1000 : Number(trimmed)
  const year = new Date(seconds * 1000).getUTCFullYear()
  return year >= firstYear && year <= lastYear ? { seconds, isUtc: true, isDay: false } : undefined
}

let usualDay = ''
let usualMidnight = 0

/** `2024-03-04T09:15:00`, as most rows have it, on the day of the row before; else undefined. */
const usualTime = (text: string): RowTime | undefined => {
  if (text.charCodeAt(10) !== 0x54 || text.slice(0, 10) !== usualDay) return remember(text)
  const digits = (at: number): number => {
    const tens = text.charCodeAt(at) - 48
    const ones = text.charCodeAt(at + 1) - 48
    return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : 99
  }
  const hours = digits(11)
  const minutes = digits(14)
  const seconds = digits(17)
  if (hours > 23 || minutes > 59 || seconds > 59 || text[13] !== ':' || text[16] !== ':') return undefined
  const wall = usualMidnight + hours * 3600 + minutes * 60 + seconds
  if (text.length === 19) return { seconds: wall, isUtc: false, isDay: false }
  if (text.length === 20 && text[19] === 'Z') return { seconds: wall, isUtc: true, isDay: false }
  const sign = text[19]
  if (text.length !== 25 || (sign !== '+' && sign !== '-') || text[22] !== ':') return undefined
  const east = digits(20) * 3600 + digits(23) * 60
  if (east > 15 * 3600) return undefined
  return { seconds: sign === '-' ? wall + east : wall - east, isUtc: true, isDay: false }
}

/** The day of this row is the usual one from now on, where it is written so. */
const remember = (text: string): undefined => {
  const day = /^\d{4}-\d\d-\d\d(?=T)/.test(text) ? parseRowTime(text.slice(0, 10)) : undefined
  if (!day) return undefined
  usualDay = text.slice(0, 10)
  usualMidnight = day.seconds
  return undefined
}

/** @param at where the time of day begins in `found` */
const timeOf = (
  year: number,
  month: number,
  day: number,
  found: readonly (string | undefined)[],
  at: number,
): RowTime | undefined => {
  const [hour, minute, second, fraction, half, zone] = found.slice(at)
  if (year < firstYear || year > lastYear || month < 1 || month > 12 || day < 1) return undefined
  if (day > new Date(Date.UTC(year, month, 0)).getUTCDate()) return undefined
  const midnight = Date.UTC(year, month - 1, day) / 1000
  if (hour === undefined) return { seconds: midnight, isUtc: false, isDay: true }
  let hours = Number(hour)
  if (half !== undefined) {
    if (hours < 1 || hours > 12) return undefined
    hours = (hours % 12) + (/p/i.test(half) ? 12 : 0)
  }
  const minutes = Number(minute)
  // A leap second is the last one of its minute.
  const seconds = Math.min(59, Number(second ?? 0))
  if (hours > 23 || minutes > 59 || Number(second ?? 0) > 60) return undefined
  const rest = fraction === undefined ? 0 : Math.floor(Number(`0.${fraction}`) * 1000) / 1000
  const wall = midnight + hours * 3600 + minutes * 60 + seconds + rest
  if (zone === undefined) return { seconds: wall, isUtc: false, isDay: false }
  const offset = /^([+-])(\d\d):?(\d\d)?$/.exec(zone)
  if (!offset) return { seconds: wall, isUtc: true, isDay: false }
  const east = Number(offset[2]) * 3600 + Number(offset[3] ?? 0) * 60
  if (east > 15 * 3600) return undefined
  return { seconds: wall - (offset[1] === '-' ? -east : east), isUtc: true, isDay: false }
}
