import type { Span } from './time-window.ts'

/** When a daemon was observed. */
export interface ObservedSpan extends Span {
  /** Gaps inside it that were left out before it came here. */
  readonly joinedGaps?: number
  /** Milliseconds of these gaps together. */
  readonly missing?: number
}

/** What the core sends of a daemon: its longest gaps one by one, of the others the number. */
interface JoinedDaemon {
  readonly observed: readonly ObservedSpan[]
  readonly observedHours: number
  readonly joinedGaps: number
}

/** Shares what the joined gaps lack of the daemon's own sum among them, each taken for as long as the others. */
export const withMissing = ({ observed, observedHours, joinedGaps }: JoinedDaemon): readonly ObservedSpan[] => {
  if (joinedGaps === 0) return observed
  const spanned = observed.reduce((sum, { from, to }) => sum + to - from, 0)
  const each = Math.max(0, spanned - observedHours * 3_600_000) / joinedGaps
  return observed.map((span) => ({ ...span, missing: Math.min(span.to - span.from, (span.joinedGaps ?? 0) * each) }))
}

/** A bar over one run or several that stand closer than can be drawn, or the hatching between two. Pixels, and what it stands for. */
export interface Stretch extends Span {
  readonly kind: 'observed' | 'gap'
  readonly x: number
  readonly width: number
  /** Gaps inside it that are too short to be drawn at this width. */
  readonly hiddenGaps: number
  /** Milliseconds observed inside it. */
  readonly observed: number
}

/** From the first to the last sign of life: what a daemon's gaps lie between, whatever else the log has. */
export const lifeOf = (runs: readonly ObservedSpan[], otherwise: Span): Span =>
  runs.length > 0 ? { from: runs[0]!.from, to: runs.at(-1)!.to } : otherwise

/** Narrower than this a gap between narrow bars cannot be drawn: it is counted, and seen after zooming in. Pixels. */
const leastGap = 1.5
/** A bar that hides gaps is no wider than this, so that the next one can show another share of observed time. Pixels. */
const cell = 8

/** Milliseconds of a part of a span that were observed. */
const observedIn = ({ from, to, missing = 0 }: ObservedSpan, partFrom: number, partTo: number): number =>
  to > from ? (partTo - partFrom) * (1 - missing / (to - from)) : 0

/**
 * What of a window was observed, left to right and without a hole. `runs` in order of time and not overlapping. Hatched is what
 * lies inside `extent` and in no run: before the first and after the last thing anybody read, there is nothing to miss.
 */
export const stretchesOf = (
  runs: readonly ObservedSpan[],
  extent: Span,
  window: Span,
  width: number,
): readonly Stretch[] => {
  const left = Math.max(window.from, extent.from)
  const right = Math.min(window.to, extent.to)
  if (right <= left || width <= 0) return []
  const scale = width / (window.to - window.from)
  const found: Stretch[] = []
  const add = (kind: Stretch['kind'], from: number, to: number, hiddenGaps: number, observed: number) =>
    found.push({
      kind,
      from,
      to,
      x: (from - window.from) * scale,
      width: (to - from) * scale,
      hiddenGaps,
      observed,
    })

  let at = left
  for (const run of runs) {
    const from = Math.max(run.from, left)
    const to = Math.min(run.to, right)
    if (to < from || run.to <= left || run.from >= right) continue
    const seen = observedIn(run, from, to)
    const isApart = from > at
    const hidden = (run.joinedGaps ?? 0) + (isApart ? 1 : 0)
    const last = found.at(-1)
    // Between wide bars even a short gap is drawn, as a line: it hides nothing.
    const isDrawn = (from - at) * scale >= leastGap || (isApart && (to - from) * scale >= cell)
    if (last?.kind !== 'observed' || isDrawn) {
      if (isApart) add('gap', at, from, 0, 0)
      add('observed', from, to, run.joinedGaps ?? 0, seen)
    } else if (isApart && last.width >= cell) add('observed', at, to, hidden, seen)
    else {
      found.pop()
      add('observed', last.from, to, last.hiddenGaps + hidden, last.observed + seen)
    }
    at = Math.max(at, to)
  }
  if (right > at) add('gap', at, right, 0, 0)
  return found
}

export interface Coverage {
  /** Milliseconds. */
  readonly observed: number
  readonly asked: number
  readonly gaps: number
  readonly longestGap?: Span
}

/** How much of a window the runs cover, of that part of it which lies inside `extent`. */
export const coverageOf = (runs: readonly ObservedSpan[], extent: Span, window: Span): Coverage => {
  const left = Math.max(window.from, extent.from)
  const right = Math.min(window.to, extent.to)
  if (right <= left) return { observed: 0, asked: 0, gaps: 0 }
  let observed = 0
  let gaps = 0
  let longestGap: Span | undefined
  let at = left
  const gap = (from: number, to: number) => {
    gaps++
    if (!longestGap || to - from > longestGap.to - longestGap.from) longestGap = { from, to }
  }
  for (const run of runs) {
    const from = Math.max(run.from, at)
    const to = Math.min(run.to, right)
    if (to <= from) continue
    if (from > at) gap(at, from)
    gaps += run.joinedGaps ?? 0
    observed += observedIn(run, from, to)
    at = to
  }
  if (right > at) gap(at, right)
  return { observed, asked: right - left, gaps, ...(longestGap ? { longestGap } : {}) }
}

/** The stretch under a place of the line. */
export const stretchAt = (stretches: readonly Stretch[], x: number): Stretch | undefined =>
  stretches.find((each) => x >= each.x && x <= each.x + Math.max(each.width, 1))

/** A vendor daemon with what is drawn of it. */
export interface TimeLineRow {
  readonly name: string
  readonly stretches: readonly Stretch[]
  /** Of the shown window, as far as the log reaches into it. */
  readonly coverage?: number
  readonly gaps: number
  readonly longestGap?: Span
}
