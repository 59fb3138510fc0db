import { nearestMidnight } from '../yearless-time.ts'

/** A finished process as a tool prints it; times in seconds. */
export interface AccountingLine {
  readonly command: string
  /** A name or, where the tool prints none, the number of the account. */
  readonly user: string
  readonly exitStatus: string
  readonly pid: string
  /** Of the machine's own clock, since 1970; NaN where it is none. */
  readonly start: number
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

/** `gearsolve       |v3|   120.00|    33.00|360000.00|  1001|  1001|     0.00|     0.00|    4312|    4000|S    |       0|pts/0   |Mon Mar  2 08:00:00 2026` */
const dumped =
  /^(.*?) *\|v3\| *[\d.]+\| *[\d.]+\| *([\d.]+|-?nan|-?inf)\| *(\d+)\| *\d+\| *[\d.]+\| *[\d.]+\| *(\d+)\| *\d+\|([A-Z ]*)\| *(\d+)\|[^|]*\|([A-Z][a-z]{2}) ([A-Z][a-z]{2}) +(\d{1,2}) (\d\d):(\d\d):(\d\d) (\d{4})\s*$/

/** Whether it is a line of dump-acct, right or not. */
export const isDumped = (line: string): boolean => /\|v[0-9]\|.*\|.*\|/.test(line)

export const readDumped = (line: string): AccountingLine | undefined => {
  const found = dumped.exec(line)
  if (!found) return undefined
  const [, command = '', ticks, user = '', pid = '', flags = '', exitStatus = '', weekday = '', month = '', day] = found
  const [hour = '', minute = '', second = '', year] = found.slice(10)
  return {
    command: command.trim(),
    user,
    pid,
    // A process that was killed by a signal has no exit status of its own.
    exitStatus: flags.includes('X') ? 'killed' : exitStatus,
    start: checked(weekday, yearMidnight(Number(year), month, Number(day)), hour, minute, second),
    elapsed: elapsedOf(Number(ticks) / ticksPerSecond),
  }
}

/**
 * `mesher           S     noa       pts/1      0.13 secs Mon Mar  2 08:01` of Linux, with `(0:00:12.50)` behind it where elapsed time is
 * printed by default, and `12.500 es` before the date where `lastcomm -e` was asked for it.
 */
const listed =
  /^(\S.*?)\s+(?:-|((?:[A-Z] *)*))\s+?(\S+)\s+(\S+)((?:\s+[\d.]+ (?:secs|cp|us|sy|es))+)\s+([A-Z][a-z]{2}) ([A-Z][a-z]{2}) +(\d{1,2}) (\d\d):(\d\d)(?: \((\d+):(\d\d):([\d.]+)\))?(?: +(\d+) +\d+)?\s*$/

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
  const [hours, minutes, seconds, pid = ''] = found.slice(11)
  const midnight = nearestMidnight(months.indexOf(month) + 1, Number(day), near)
  const stated = /([\d.]+) es/.exec(amounts)?.[1]
  const elapsed =
    hours === undefined ? Number(stated ?? 0) : Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)
  return {
    command: command.trim(),
    user,
    pid,
    exitStatus: flags.includes('X') ? 'killed' : '',
    midnight,
    start: checked(weekday, midnight, hour, minute, '0'),
    elapsed: elapsedOf(elapsed),
  }
}

/** `    3      60.23re       0.03cp         0avio         0k   gearsolve`: sums of `sa`, without any time. */
export const isSummary = (line: string): boolean => /^\s*(?:\S+ +)?\d+ +[\d.]+re? +[\d.]+(?:cp|u|s)\b/.test(line)
