import { factColumns, LineKind, otherColumns } from '../../facts/line-fact.ts'
import type { LineSegment } from '../../facts/line-segment.ts'
import { clear, columnSet, packRows } from '../../segments/column-set.ts'
import { append } from '../../segments/growing-column.ts'

/** Wall times are kept as seconds since 2000-01-01, so that they fit a 32-bit column until 2068. */
const base = 946684800
const baseDay = base / 86400

export interface SegmentBuilder {
  fact(wall: number, kind: number, holder: number, count: number, detail: number, handle: number, line: number): void
  other(wall: number, daemon: number, hash: number, line: number): void
  /** Replaces count and detail of the last fact: its text went on in the next line. */
  amendLast(count: number | undefined, detail: number): void
  /** Where the next row will stand, for `shiftFrom` and `startPiece`. */
  mark(): Mark
  /** Moves the wall times of all rows from the mark on. */
  shiftFrom(mark: Mark, seconds: number): void
  startPiece(mark: Mark): void
  readonly rows: number
  take(): LineSegment[]
  save(): BuilderState
}

export interface Mark {
  readonly fact: number
  readonly other: number
}

export interface BuilderState {
  readonly piece: number
  /** Latest wall time of the piece so far, seconds since 2000; null at the start of one. */
  readonly latest: number | null
}

/** Collects lines in order and cuts them into segments by piece and local day. */
export const createSegmentBuilder = (from: BuilderState = { piece: 0, latest: null }): SegmentBuilder => {
  const facts = columnSet(factColumns, 1 << 16)
  const others = columnSet(otherColumns, 1 << 12)
  let { piece } = from
  let latest = from.latest ?? Number.NEGATIVE_INFINITY
  let pieceStarts: Mark[] = []

  const { time, kind, holder, count, detail, handle, line } = facts

  return {
    fact(wall, kindOf, holderOf, countOf, detailOf, handleOf, lineNumber) {
      append(time, wall - base)
      append(kind, kindOf)
      append(holder, holderOf)
      append(count, countOf)
      append(detail, detailOf)
      append(handle, handleOf)
      append(line, lineNumber)
    },
    other(wall, daemon, hash, lineNumber) {
      append(others.time, wall - base)
      append(others.daemon, daemon)
      append(others.hash, hash)
      append(others.line, lineNumber)
    },
    amendLast(countOf, detailOf) {
      if (countOf !== undefined) count.values[count.length - 1] = countOf
      detail.values[detail.length - 1] = detailOf
    },
    mark: () => ({ fact: time.length, other: others.time.length }),
    shiftFrom(mark, seconds) {
      for (let i = mark.fact; i < time.length; i++) time.values[i] = (time.values[i] as number) + seconds
      for (let i = mark.other; i < others.time.length; i++)
        others.time.values[i] = (others.time.values[i] as number) + seconds
    },
    startPiece(mark) {
      pieceStarts.push(mark)
    },
    get rows() {
      return time.length + others.time.length
    },
    take() {
      const segments: LineSegment[] = []
      const factCount = time.length
      const otherCount = others.time.length
      let f = 0
      let o = 0
      let fromFact = 0
      let fromOther = 0
      let day = Number.NaN
      let firstLine = 0
      let lastLine = 0
      let firstTime = 0
      let lastTime = 0
      let earliest = 0
      const cut = () => {
        if (f === fromFact && o === fromOther) return
        const midnight = (day - baseDay) * 86400
        for (let i = fromFact; i < f; i++) time.values[i] = (time.values[i] as number) - midnight
        for (let i = fromOther; i < o; i++) others.time.values[i] = (others.time.values[i] as number) - midnight
        segments.push({
          piece,
          day,
          firstLine,
          lastLine,
          firstTime: firstTime - midnight,
          lastTime: lastTime - midnight,
          earliestTime: earliest - midnight,
          beginsBlock:
            f > fromFact && kind.values[fromFact] === LineKind.managerStart && line.values[fromFact] === firstLine,
          facts: packRows(facts, fromFact, f),
          others: packRows(others, fromOther, o),
        })
        fromFact = f
        fromOther = o
      }
      while (f < factCount || o < otherCount) {
        const isFact =
          o >= otherCount || (f < factCount && (line.values[f] as number) <= (others.line.values[o] as number))
        const start = pieceStarts[0]
        if (start && f >= start.fact && o >= start.other) {
          cut()
          pieceStarts.shift()
          piece++
          latest = Number.NEGATIVE_INFINITY
          day = Number.NaN
        }
        const at = (isFact ? time.values[f] : others.time.values[o]) as number
        const lineNumber = (isFact ? line.values[f] : others.line.values[o]) as number
        if (at > latest) latest = at
        const dayOf = Math.floor(latest / 86400) + baseDay
        if (dayOf !== day) {
          cut()
          day = dayOf
          firstLine = lineNumber
          firstTime = at
          earliest = at
          lastTime = at
        }
        if (at < earliest) earliest = at
        if (at > lastTime) lastTime = at
        lastLine = lineNumber
        if (isFact) f++
        else o++
      }
      cut()
      clear(facts)
      clear(others)
      pieceStarts = []
      return segments
    },
    save: () => ({ piece, latest: latest === Number.NEGATIVE_INFINITY ? null : latest }),
  }
}
