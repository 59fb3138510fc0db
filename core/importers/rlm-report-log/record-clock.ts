import { midnightOf, nearestMidnight, nearestTimeOfDay, secondOfDay, twoDigits } from '../observation/yearless-time.ts'

/**
 * Dates the records: they carry a month and a day at most. The year comes from the lines that state it (start, end, a stamp each half hour)
 * and the date nearest to the last known time is meant, so a record may stand before the stamp of its new year.
 */
export interface RecordClock {
  /** The last known time, on the server's clock; NaN before the first date. */
  now: number
  /** Of `09/04/2025` with `00:00:04` or `00:00`. NaN: there is no such time. */
  full(date: string, time: string): number
  /** Of `09/04` with `18:12:51`; NaN: there is no such time, or no line before told the year. */
  dated(date: string, time: string): number
  /** Of a day of a month as month * 100 + day, with seconds since midnight; NaN as above. */
  on(date: number, secondOfDay: number): number
  /** Of `18:12` alone, as the small form has it. */
  timed(time: string): number
}

export const createRecordClock = (now: number): RecordClock => {
  let lastDate = 0
  let lastMidnight = Number.NaN
  const isWithoutSeconds = (time: string): boolean => time.length <= 5
  const clock: RecordClock = {
    now,
    full(date, time) {
      lastDate = 0
      if (date.length !== 10 || date.charCodeAt(5) !== 47) return Number.NaN
      const midnight = midnightOf(Number(date.slice(6)), twoDigits(date, 0), twoDigits(date, 3))
      return midnight + secondOfDay(time)
    },
    on(date, second) {
      if (date !== lastDate) {
        lastMidnight = Number.isNaN(clock.now)
          ? Number.NaN
          : nearestMidnight(Math.floor(date / 100), date % 100, clock.now)
        lastDate = Number.isNaN(lastMidnight) ? 0 : date
      }
      return lastMidnight + second
    },
    dated: (date, time) =>
      date.length !== 5 || date.charCodeAt(2) !== 47
        ? Number.NaN
        : settle(clock.on(twoDigits(date, 0) * 100 + twoDigits(date, 3), secondOfDay(time)), time),
    timed: (time) => settle(nearestTimeOfDay(secondOfDay(time), clock.now), time),
  }
  /** A time without seconds is not before the line above when both are of one minute. */
  const settle = (at: number, time: string): number =>
    isWithoutSeconds(time) && clock.now > at && clock.now < at + 60 ? clock.now : at
  return clock
}
