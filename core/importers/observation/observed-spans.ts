import { UsageKind } from '../../facts/usage-fact.ts'
import type { UsageWriter } from '../usage-importer.ts'

interface Span {
  readonly isUtc: boolean
  readonly server: string
  readonly daemon: string
  readonly manager: string
  from: number
  to: number
  /** A start stands at `from`, a stop at `to`: what is beyond belongs to another run. */
  isStarted: boolean
  isStopped: boolean
  /** No later run of the server is known: it is observed as long as the file goes on. */
  readonly isLatest: boolean
  /** What of it has been written. */
  writtenFrom: number
  writtenTo: number
}

export type ObservedSpansState = readonly Span[]

/** Of which server, on which clock. */
export interface EventPlace {
  readonly isUtc: boolean
  readonly server: string
  readonly daemon: string
  readonly manager: string
}

/**
 * What a file of events observes: each server from its first event to the file's last one, apart from the time between its stop and its
 * next start. The events may come in order of time, or the other way round.
 */
export const createObservedSpans = (writer: UsageWriter, saved: ObservedSpansState = []) => {
  const spans = new Map<string, Span>(saved.map((span) => [keyOf(span), { ...span }]))
  /** Latest instant of the file on each clock. */
  const latest = new Map<boolean, number>()
  const noteLatest = ({ isUtc }: EventPlace, time: number): void => {
    latest.set(isUtc, Math.max(latest.get(isUtc) ?? Number.NEGATIVE_INFINITY, time))
  }
  for (const span of spans.values()) noteLatest(span, span.to)

  const subjectOf = ({ server, daemon, manager }: EventPlace): number =>
    writer.subject('server', { server, daemon, manager })
  const write = (span: Span, from: number, to: number): void => {
    if (to <= from) return
    writer.clock(span.isUtc ? 'utc' : 'wall')
    writer.row(UsageKind.observed, from, to - from, subjectOf(span))
  }
  const writeRest = (span: Span): void => {
    write(span, span.from, Math.min(span.writtenFrom, span.to))
    write(span, Math.max(span.writtenTo, span.from), span.to)
    span.writtenFrom = span.from
    span.writtenTo = span.to
  }
  const begin = (place: EventPlace, time: number, is: { isStarted?: boolean; isStopped?: boolean } = {}): void => {
    const before = spans.get(keyOf(place))
    const { isUtc, server, daemon, manager } = place
    const span: Span = {
      isUtc,
      server,
      daemon,
      manager,
      from: time,
      to: time,
      isStarted: is.isStarted ?? false,
      isStopped: is.isStopped ?? false,
      isLatest: before === undefined || (before.isLatest && time >= before.to),
      writtenFrom: time,
      writtenTo: time,
    }
    spans.set(keyOf(place), span)
    recent = span
  }
  /** Most events are of the same server as the one before. */
  let recent: Span | undefined
  const spanOf = (place: EventPlace): Span | undefined => {
    const isRecent = recent?.server === place.server && recent.daemon === place.daemon && recent.isUtc === place.isUtc
    if (!isRecent) recent = spans.get(keyOf(place))
    return recent
  }
  const end = (place: EventPlace, time: number): void => {
    writer.clock(place.isUtc ? 'utc' : 'wall')
    writer.row(UsageKind.ended, time, 0, subjectOf(place))
  }

  return {
    /** Something happened on a server. */
    at(place: EventPlace, time: number): void {
      noteLatest(place, time)
      const span = spanOf(place)
      const isBeyond = span && ((time > span.to && span.isStopped) || (time < span.from && span.isStarted))
      if (!span) begin(place, time)
      else if (isBeyond) {
        writeRest(span)
        // Read backwards, the event before a start is the last of a run that nobody saw the end of.
        if (time < span.from) end(place, time)
        begin(place, time)
      } else {
        span.to = Math.max(span.to, time)
        span.from = Math.min(span.from, time)
      }
    },
    /** It was started: whatever it had given out before is over, with the last event before. */
    start(place: EventPlace, time: number): void {
      noteLatest(place, time)
      const span = spans.get(keyOf(place))
      if (span && time < span.from && !span.isStarted) {
        span.from = time
        span.isStarted = true
        return
      }
      if (span) {
        writeRest(span)
        if (time >= span.to && !span.isStopped) end(place, span.to)
      }
      begin(place, time, { isStarted: true })
    },
    /** It was stopped: all that it had given out is over. */
    stop(place: EventPlace, time: number): void {
      noteLatest(place, time)
      end(place, time)
      const span = spans.get(keyOf(place))
      if (span && time >= span.to && !span.isStopped) {
        span.to = time
        span.isStopped = true
        return
      }
      if (span) writeRest(span)
      begin(place, time, { isStopped: true })
    },
    /** Writes what was observed since the last time. */
    flush(): void {
      for (const span of spans.values()) {
        if (span.isLatest && !span.isStopped) span.to = Math.max(span.to, latest.get(span.isUtc) ?? span.to)
        writeRest(span)
      }
    },
    save: (): ObservedSpansState => [...spans.values()].map((span) => ({ ...span })),
  }
}

const keyOf = ({ isUtc, server, daemon }: EventPlace): string => `${isUtc ? 'utc' : ''}\t${server}\t${daemon}`
