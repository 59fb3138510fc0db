import type { UpdateSettings, UpdateStage } from '../../contract/updates.ts'
import type { AgentUpdateState, UpdateOffer } from '../protocol/updates.ts'
import { compareVersions } from '../protocol/versions.ts'
import { isFinal, isReplacing, type ScheduledUpdate, type ScheduleFacts } from './schedule-types.ts'

/** Minutes before the next try. */
const pauses = [1, 5, 10, 15, 30, 60]
const order = ['offered', 'downloading', 'verifying', 'installing', 'restarting'] as const

export const moved = (update: ScheduledUpdate, stage: UpdateStage, now: number): ScheduledUpdate => ({
  ...update,
  stage,
  since: now,
})

/** Over, one way or the other. */
export const ended = (
  update: ScheduledUpdate,
  stage: 'done' | 'failed' | 'rolledBack' | 'cancelled',
  reason: string,
  now: number,
): ScheduledUpdate => ({
  ...moved(update, stage, now),
  reason,
  hasSlot: false,
  deadline: 0,
  percent: stage === 'done' ? 100 : update.percent,
})

/** Back in line, as if this try had not been begun. What the agent still tells of it can be taken up again. */
export const putBack = (update: ScheduledUpdate, now: number): ScheduledUpdate => ({
  ...moved(update, 'queued', now),
  attempts: Math.max(0, update.attempts - 1),
  hasSlot: false,
  deadline: 0,
  percent: 0,
})

export const offered = (update: ScheduledUpdate, facts: ScheduleFacts, now: number): ScheduledUpdate =>
  withDeadline(
    {
      ...moved(update, 'offered', now),
      offer: facts.newOffer(),
      attempts: update.attempts + 1,
      hasSlot: true,
      percent: 0,
    },
    facts,
    now,
  )

/** The try did not work: another one later, or that was the last. */
export const tryFailed = (
  update: ScheduledUpdate,
  reason: string,
  settings: Pick<UpdateSettings, 'attempts'>,
  now: number,
): ScheduledUpdate => {
  if (update.attempts >= settings.attempts) return ended(update, 'failed', reason, now)
  const pause = pauses[Math.min(update.attempts, pauses.length) - 1] ?? 1
  return {
    ...moved(update, 'queued', now),
    offer: '',
    reason,
    hasSlot: false,
    deadline: 0,
    percent: 0,
    notBefore: now + pause * 60_000,
  }
}

/** Milliseconds. An agent that somebody started with an interval of a second may still take longer to connect. */
const leastOffer = 30_000

/** Milliseconds for a stage. News of a stage comes with the agent's connections, so its interval counts too. */
const patience = ({ agent, stage }: ScheduledUpdate, { settings, interval }: ScheduleFacts): number => {
  const each = interval(agent)
  if (stage === 'offered') return Math.max(leastOffer, settings.offerIntervals * each * 1000)
  const seconds =
    stage === 'downloading'
      ? settings.downloadStallSeconds
      : stage === 'restarting'
        ? settings.restartSeconds
        : settings.installSeconds
  return (seconds + 2 * each) * 1000
}

const withDeadline = (update: ScheduledUpdate, facts: ScheduleFacts, now: number): ScheduledUpdate => ({
  ...update,
  deadline: now + patience(update, facts),
})

/** The console was down or asleep: nobody's time has run meanwhile. */
export const withNewPatience = (update: ScheduledUpdate, facts: ScheduleFacts, now: number): ScheduledUpdate => {
  if (update.deadline === 0) return update
  const deadline = Math.max(update.deadline, now + patience(update, facts))
  return deadline === update.deadline ? update : { ...update, deadline }
}

const late: { readonly [stage: string]: string } = {
  offered: 'The agent did not take up the offer in time.',
  downloading: 'The download made no progress.',
  verifying: 'Checking the download took too long.',
  installing: 'Installing took too long.',
  restarting: 'The agent did not come back with the new version in time.',
}

