/** When a vendor daemon of a source was observed: stretches in order of time, instants. */
export interface ObservedDaemon {
  readonly source: number
  readonly daemon: number
  readonly starts: Float64Array
  readonly ends: Float64Array
}

/** Observed seconds of a daemon within any span, by binary search over running totals. */
export interface Observation {
  seconds(source: number, daemon: number, from: number, to: number): number
}

export const createObservation = (daemons: readonly ObservedDaemon[]): Observation => {
  const known = new Map(
    daemons.map(({ source, daemon, starts, ends }) => {
      const totals = new Float64Array(starts.length + 1)
      for (let i = 0; i < starts.length; i++)
        totals[i + 1] = (totals[i] as number) + (ends[i] as number) - (starts[i] as number)
      return [`${source}/${daemon}`, { starts, ends, totals }] as const
    }),
  )
  /** Observed seconds before an instant. */
  const before = (
    { starts, ends, totals }: { starts: Float64Array; ends: Float64Array; totals: Float64Array },
    instant: number,
  ): number => {
    let low = 0
    let high = starts.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((starts[middle] as number) < instant) low = middle + 1
      else high = middle
    }
    if (low === 0) return 0
    return (totals[low - 1] as number) + Math.min(instant, ends[low - 1] as number) - (starts[low - 1] as number)
  }
  return {
    seconds(source, daemon, from, to) {
      const stretches = known.get(`${source}/${daemon}`)
      return !stretches || to <= from ? 0 : before(stretches, to) - before(stretches, from)
    },
  }
}
