import { capacityText } from './capacity-text.ts'
import { createCellTable } from './cell-table.ts'
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
  const { series: allSeries, numberOf: seriesNumber, groupOf } = keys.series
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
  const add = (cell: number, level: number, capacity: number, seconds: number, count: number): void => {
    const { records, running, elapsed, maximum, minimum } = measures
    records[cell] = (records[cell] as number) + count
    running[cell] = (running[cell] as number) + seconds
    elapsed[cell] = (elapsed[cell] as number) + seconds * level
    if (level > (maximum[cell] as number)) maximum[cell] = level
    if (level < (minimum[cell] as number)) minimum[cell] = level
    if (capacity <= 0) return
    const utilisation = (level * 100) / capacity
    measures.usedOfCapacity[cell] = (measures.usedOfCapacity[cell] as number) + seconds * level
    measures.capacity[cell] = (measures.capacity[cell] as number) + seconds * capacity
    if (utilisation > (measures.maximumUtilisation[cell] as number)) measures.maximumUtilisation[cell] = utilisation
    if (utilisation < (measures.minimumUtilisation[cell] as number)) measures.minimumUtilisation[cell] = utilisation
  }

  /** Adds stored rows. Without level as an extra, cells are looked up once for each series and hour of the day. */
  const addRows = (day: ScanDay, kind: 'level' | 'dayLevel' | 'queueLevel'): void => {
    const { source, hours, periods, wholePeriod, columns } = day
    const isWhole = kind === 'dayLevel'
    const hour = isWhole ? undefined : unpacked(columns, kind, 'hour')
    const records = isWhole ? unpacked(columns, kind, 'records') : undefined
    const series = unpacked(columns, kind, 'series')
    const level = unpacked(columns, kind, 'level')
    const capacity = unpacked(columns, kind, 'capacity')
    const seconds = unpacked(columns, kind, 'seconds')
    const groups = groupOf(source)
    const perHour = allSeries.length
    const size = hour ? perHour * hours.length : perHour
    if (cellsOfDay.length < size) cellsOfDay = new Int32Array(size)
    cellsOfDay.fill(unknown, 0, size)
    for (let i = 0; i < series.length; i++) {
      const number = seriesNumber[series[i] as number] as number
      if (number < 0) continue
      const l = level[i] as number
      const c = capacity[i] as number
      if (hasFilter && !isWanted(l, c)) continue
      const h = hour ? (hour[i] as number) : 0
      const at = h * perHour + number
      let cell = cellsOfDay[at] as number
      if (cell === unknown || (hasExtra && cell !== excluded)) {
        const period = hour ? (periods[h] as number) : wholePeriod
        const group = groups[number] as number
        cell = period < 0 || group < 0 ? excluded : cellAt(period, group, 0, hasExtra ? levelExtra(l, c) : 0)
        cellsOfDay[at] = cell
      }
      if (cell !== excluded) add(cell, l, c, seconds[i] as number, records ? (records[i] as number) : 1)
    }
  }

  /** Observed time of series that nobody queued for: time at level 0 of the queue, whatever is used. One record for each hour. */
  const addIdleQueues = (day: ScanDay): void => {
    const { source, periods, wholePeriod, columns } = day
    const kind = wholePeriod < 0 ? 'level' : 'observed'
    const queued = new Set(unpacked(columns, 'queueLevel', 'series'))
    const hour = wholePeriod < 0 ? unpacked(columns, kind, 'hour') : undefined
    const hours = hour ? undefined : unpacked(columns, kind, 'hours')
    const series = unpacked(columns, kind, 'series')
    const capacity = unpacked(columns, kind, 'capacity')
    const seconds = unpacked(columns, kind, 'seconds')
    const groups = groupOf(source)
    const isQueued = new Uint8Array(allSeries.length)
    for (const id of queued) if ((seriesNumber[id] as number) >= 0) isQueued[seriesNumber[id] as number] = 1
    /** Hour, series and capacity of each record, and its seconds. */
    const idle = createCellTable({ periods: 1, series: 1, rests: 1, hasExtra: true })
    let held = new Float64Array(1024)
    for (let i = 0; i < series.length; i++) {
      const number = seriesNumber[series[i] as number] as number
      if (number < 0 || isQueued[number] === 1 || (groups[number] as number) < 0) continue
      if (hour && (periods[hour[i] as number] as number) < 0) continue
      const row = idle.at(hour ? (hour[i] as number) : i, number, capacity[i] as number, 0)
      if (row === held.length) {
        const grown = new Float64Array(row * 2)
        grown.set(held)
        held = grown
      }
      held[row] = (held[row] as number) + (seconds[i] as number)
    }
    for (let row = 0; row < idle.size; row++) {
      const [at, number, c] = [idle.keys[row * 4], idle.keys[row * 4 + 1], idle.keys[row * 4 + 2]] as [
        number,
        number,
        number,
      ]
      if (!isWanted(0, c)) continue
      const cell = cellAt(
        hour ? (periods[at] as number) : wholePeriod,
        groups[number] as number,
        0,
        hasExtra ? levelExtra(0, c) : 0,
      )
      add(cell, 0, c, held[row] as number, hours ? (hours[at] as number) : 1)
    }
  }

  const sweep = createDaySweep(
    holders,
    spec.engine,
    (source, series) => {
      const number = seriesNumber[series] as number
      return number >= 0 && (groupOf(source)[number] as number) >= 0
    },
    ({ source, period, series, level, capacity, seconds }) => {
      if (!isWanted(level, capacity)) return
      const group = groupOf(source)[seriesNumber[series] as number] as number
      add(cellAt(period, group, 0, hasExtra ? levelExtra(level, capacity) : 0), level, capacity, seconds, 1)
    },
  )

  return {
    levels,
    levelExtra,
    end: sweep.end,
    scan(day) {
      if (day.known) sweep.day(day, day.known)
      else if (spec.engine === 'levels') addRows(day, day.wholePeriod < 0 ? 'level' : 'dayLevel')
      else {
        addIdleQueues(day)
        addRows(day, 'queueLevel')
      }
    },
  }
}