/** Time has passed, or the agent is not there any more. */
export const waited = (update: ScheduledUpdate, facts: ScheduleFacts, now: number): ScheduledUpdate => {
  if (update.deadline > 0 && update.deadline <= now)
    return tryFailed(update, late[update.stage] ?? 'It took too long.', facts.settings, now)
  if (!update.hasSlot || facts.isReady(update.agent)) return update
  // It may be restarting at this moment: until the deadline it may still come back.
  return isReplacing(update) ? { ...update, hasSlot: false } : putBack(update, now)
}

export interface Told {
  /** That the agent runs. */
  readonly version: string
  readonly state: AgentUpdateState | undefined
  /** It may go on with what it was at when it was away: there is a slot, and its batch runs. */
  readonly mayGoOn: boolean
}

/** What an agent's connection tells of its update. The version that it runs counts for more than anything that it says. */
export const connected = (
  update: ScheduledUpdate,
  { version, state, mayGoOn }: Told,
  facts: ScheduleFacts,
  now: number,
): ScheduledUpdate => {
  const { stage, offer, to } = update
  const current = offer !== '' && state?.current?.offer === offer ? state.current : undefined
  if (compareVersions(version, to) >= 0) return stage === 'done' ? update : ended(update, 'done', '', now)
  if (current?.stage === 'rolledBack' && stage !== 'rolledBack') return ended(update, 'rolledBack', current.reason, now)
  if (stage === 'done') return ended(update, 'rolledBack', `Version ${version} runs again.`, now)
  if (isFinal(update)) return update
  if (current?.stage === 'failed' && stage !== 'queued') return tryFailed(update, current.reason, facts.settings, now)
  if (!current) {
    if (stage === 'offered' || stage === 'queued') {
      // Somebody started it in another way: no failure of the new version.
      const unable = state?.unable ?? 'The agent no longer says that it can be updated from the console.'
      return unable === '' ? update : ended(update, 'cancelled', unable, now)
    }
    return tryFailed(update, 'The agent no longer knows of the update.', facts.settings, now)
  }
  if (!isUnderWay(current.stage)) return update
  if (!update.hasSlot) {
    if (mayGoOn) {
      const attempts = stage === 'queued' ? update.attempts + 1 : update.attempts
      return followed({ ...update, stage: 'offered', attempts, hasSlot: true }, current, facts, now)
    }
    return stage === 'queued' ? update : { ...putBack(update, now), offer: '' }
  }
  return followed(update, current, facts, now)
}

type UnderWay = Exclude<(typeof order)[number], 'offered'>
const isUnderWay = (stage: UpdateStage): stage is UnderWay =>
  stage !== 'offered' && (order as readonly UpdateStage[]).includes(stage)

/** Only forward: what goes back and forth runs into its deadline. */
const followed = (
  update: ScheduledUpdate,
  { stage, percent }: { readonly stage: UpdateStage; readonly percent: number },
  facts: ScheduleFacts,
  now: number,
): ScheduledUpdate => {
  const step = order.indexOf(stage as UnderWay) - order.indexOf(update.stage as UnderWay)
  if (step > 0) return withDeadline({ ...moved(update, stage, now), percent, reason: '' }, facts, now)
  if (step < 0 || percent <= update.percent) return update
  const progressed = { ...update, percent }
  return stage === 'downloading' ? withDeadline(progressed, facts, now) : progressed
}

/** What the agent is told: to take up its offer, or to leave off what does not count any more. */
export const toldBack = (
  update: ScheduledUpdate | undefined,
  state: AgentUpdateState | undefined,
): { readonly kind: UpdateOffer['kind']; readonly offer: string } | undefined => {
  const current = state?.current
  if (update?.stage === 'offered' && update.hasSlot && current?.offer !== update.offer)
    return { kind: 'offer', offer: update.offer }
  const counts = update?.hasSlot && update.offer === current?.offer
  const canLeaveOff = current && isUnderWay(current.stage) && current.stage !== 'restarting'
  return canLeaveOff && !counts ? { kind: 'cancel', offer: current.offer } : undefined
}
