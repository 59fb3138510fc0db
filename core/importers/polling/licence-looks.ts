import { UsageKind } from '../../facts/usage-fact.ts'
import type { UsageWriter } from '../usage-importer.ts'

/** Looks at licence servers, one after the other: what was seen in several in a row becomes one row. */
export interface LicenceLooks {
  /**
   * Begins a look. `time` as in `UsageWriter.row`. Several servers may be looked at in one go: call it for each, or once with the
   * first and `server` for the others.
   */
  begin(time: number): void
  /** A server that was asked; subject `server`. @param isAnswered false: it did not answer, or not readably */
  server(subject: number, isAnswered: boolean): void
  /** The series has so many licences. */
  capacity(series: number, licences: number): void
  /** Called twice for the same subject and detail, the counts are added. @param detail text id of the handle, 0 for none */
  holding(subject: number, count: number, detail?: number): void
  waiting(subject: number, count: number, detail?: number): void
  /** Ends the look. */
  end(): void
  /** Writes out all runs. */
  flush(): void
}

interface Run {
  readonly kind: UsageKind
  readonly subject: number
  readonly detail: number
  /** Of the looks from `first` to `last`; the latter is number `look`. */
  count: number
  first: number
  last: number
  look: number
  /** Of look number `seenIn`, which is under way or was the last one that saw it. */
  seenCount: number
  seenIn: number
}

/** What a row can hold. */
const mostCounted = 2 ** 31 - 1

export const createLicenceLooks = (writer: UsageWriter): LicenceLooks => {
  /** By twice the subject, one more for those who wait; then by detail. No texts as keys: a poll has thousands of holders. */
  const runs = new Map<number, Map<number, Run>>()
  const capacities = new Map<number, number>()
  let now = 0
  let look = 0
  let day = Number.NaN
  /** Runs of the look before, and of the one under way. */
  let before: Run[] = []
  let seen: Run[] = []

  const write = ({ kind, subject, detail, count, first, last, look: lastLook }: Run): void => {
    if (lastLook > 0) writer.row(kind, first, last - first, subject, count, detail)
  }
  const flush = (): void => {
    for (const run of before) write(run)
    for (const run of before) run.look = 0
  }
  const note = (kind: UsageKind, subject: number, count: number, detail: number): void => {
    const key = subject * 2 + (kind === UsageKind.seen ? 0 : 1)
    let ofSubject = runs.get(key)
    if (!ofSubject) {
      ofSubject = new Map()
      runs.set(key, ofSubject)
    }
    let run = ofSubject.get(detail)
    if (!run) {
      run = { kind, subject, detail, count: 0, first: 0, last: 0, look: 0, seenCount: 0, seenIn: 0 }
      ofSubject.set(detail, run)
    }
    if (run.seenIn === look) {
      run.seenCount = Math.min(run.seenCount + count, mostCounted)
      return
    }
    run.seenIn = look
    run.seenCount = count
    seen.push(run)
  }
  const forget = ({ kind, subject, detail }: Run): void => {
    const key = subject * 2 + (kind === UsageKind.seen ? 0 : 1)
    const ofSubject = runs.get(key)
    ofSubject?.delete(detail)
    if (ofSubject?.size === 0) runs.delete(key)
  }

  return {
    begin(time) {
      look++
      now = time
      seen = []
      const dayOf = Math.floor(time / 86400)
      if (dayOf === day) return
      // Each day tells its capacities anew, so that it can be read by itself.
      day = dayOf
      flush()
      capacities.clear()
    },
    server(subject, isAnswered) {
      writer.row(UsageKind.look, now, 0, subject, isAnswered ? 0 : 1)
    },
    capacity(series, licences) {
      if (capacities.get(series) === licences) return
      capacities.set(series, licences)
      writer.row(UsageKind.capacity, now, 0, series, licences)
    },
    holding: (subject, count, detail = 0) => note(UsageKind.seen, subject, count, detail),
    waiting: (subject, count, detail = 0) => note(UsageKind.seenWaiting, subject, count, detail),
    end() {
      for (const run of before)
        if (run.seenIn !== look) {
          write(run)
          forget(run)
        }
      for (const run of seen) {
        if (run.look !== look - 1 || run.look === 0 || run.count !== run.seenCount || now < run.last) {
          write(run)
          run.first = now
          run.count = run.seenCount
        }
        run.last = now
        run.look = look
      }
      before = seen
      seen = []
    },
    flush,
  }
}
