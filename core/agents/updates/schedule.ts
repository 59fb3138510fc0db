import type { UpdateBatch } from '../../contract/updates.ts'
import type { AgentUpdateState } from '../protocol/updates.ts'
import {
  isFinal,
  isReplacing,
  mostSlots,
  type Schedule,
  type ScheduledBatch,
  type ScheduledUpdate,
  type ScheduleFacts,
} from './schedule-types.ts'
import { connected, ended, offered, putBack, waited, withNewPatience } from './update-steps.ts'
import { reasonToStop, tallyOf, waveSizes } from './waves.ts'

export type ScheduleEvent =
  /** Agents that have an update under way or waiting are left out. */
  | {
      readonly kind: 'start'
      readonly batch: number
      readonly version: string
      readonly origin: UpdateBatch['origin']
      readonly agents: readonly { readonly agent: string; readonly from: string }[]
    }
  | {
      readonly kind: 'connected'
      readonly agent: string
      readonly version: string
      readonly state: AgentUpdateState | undefined
    }
  | { readonly kind: 'pause' | 'resume' | 'cancel'; readonly batch: number }
  | { readonly kind: 'removed'; readonly agents: readonly string[] }
  /** Time has passed, or something in the facts is different. */
  | { readonly kind: 'look' }
  /** The console was down or asleep. */
  | { readonly kind: 'woke' }

export const emptySchedule: Schedule = { batches: new Map(), updates: new Map() }

/**
 * Where all updates stand after something happened: nothing but arithmetic, so that it can be tried out with any story. The result is the same
 * object when nothing is different, and so is each batch and update in it.
 */
export const advance = (schedule: Schedule, event: ScheduleEvent, facts: ScheduleFacts, now: number): Schedule => {
  const draft = draftOf(schedule)
  happen(draft, event, facts, now)
  // Most connections change nothing.
  if (event.kind === 'connected' && !draft.isChanged()) return schedule
  settleBatches(draft, facts, now)
  grant(draft, facts, now)
  return draft.isChanged() ? { batches: draft.batches, updates: draft.updates } : schedule
}

interface Draft {
  readonly batches: ReadonlyMap<number, ScheduledBatch>
  readonly updates: ReadonlyMap<string, ScheduledUpdate>
  isChanged(): boolean
  setBatch(batch: ScheduledBatch): void
  setUpdate(update: ScheduledUpdate): void
  /** Also when it is put in anew at the end. */
  remove(agent: string): void
}

/** Copied when first written to. */
const draftOf = (schedule: Schedule): Draft => {
  let batches: Map<number, ScheduledBatch> | undefined
  let updates: Map<string, ScheduledUpdate> | undefined
  const ownUpdates = () => {
    updates ??= new Map(schedule.updates)
    return updates
  }
  return {
    get batches() {
      return batches ?? schedule.batches
    },
    get updates() {
      return updates ?? schedule.updates
    },
    isChanged: () => batches !== undefined || updates !== undefined,
    setBatch(batch) {
      if ((batches ?? schedule.batches).get(batch.id) === batch) return
      batches ??= new Map(schedule.batches)
      batches.set(batch.id, batch)
    },
    setUpdate(update) {
      if ((updates ?? schedule.updates).get(update.agent) !== update) ownUpdates().set(update.agent, update)
    },
    remove(agent) {
      if ((updates ?? schedule.updates).has(agent)) ownUpdates().delete(agent)
    },
  }
}

const slotsTaken = ({ updates }: Draft): number => {
  let taken = 0
  for (const { hasSlot } of updates.values()) if (hasSlot) taken++
  return taken
}

const happen = (draft: Draft, event: ScheduleEvent, facts: ScheduleFacts, now: number): void => {
  switch (event.kind) {
    case 'start':
      start(draft, event, facts, now)
      return
    case 'connected': {
      const update = draft.updates.get(event.agent)
      if (!update) return
      const mayGoOn = update.hasSlot || (mayBegin(draft, update, facts) && slotsTaken(draft) < mostSlots)
      draft.setUpdate(connected(update, { ...event, mayGoOn }, facts, now))
      return
    }
    case 'removed':
      for (const agent of event.agents) draft.remove(agent)
      return
    case 'look':
      for (const update of draft.updates.values())
        if (update.hasSlot || update.deadline > 0) draft.setUpdate(waited(update, facts, now))
      return
    case 'woke':
      for (const update of draft.updates.values()) draft.setUpdate(withNewPatience(update, facts, now))
      for (const batch of draft.batches.values())
        if (batch.resumedAt > now) draft.setBatch({ ...batch, resumedAt: now })
      return
    default: {
      const batch = draft.batches.get(event.batch)
      if (batch) decide(draft, batch, event.kind, now)
    }
  }
}

const start = (
  draft: Draft,
  { batch: id, version, origin, agents }: ScheduleEvent & { kind: 'start' },
  { settings }: ScheduleFacts,
  now: number,
): void => {
  const taken = agents.filter(({ agent }) => {
    const before = draft.updates.get(agent)
    return !before || isFinal(before)
  })
  const waves = waveSizes(taken.length, settings.waves)
  draft.setBatch({
    id,
    createdAt: now,
    version,
    origin,
    state: 'running',
    reason: '',
    wave: 0,
    waves,
    resumedAt: 0,
    finishedAt: 0,
  })
  const waveOf = waves.flatMap((size, wave) => new Array<number>(size).fill(wave))
  for (const [place, { agent, from }] of taken.entries()) {
    draft.remove(agent)
    draft.setUpdate({
      agent,
      offer: '',
      batch: id,
      wave: waveOf[place] ?? 0,
      place,
      from,
      to: version,
      stage: 'queued',
      percent: 0,
      reason: '',
      attempts: 0,
      notBefore: 0,
      hasSlot: false,
      since: now,
      deadline: 0,
    })
  }
}

