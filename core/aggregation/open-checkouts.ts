import type { HolderTable } from '../facts/holder-table.ts'

/** A checkout not yet closed, oldest first for each holder. */
export interface OpenCheckout {
  readonly holder: number
  /** Instant, UTC seconds. */
  readonly start: number
  readonly count: number
  /** Number of the verbose tail's handle; 0 without one. */
  readonly handle: number
}

export interface OpenCheckouts {
  open(holder: number, start: number, count: number, handle: number): void
  /** Whether the holder has anything open that a line with this handle may close. */
  has(holder: number, handle: number): boolean
  /**
   * Closes up to `count` licences, oldest checkout first, splitting the last; tells each stretch closed.
   * @returns licences closed
   */
  close(holder: number, count: number, handle: number, closed: (licences: number, start: number) => void): number
  /** Closes the oldest checkout whole. @returns its licences, 0 when none is open */
  closeOldest(holder: number, handle: number, closed: (licences: number, start: number) => void): number
  /** Closes everything of a daemon. */
  closeAll(daemon: number, closed: (holder: number, licences: number, start: number) => void): void
  /** Licences held now, for each holder that holds any. */
  forEachHolder(visit: (holder: number, licences: number) => void): void
  save(): OpenCheckout[]
  /** Checkouts open now. */
  readonly size: number
}

/** Checkouts that wait for their check-in: a queue per holder in typed arrays, and a list of busy holders per daemon. */
export const createOpenCheckouts = (holders: HolderTable, from: readonly OpenCheckout[]): OpenCheckouts => {
  let capacity = 4096
  let start = new Float64Array(capacity)
  let count = new Int32Array(capacity)
  let handleOf = new Int32Array(capacity)
  let next = new Int32Array(capacity)
  /** Free nodes, chained by `next`. Node 0 is none. */
  let free = 0
  let used = 1
  let head = new Int32Array(holders.daemon.length)
  let tail = new Int32Array(holders.daemon.length)
  /** Doubly linked list of holders with something open, per daemon. */
  let after = new Int32Array(holders.daemon.length)
  let before = new Int32Array(holders.daemon.length)
  const firstOf = new Map<number, number>()
  let size = 0

  const grown = (array: Int32Array, length: number): Int32Array<ArrayBuffer> => {
    const larger = new Int32Array(length)
    larger.set(array)
    return larger
  }
  const ensure = (holder: number) => {
    if (holder < head.length) return
    const length = Math.max(holder + 1, head.length * 2)
    head = grown(head, length)
    tail = grown(tail, length)
    after = grown(after, length)
    before = grown(before, length)
  }
  const link = (holder: number) => {
    const daemon = holders.daemon[holder] as number
    const first = firstOf.get(daemon) ?? 0
    after[holder] = first
    before[holder] = 0
    if (first !== 0) before[first] = holder
    firstOf.set(daemon, holder)
  }
  const unlink = (holder: number) => {
    const a = after[holder] as number
    const b = before[holder] as number
    if (a !== 0) before[a] = b
    if (b !== 0) after[b] = a
    else firstOf.set(holders.daemon[holder] as number, a)
  }
  const remove = (holder: number, node: number, previous: number) => {
    const following = next[node] as number
    if (previous === 0) head[holder] = following
    else next[previous] = following
    if (following === 0) tail[holder] = previous
    next[node] = free
    free = node
    size--
    if (head[holder] === 0) unlink(holder)
  }
  const fits = (node: number, handle: number): boolean =>
    handle === 0 || handleOf[node] === 0 || handleOf[node] === handle

  const checkouts: OpenCheckouts = {
    get size() {
      return size
    },
    open(holder, startAt, licences, handle) {
      ensure(holder)
      let node = free
      if (node !== 0) free = next[node] as number
      else {
        if (used === capacity) {
          capacity *= 2
          const starts = new Float64Array(capacity)
          starts.set(start)
          start = starts
          count = grown(count, capacity)
          handleOf = grown(handleOf, capacity)
          next = grown(next, capacity)
        }
        node = used++
      }
      size++
      start[node] = startAt
      count[node] = licences
      handleOf[node] = handle
      next[node] = 0
      if (head[holder] === 0) {
        head[holder] = node
        link(holder)
      } else next[tail[holder] as number] = node
      tail[holder] = node
    },
    has(holder, handle) {
      if (holder >= head.length) return false
      for (let node = head[holder] as number; node !== 0; node = next[node] as number)
        if (fits(node, handle)) return true
      return false
    },
    close(holder, licences, handle, closed) {
      let left = licences
      if (holder >= head.length) return 0
      let previous = 0
      let node = head[holder] as number
      while (node !== 0 && left > 0) {
        const following = next[node] as number
        if (!fits(node, handle)) {
          previous = node
          node = following
          continue
        }
        const held = count[node] as number
        const taken = Math.min(held, left)
        closed(taken, start[node] as number)
        left -= taken
        if (taken === held) remove(holder, node, previous)
        else count[node] = held - taken
        node = following
      }
      return licences - left
    },
    closeOldest(holder, handle, closed) {
      if (holder >= head.length) return 0
      let previous = 0
      for (let node = head[holder] as number; node !== 0; node = next[node] as number) {
        if (fits(node, handle)) {
          const held = count[node] as number
          closed(held, start[node] as number)
          remove(holder, node, previous)
          return held
        }
        previous = node
      }
      return 0
    },
    closeAll(daemon, closed) {
      for (let holder = firstOf.get(daemon) ?? 0; holder !== 0; holder = firstOf.get(daemon) ?? 0) {
        while (head[holder] !== 0) {
          const node = head[holder] as number
          closed(holder, count[node] as number, start[node] as number)
          remove(holder, node, 0)
        }
      }
    },
    forEachHolder(visit) {
      for (const first of firstOf.values()) {
        for (let holder = first; holder !== 0; holder = after[holder] as number) {
          let licences = 0
          for (let node = head[holder] as number; node !== 0; node = next[node] as number)
            licences += count[node] as number
          visit(holder, licences)
        }
      }
    },
    save() {
      const saved: OpenCheckout[] = []
      for (const first of firstOf.values()) {
        for (let holder = first; holder !== 0; holder = after[holder] as number) {
          for (let node = head[holder] as number; node !== 0; node = next[node] as number) {
            saved.push({
              holder,
              start: start[node] as number,
              count: count[node] as number,
              handle: handleOf[node] as number,
            })
          }
        }
      }
      // By holder, not by order of opening: equal states are equal texts. The sort is stable, so each holder's own order stands.
      return saved.sort((a, b) => a.holder - b.holder)
    },
  }
  for (const { holder, start: at, count: licences, handle } of from) checkouts.open(holder, at, licences, handle)
  return checkouts
}
