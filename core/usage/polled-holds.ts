import type { ZoneClock } from '../aggregation/zone-clock.ts'
import type { DaemonStatus } from './usage.ts'

/** Seconds between looks where too few were made to tell (semantics page, "Observation"). */
export const usualInterval = 300
/** A longer gap is no interval between looks. */
const longestGap = 3600

/** Looks at one server in order of time, one for each instant. */
export interface Looks {
  readonly times: readonly number[]
  /** File that made each. */
  readonly files: readonly number[]
  readonly isAnswered: readonly boolean[]
}

export interface HeldLooks extends Looks {
  /** Until when each look holds. */
  readonly until: Float64Array
  /** For each look, the last one that follows without a gap, made by the same file. */
  readonly chainEnd: Int32Array
}

/** Seconds between looks: the median of the gaps under one hour, with three looks at least. */
export const lookInterval = (times: readonly number[]): number => {
  if (times.length < 3) return usualInterval
  const gaps: number[] = []
  for (let i = 1; i < times.length; i++) {
    const gap = (times[i] as number) - (times[i - 1] as number)
    if (gap > 0 && gap < longestGap) gaps.push(gap)
  }
  if (gaps.length === 0) return usualInterval
  gaps.sort((a, b) => a - b)
  const middle = gaps.length >> 1
  return gaps.length % 2 === 1
    ? (gaps[middle] as number)
    : ((gaps[middle - 1] as number) + (gaps[middle] as number)) / 2
}

/** How long each look holds: until the next one, at most two intervals. */
export const holdLooks = (looks: Looks): HeldLooks => {
  const { times, files } = looks
  const longest = 2 * lookInterval(times)
  const until = new Float64Array(times.length)
  const chainEnd = new Int32Array(times.length)
  for (let i = times.length - 1; i >= 0; i--) {
    const next = times[i + 1]
    const most = (times[i] as number) + longest
    until[i] = next === undefined ? most : Math.min(next, most)
    const goesOn =
      next !== undefined &&
      until[i] === next &&
      files[i] === files[i + 1] &&
      looks.isAnswered[i] === looks.isAnswered[i + 1]
    chainEnd[i] = goesOn ? (chainEnd[i + 1] as number) : i
  }
  return { ...looks, until, chainEnd }
}

/**
 * What follows from the looks for the time that they cover: answered or not; between the first and the last look of a day the rest is
 * missing (semantics page, "Observation"). Ascending; neighbours of one status are one.
 */
export const observeLooks = (
  { times, isAnswered, until }: HeldLooks,
  clock: ZoneClock,
): { readonly from: number; readonly to: number; readonly status: DaemonStatus }[] => {
  const periods: { from: number; to: number; status: DaemonStatus }[] = []
  const add = (from: number, to: number, status: DaemonStatus): void => {
    if (to <= from) return
    const last = periods.at(-1)
    if (last && last.to === from && last.status === status) last.to = to
    else periods.push({ from, to, status })
  }
  times.forEach((time, i) => {
    const end = until[i] as number
    add(time, end, isAnswered[i] ? 'ok' : 'error')
    const next = times[i + 1]
    if (next !== undefined && end < next && clock.dayOf(time) === clock.dayOf(next)) add(end, next, 'missing')
  })
  return periods
}

/**
 * Intervals of what one file saw in all its looks from `first` to `last`. Looks that other files made between are theirs to tell of.
 */
export const holdSeen = (
  { times, files, isAnswered, until, chainEnd }: HeldLooks,
  file: number,
  first: number,
  last: number,
  add: (from: number, to: number) => void,
): void => {
  let i = firstFrom(times, first)
  while (i < times.length && (times[i] as number) <= last) {
    if (files[i] !== file || !isAnswered[i]) {
      i++
      continue
    }
    let end = chainEnd[i] as number
    if ((times[end] as number) > last) end = lastUpTo(times, last)
    add(times[i] as number, until[end] as number)
    i = end + 1
  }
}

/** Index of the first time that is not before this one. */
const firstFrom = (times: readonly number[], time: number): number => {
  let low = 0
  let high = times.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((times[middle] as number) < time) low = middle + 1
    else high = middle
  }
  return low
}

/** Index of the last time that is not after this one. */
const lastUpTo = (times: readonly number[], time: number): number => {
  let low = 0
  let high = times.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((times[middle] as number) <= time) low = middle + 1
    else high = middle
  }
  return low - 1
}
