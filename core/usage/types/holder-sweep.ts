import type { SourceUsage } from '../usage.ts'
import type { VisitUse } from './taken-licences.ts'

/** One licence use of a holder, while it lasts. */
export interface HeldUse {
  readonly subject: number
  readonly start: number
  readonly end: number
  readonly count: number
  readonly detail: number
  readonly source: SourceUsage
}

/** Uses by holder, in order of start. */
export const usesByHolder = (
  visitAll: (visit: VisitUse) => void,
  holderOf: (subject: number) => string,
): Map<string, HeldUse[]> => {
  const found = new Map<string, HeldUse[]>()
  const names: string[] = []
  visitAll((subject, start, end, count, detail, source) => {
    names[subject] ??= holderOf(subject)
    const name = names[subject] as string
    const list = found.get(name)
    const use = { subject, start, end, count, detail, source }
    if (list) list.push(use)
    else found.set(name, [use])
  })
  for (const list of found.values()) list.sort((a, b) => a.start - b.start)
  return found
}

/** Visits the stretches of time in which the same uses are open, in order; stretches without any are left out. */
export const sweepUses = (
  uses: readonly HeldUse[],
  visit: (from: number, to: number, open: ReadonlySet<HeldUse>) => void,
): void => {
  const ends = [...uses].sort((a, b) => a.end - b.end)
  const open = new Set<HeldUse>()
  let started = 0
  let ended = 0
  let at = Number.NEGATIVE_INFINITY
  while (ended < ends.length) {
    const nextStart = uses[started]?.start ?? Number.POSITIVE_INFINITY
    const nextEnd = (ends[ended] as HeldUse).end
    const next = Math.min(nextStart, nextEnd)
    if (open.size > 0 && next > at) visit(at, next, open)
    at = next
    while (ended < ends.length && (ends[ended] as HeldUse).end <= at) open.delete(ends[ended++] as HeldUse)
    while (started < uses.length && (uses[started] as HeldUse).start <= at) open.add(uses[started++] as HeldUse)
  }
}
