import type { Span } from './fold-job.ts'

/** Puts times together that touch or overlap; in order. */
export const joinSpans = (spans: readonly Span[]): Span[] => {
  const joined: [number, number][] = []
  for (const [from, to] of spans.toSorted((a, b) => a[0] - b[0])) {
    const last = joined.at(-1)
    if (last && from <= last[1]) last[1] = Math.max(last[1], to)
    else joined.push([from, to])
  }
  return joined
}

const day = 86_400_000

/**
 * Cuts times at UTC midnights. What lies before the last midnight of them all no longer grows; the rest does.
 */
export const cutAtMidnight = (
  spans: readonly Span[],
): { readonly over: readonly Span[]; readonly growing: readonly Span[] } => {
  if (spans.length === 0) return { over: [], growing: [] }
  const last = Math.max(...spans.map(([, to]) => to))
  const midnight = Math.floor(last / day) * day
  const over: Span[] = []
  const growing: Span[] = []
  for (const [from, to] of spans) {
    for (let at = from; at < Math.min(to, midnight); ) {
      const next = Math.min(Math.floor(at / day) * day + day, to, midnight)
      over.push([at, next])
      at = next
    }
    if (to >= midnight) growing.push([Math.max(from, midnight), to])
  }
  return { over, growing }
}
