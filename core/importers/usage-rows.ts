import { type UsageSegment, usageColumns } from '../facts/usage-fact.ts'
import { clear, columnSet, packRows } from '../segments/column-set.ts'
import { append } from '../segments/growing-column.ts'

export interface UsageRows {
  add(
    kind: number,
    time: number,
    length: number,
    subject: number,
    count: number,
    detail: number,
    number: number,
    line: number,
  ): void
  isUtc: boolean
  readonly size: number
  /** Packs what was added into segments, by clock and day, in the order of the lines, and forgets it. */
  take(): UsageSegment[]
}

const secondsOfDay = 86400

interface Day {
  readonly day: number
  readonly isUtc: boolean
  readonly rows: ReturnType<typeof columnSet<(typeof usageColumns)[number]>>
  firstTime: number
  lastEnd: number
  kinds: number
}

/** Collects rows day by day. Rows mostly come in order of time, so the day of the last one is looked at first. */
export const createUsageRows = (): UsageRows => {
  let days = new Map<number, Day>()
  let current: Day | undefined
  let size = 0
  let isUtc = false

  const dayOf = (day: number): Day => {
    const key = day * 2 + (isUtc ? 1 : 0)
    let found = days.get(key)
    if (!found) {
      found = {
        day,
        isUtc,
        rows: columnSet(usageColumns, 256),
        firstTime: Number.POSITIVE_INFINITY,
        lastEnd: Number.NEGATIVE_INFINITY,
        kinds: 0,
      }
      days.set(key, found)
    }
    return found
  }

  return {
    add(kind, time, length, subject, count, detail, number, line) {
      const whole = Math.floor(time)
      const day = Math.floor(whole / secondsOfDay)
      if (current === undefined || current.day !== day || current.isUtc !== isUtc) current = dayOf(day)
      const { rows } = current
      const at = whole - day * secondsOfDay
      const wholeLength = Math.floor(length)
      append(rows.time, at)
      append(rows.timeRest, Math.round((time - whole) * 1000))
      append(rows.length, wholeLength)
      append(rows.lengthRest, Math.round((length - wholeLength) * 1000))
      append(rows.kind, kind)
      append(rows.subject, subject)
      append(rows.count, count)
      append(rows.number, number)
      append(rows.detail, detail)
      append(rows.line, line)
      if (at < current.firstTime) current.firstTime = at
      const end = at + wholeLength + 1
      if (end > current.lastEnd) current.lastEnd = end
      current.kinds |= 1 << kind
      size++
    },
    get isUtc() {
      return isUtc
    },
    set isUtc(value) {
      isUtc = value
    },
    get size() {
      return size
    },
    take() {
      const segments = [...days.values()]
        .sort((a, b) => a.day - b.day || Number(a.isUtc) - Number(b.isUtc))
        .map(
          ({ day, isUtc: utc, rows, firstTime, lastEnd, kinds }): UsageSegment => ({
            day,
            isUtc: utc,
            firstTime,
            lastEnd,
            kinds,
            rows: packRows(rows, 0, rows.time.length),
          }),
        )
      for (const { rows } of days.values()) clear(rows)
      days = new Map()
      current = undefined
      size = 0
      return segments
    },
  }
}
