import type { UseSeries } from '../typed-uses.ts'
import type { DaemonStatus } from '../usage.ts'
import type { Span } from './spans.ts'

type Period = UseSeries['observed'][number]

/** Periods of several observers as one: at each instant an answer counts more than an error, and that more than nobody having asked. */
export const joinObserved = (periods: readonly (Span & { readonly status: DaemonStatus })[]): Period[] => {
  const sorted = [...periods].filter(({ from, to }) => to > from).sort((a, b) => a.from - b.from)
  let isPlain = true
  for (let i = 1; i < sorted.length && isPlain; i++)
    isPlain = (sorted[i - 1] as Period).to <= (sorted[i] as Period).from
  return isPlain ? joinNeighbours(sorted) : joinNeighbours(sweep(sorted))
}

const sweep = (sorted: readonly Period[]): Period[] => {
  const edges = sorted.flatMap(({ from, to, status }) => [
    { at: from, status, by: 1 },
    { at: to, status, by: -1 },
  ])
  edges.sort((a, b) => a.at - b.at)
  const open = { missing: 0, error: 0, ok: 0 }
  const found: Period[] = []
  for (let i = 0; i < edges.length; i++) {
    const { at, status, by } = edges[i] as (typeof edges)[number]
    open[status] += by
    const next = edges[i + 1]?.at
    if (next === undefined || next === at) continue
    const best = (['ok', 'error', 'missing'] as const).find((one) => open[one] > 0)
    if (best) found.push({ from: at, to: next, status: best })
  }
  return found
}

const joinNeighbours = (periods: readonly Period[]): Period[] => {
  const joined: { from: number; to: number; status: DaemonStatus }[] = []
  for (const { from, to, status } of periods) {
    const last = joined.at(-1)
    if (last && last.to === from && last.status === status) last.to = to
    else joined.push({ from, to, status })
  }
  return joined
}

/**
 * A daemon's own periods, with those of its server as a whole where that did not answer: a daemon is not asked then, so that its own time is
 * missing.
 */
export const withServerDown = (own: readonly Period[], server: readonly Period[]): Period[] => {
  const down = server.filter(({ status }) => status === 'error')
  return down.length === 0 ? [...own] : joinObserved([...own, ...down])
}
