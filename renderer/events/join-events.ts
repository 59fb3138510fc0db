import type { LoggedEvent } from '../../core/contract/events.ts'

export interface JoinedEvents {
  readonly events: readonly LoggedEvent[]
  /** New ones that are held back. */
  readonly waiting: number
}

/**
 * The latest events as the core just gave them, before the older ones that were listed already. Held: what is new stays out, and only
 * what was listed changes. Both are sorted, the latest first.
 */
export const joinEvents = (
  listed: readonly LoggedEvent[],
  latest: readonly LoggedEvent[],
  isHeld: boolean,
): JoinedEvents => {
  const oldest = latest.at(-1)?.id ?? Number.POSITIVE_INFINITY
  const newest = isHeld ? (listed[0]?.id ?? 0) : Number.POSITIVE_INFINITY
  const known = latest.filter(({ id }) => id <= newest)
  return {
    // An answer that lists nothing says that nothing fits any more.
    events: latest.length === 0 ? [] : [...known, ...listed.filter(({ id }) => id < oldest)],
    waiting: latest.length - known.length,
  }
}
