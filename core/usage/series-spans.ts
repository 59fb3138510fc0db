import { capacityUnknown } from '../facts/derived-day.ts'
import { boundariesUpTo, type PrimeBoundaries, primeUnknown } from './prime-boundaries.ts'
import type { UseSeries } from './typed-uses.ts'

/** What a span was observed as. */
export const statusValues = ['ok', 'missing', 'error'] as const
export const statusOk = 0

/** Time of a series cut wherever something changes that a record tells: status, capacity, prime time (and the entitlement). */
export interface SeriesSpans {
  size: number
  from: Float64Array
  to: Float64Array
  status: Uint8Array
  capacity: Int32Array
  prime: Uint8Array
  /** Licences that are paid for anyway; -1 where no entitlement is known. */
  entitled: Int32Array
}

export const noEntitlement = -1

/** Stretches of time, ascending and apart from each other. */
export interface Stretches {
  readonly size: number
  readonly from: Float64Array
  readonly to: Float64Array
}

export interface SpanNeeds {
  readonly from: number
  readonly to: number
  /** Else all of the asked period is taken as observed: of use, only when it was matters. */
  readonly isObserved: boolean
  readonly hasCapacity: boolean
  /** Absent: no calendar, or no such classification. */
  readonly prime?: PrimeBoundaries
}

/** Cuts the time of one series after another; the spans are good until the next call. */
export const createSpanCutter = ({ from, to, isObserved, hasCapacity, prime }: SpanNeeds) => {
  const spans: SeriesSpans = {
    size: 0,
    from: new Float64Array(64),
    to: new Float64Array(64),
    status: new Uint8Array(64),
    capacity: new Int32Array(64),
    prime: new Uint8Array(64),
    entitled: new Int32Array(64),
  }
  const grow = (): void => {
    const size = spans.from.length * 2
    spans.from = grown(spans.from, new Float64Array(size))
    spans.to = grown(spans.to, new Float64Array(size))
    spans.status = grown(spans.status, new Uint8Array(size))
    spans.capacity = grown(spans.capacity, new Int32Array(size))
    spans.prime = grown(spans.prime, new Uint8Array(size))
    spans.entitled = grown(spans.entitled, new Int32Array(size))
  }

  return (series: UseSeries, used: Stretches): SeriesSpans => {
    const capacity = hasCapacity ? series.capacity : []
    const entitled = series.entitled ?? []
    const boundaries = prime?.(series.zone)
    let c = -1
    let e = -1
    let p = boundaries ? boundariesUpTo(boundaries, from) : 0
    spans.size = 0

    const push = (start: number, end: number, status: number): void => {
      for (let at = start; at < end; ) {
        while (c + 1 < capacity.length && (capacity[c + 1] as { at: number }).at <= at) c++
        while (e + 1 < entitled.length && (entitled[e + 1] as { at: number }).at <= at) e++
        let next = Math.min(end, capacity[c + 1]?.at ?? end, entitled[e + 1]?.at ?? end)
        if (boundaries) {
          while (p < boundaries.length && (boundaries[p] as number) <= at) p++
          if (p < boundaries.length) next = Math.min(next, boundaries[p] as number)
        }
        if (spans.size === spans.from.length) grow()
        const span = spans.size++
        spans.from[span] = at
        spans.to[span] = next
        spans.status[span] = status
        spans.capacity[span] = capacity[c]?.licences ?? capacityUnknown
        spans.entitled[span] = entitled[e]?.licences ?? noEntitlement
        spans.prime[span] = boundaries ? p % 2 : primeUnknown
        at = next
      }
    }
    if (isObserved) overlay(series, used, from, to, push)
    else push(from, to, statusOk)
    return spans
  }
}

/** What was observed of a series, what is used counting as observed: a use that is known of has been seen. Equal neighbours become one. */
const overlay = (
  { observed, knownAt }: UseSeries,
  used: Stretches,
  from: number,
  to: number,
  give: (from: number, to: number, status: number) => void,
): void => {
  let o = 0
  let u = 0
  let since = from
  let status = -1
  for (let at = from; at < to; ) {
    while (o < observed.length && (observed[o] as { to: number }).to <= Math.max(at, knownAt)) o++
    while (u < used.size && (used.to[u] as number) <= at) u++
    const seen = observed[o]
    const seenFrom = seen ? Math.max(seen.from, knownAt) : Number.POSITIVE_INFINITY
    const usedFrom = u < used.size ? (used.from[u] as number) : Number.POSITIVE_INFINITY
    const isSeen = seenFrom <= at
    const isUsed = usedFrom <= at
    const next = Math.min(
      to,
      isSeen ? (seen as { to: number }).to : seenFrom,
      isUsed ? (used.to[u] as number) : usedFrom,
    )
    const now = isUsed ? statusOk : isSeen ? statusValues.indexOf((seen as UseSeries['observed'][number]).status) : -1
    if (now !== status) {
      if (status >= 0) give(since, at, status)
      since = at
      status = now
    }
    at = next
  }
  if (status >= 0) give(since, to, status)
}

const grown = <T extends Float64Array | Int32Array | Uint8Array>(values: T, into: T): T => {
  into.set(values)
  return into
}

/** When anything of a series was used, from the starts and ends of its uses in any order. The two are sorted in place. */
export const unionOf = (starts: Float64Array, ends: Float64Array): Stretches => {
  starts.sort()
  ends.sort()
  const from: number[] = []
  const to: number[] = []
  for (let i = 0, e = 0, open = 0; e < ends.length; ) {
    // What begins where another ends goes on with it.
    if (i < starts.length && (starts[i] as number) <= (ends[e] as number)) {
      if (open++ === 0) from.push(starts[i] as number)
      i++
    } else {
      if (--open === 0) to.push(ends[e] as number)
      e++
    }
  }
  return { size: to.length, from: Float64Array.from(from), to: Float64Array.from(to) }
}
