/** Half-open [from, to), instants. */
export interface Span {
  readonly from: number
  readonly to: number
}

/** The same time in order, without overlap. */
export const mergeSpans = (spans: readonly Span[]): Span[] => {
  const merged: { from: number; to: number }[] = []
  for (const { from, to } of [...spans].sort((a, b) => a.from - b.from)) {
    const last = merged.at(-1)
    if (to <= from) continue
    if (last && from <= last.to) last.to = Math.max(last.to, to)
    else merged.push({ from, to })
  }
  return merged
}

/** What of [from, to) lies in none of the spans, which are in order and do not overlap. */
export const outsideSpans = (
  from: number,
  to: number,
  spans: readonly Span[],
  visit: (from: number, to: number) => void,
): void => {
  let at = from
  for (let i = firstEndingAfter(spans, from); i < spans.length && at < to; i++) {
    const span = spans[i] as Span
    if (span.from >= to) break
    if (span.from > at) visit(at, span.from)
    at = Math.max(at, span.to)
  }
  if (at < to) visit(at, to)
}

export const isInSpans = (time: number, spans: readonly Span[]): boolean => {
  const span = spans[firstEndingAfter(spans, time)]
  return span !== undefined && span.from <= time
}

const firstEndingAfter = (spans: readonly Span[], time: number): number => {
  let low = 0
  let high = spans.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((spans[middle] as Span).to <= time) low = middle + 1
    else high = middle
  }
  return low
}
