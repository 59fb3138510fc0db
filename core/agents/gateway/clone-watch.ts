import type { ConnectRequest } from '../protocol/messages.ts'

/** `wait`: another program or machine shows this id, and it is not known yet whether the one before is still there. */
export type Identity = 'known' | 'wait' | 'clone'

export interface CloneWatch {
  /**
   * Judges who it is that connects with an agent's credential.
   * @param stored what the console knew before this start: the machine's fingerprint, and when it last connected
   * @param interval milliseconds
   */
  meet(
    request: Pick<ConnectRequest, 'agent' | 'instance' | 'machine'>,
    stored: { readonly fingerprint: string; readonly lastConnection: number },
    interval: number,
    now: number,
  ): Identity
  forget(agent: string): void
}

interface Seen {
  readonly instance: string
  readonly fingerprint: string
  at: number
}

/** So many intervals without a word, and the one before is taken to be gone. */
const silence = 3
const mostPast = 8

/**
 * Finds machines and data folders that were copied. A program makes up its `instance` when it starts and a restarted one never comes back,
 * so an instance that does is one of two. A machine that calls itself another is held off until the one before has been silent: nothing of it
 * is taken, so nothing is mixed up, and nothing is lost since it keeps what is not acknowledged.
 */
export const createCloneWatch = (): CloneWatch => {
  const agents = new Map<string, { current: Seen; past: Set<string>; challenger: boolean }>()

  return {
    meet({ agent, instance, machine: { fingerprint } }, stored, interval, now) {
      let known = agents.get(agent)
      if (!known) {
        // After a start of the console: the machine is the one that it was, or has to wait.
        const isSame = stored.fingerprint === fingerprint || stored.lastConnection === 0
        const current = isSame
          ? { instance, fingerprint, at: now }
          : { instance: '', fingerprint: stored.fingerprint, at: stored.lastConnection }
        known = { current, past: new Set(), challenger: false }
        agents.set(agent, known)
      }
      const { current, past } = known
      const isOlderOfSameMachine = current.instance === '' && current.fingerprint === fingerprint
      if (current.instance === instance || isOlderOfSameMachine) {
        if (known.challenger) return 'clone'
        known.current = { instance, fingerprint, at: now }
        return 'known'
      }
      if (past.has(instance)) return 'clone'
      if (current.fingerprint !== fingerprint && now - current.at < interval * silence) {
        known.challenger = true
        return 'wait'
      }
      if (current.instance !== '') past.add(current.instance)
      if (past.size > mostPast) past.delete(past.values().next().value as string)
      known.current = { instance, fingerprint, at: now }
      known.challenger = false
      return 'known'
    },
    forget: (agent) => void agents.delete(agent),
  }
}
