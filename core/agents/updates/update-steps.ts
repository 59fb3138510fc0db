import type { UpdateSettings, UpdateStage } from '../../contract/updates.ts'
import type { AgentUpdateState, UpdateOffer } from '../protocol/updates.ts'
import { compareVersions } from '../protocol/versions.ts'
import { isAway, isFinal, isReplacing, type ScheduledUpdate, type ScheduleFacts } from './schedule-types.ts'

/** Minutes before the next try. */
const pauses = [1, 5, 10, 15, 30, 60]
/** Milliseconds after so many tries. */
const pauseAfter = (attempts: number): number => (pauses[Math.min(attempts, pauses.length) - 1] ?? 1) * 60_000
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
  return {
    ...moved(update, 'queued', now),
    offer: '',
    reason,
    hasSlot: false,
    deadline: 0,
    percent: 0,
    notBefore: now + pauseAfter(update.attempts),
  }
}

/** Milliseconds. An agent that somebody started with an interval of a second may still take longer to connect. */
const leastOffer = 30_000

/** Milliseconds for a stage. News of a stage comes with the agent's connections, so its interval counts too. */
const patience = (update: ScheduledUpdate, { settings, interval }: ScheduleFacts): number => {
  const { agent, stage } = update
  const each = interval(agent)
  if (stage === 'offered') return Math.max(leastOffer, settings.offerIntervals * each * 1000)
  const seconds =
    stage === 'downloading'
      ? settings.downloadStallSeconds
      : stage === 'restarting' || isAway(update)
        ? settings.restartSeconds
        : settings.installSeconds
  return (seconds + 2 * each) * 1000
}

const withDeadline = (update: ScheduledUpdate, facts: ScheduleFacts, now: number): ScheduledUpdate => ({
  ...update,
  deadline: now + patience(update, facts),
})

/** The console was down or asleep, or its clock was set: nobody's time has run meanwhile, and nothing was noted in the future. */
export const withNewPatience = (update: ScheduledUpdate, facts: ScheduleFacts, now: number): ScheduledUpdate => {
  const deadline = update.deadline === 0 ? 0 : now + patience(update, facts)
  const since = Math.min(update.since, now)
  const notBefore = Math.min(update.notBefore, now + pauseAfter(update.attempts))
  const isSame = deadline === update.deadline && since === update.since && notBefore === update.notBefore
  return isSame ? update : { ...update, deadline, since, notBefore }
}

const late = {
  offered: 'The agent did not take up the offer in time.',
  downloading: 'The download made no progress.',
  verifying: 'Checking the download took too long.',
  installing: 'Installing took too long.',
  restarting: 'The agent did not come back with the new version in time.',
} as const
type Late = keyof typeof late

/** Its slot is free for others. It may be restarting at this moment: until the deadline it may still come back. */
const goneWhileReplacing = (update: ScheduledUpdate, now: number): ScheduledUpdate => ({
  ...moved(update, 'queued', now),
  reason: `It was ${update.stage} when it was heard of last.`,
  percent: 0,
  hasSlot: false,
})

/** Time has passed, or the agent is not there any more. */
export const waited = (update: ScheduledUpdate, facts: ScheduleFacts, now: number): ScheduledUpdate => {
  const isThere = facts.isReady(update.agent)
  if (update.deadline > 0 && update.deadline <= now) {
    // Whom an update took away cannot try again, and must not go uncounted: the next ones would follow it.
    if (isReplacing(update) && !isThere) return ended(update, 'failed', late.restarting, now)
    return tryFailed(update, late[isAway(update) ? 'restarting' : (update.stage as Late)], facts.settings, now)
  }
  if (!update.hasSlot || isThere) return update
  return isReplacing(update) ? goneWhileReplacing(update, now) : putBack(update, now)
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
  if (current?.stage === 'failed') {
    // Of what was put back while it was away the try counts after all: it would be begun again without end.
    const attempts = stage === 'queued' && !isAway(update) ? update.attempts + 1 : update.attempts
    return tryFailed({ ...update, attempts }, current.reason, facts.settings, now)
  }
  if (!current) {
    if ((stage === 'offered' || stage === 'queued') && !isAway(update)) {
      // Somebody started it in another way: no failure of the new version.
      const unable = state?.unable ?? 'The agent no longer says that it can be updated from the console.'
      return unable === '' ? update : ended(update, 'cancelled', unable, now)
    }
    return tryFailed(update, 'The agent no longer knows of the update.', facts.settings, now)
  }
  if (!isUnderWay(current.stage)) return update
  if (update.hasSlot) return followed(update, current, facts, now)
  if (mayGoOn) {
    const attempts = isAway(update) ? update.attempts : update.attempts + 1
    return followed({ ...update, stage: 'offered', attempts, hasSlot: true }, current, facts, now)
  }
  // Nothing can be done but wait for what it comes back with.
  if (current.stage === 'restarting') return update
  // It is told to leave off (`toldBack`): that it then failed says nothing.
  return isAway(update) ? { ...putBack(update, now), offer: '', reason: '' } : { ...update, offer: '' }
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
