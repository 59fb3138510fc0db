import { type UsageColumn, type UsageSegment, usageColumns } from '../facts/usage-fact.ts'
import { type PackedColumn, packColumn } from '../segments/column.ts'

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
  /** Columns in the order of `usageColumns`, one behind the other: each has room for `room` rows and holds `size`. */
  values: Int32Array
  room: number
  size: number
  firstTime: number
  lastEnd: number
  kinds: number
}

const firstRoom = 256
const columns = usageColumns.length

const grow = (day: Day): void => {
  const room = day.room * 2
  const values = new Int32Array(room * columns)
  for (let column = 0; column < columns; column++)
    values.set(day.values.subarray(column * day.room, column * day.room + day.size), column * room)
  day.values = values
  day.room = room
}

const pack = ({ values, room, size }: Day): UsageSegment['rows'] => {
  const packed: Partial<Record<UsageColumn, PackedColumn>> = {}
  usageColumns.forEach((name, column) => {
    packed[name] = packColumn(values.subarray(column * room, column * room + size), size)
  })
  return packed as UsageSegment['rows']
}

/** Collects rows day by day. Rows mostly come in order of time, so the day of the last one is looked at first. */
export const createUsageRows = (): UsageRows => {
  let days = new Map<number, Day>()
  let current: Day | undefined
  let size = 0
  let isUtc = false
  /** Columns of a day that was taken, for the next day. */
  let spare: Int32Array | undefined

  const dayOf = (day: number): Day => {
    const key = day * 2 + (isUtc ? 1 : 0)
    let found = days.get(key)
    if (!found) {
      found = {
        day,
        isUtc,
        values: spare ?? new Int32Array(firstRoom * columns),
        room: (spare?.length ?? firstRoom * columns) / columns,
        size: 0,
        firstTime: Number.POSITIVE_INFINITY,
        lastEnd: Number.NEGATIVE_INFINITY,
        kinds: 0,
      }
      spare = undefined
      days.set(key, found)
    }
    return found
  }

  return {
    add(kind, time, length, subject, count, detail, number, line) {
      const whole = Math.floor(time)
      const day = Math.floor(whole / secondsOfDay)
      if (current === undefined || current.day !== day || current.isUtc !== isUtc) current = dayOf(day)
      if (current.size === current.room) grow(current)
      const { values, room } = current
      const at = whole - day * secondsOfDay
      const wholeLength = Math.floor(length)
      // In the order of `usageColumns`.
      const place = current.size++
      values[place] = at
      values[place + room] = Math.round((time - whole) * 1000)
      values[place + room * 2] = wholeLength
      values[place + room * 3] = Math.round((length - wholeLength) * 1000)
      values[place + room * 4] = kind
      values[place + room * 5] = subject
      values[place + room * 6] = count
      values[place + room * 7] = number
      values[place + room * 8] = detail
      values[place + room * 9] = line
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
          (of): UsageSegment => ({
            day: of.day,
            isUtc: of.isUtc,
            firstTime: of.firstTime,
            lastEnd: of.lastEnd,
            kinds: of.kinds,
            rows: pack(of),
          }),
        )
      spare = current?.values
      days = new Map()
      current = undefined
      size = 0
      return segments
    },
  }
}
