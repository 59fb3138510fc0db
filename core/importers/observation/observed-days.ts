/** A log that is silent for longer than a day was not being written: the rule of the licence logs. */
const longestSilence = 86400
const day = 86400

/** Time that a log tells of, from the times of its lines: written piece by piece, each day by itself. */
export interface ObservedDays {
  /** A line of this time: seconds since 1970 on the log's clock. */
  note(time: number): void
  /** Observation begins at this time, whatever was before. */
  begin(time: number): void
  /** What follows is observed anew, from its first time on. */
  end(): void
  /** Writes what has been observed since the last time. */
  flush(): void
  /** The latest time; NaN before the first. */
  readonly last: number
  save(): readonly number[]
}

/**
 * @param write gets a piece of observed time
 * @param onDay told at the beginning of each observed day, so that it can be read without those before
 */
export const createObservedDays = (
  write: (from: number, to: number) => void,
  onDay: (time: number) => void,
  saved: readonly number[] = [],
): ObservedDays => {
  let [from = Number.NaN, to = Number.NaN] = saved
  /** Midnight after `to`. */
  let dayEnd = Math.floor(to / day) * day + day
  const flush = (): void => {
    if (to > from) write(from, to)
    from = to
  }
  const begin = (time: number): void => {
    flush()
    from = time
    to = time
    dayEnd = Math.floor(to / day) * day + day
  }
  return {
    note(time) {
      if (time < dayEnd) {
        if (time > to) to = time
        return
      }
      if (!(time - to <= longestSilence)) {
        const isFirst = Number.isNaN(to)
        begin(time)
        if (!isFirst) onDay(time)
        return
      }
      to = Math.floor(time / day) * day
      dayEnd = to + day
      flush()
      onDay(to)
      if (time > to) to = time
    },
    begin,
    end() {
      flush()
      from = Number.NaN
      to = Number.NaN
      dayEnd = Number.NaN
    },
    flush,
    get last() {
      return to
    },
    save: () => (Number.isNaN(to) ? [] : [from, to]),
  }
}