/** Whether an agent may be offered its update, or go on with it after it was away. */
const mayBegin = (draft: Draft, update: ScheduledUpdate, facts: ScheduleFacts): boolean => {
  const batch = draft.batches.get(update.batch)
  return (
    facts.isOpen &&
    batch?.state === 'running' &&
    batch.version === facts.version &&
    update.wave <= batch.wave &&
    facts.isReady(update.agent)
  )
}

const membersOf = ({ updates }: Draft, batch: number): ScheduledUpdate[] =>
  [...updates.values()].filter((update) => update.batch === batch)

/** What nobody has taken up yet waits again. */
const withdraw = (draft: Draft, batch: number, now: number): void => {
  for (const update of membersOf(draft, batch)) if (update.stage === 'offered') draft.setUpdate(putBack(update, now))
}

const decide = (draft: Draft, batch: ScheduledBatch, decision: 'pause' | 'resume' | 'cancel', now: number): void => {
  if (batch.state === 'finished' || batch.state === 'cancelled') return
  if (decision === 'pause') {
    if (batch.state !== 'running') return
    draft.setBatch({ ...batch, state: 'paused' })
    withdraw(draft, batch.id, now)
  } else if (decision === 'resume') {
    if (batch.state !== 'running')
      draft.setBatch({ ...batch, state: 'running', reason: '', resumedAt: now, finishedAt: 0 })
  } else {
    draft.setBatch({ ...batch, state: 'cancelled', finishedAt: now })
    for (const update of membersOf(draft, batch.id))
      if (!isFinal(update) && !isReplacing(update)) draft.setUpdate(ended(update, 'cancelled', 'Cancelled.', now))
  }
}

/** Opens waves, stops what fails too often, ends what is over. */
const settleBatches = (draft: Draft, facts: ScheduleFacts, now: number): void => {
  for (const batch of draft.batches.values()) {
    if (batch.finishedAt > 0 && !hasRest(draft, batch)) continue
    if (facts.version !== '' && facts.version !== batch.version) outdate(draft, batch, facts.version, now)
    const tally = tallyOf(batch, membersOf(draft, batch.id), facts, now)
    if (tally.left === 0) {
      if (batch.finishedAt === 0)
        draft.setBatch({ ...batch, state: batch.state === 'stopped' ? 'stopped' : 'finished', finishedAt: now })
      continue
    }
    if (batch.state === 'cancelled') {
      // A last try that did not work is not begun again.
      for (const update of membersOf(draft, batch.id))
        if (update.stage === 'queued' && !isReplacing(update))
          draft.setUpdate(
            update.reason === ''
              ? ended(update, 'cancelled', 'Cancelled.', now)
              : ended(update, 'failed', update.reason, now),
          )
      continue
    }
    // What was not taken up by the end of the hours for updates waits for the next ones.
    if (!facts.isOpen) withdraw(draft, batch.id, now)
    const reason = batch.state === 'running' ? reasonToStop(batch, tally, facts.settings) : ''
    if (reason !== '') {
      draft.setBatch({ ...batch, state: 'stopped', reason })
      withdraw(draft, batch.id, now)
      continue
    }
    const wave = Math.max(batch.wave, Math.min(tally.pendingWave, batch.waves.length - 1))
    if (wave !== batch.wave) draft.setBatch({ ...batch, wave })
  }
}

const hasRest = ({ updates }: Draft, { id, state }: ScheduledBatch): boolean => {
  if (state !== 'cancelled') return false
  for (const update of updates.values()) if (update.batch === id && !isFinal(update)) return true
  return false
}

/** Another version came with the console: what has not begun is not begun any more. */
const outdate = (draft: Draft, { id, version }: ScheduledBatch, bundled: string, now: number): void => {
  const reason = `Version ${bundled} came with the console in place of ${version}.`
  for (const update of membersOf(draft, id))
    if ((update.stage === 'queued' && !isReplacing(update)) || update.stage === 'offered')
      draft.setUpdate(ended(update, 'cancelled', reason, now))
}

/** Gives free slots to those who have waited longest. */
const grant = (draft: Draft, facts: ScheduleFacts, now: number): void => {
  if (facts.version === '' || !facts.isOpen) return
  let free = mostSlots - slotsTaken(draft)
  if (free <= 0) return
  const tried = new Map<number, { done: number; working: number }>()
  for (const update of draft.updates.values()) {
    const counts = tried.get(update.batch) ?? { done: 0, working: 0 }
    tried.set(update.batch, counts)
    if (update.stage === 'done') counts.done++
    if (update.hasSlot || isReplacing(update)) counts.working++
  }
  for (const update of draft.updates.values()) {
    if (free === 0) return
    if (update.stage !== 'queued' || update.notBefore > now || isReplacing(update)) continue
    const counts = tried.get(update.batch)
    // Until one has shown that it works, they are tried one by one.
    if (!counts || (counts.done === 0 && counts.working > 0) || !mayBegin(draft, update, facts)) continue
    draft.setUpdate(offered(update, facts, now))
    counts.working++
    free--
  }
}
