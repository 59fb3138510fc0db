import type { FleetAgent } from '../agents-context.ts'
import { offlineAfterIntervals } from '../protocol/limits.ts'

/** Milliseconds that a look may come late before the machine is taken to have slept. */
const longestGap = 10_000

export interface Presence {
  isOnline(agent: FleetAgent, now: number): boolean
  /** To be called about once a second. @returns the agents whose state is another than at the last look */
  look(
    agents: Iterable<FleetAgent>,
    now: number,
  ): { readonly wentOffline: FleetAgent[]; readonly cameBack: FleetAgent[] }
}

/**
 * Who is online: who connected within so many of its own intervals. While the console was down or asleep nobody could: an agent that
 * was online before is taken to be so until it had its intervals again.
 * @param lastAlive the latest connection of any agent before this start, 0 when agents cannot connect here at all
 */
export const createPresence = (lastAlive: number, startedAt: number): Presence => {
  let pauses = lastAlive > 0 ? [{ from: lastAlive, to: startedAt }] : []
  let lastLook = startedAt
  /** A connection that is ahead of the clock was before it was set back: it counts from then on, not until the clock is there again. */
  let setBackAt = startedAt
  const online = new Set<string>()

  const isOnline = (agent: FleetAgent, now: number): boolean => {
    if (agent.lastConnection === 0) return false
    const patience = agent.interval * 1000 * offlineAfterIntervals
    // Up to when it need not have connected: each pause in which it was still online begins its time anew.
    let since = agent.lastConnection
    // A clock is corrected by moments all the time.
    if (since > now + longestGap) since = now < lastLook ? now : Math.min(setBackAt, now)
    for (const { from, to } of pauses) if (since <= from && from - since <= patience) since = to
    return now - since <= patience
  }
  return {
    isOnline,
    look(agents, now) {
      if (now < lastLook) setBackAt = now
      if (now - lastLook > longestGap) pauses = [...pauses.slice(-3), { from: lastLook, to: now }]
      lastLook = now
      const wentOffline: FleetAgent[] = []
      const cameBack: FleetAgent[] = []
      for (const agent of agents) {
        const isNow = isOnline(agent, now)
        if (isNow === online.has(agent.id)) continue
        if (isNow) {
          online.add(agent.id)
          cameBack.push(agent)
        } else {
          online.delete(agent.id)
          wentOffline.push(agent)
        }
      }
      return { wentOffline, cameBack }
    },
  }
}
