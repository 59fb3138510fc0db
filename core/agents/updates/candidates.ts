import type { Fleet, FleetAgent } from '../agents-context.ts'
import { updateFor } from '../protocol/release-trust.ts'
import { TrustProblem } from '../protocol/trust.ts'
import type { OfferedRelease } from './installer-catalogue.ts'
import { isFinal, type ScheduledUpdate } from './schedule-types.ts'

/** Why an agent is not put into a batch now; empty when it is. */
export const reasonToLeave = (
  agent: FleetAgent,
  update: ScheduledUpdate | undefined,
  { release, updates }: OfferedRelease,
): string => {
  if (agent.standing !== 'approved') return agent.standing === 'pending' ? 'Waits for approval.' : 'Is in quarantine.'
  if (update && !isFinal(update))
    return update.stage === 'queued' ? `Waits in batch ${update.batch} already.` : 'Is being updated already.'
  const { platform } = agent
  try {
    // Without a platform only the versions can be judged.
    updateFor(release, { version: agent.version, platform: platform || 'linux-x64' })
  } catch (error) {
    if (!(error instanceof TrustProblem)) throw error
    if (platform !== '' || error.fault === 'backwards') return error.message
  }
  if (agent.isHeld) return 'Is on hold.'
  if (platform === '')
    return agent.lastConnection === 0
      ? 'Has not connected yet.'
      : `Cannot be updated from the console. Install ${release.version} on the machine.`
  if (agent.updateUnable !== '') return agent.updateUnable
  return updates.has(platform) ? '' : `The update for ${platform} cannot be used; the agents’ installers page says why.`
}

/** Whether an agent could take an offer up at this moment. */
export const isReady = (fleet: Fleet, agent: FleetAgent | undefined, offered: OfferedRelease | undefined): boolean =>
  agent !== undefined &&
  agent.standing === 'approved' &&
  !agent.isHeld &&
  agent.platform !== '' &&
  offered?.updates.has(agent.platform) === true &&
  fleet.isOnline(agent)

/** Those that an automatic batch takes: not again who failed, went back or was cancelled on the way to this version. */
export const automaticCandidates = (
  fleet: Fleet,
  updateOf: (agent: string) => ScheduledUpdate | undefined,
  offered: OfferedRelease,
): FleetAgent[] =>
  fleet.all().filter((agent) => {
    const update = updateOf(agent.id)
    return update?.to !== offered.release.version && reasonToLeave(agent, update, offered) === ''
  })
