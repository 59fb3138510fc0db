/** Time as the watching sees it, so that a test can move it. Milliseconds. */
export interface WatchClock {
  now(): number
  /** Calls once, later. @returns what calls it off */
  after(milliseconds: number, call: () => void): () => void
}

/** The machine's. A pending look alone does not keep the process alive. */
export const machineClock: WatchClock = {
  now: () => Date.now(),
  after: (milliseconds, call) => {
    const timer = setTimeout(call, milliseconds)
    timer.unref()
    return () => clearTimeout(timer)
  },
}
