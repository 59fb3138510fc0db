const iso = /^(\d{4})-(\d\d)-(\d\d)$/
const clock = /^(\d\d):(\d\d):(\d\d)(\.\d{1,9})?$/
const bracketed = /^\[?(\d{1,2})\/([A-Z][a-z]{2})\/(\d{4}):(\d\d):(\d\d):(\d\d)(?: ?([+-])(\d\d)(\d\d)|Z| GMT)?\]?$/
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

let lastDate = ''
let lastMidnight = Number.NaN

/** Seconds since 1970 of a date and a time, both in UTC, or of a stamp that is both (then `date` is empty); NaN where they are none. */
export const instantOf = (date: string, time: string): number => {
  if (date !== '') {
    const plain = secondOfDay(time)
    if (plain >= 0) return midnightOf(date) + plain
    const found = clock.exec(time)
    if (!found) return Number.NaN
    const [, hour, minute, second, rest] = found
    if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60) return Number.NaN
    return midnightOf(date) + Number(hour) * 3600 + Number(minute) * 60 + Number(second) + Number(rest ?? 0)
  }
  if (/^\d{9,10}(?:\.\d+)?$/.test(time)) return Number(time)
  const found = bracketed.exec(time)
  if (!found) return Number.NaN
  const [, day, month, year, hour, minute, second, sign, zoneHours, zoneMinutes] = found
  const number = String(months.indexOf(month as string) + 1).padStart(2, '0')
  const offset = (Number(zoneHours ?? 0) * 3600 + Number(zoneMinutes ?? 0) * 60) * (sign === '-' ? -1 : 1)
  return instantOf(`${year}-${number}-${(day as string).padStart(2, '0')}`, `${hour}:${minute}:${second}`) - offset
}

/** Seconds of `HH:MM:SS`; -1 where it is written in another way. */
const secondOfDay = (text: string): number => {
  if (text.length !== 8 || text.charCodeAt(2) !== 58 || text.charCodeAt(5) !== 58) return -1
  const hour = twoDigits(text, 0)
  const minute = twoDigits(text, 3)
  const second = twoDigits(text, 6)
  return hour < 24 && minute < 60 && second < 60 ? hour * 3600 + minute * 60 + second : -1
}

/** NaN where they are none. */
const twoDigits = (text: string, at: number): number => {
  const tens = text.charCodeAt(at) - 48
  const ones = text.charCodeAt(at + 1) - 48
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN
}

/** The same date stands in thousands of lines. */
const midnightOf = (date: string): number => {
  if (date === lastDate) return lastMidnight
  const found = iso.exec(date)
  const [, year, month, day] = found ?? []
  const at = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)))
  lastDate = date
  lastMidnight = found && at.getUTCDate() === Number(day) ? at.getTime() / 1000 : Number.NaN
  return lastMidnight
}
