import type { UsesByKey } from './keyed-order.ts'
import { type Stretches, unionOf } from './series-spans.ts'
import type { UseSeries } from './typed-uses.ts'
import type { UsageHours } from './usage-hours.ts'

const nothing: Stretches = { size: 0, from: new Float64Array(0), to: new Float64Array(0) }

/**
 * When anything of a series was used, its keys all together: such time is observed even if nothing else observes it. Nothing where the
 * observed time holds all uses anyway.
 */
export const createUsedTime =
  ({ from, to }: UsageHours, lists: readonly UsesByKey[]) =>
  (series: UseSeries | undefined, keys: Int32Array): Stretches => {
    if (!series || lists.every((list) => keys.every((key) => isObserved(list, key, series)))) return nothing
    let size = 0
    for (const { order } of lists)
      for (const key of keys) size += (order.starts[key + 1] as number) - (order.starts[key] as number)
    const starts = new Float64Array(size)
    const ends = new Float64Array(size)
    let used = 0
    for (const list of lists)
      for (const key of keys)
        for (let at = list.order.starts[key] as number; at < (list.order.starts[key + 1] as number); at++) {
          const start = Math.max(from, list.start[at] as number)
          const end = Math.min(to, list.end[at] as number)
          if (end <= start) continue
          starts[used] = start
          ends[used++] = end
        }
    return unionOf(starts.subarray(0, used), ends.subarray(0, used))
  }

const isObserved = ({ order, ...uses }: UsesByKey, key: number, { observed, knownAt }: UseSeries): boolean => {
  let o = 0
  for (let at = order.starts[key] as number; at < (order.starts[key + 1] as number); at++) {
    const start = uses.start[at] as number
    const end = uses.end[at] as number
    if (end <= start) continue
    while (o < observed.length && (observed[o] as { to: number }).to <= start) o++
    const seen = observed[o]
    if (seen?.status !== 'ok' || start < seen.from || start < knownAt || end > seen.to) return false
  }
  return true
}
