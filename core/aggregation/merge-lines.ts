import type { PackedColumn } from '../segments/column.ts'
import { unpackColumn } from '../segments/column.ts'

/** Consecutive lines of one piece of one file on one day, as stored. */
export interface DaySegment {
  /** Pieces are read in this order where their lines stand at the same instant: by first instant, then content. */
  readonly piece: number
  readonly fact: { readonly [name: string]: PackedColumn }
  readonly other: { readonly [name: string]: PackedColumn }
  /** Line ranges, both ends included, that count elsewhere. */
  readonly dropped: readonly (readonly [first: number, last: number])[]
}

/** Receives the lines of a day in the log's order. `kind` 0: a line that was merely there; then `holder` is its daemon. */
export type LineSink = (
  wallTime: number,
  kind: number,
  holder: number,
  count: number,
  detail: number,
  handle: number,
) => void

/**
 * Puts the lines of all files of a day into one order. Within a piece the lines keep their order, whatever their times; pieces are
 * merged by the latest time they have reached, the earlier piece first.
 */
export const mergeLines = (segments: readonly DaySegment[], sink: LineSink): void => {
  const pieces = [...new Set(segments.map(({ piece }) => piece))].sort((a, b) => a - b)
  if (pieces.length < 2) {
    passInOrder(segments, sink)
    return
  }
  const readers = pieces.map((piece) => createReader(segments.filter((segment) => segment.piece === piece)))
  for (;;) {
    let first: Reader | undefined
    for (const reader of readers) if (!reader.done && (!first || reader.reached < first.reached)) first = reader
    if (!first) return
    first.pass(sink)
  }
}

type Columns = { readonly [name: string]: Int32Array }

const unpackSet = (set: { readonly [name: string]: PackedColumn }): Columns =>
  Object.fromEntries(Object.entries(set).map(([name, column]) => [name, unpackColumn(column)]))

const none = new Int32Array(0)

/** Tells of lines, asked for in rising order, whether they count elsewhere. */
const createDropTest = (dropped: DaySegment['dropped']): ((line: number) => boolean) => {
  let drop = 0
  return (line) => {
    while (drop < dropped.length && (dropped[drop]?.[1] as number) < line) drop++
    return drop < dropped.length && (dropped[drop]?.[0] as number) <= line
  }
}

/** One piece alone, as nearly always: facts and other lines by line number. A line that is both counts once, as a fact. */
const passInOrder = (segments: readonly DaySegment[], sink: LineSink): void => {
  let toldLine = -1
  for (const segment of segments) {
    const fact = unpackSet(segment.fact)
    const other = unpackSet(segment.other)
    const { line: lines = none, time = none, kind = none, holder = none, count = none } = fact
    const { detail = none, handle = none } = fact
    const { line: otherLines = none, time: otherTime = none, daemon = none } = other
    const isDropped = segment.dropped.length > 0 ? createDropTest(segment.dropped) : undefined
    let o = 0
    const passOthers = (before: number): void => {
      for (; o < otherLines.length && (otherLines[o] as number) < before; o++) {
        const line = otherLines[o] as number
        if (line === toldLine || isDropped?.(line)) continue
        sink(otherTime[o] as number, 0, daemon[o] as number, 0, 0, 0)
      }
    }
    for (let f = 0; f < lines.length; f++) {
      const line = lines[f] as number
      if (o < otherLines.length && (otherLines[o] as number) < line) passOthers(line)
      if (isDropped?.(line)) continue
      sink(
        time[f] as number,
        kind[f] as number,
        holder[f] as number,
        count[f] as number,
        detail[f] as number,
        handle[f] as number,
      )
      toldLine = line
    }
    passOthers(Number.POSITIVE_INFINITY)
  }
}

interface Reader {
  readonly done: boolean
  /** Latest time of the piece up to the next line. */
  readonly reached: number
  pass(sink: LineSink): void
}

const createReader = (segments: readonly DaySegment[]): Reader => {
  let at = -1
  let f = 0
  let o = 0
  let fact: Columns = {}
  let other: Columns = {}
  let isDropped: ((line: number) => boolean) | undefined
  let reached = Number.NEGATIVE_INFINITY
  let done = false
  /** A line that is both a fact and a line that was there counts once. */
  let toldLine = -1

  /** Moves to the next line that counts. */
  const advance = () => {
    for (;;) {
      const facts = fact.line?.length ?? 0
      const others = other.line?.length ?? 0
      if (f >= facts && o >= others) {
        const segment = segments[++at]
        if (!segment) {
          done = true
          return
        }
        fact = unpackSet(segment.fact)
        other = unpackSet(segment.other)
        isDropped = segment.dropped.length > 0 ? createDropTest(segment.dropped) : undefined
        f = 0
        o = 0
        continue
      }
      const isFact = o >= others || (f < facts && (fact.line?.[f] as number) <= (other.line?.[o] as number))
      const line = (isFact ? fact.line?.[f] : other.line?.[o]) as number
      if (!isFact && line === toldLine) {
        o++
        continue
      }
      if (isDropped?.(line)) {
        if (isFact) f++
        else o++
        continue
      }
      const time = (isFact ? fact.time?.[f] : other.time?.[o]) as number
      if (time > reached) reached = time
      return
    }
  }
  advance()
  return {
    get done() {
      return done
    },
    get reached() {
      return reached
    },
    pass(sink) {
      const facts = fact.line?.length ?? 0
      const isFact =
        o >= (other.line?.length ?? 0) || (f < facts && (fact.line?.[f] as number) <= (other.line?.[o] as number))
      if (isFact) {
        const { time, kind, holder, count, detail, handle } = fact as Record<string, Int32Array>
        sink(
          time?.[f] as number,
          kind?.[f] as number,
          holder?.[f] as number,
          count?.[f] as number,
          detail?.[f] as number,
          handle?.[f] as number,
        )
        toldLine = fact.line?.[f] as number
        f++
      } else {
        sink(other.time?.[o] as number, 0, other.daemon?.[o] as number, 0, 0, 0)
        o++
      }
      advance()
    },
  }
}
