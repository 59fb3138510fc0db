import type { HarvestingRules } from '../../core/agents/protocol/configuration.ts'
import type { HarvestRecord } from '../../core/agents/protocol/records.ts'
import { type Fired, firedBy, isOutside, type Kept, type Observed } from './triggers.ts'

/**
 * ```text
 *                 fires, ask            no answer, or "close it"
 *   watching ───────────────▶ asking ─────────────────────────┐
 *     ▲  ▲  │                   │ "keep it", used again        ▼
 *     │  │  └── fires ──────────┼──────────────▶ closing ── forceAfter ──▶ forcing
 *     │  └──────────────────────┘              suspended ── used again, "resume" ──▶ watching
 *     └─────────── no rule fires any more ──── settled (notified, dry run, failed)
 * ```
 */
export type Phase =
  | { readonly is: 'watching' }
  | { readonly is: 'asking'; readonly fired: Fired; readonly since: number }
  | { readonly is: 'closing'; readonly fired: Fired; readonly since: number }
  | { readonly is: 'forcing'; readonly fired: Fired; readonly since: number }
  | { readonly is: 'suspended'; readonly fired: Fired; readonly since: number }
  | { readonly is: 'resuming'; readonly fired: Fired; readonly why: string }
  | { readonly is: 'settled'; readonly fired: Fired }

/** One session of an application: one process id. */
export interface SessionState {
  readonly phase: Phase
  readonly kept: Kept
}

export const freshSession: SessionState = { phase: { is: 'watching' }, kept: { from: 0, outsideHours: false } }

/** What happened to it. `answer` none: nobody answered in time; unable: the question could not be shown. */
export type Happening =
  | { readonly is: 'look'; readonly observed: Observed }
  | { readonly is: 'answer'; readonly answer: 'keep' | 'release' | 'none' | 'unable'; readonly why?: string }
  | { readonly is: 'resume-asked' }
  /** An act that was begun succeeded, or did not. */
  | { readonly is: 'done'; readonly act: Act }
  | { readonly is: 'failed'; readonly why: string }
  | { readonly is: 'ended' }
  /** Harvesting was turned off for it, or the agent ends. */
  | { readonly is: 'released' }

export type Act = 'notify' | 'close' | 'force' | 'suspend' | 'resume'

/** What is to be done, in this order. */
export type Effect =
  | {
      readonly do: 'record'
      readonly action: HarvestRecord['action']
      readonly reason: string
      readonly detail: string
    }
  | { readonly do: Act | 'ask'; readonly fired: Fired }
  | { readonly do: 'stop-asking' }

export interface Step {
  readonly state: SessionState
  readonly effects: readonly Effect[]
}

/** A program that was asked to close and still runs after so long did not want to: it has a question of its own open, say. */
const closingPatience = 120_000

/** The rule of harvesting, whole and pure: nothing here knows clocks, processes or dialogs. @param now epoch milliseconds */
export const step = (rules: HarvestingRules, state: SessionState, happening: Happening, now: number): Step => {
  switch (happening.is) {
    case 'look':
      return look(rules, state, happening.observed)
    case 'answer':
      return answered(rules, state, happening.answer, happening.why ?? '', now)
    case 'resume-asked':
      return resume(state, now, rules, 'The user asked for it.')
    case 'done':
      return done(state, happening.act)
    case 'failed':
      return failed(state, happening.why)
    case 'ended':
      return ended(state)
    case 'released':
      return released(state)
  }
}

const stay = (state: SessionState): Step => ({ state, effects: [] })
const go = (state: SessionState, phase: Phase, ...effects: Effect[]): Step => ({ state: { ...state, phase }, effects })
const record = (action: HarvestRecord['action'], reason: string, detail = ''): Effect => ({
  do: 'record',
  action,
  reason,
  detail,
})

const look = (rules: HarvestingRules, given: SessionState, observed: Observed): Step => {
  const { now } = observed
  const state = isOutside(rules.workingHours, now) ? given : { ...given, kept: { ...given.kept, outsideHours: false } }
  const { phase } = state
  const fired = firedBy(rules, observed, state.kept)
  switch (phase.is) {
    case 'watching':
      if (!fired) return stay(state)
      if (!rules.ask || rules.method === 'notify' || rules.method === 'dryRun') return act(rules, state, fired, now)
      return go(
        state,
        { is: 'asking', fired, since: now },
        record('asked', fired.reason, `There are ${rules.ask.timeoutSeconds} s to answer.`),
        { do: 'ask', fired },
      )
    case 'asking':
      if (fired) return stay(state)
      return go(
        state,
        { is: 'watching' },
        { do: 'stop-asking' },
        record('kept-by-user', phase.fired.reason, 'It was used again.'),
      )
    case 'closing':
      // Back in front of it, perhaps answering whether to save: their work is theirs. Outside working hours being there is no reason.
      if (phase.fired.by !== 'hours' && observed.unused?.by === 'input' && observed.unused.since > phase.since) {
        const kept = { from: now, outsideHours: isOutside(rules.workingHours, now) }
        const effects = [record('kept-by-user', phase.fired.reason, 'It was used again while it closed.')]
        return { state: { phase: { is: 'watching' }, kept }, effects }
      }
      if (rules.forceAfterSeconds !== undefined && now - phase.since >= rules.forceAfterSeconds * 1000) {
        return go(state, { is: 'forcing', fired: phase.fired, since: now }, { do: 'force', fired: phase.fired })
      }
      if (rules.forceAfterSeconds === undefined && now - phase.since >= closingPatience) {
        return failed(state, 'It was asked to close and still runs.')
      }
      return stay(state)
    case 'forcing':
      return now - phase.since >= closingPatience ? failed(state, 'It was ended by force and still runs.') : stay(state)
    case 'suspended':
      if (observed.unused?.by === 'input' && observed.unused.since > phase.since) {
        return resume(state, now, rules, 'There was input again.')
      }
      if (phase.fired.by === 'hours' && !isOutside(rules.workingHours, now)) {
        return resume(state, now, rules, 'Working hours began.')
      }
      return stay(state)
    case 'resuming':
      return stay(state)
    case 'settled':
      return fired ? stay(state) : go(state, { is: 'watching' })
  }
}

