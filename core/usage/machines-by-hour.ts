import { createCellTable } from '../query/cell-table.ts'
import type { UsesByKey } from './keyed-order.ts'
import type { UsageHours } from './usage-hours.ts'

/** On how many different machines a key was used within each clock hour, at once or not. Good until the next call. */
export const createMachinesByHour = ({ intervals, order, start, end }: UsesByKey, hours: UsageHours) => {
  const peaks = new Int32Array(hours.count)
  const { machine } = intervals
  return (key: number): Int32Array => {
    peaks.fill(0)
    const seen = createCellTable({ periods: 1, series: 1, rests: 1, hasExtra: true })
    for (let at = order.starts[key] as number; at < (order.starts[key + 1] as number); at++) {
      const row = order.rows[at] as number
      const from = Math.max(hours.from, start[at] as number)
      const to = Math.min(hours.to, end[at] as number)
      if (to <= from) continue
      for (let hour = hours.at(from); hour < hours.count && (hours.starts[hour] as number) < to; hour++) {
        const known = seen.size
        if (seen.at(hour, machine ? (machine[row] as number) : 0, 0, 0) === known)
          peaks[hour] = (peaks[hour] as number) + 1
      }
    }
    return peaks
  }
}
