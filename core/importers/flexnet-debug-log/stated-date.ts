/** A date that a line states, as naive wall-clock seconds since 1970; `time` says whether it stated a time of day too. */
export interface StatedDate {
  readonly wall: number
  readonly hasTime: boolean
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** Naive seconds since 1970 of a civil date, or undefined when there is no such date. */
export const wallOf = (year: number, month: number, day: number, secondOfDay = 0): number | undefined => {
  const ms = Date.UTC(year, month - 1, day)
  const date = new Date(ms)
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day || year < 1970 || year > 2067) return undefined
  return ms / 1000 + secondOfDay
}

const slashDate = (month: string, day: string, year: string): StatedDate | undefined => {
  const wall = wallOf(Number(year), Number(month), Number(day))
  return wall === undefined ? undefined : { wall, hasTime: false }
}

/** `Thu May 05 2022 08:42:20 Romance Standard Time` → the instant and the zone's text. */
export const longDate = (text: string): { stated: StatedDate; zone: string } | undefined => {
  const match = /^\s*[A-Za-z]{3} ([A-Za-z]{3}) (\d{1,2}) (\d{4}) (\d{1,2}):(\d\d):(\d\d)\s*(.*?)\s*$/.exec(text)
  if (!match) return undefined
  const month = months.indexOf((match[1] as string).toLowerCase()) + 1
  const second = Number(match[4]) * 3600 + Number(match[5]) * 60 + Number(match[6])
  const wall = month > 0 && second < 86400 ? wallOf(Number(match[3]), month, Number(match[2]), second) : undefined
  return wall === undefined ? undefined : { stated: { wall, hasTime: true }, zone: match[7] as string }
}

/** `TIMESTAMP 3/12/2017`: month before day, always. */
export const timestampDate = (message: string): StatedDate | undefined => {
  const match = /^TIMESTAMP (\d{1,2})\/(\d{1,2})\/(\d{4})\s*$/.exec(message)
  return match ? slashDate(match[1] as string, match[2] as string, match[3] as string) : undefined
}

/** `FlexNet Licensing (v11.16.2.0 build …) started on HOST (IBM PC) (3/21/2021)` */
export const bannerDate = (message: string): { stated: StatedDate; host: string } | undefined => {
  const match = /\bstarted on (\S+) \(.*\) \((\d{1,2})\/(\d{1,2})\/(\d{4})\)\s*$/.exec(message)
  const stated = match ? slashDate(match[2] as string, match[3] as string, match[4] as string) : undefined
  return match && stated ? { stated, host: match[1] as string } : undefined
}

/** `… 3/4/2024 08:00:01 …` inside a verbose tail; the time of day may be missing. */
export const statedDateAndTime = (text: string): StatedDate | undefined => {
  const match = /(?:^|\s)(\d{1,2})\/(\d{1,2})\/(\d{4})(?:\s+(\d{1,2}):(\d\d)(?::(\d\d))?)?(?=\s|$)/.exec(text)
  if (!match) return undefined
  const stated = slashDate(match[1] as string, match[2] as string, match[3] as string)
  if (!stated || match[4] === undefined) return stated
  const second = Number(match[4]) * 3600 + Number(match[5]) * 60 + Number(match[6] ?? 0)
  return { wall: stated.wall + second, hasTime: true }
}

/** The instant with this time of day that is nearest to the stated one; a bare date is taken with that time of day. */
export const nearestTo = (stated: StatedDate, secondOfDay: number): number => {
  if (!stated.hasTime) return stated.wall + secondOfDay
  const midnight = Math.floor(stated.wall / 86400) * 86400
  const sameDay = midnight + secondOfDay
  const off = sameDay - stated.wall
  return off > 43200 ? sameDay - 86400 : off < -43200 ? sameDay + 86400 : sameDay
}
