/** An instant that a line states: seconds since 1970, of UTC or of the local clock (`isUtc` false); milliseconds behind the point. */
export interface StatedInstant {
  readonly time: number
  readonly isUtc: boolean
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']

/** Seconds since 1970 of a date that exists, between 1990 and 2100; else undefined. */
export const secondsOf = (
  year: number,
  month: number,
  day: number,
  hour = 0,
  minute = 0,
  second = 0,
): number | undefined => {
  if (!(year >= 1990 && year < 2100) || hour > 23 || minute > 59 || second >= 61) return undefined
  const midnight = Date.UTC(year, month - 1, day)
  if (new Date(midnight).getUTCMonth() !== month - 1 || new Date(midnight).getUTCDate() !== day) return undefined
  return midnight / 1000 + hour * 3600 + minute * 60 + Math.min(second, 59.999)
}

/**
 * Seconds since 1970 of `Fri 10/20/2017`: month before day. The day stands first only where the weekday says so.
 */
export const weekdayDate = (weekday: string, first: number, second: number, year: number): number | undefined => {
  const monthFirst = secondsOf(year, first, second)
  const dayFirst = secondsOf(year, second, first)
  const isOn = (time: number | undefined): boolean =>
    time !== undefined && weekdays[new Date(time * 1000).getUTCDay()] === weekday.slice(0, 3).toLowerCase()
  return isOn(monthFirst) || !isOn(dayFirst) ? monthFirst : dayFirst
}

/** The number of a month by its English name, 1 to 12; undefined for any other word. */
export const monthNumber = (name: string): number | undefined => {
  const index = months.indexOf(name.slice(0, 3).toLowerCase())
  return index < 0 ? undefined : index + 1
}

const hourOf = (hour: string, half: string | undefined): number =>
  half === undefined ? Number(hour) : (Number(hour) % 12) + (/^p/i.test(half) ? 12 : 0)

/** `2026-03-02T08:00:05Z`, `2026-03-02 08:00`, `2026/03/02 08:00:05.250 +0100` */
const iso = /^(\d{4})([-/])(\d\d)\2(\d\d)[T _]+(\d\d):(\d\d)(?::(\d\d(?:[.,]\d+)?))? ?(Z|UTC|GMT|[+-]\d\d:?\d\d)?$/i
/** `Mon Mar  2 08:00:05 UTC 2026`, `Mon Mar 2 08:00:05 2026`, `Mon Mar  2 08:00:05 PM CET 2026` */
const unix =
  /^[a-z]{3},? ([a-z]{3})\s+(\d{1,2}) (\d{1,2}):(\d\d)(?::(\d\d))?(?: (AM|PM))?(?: ([A-Z]{2,5}|[+-]\d{2,4}))? (\d{4})$/i
/** `Mon 02 Mar 2026 08:00:05 AM CET`, `Mon, 02 Mar 2026 08:00:05 +0000` */
const dayMonth =
  /^(?:[a-z]{3},? )?(\d{1,2})[ -]([a-z]{3})[ -](\d{4}),? (\d{1,2}):(\d\d)(?::(\d\d))?(?: (AM|PM))?(?: ([A-Z]{2,5}|[+-]\d{4}))?$/i
/** `Mon 3/2/2026 8:00`, `Mon 03/02/2026  8:00:05.12` */
const weekday = /^([a-z]{3}),? (\d{1,2})\/(\d{1,2})\/(\d{4})\s+(\d{1,2}):(\d\d)(?::(\d\d(?:[.,]\d+)?))?(?: (AM|PM))?$/i
/** `20260302080005`, `20260302_0800`, `20260302T080005Z` */
const compact = /^((?:19|20)\d\d)(\d\d)(\d\d)[T_ -]?(\d\d)(\d\d)(\d\d)?(Z)?$/i
const epoch = /^(\d{10})(?:\.(\d{1,9}))?$|^(\d{13})$/
/** What a script puts around its date: `### 2026-03-02 08:00 ###`, `[...]`, `Date: ...`, `polled at ...`. */
const decoration =
  /^[\s#=*>[(-]*(?:(?:date|time|timestamp|epoch|poll(?:ed)?|snapshot|sample|now)\b(?: at| on)?\s*[:=]?\s*)*|[\s#=*<\])-]*$/gi

/**
 * The instant of a line that says nothing else, as scripts write it before each look: ISO 8601, what `date` or Windows' `%date% %time%`
 * prints, seconds or milliseconds since 1970. Names of zones other than UTC and GMT are not trusted: the time is then a local one.
 */
export const statedInstant = (line: string): StatedInstant | undefined => {
  if (line.length > 100 || !/\d\d/.test(line)) return undefined
  const text = line.replace(decoration, '')
  const digits = compact.exec(text)
  if (digits) {
    const [, year, month, day, hour, minute, second, zone] = digits
    return instant(
      secondsOf(Number(year), Number(month), Number(day), Number(hour), Number(minute), seconds(second)),
      zone,
    )
  }
  const since = epoch.exec(text)
  if (since) {
    const time = since[3] ? Number(since[3]) / 1000 : Number(text)
    return time >= 631152000 && time < 4102444800 ? { time: Math.round(time * 1000) / 1000, isUtc: true } : undefined
  }
  const parts = iso.exec(text)
  if (parts) {
    const [, year, , month, day, hour, minute, second, zone] = parts
    return instant(
      secondsOf(Number(year), Number(month), Number(day), Number(hour), Number(minute), seconds(second)),
      zone,
    )
  }
  const named = unix.exec(text)
  if (named) {
    const [, month = '', day, hour = '', minute, second, half, zone, year] = named
    return instant(
      secondsOf(
        Number(year),
        monthNumber(month) ?? 0,
        Number(day),
        hourOf(hour, half),
        Number(minute),
        seconds(second),
      ),
      zone,
    )
  }
  const dayFirst = dayMonth.exec(text)
  if (dayFirst) {
    const [, day, month = '', year, hour = '', minute, second, half, zone] = dayFirst
    return instant(
      secondsOf(
        Number(year),
        monthNumber(month) ?? 0,
        Number(day),
        hourOf(hour, half),
        Number(minute),
        seconds(second),
      ),
      zone,
    )
  }
  const slashed = weekday.exec(text)
  if (slashed) {
    const [, name = '', first, second, year, hour = '', minute, rest, half] = slashed
    const midnight = weekdayDate(name, Number(first), Number(second), Number(year))
    const clock = secondsOf(2000, 1, 1, hourOf(hour, half), Number(minute), seconds(rest))
    return instant(midnight === undefined || clock === undefined ? undefined : midnight + (clock % 86400), undefined)
  }
  return undefined
}

const seconds = (text: string | undefined): number => (text ? Number(text.replace(',', '.')) : 0)

const instant = (time: number | undefined, zone: string | undefined): StatedInstant | undefined => {
  if (time === undefined) return undefined
  const rounded = Math.round(time * 1000) / 1000
  if (zone === undefined || zone === '') return { time: rounded, isUtc: false }
  const offset = /^([+-])(\d\d):?(\d\d)?$/.exec(zone)
  if (offset) {
    const minutes = Number(offset[2]) * 60 + Number(offset[3] ?? 0)
    return { time: rounded - (offset[1] === '-' ? -minutes : minutes) * 60, isUtc: true }
  }
  return { time: rounded, isUtc: /^(?:Z|UTC|GMT)$/i.test(zone) }
}
