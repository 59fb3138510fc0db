import { UsageKind } from '../../facts/usage-fact.ts'
import type { UsageWriter } from '../usage-importer.ts'

/** A source that is silent for longer than a day was not looking: the rule of the licence logs. */
const longestSilence = 86400

/** The time during which a source was writing, from the instants at which it wrote. */
export interface ObservedTime {
  /** The source said something at this instant: seconds since 1970. */
  note(instant: number): void
  /** Writes the time since the last flush. */
  flush(): void
  save(): readonly number[]
}

/** @param saved what `save` gave at a checkpoint of the same file */
export const createObservedTime = (writer: UsageWriter, saved: readonly number[] = []): ObservedTime => {
  let [first = Number.NaN, last = Number.NaN] = saved
  const flush = (): void => {
    if (last > first) {
      const seconds = Math.round((last - first) * 1000) / 1000
      writer.row(UsageKind.observed, first, seconds, writer.subject('server', {}))
    }
    first = last
  }
  return {
    note(instant) {
      if (instant > last) {
        if (instant - last > longestSilence) {
          flush()
          first = instant
        }
        last = instant
      } else if (!(instant >= first)) {
        // The first instant of all, or files of several machines one behind the other.
        if (Number.isNaN(first)) last = instant
        else if (first - instant > longestSilence) {
          flush()
          last = instant
        }
        first = instant
      }
    },
    flush,
    save: () => (Number.isNaN(first) ? [] : [first, last]),
  }
}
