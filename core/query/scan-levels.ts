import { capacityText } from './capacity-text.ts'
import { createMatch } from './report-spec.ts'
import { type ScanDay, type ScanKit, unpacked } from './scan-day.ts'
import { createDaySweep } from './sweep-day.ts'

export interface LevelScan {
  scan(day: ScanDay): void
  /** After the last day. */
  end(): void
  levelExtra(level: number, capacity: number): number
  readonly levels: readonly { readonly level: number; readonly capacity: number }[]
}

const unknown = -1
const excluded = -2

/** Time at level, one row per hour, series, capacity and level: as stored, or swept anew where the report's hours are others. */
export const createLevelScan = ({ spec, holders, keys, measures, cellAt }: ScanKit): LevelScan => {
  const column = (origin: string) => spec.columns.find((one) => one.origin === origin)
  const levelColumn = column('level')
  const capacityColumn = column('capacity')
  const hasExtra = levelColumn?.grouped === true || capacityColumn?.grouped === true
  const hasFilter = (levelColumn?.filter.length ?? 0) > 0 || (capacityColumn?.filter.length ?? 0) > 0
  const levels: { level: number; capacity: number }[] = []
  const numbers = new Map<number, number>()
  const levelPasses = createMatch(levelColumn?.filter ?? [])
  const capacityPasses = createMatch(capacityColumn?.filter ?? [])
  const passes = new Map<number, boolean>()
  const seriesNumber = new Int32Array(holders.size).fill(-1)
  keys.series.forEach((id, i) => {
    seriesNumber[id] = i
  })
  let cellsOfDay = new Int32Array(0)

  const levelExtra = (level: number, capacity: number): number => {
    const l = levelColumn?.grouped ? level : 0
    const c = capacityColumn?.grouped ? capacity : 0
    const key = l * 0x4000000 + c
    let number = numbers.get(key)
    if (number === undefined) {
      number = levels.length
      numbers.set(key, number)
      levels.push({ level: l, capacity: c })
    }
    return number
  }
  const isWanted = (level: number, capacity: number): boolean => {
    if (!hasFilter) return true
    const key = level * 0x4000000 + capacity
    let pass = passes.get(key)
    if (pass === undefined) {
      pass = levelPasses(String(level)) && capacityPasses(capacityText(capacity))
      passes.set(key, pass)
    }
    return pass
  }
  const add = (cell: number, level: number, capacity: number, seconds: number): void => {
    const { records, running, elapsed, maximum, minimum } = measures
    const used = seconds * level
    records[cell] = (records[cell] as number) + 1
    running[cell] = (running[cell] as number) + seconds
    elapsed[cell] = (elapsed[cell] as number) + used
    if (level > (maximum[cell] as number)) maximum[cell] = level
    if (level < (minimum[cell] as number)) minimum[cell] = level
    if (capacity <= 0) return
    const utilisation = (level * 100) / capacity
    measures.usedOfCapacity[cell] = (measures.usedOfCapacity[cell] as number) + used
    measures.capacity[cell] = (measures.capacity[cell] as number) + seconds * capacity
    if (utilisation > (measures.maximumUtilisation[cell] as number)) measures.maximumUtilisation[cell] = utilisation
    if (utilisation < (measures.minimumUtilisation[cell] as number)) measures.minimumUtilisation[cell] = utilisation
  }

  /** Adds stored rows. Cells are looked up once for each series and hour of the day. */
  const addRows = ({ source, hours, periods, columns }: ScanDay, kind: 'level' | 'queueLevel'): void => {
    const hour = unpacked(columns, kind, 'hour')
    const series = unpacked(columns, kind, 'series')
    const level = unpacked(columns, kind, 'level')
    const capacity = unpacked(columns, kind, 'capacity')
    const seconds = unpacked(columns, kind, 'seconds')
    const groups = keys.seriesGroupOf(source)
    const perHour = keys.series.length
    const size = perHour * hours.length
    if (cellsOfDay.length < size) cellsOfDay = new Int32Array(size)
    cellsOfDay.fill(unknown, 0, size)
    for (let i = 0; i < hour.length; i++) {
      const number = seriesNumber[series[i] as number] as number
      if (number < 0) continue
      const h = hour[i] as number
      const at = h * perHour + number
      let cell = cellsOfDay[at] as number
      if (cell === unknown) {
        const period = periods[h] as number
        const group = groups[number] as number
        cell = period < 0 || group < 0 ? excluded : hasExtra ? 0 : cellAt(period, group, 0, 0)
        cellsOfDay[at] = cell
      }
      if (cell === excluded) continue
      const l = level[i] as number
      const c = capacity[i] as number
      if (hasFilter && !isWanted(l, c)) continue
      add(
        hasExtra ? cellAt(periods[h] as number, groups[number] as number, 0, levelExtra(l, c)) : cell,
        l,
        c,
        seconds[i] as number,
      )
    }
  }

  /** Observed time of series that nobody queued for: time at level 0 of the queue, whatever is used. */
  const addIdleQueues = ({ source, periods, columns }: ScanDay): void => {
    const queued = new Set(unpacked(columns, 'queueLevel', 'series'))
    const hour = unpacked(columns, 'level', 'hour')
    const series = unpacked(columns, 'level', 'series')
    const capacity = unpacked(columns, 'level', 'capacity')
    const seconds = unpacked(columns, 'level', 'seconds')
    const groups = keys.seriesGroupOf(source)
    const idle = new Map<string, { period: number; group: number; capacity: number; seconds: number }>()
    for (let i = 0; i < hour.length; i++) {
      const id = series[i] as number
      const number = seriesNumber[id] as number
      const period = periods[hour[i] as number] as number
      const group = number < 0 ? -1 : (groups[number] as number)
      if (period < 0 || group < 0 || queued.has(id)) continue
      const key = `${hour[i]}/${id}/${capacity[i]}`
      const row = idle.get(key)
      if (row) row.seconds += seconds[i] as number
      else idle.set(key, { period, group, capacity: capacity[i] as number, seconds: seconds[i] as number })
    }
    for (const { period, group, capacity: c, seconds: s } of idle.values()) {
      if (isWanted(0, c)) add(cellAt(period, group, 0, hasExtra ? levelExtra(0, c) : 0), 0, c, s)
    }
  }

  const sweep = createDaySweep(
    holders,
    spec.engine,
    (source, series) => {
      const number = seriesNumber[series] as number
      return number >= 0 && (keys.seriesGroupOf(source)[number] as number) >= 0
    },
    ({ source, period, series, level, capacity, seconds }) => {
      if (!isWanted(level, capacity)) return
      const group = keys.seriesGroupOf(source)[seriesNumber[series] as number] as number
      add(cellAt(period, group, 0, hasExtra ? levelExtra(level, capacity) : 0), level, capacity, seconds)
    },
  )

  return {
    levels,
    levelExtra,
    end: sweep.end,
    scan(day) {
      if (day.known) sweep.day(day, day.known)
      else if (spec.engine === 'levels') addRows(day, 'level')
      else {
        addIdleQueues(day)
        addRows(day, 'queueLevel')
      }
    },
  }
}
