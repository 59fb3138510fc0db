import type { UsesByKey } from './keyed-order.ts'

/**
 * A time during which a key held the same. `rate` is what the licences held cost per hour, all together; `isPriced`: of at least one the
 * price is known.
 */
export type TakePiece = (
  from: number,
  to: number,
  level: number,
  queued: number,
  rate: number,
  isPriced: boolean,
) => void

/** Uses that go on, by their end: a heap. The first one ends next. */
interface OpenUses {
  size: number
  end: Float64Array
  count: Int32Array
  rate: Float64Array
}

/**
 * Goes through the uses and waits of a key in order of time and gives out the pieces during which it held or waited for something. All
 * that happens at one instant counts at once, so a use of no time leaves no trace.
 */
export const createKeySweep = (uses: UsesByKey, waits: UsesByKey | undefined, from: number, to: number) => {
  const held = line(uses, from, to)
  const waited = waits && line(waits, from, to)
  return (key: number, take: TakePiece): void => {
    held.begin(key)
    waited?.begin(key)
    let since = Number.NEGATIVE_INFINITY
    let level = 0
    let queued = 0
    let rate = 0
    let isPriced = false
    for (;;) {
      const next = Math.min(held.next(), waited ? waited.next() : Number.POSITIVE_INFINITY)
      if (next === Number.POSITIVE_INFINITY) break
      held.advance(next)
      waited?.advance(next)
      const nowQueued = waited ? waited.level() : 0
      if (held.level() === level && nowQueued === queued && held.rate() === rate && held.isPriced() === isPriced)
        continue
      if (level > 0 || queued > 0) take(since, next, level, queued, rate, isPriced)
      since = next
      level = held.level()
      queued = nowQueued
      rate = held.rate()
      isPriced = held.isPriced()
    }
  }
}

/** One of the two levels of a key: where it stands, and when it changes next. */
const line = ({ intervals, order, start, end, count }: UsesByKey, from: number, to: number) => {
  const { rate } = intervals
  const { rows, starts } = order
  const open: OpenUses = {
    size: 0,
    end: new Float64Array(64),
    count: new Int32Array(64),
    rate: new Float64Array(64),
  }
  let at = 0
  let last = 0
  let level = 0
  let cost = 0
  let priced = 0
  /** Goes on to the next use that has time within the asked period. */
  const skip = (): void => {
    while (at < last && Math.min(end[at] as number, to) <= Math.max(start[at] as number, from)) at++
  }
  return {
    begin(key: number) {
      at = starts[key] as number
      last = starts[key + 1] as number
      open.size = 0
      level = 0
      cost = 0
      priced = 0
      skip()
    },
    next: (): number => {
      const begins = at < last ? Math.max(from, start[at] as number) : Number.POSITIVE_INFINITY
      return open.size > 0 ? Math.min(begins, open.end[0] as number) : begins
    },
    advance(instant: number) {
      while (open.size > 0 && (open.end[0] as number) <= instant) {
        level -= open.count[0] as number
        const price = open.rate[0] as number
        if (!Number.isNaN(price)) {
          priced--
          // Nothing is left of rounding once nothing is priced.
          cost = priced === 0 ? 0 : cost - price
        }
        dropFirst(open)
      }
      while (at < last && (start[at] as number) <= instant) {
        const licences = count[at] as number
        const price = rate ? (rate[rows[at] as number] as number) * licences : Number.NaN
        level += licences
        if (!Number.isNaN(price)) {
          priced++
          cost += price
        }
        add(open, Math.min(to, end[at] as number), licences, price)
        at++
        skip()
      }
    },
    level: () => level,
    rate: () => cost,
    isPriced: () => priced > 0,
  }
}

const add = (open: OpenUses, end: number, count: number, rate: number): void => {
  if (open.size === open.end.length) {
    const size = open.size * 2
    open.end = copied(open.end, new Float64Array(size))
    open.rate = copied(open.rate, new Float64Array(size))
    open.count = copied(open.count, new Int32Array(size))
  }
  let place = open.size++
  while (place > 0) {
    const above = (place - 1) >> 1
    if ((open.end[above] as number) <= end) break
    move(open, above, place)
    place = above
  }
  open.end[place] = end
  open.count[place] = count
  open.rate[place] = rate
}

const dropFirst = (open: OpenUses): void => {
  const size = --open.size
  const end = open.end[size] as number
  let place = 0
  for (;;) {
    let below = place * 2 + 1
    if (below >= size) break
    if (below + 1 < size && (open.end[below + 1] as number) < (open.end[below] as number)) below++
    if ((open.end[below] as number) >= end) break
    move(open, below, place)
    place = below
  }
  move(open, size, place)
}

const move = ({ end, count, rate }: OpenUses, from: number, to: number): void => {
  end[to] = end[from] as number
  count[to] = count[from] as number
  rate[to] = rate[from] as number
}

const copied = <T extends Float64Array | Int32Array>(values: T, into: T): T => {
  into.set(values)
  return into
}
