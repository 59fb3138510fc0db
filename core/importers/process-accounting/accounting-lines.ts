import { nearestMidnight, secondOfDay } from '../observation/yearless-time.ts'
import { createInstants } from '../runs/record-instants.ts'

/** A finished process as a tool prints it; times in seconds. */
export interface AccountingLine {
  readonly command: string
  /** A name or, where the tool prints none, the number of the account. */
  readonly user: string
  readonly exitStatus: string
  /** Since 1970, of the machine's own clock; UTC of binary records. NaN where it is none. */
  readonly start: number
  readonly isUtc: boolean
  /** 0 where the tool does not print it; NaN where it is no number. */
  readonly elapsed: number
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']

/** Ticks of a second in what dump-acct prints, unless it was told otherwise. */
const ticksPerSecond = 100
/** A run of ten years is a damaged number. */
const longestRun = 10 * 366 * 86400

const elapsedOf = (seconds: number): number => (seconds >= 0 && seconds < longestRun ? seconds : Number.NaN)

/** Seconds since 1970; NaN where the weekday is not that of the date: the year is wrong. */
const checked = (weekday: string, midnight: number, hour: string, minute: string, second: string): number => {
  const time = midnight + Number(hour) * 3600 + Number(minute) * 60 + Number(second)
  const isTime = Number(hour) < 24 && Number(minute) < 60 && Number(second) < 61
  return isTime && weekdays[new Date(midnight * 1000).getUTCDay()] === weekday ? time : Number.NaN
}

const yearMidnight = (year: number, month: string, day: number): number => {
  const midnight = Date.UTC(year, months.indexOf(month), day)
  const exists = year >= 1980 && year < 2100 && new Date(midnight).getUTCDate() === day
  return exists ? midnight / 1000 : Number.NaN
}

/** Whether it is a line of dump-acct, right or not. */
export const isDumped = (line: string): boolean => /^.{0,40}?\|v\d\|/.test(line)

/** `Mon Mar  2 08:00:00 2026` */
const started = /^([A-Z][a-z]{2}) ([A-Z][a-z]{2}) +(\d{1,2}) (\d\d):(\d\d):(\d\d) (\d{4})\s*$/

const startOf = (text: string): number => {
  const [, weekday = '', month = '', day, hour = '', minute = '', second = '', year] = started.exec(text) ?? []
  return checked(weekday, yearMidnight(Number(year), month, Number(day)), hour, minute, second)
}

/** Reads lines of dump-acct; those that are near each other mostly start on one day. */
export const createDumpedLines = () => {
  let lastDay = '\0'
  let lastYear = '\0'
  let lastMidnight = Number.NaN
  const instantOf = createInstants()
  const startTime = (text: string): number => {
    if (text.length === 24 && text.startsWith(lastDay) && text.endsWith(lastYear)) {
      const time = secondOfDay(text.slice(11, 19))
      if (!Number.isNaN(time)) return lastMidnight + time
    }
    const start = startOf(text)
    if (text.length === 24 && !Number.isNaN(start)) {
      lastDay = text.slice(0, 11)
      lastYear = text.slice(19)
      lastMidnight = Math.floor(start / 86400) * 86400
    }
    return start
  }
  /**
   * `gearsolve       |v3|   120.00|    33.00|360000.00|  1001|  1001|     0.00|     0.00|    4312|    4000|S    |       0|pts/0   |Mon Mar  2 08:00:00 2026`;
   * undefined where fields are missing.
   */
  return (line: string): AccountingLine | undefined => {
    const fields = line.split('|')
    // The name of a command may hold the bar itself.
    const extra = fields.length - 15
    if (extra < 0) return undefined
    const command = extra === 0 ? (fields[0] as string) : fields.slice(0, extra + 1).join('|')
    const [, version, , , ticks = '', user = '', , , , , , flags = '', exitStatus = '', , start = ''] =
      extra === 0 ? fields : fields.slice(extra)
    if (version !== 'v3' && version !== 'v2' && version !== 'v1') return undefined
    // `2026-03-02T08:01:00Z`: from the kernel's own records.
    const isUtc = start.endsWith('Z')
    return {
      command: command.trim(),
      user: user.trim(),
      isUtc,
      // A process that was killed by a signal has no exit status of its own.
      exitStatus: flags.includes('X') ? 'killed' : exitStatus.trim(),
      start: isUtc ? instantOf(start) : startTime(start),
      elapsed: elapsedOf(ticks.trim() === '' ? Number.NaN : Number(ticks) / ticksPerSecond),
    }
  }
}

/**
 * `mesher           S     noa       pts/1      0.13 secs Mon Mar  2 08:01` of Linux, with `(0:00:12.50)` behind it where elapsed time is
 * printed by default, and `12.500 es` before the date where `lastcomm -e` was asked for it.
 */
const listed =
  /^(\S.*?)\s+(?:-|((?:[A-Z] *)*))\s+?(\S+)\s+(\S+)((?:\s+[\d.]+ (?:secs|cp|us|sy|es))+)\s+([A-Z][a-z]{2}) ([A-Z][a-z]{2}) +(\d{1,2}) (\d\d):(\d\d)(?: \((\d+):(\d\d):([\d.]+)\))?(?: +\d+ +\d+)?\s*$/

export const isListed = (line: string): boolean => / (?:secs|es) +[A-Z][a-z]{2} [A-Z][a-z]{2} +\d/.test(line)

/** @param near a midnight that the line's own is nearest to: lastcomm prints no year */
export const readListed = (
  line: string,
  near: number,
): (AccountingLine & { readonly midnight: number }) | undefined => {
  const found = listed.exec(line)
  if (!found) return undefined
  const [, command = '', flags = '', user = '', , amounts = '', weekday = '', month = '', day, hour = '', minute = ''] =
    found
  const [hours, minutes, seconds] = found.slice(11)
  const midnight = nearestMidnight(months.indexOf(month) + 1, Number(day), near)
  const stated = /([\d.]+) es/.exec(amounts)?.[1]
  const elapsed =
    hours === undefined ? Number(stated ?? 0) : Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)
  return {
    command: command.trim(),
    user,
    exitStatus: flags.includes('X') ? 'killed' : '',
    midnight,
    isUtc: false,
    start: checked(weekday, midnight, hour, minute, '0'),
    elapsed: elapsedOf(elapsed),
  }
}

/** `    3      60.23re       0.03cp         0avio         0k   gearsolve`: sums of `sa`, without any time. */
export const isSummary = (line: string): boolean => /^\s*(?:\S+ +)?\d+ +[\d.]+re? +[\d.]+(?:cp|u|s)\b/.test(line)
