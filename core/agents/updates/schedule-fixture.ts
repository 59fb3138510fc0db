import type { UpdateSettings } from '../../contract/updates.ts'
import type { AgentUpdateState } from '../protocol/updates.ts'
import { advance, emptySchedule, type ScheduleEvent } from './schedule.ts'
import {
  isFinal,
  isReplacing,
  mostSlots,
  type Schedule,
  type ScheduledUpdate,
  type ScheduleFacts,
} from './schedule-types.ts'
import { usualUpdateSettings } from './update-settings.ts'
import { toldBack } from './update-steps.ts'

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
export const randomOf = (seed: number) => {
  let state = seed >>> 0
  return (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

export interface WorldOptions {
  readonly agents: number
  readonly seed: number
  /** Chances, 0 to 1: that a try fails, that the new version turns out bad, that an agent vanishes at a connection. */
  readonly failing: number
  readonly broken: number
  readonly vanishing: number
  readonly settings?: Partial<UpdateSettings>
}

interface MadeUpAgent {
  readonly id: string
  version: string
  /** As it told when it last connected. */
  told: string
  current: NonNullable<AgentUpdateState['current']> | undefined
  nextConnection: number
  lastConnection: number
}

const interval = 30
const oldVersion = '0.9.0'
const newVersion = '1.0.0'

/** A fleet of made-up agents, some of which fail, vanish and come back, and a console with the real schedule. Everything follows from the seed. */
export const createWorld = ({ agents: count, seed, failing, broken, vanishing, settings }: WorldOptions) => {
  const random = randomOf(seed)
  let now = 1_000_000
  let offers = 0
  let isOpen = true
  const held = new Set<string>()
  let schedule: Schedule = emptySchedule
  const agents = Array.from({ length: count }, (_, index): MadeUpAgent => {
    const nextConnection = now + random() * interval * 1000
    return {
      id: `agent-${index}`,
      version: oldVersion,
      told: oldVersion,
      current: undefined,
      nextConnection,
      lastConnection: now,
    }
  })
  const byId = new Map(agents.map((agent) => [agent.id, agent]))
  const facts: ScheduleFacts = {
    settings: { ...usualUpdateSettings, soakSeconds: 0, ...settings },
    version: newVersion,
    get isOpen() {
      return isOpen
    },
    isReady: (id) => !held.has(id) && now - (byId.get(id)?.lastConnection ?? 0) <= 2 * interval * 1000,
    interval: () => interval,
    newOffer: () => `offer-${++offers}`,
  }
  /** The most that were ever active at once. */
  let mostActive = 0
  const faults: string[] = []

  const happens = (event: ScheduleEvent): void => {
    const before = schedule
    schedule = advance(schedule, event, facts, now)
    if (schedule === before) return
    const updates = [...schedule.updates.values()]
    // As everybody sees it, and by the slots: it has to be the same.
    const active = updates.filter((update) => update.stage !== 'queued' && !isFinal(update)).length
    const slots = updates.filter(({ hasSlot }) => hasSlot).length
    if (active !== slots) faults.push(`${active} are shown as active, and ${slots} slots are taken`)
    mostActive = Math.max(mostActive, active)
    if (active > mostSlots) faults.push(`${active} active`)
    for (const update of updates)
      if (update.hasSlot && (isFinal(update) || update.stage === 'queued'))
        faults.push(`${update.agent} has a slot while it is ${update.stage}`)
    for (const { agent, hasSlot, stage } of updates) {
      const { hasSlot: had, stage: earlier } = before.updates.get(agent) ?? {}
      if (hasSlot && !had && (!isOpen || held.has(agent))) faults.push(`${agent} begins and must not`)
      if (hasSlot && held.has(agent) && stage !== earlier) faults.push(`${agent} goes on while it is held`)
    }
    const isNew = (update: ScheduledUpdate) =>
      update.stage === 'offered' && before.updates.get(update.agent)?.offer !== update.offer
    const last = updates.findLastIndex(isNew)
    const couldBegin = (update: ScheduledUpdate, index: number): boolean => {
      const { agent, batch, wave, notBefore } = update
      const of = schedule.batches.get(batch)
      const mayBegin = of?.state === 'running' && wave <= of.wave && notBefore <= now && facts.isReady(agent)
      if (!mayBegin || isReplacing(update)) return false
      const others = updates.filter((update, at) => update.batch === batch && (at < index || !isNew(update)))
      const isTriedOut = others.some(({ stage }) => stage === 'done')
      const isFirst = !others.some((update) => update.hasSlot || isReplacing(update))
      return isTriedOut || isFirst
    }
    const skipped = updates
      .slice(0, Math.max(0, last))
      .find((update, index) => update.stage === 'queued' && couldBegin(update, index))
    if (skipped) faults.push(`${skipped.agent} was passed over`)
  }

  /** What the agent did since its last connection. */
  const work = (agent: MadeUpAgent): void => {
    const { current } = agent
    if (!current) return
    if (current.stage === 'restarting') {
      if (random() < broken) agent.current = { ...current, stage: 'rolledBack', reason: 'It crashed three times.' }
      else if (random() < 0.8) {
        agent.version = newVersion
        agent.current = { ...current, stage: 'done', percent: 100 }
      }
      return
    }
    const next = { downloading: 'verifying', verifying: 'installing', installing: 'restarting' } as const
    if (!(current.stage in next)) return
    if (random() < failing) agent.current = { ...current, stage: 'failed', reason: 'The disk is full.' }
    else if (current.stage === 'downloading' && current.percent < 100)
      agent.current = { ...current, percent: Math.min(100, current.percent + random() * 80) }
    else agent.current = { ...current, stage: next[current.stage as keyof typeof next] }
  }

  const connect = (agent: MadeUpAgent): void => {
    agent.nextConnection = now + interval * 1000 * (0.8 + random() * 0.4)
    if (random() < vanishing) {
      agent.nextConnection = now + random() * 3_600_000
      return
    }
    work(agent)
    agent.lastConnection = now
    agent.told = agent.version
    const state: AgentUpdateState = {
      platform: 'linux-x64',
      unable: '',
      release: 1,
      root: 1,
      ...(agent.current ? { current: agent.current } : {}),
    }
    happens({ kind: 'connected', agent: agent.id, version: agent.version, state })
    const told = toldBack(schedule.updates.get(agent.id), state)
    // An answer may be lost.
    if (!told || random() < vanishing) return
    if (told.kind === 'offer')
      agent.current = { offer: told.offer, version: newVersion, stage: 'downloading', percent: 0, reason: '' }
    else if (agent.current?.offer === told.offer) agent.current = undefined
  }

  return {
    agents,
    faults,
    happens,
    get schedule() {
      return schedule
    },
    get mostActive() {
      return mostActive
    },
    start: (batch = 1, some: readonly MadeUpAgent[] = agents) =>
      happens({
        kind: 'start',
        batch,
        version: newVersion,
        origin: 'manual',
        agents: some.flatMap(({ id, told }) => (told === newVersion ? [] : [{ agent: id, from: told }])),
      }),
    /** The hours for updates begin or are over. */
    open(next: boolean) {
      isOpen = next
      happens({ kind: 'look' })
    },
    /** Every third agent is put on hold, or none is any more. */
    hold(isHeld: boolean) {
      held.clear()
      if (isHeld) for (const [index, { id }] of agents.entries()) if (index % 3 === 0) held.add(id)
      happens({ kind: 'look' })
    },
    /** So many seconds of life, in steps of ten. */
    live(seconds: number) {
      for (const end = now + seconds * 1000; now < end; ) {
        now += 10_000
        for (const agent of agents) if (agent.nextConnection <= now) connect(agent)
        happens({ kind: 'look' })
      }
    },
    /** The console is down: agents go on with what they do without it, and it knows what it wrote. */
    restart(seconds: number) {
      now += seconds * 1000
      schedule = {
        batches: new Map(JSON.parse(JSON.stringify([...schedule.batches]))),
        updates: new Map(JSON.parse(JSON.stringify([...schedule.updates]))),
      }
      // As the fleet judges it: who was online had no chance to connect.
      for (const agent of agents) if (agent.nextConnection <= now) agent.lastConnection = now
      happens({ kind: 'woke' })
    },
    left: () => [...schedule.updates.values()].filter((update) => !isFinal(update)),
  }
}
