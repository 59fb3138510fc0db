import { dayColumnNames } from '../facts/derived-day.ts'
import { type ColumnSet, columnSet } from '../segments/column-set.ts'
import { append } from '../segments/growing-column.ts'
import { createPairTable } from '../segments/pair-table.ts'

/**
 * The day's time at level without its hours, for reports by the day and longer: seconds and number of records of each series, capacity
 * and level, and for each series and capacity the seconds and hours observed at whatever level.
 */
export const summariseLevels = ({
  hour,
  series,
  level,
  capacity,
  seconds,
}: ColumnSet<'hour' | 'series' | 'level' | 'capacity' | 'seconds'>) => {
  const dayLevel = columnSet(dayColumnNames.dayLevel, 1024)
  const observed = columnSet(dayColumnNames.observed, 64)
  const pairs = createPairTable()
  /** Row of `dayLevel` by level, and the hour last counted, for each row of `observed`. */
  const rowsOfLevel: number[][] = []
  const lastHour: number[] = []
  for (let i = 0; i < hour.length; i++) {
    const [s, c, l] = [series.values[i] as number, capacity.values[i] as number, level.values[i] as number]
    const more = seconds.values[i] as number
    // Unknown and uncounted stand below zero.
    let pair = pairs.find(s, c + 2)
    if (pair < 0) {
      pair = observed.series.length
      pairs.add(s, c + 2, pair)
      append(observed.series, s)
      append(observed.capacity, c)
      append(observed.seconds, 0)
      append(observed.hours, 0)
      rowsOfLevel.push([])
      lastHour.push(-1)
    }
    observed.seconds.values[pair] = (observed.seconds.values[pair] as number) + more
    if (lastHour[pair] !== hour.values[i]) {
      lastHour[pair] = hour.values[i] as number
      observed.hours.values[pair] = (observed.hours.values[pair] as number) + 1
    }
    const rows = rowsOfLevel[pair] as number[]
    const row = rows[l]
    if (row === undefined) {
      rows[l] = dayLevel.series.length
      append(dayLevel.series, s)
      append(dayLevel.level, l)
      append(dayLevel.capacity, c)
      append(dayLevel.seconds, more)
      append(dayLevel.records, 1)
    } else {
      dayLevel.seconds.values[row] = (dayLevel.seconds.values[row] as number) + more
      dayLevel.records.values[row] = (dayLevel.records.values[row] as number) + 1
    }
  }
  return { dayLevel, observed }
}