const act = (rules: HarvestingRules, state: SessionState, fired: Fired, now: number): Step => {
  switch (rules.method) {
    case 'dryRun':
      return go(state, { is: 'settled', fired }, record('dry-run', fired.reason, wouldHave(rules)))
    case 'notify':
      return go(state, { is: 'settled', fired }, { do: 'notify', fired })
    case 'graceful':
      return go(state, { is: 'closing', fired, since: now }, { do: 'close', fired })
    case 'force':
      return go(state, { is: 'forcing', fired, since: now }, { do: 'force', fired })
    case 'suspend':
      return go(state, { is: 'suspended', fired, since: now }, { do: 'suspend', fired })
  }
}

const wouldHave = ({ ask }: HarvestingRules): string =>
  ask ? 'Nothing was done. The user would have been asked first.' : 'Nothing was done.'

const answered = (
  rules: HarvestingRules,
  state: SessionState,
  answer: 'keep' | 'release' | 'none' | 'unable',
  why: string,
  now: number,
): Step => {
  const { phase } = state
  if (phase.is !== 'asking') return stay(state)
  if (answer === 'keep') {
    const kept = { from: now, outsideHours: isOutside(rules.workingHours, now) }
    return { state: { phase: { is: 'watching' }, kept }, effects: [record('kept-by-user', phase.fired.reason)] }
  }
  // Who is to be asked and cannot be, keeps it.
  if (answer === 'unable') return failed(state, `The user could not be asked: ${why}`)
  return act(rules, state, phase.fired, now)
}

const resume = (state: SessionState, now: number, rules: HarvestingRules, why: string): Step => {
  const { phase } = state
  if (phase.is !== 'suspended') return stay(state)
  const kept = { from: now, outsideHours: isOutside(rules.workingHours, now) }
  return {
    state: { phase: { is: 'resuming', fired: phase.fired, why }, kept },
    effects: [{ do: 'resume', fired: phase.fired }],
  }
}

const done = (state: SessionState, act: Act): Step => {
  const { phase } = state
  if (act === 'notify' && phase.is === 'settled') return go(state, phase, record('notified', phase.fired.reason))
  if (act === 'resume' && phase.is === 'resuming') {
    return go(state, { is: 'watching' }, record('resumed', phase.fired.reason, phase.why))
  }
  if (act === 'suspend' && phase.is === 'suspended') return go(state, phase, record('suspended', phase.fired.reason))
  return stay(state)
}

const failed = (state: SessionState, why: string): Step => {
  const { phase } = state
  if (phase.is === 'watching') return stay(state)
  return go(state, { is: 'settled', fired: phase.fired }, record('failed', phase.fired.reason, why))
}

const ended = (state: SessionState): Step => {
  const { phase } = state
  if (phase.is === 'asking') {
    return go(
      state,
      { is: 'watching' },
      { do: 'stop-asking' },
      record('closed', phase.fired.reason, 'The user closed it.'),
    )
  }
  if (phase.is === 'closing') return go(state, { is: 'watching' }, record('closed', phase.fired.reason))
  if (phase.is === 'forcing') return go(state, { is: 'watching' }, record('forced', phase.fired.reason))
  return stay(state)
}

const released = (state: SessionState): Step => {
  const { phase } = state
  if (phase.is === 'asking') return go(state, { is: 'watching' }, { do: 'stop-asking' })
  if (phase.is === 'suspended') {
    const why = 'Harvesting was turned off, or the agent ended.'
    return go(state, { is: 'resuming', fired: phase.fired, why }, { do: 'resume', fired: phase.fired })
  }
  // It was told to end, and nobody will see whether it does: the event log is to know of it all the same.
  const unseen = 'Harvesting was turned off, or the agent ended, before it was seen to be gone.'
  if (phase.is === 'closing')
    return go(state, { is: 'watching' }, record('failed', phase.fired.reason, `It was asked to close. ${unseen}`))
  if (phase.is === 'forcing') return go(state, { is: 'watching' }, record('forced', phase.fired.reason, unseen))
  return go(state, { is: 'watching' })
}
