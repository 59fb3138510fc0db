export interface EventOrderState {
  /** Time of the event before; null before the first one. */
  readonly last: number | null
  readonly isAscending: boolean
}

/** Lets events pass in the order in which they happened: where a file has the newest first, those of one instant are turned round. */
export const createEventOrder = (saved: EventOrderState = { last: null, isAscending: true }) => {
  let { last, isAscending } = saved
  let isBackwards = false
  let waiting: (() => void)[] = []
  const release = (): void => {
    const events = waiting
    waiting = []
    for (const event of events.toReversed()) event()
  }
  return {
    /** Calls `event` at once or, read backwards, as soon as one of another time comes. */
    put(time: number, event: () => void): void {
      if (time !== last) {
        release()
        isBackwards = last !== null && time < last
        if (isBackwards) isAscending = false
        last = time
      }
      if (isBackwards) waiting.push(event)
      else event()
    },
    /** Lets pass what waits. */
    release,
    /** No event so far was older than the one before it. */
    get isAscending() {
      return isAscending
    },
    save: (): EventOrderState => ({ last, isAscending }),
  }
}
