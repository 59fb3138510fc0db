import type { Visit } from './read-visits.ts'

/** Half an hour: nobody knows how long a page was looked at that its browser does not state, and no other followed. */
const longestUnstated = 1_800_000
/** Half a day, for pages that were left open. */
const longestStated = 43_200_000

export interface EndedVisit extends Visit {
  readonly end: number
}

/**
 * When visits, in their order, were over: after the time that the browser states, else with the next visit, else when the browser was closed
 * or after half an hour. The last one is left out while it may go on. Pure.
 */
export const visitEnds = (visits: readonly Visit[], now: number, isBrowserOpen: boolean): readonly EndedVisit[] => {
  const ended: EndedVisit[] = []
  for (const [index, visit] of visits.entries()) {
    const next = visits[index + 1]
    const latest = visit.at + longestUnstated
    if (visit.duration > 0) ended.push({ ...visit, end: visit.at + Math.min(visit.duration, longestStated) })
    else if (next) ended.push({ ...visit, end: Math.min(next.at, latest) })
    else if (!isBrowserOpen || now >= latest) ended.push({ ...visit, end: Math.max(visit.at, Math.min(now, latest)) })
  }
  return ended
}
