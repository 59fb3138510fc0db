import type { TypedUses } from './typed-uses.ts'
import type { SourceUsage } from './usage.ts'
import type { UsageSpec } from './usage-spec.ts'

export interface AskedPeriod {
  readonly from: number
  readonly to: number
}

/** What was asked for, its open ends taken from the data; undefined where there is nothing. */
export const askedPeriod = (
  { from, to }: UsageSpec,
  typed: TypedUses,
  sources: readonly SourceUsage[],
): AskedPeriod | undefined => {
  let first = Number.POSITIVE_INFINITY
  let last = Number.NEGATIVE_INFINITY
  const include = (start: number, end: number): void => {
    if (start < first) first = start
    if (end > last) last = end
  }
  if (from === undefined || to === undefined) {
    for (const { observed } of sources) for (const one of observed) include(one.from, one.to)
    for (const { observed } of typed.series) for (const one of observed) include(one.from, one.to)
    // The end is not included, and a run of no length is to lie within.
    for (const { size, start, end } of [typed.uses, ...(typed.waits ? [typed.waits] : [])])
      for (let i = 0; i < size; i++)
        include(
          start[i] as number,
          Math.max(end[i] as number, end[i] === start[i] ? Math.floor(start[i] as number) + 1 : 0),
        )
    if (typed.events) {
      const { size, time, length } = typed.events
      // The end is not included, and an event at an instant is to lie within.
      for (let i = 0; i < size; i++)
        include(time[i] as number, Math.floor(time[i] as number) + Math.max(1, length[i] as number))
    }
  }
  const period = { from: from ?? first, to: to ?? last }
  return Number.isFinite(period.from) && Number.isFinite(period.to) && period.from < period.to ? period : undefined
}

export interface Coverage {
  readonly observedSeconds: number
  readonly askedSeconds: number
  readonly unobserved: readonly AskedPeriod[]
}

/** Observed time over all servers of the sources; where nothing is ever observed, as with statements, nothing is asked either. */
export const coverageOf = (sources: readonly SourceUsage[], { from, to }: AskedPeriod): Coverage => {
  const servers = new Set<string>()
  const spans: { from: number; to: number }[] = []
  let observedSeconds = 0
  for (const { source, observed } of sources)
    for (const one of observed) {
      servers.add(JSON.stringify([source, one.server, one.daemon]))
      const start = Math.max(from, one.from)
      const end = Math.min(to, one.to)
      if (one.status !== 'ok' || end <= start) continue
      observedSeconds += end - start
      spans.push({ from: start, to: end })
    }
  const unobserved: AskedPeriod[] = []
  if (servers.size > 0) {
    let at = from
    for (const span of spans.sort((a, b) => a.from - b.from)) {
      if (span.from > at) unobserved.push({ from: at, to: span.from })
      at = Math.max(at, span.to)
    }
    if (at < to) unobserved.push({ from: at, to })
  }
  return { observedSeconds, askedSeconds: servers.size * (to - from), unobserved }
}
