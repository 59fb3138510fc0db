import { expect, test } from 'vitest'
import type { UpdateSettings } from '../../contract/updates.ts'
import type { AgentUpdateState } from '../protocol/updates.ts'
import { advance, emptySchedule, type ScheduleEvent } from './schedule.ts'
import type { Schedule, ScheduledUpdate, ScheduleFacts } from './schedule-types.ts'
import { usualUpdateSettings } from './update-settings.ts'
import { toldBack } from './update-steps.ts'

type Stage = NonNullable<AgentUpdateState['current']>['stage']

const minute = 60_000
const ids = (count: number) => Array.from({ length: count }, (_, index) => `agent-${index}`)

/** A batch of agents that somebody tells what to do, and a console whose clock somebody moves. */
const story = (count: number, settings: Partial<UpdateSettings> = {}) => {
  let schedule: Schedule = emptySchedule
  let offers = 0
  const told = new Map<string, AgentUpdateState['current']>()
  const gone = new Set<string>()
  const world = { now: 1_000_000_000, isOpen: true }
  const facts = (): ScheduleFacts => ({
    settings: { ...usualUpdateSettings, soakSeconds: 0, ...settings },
    version: '1.0.0',
    isOpen: world.isOpen,
    isReady: (id) => !gone.has(id),
    interval: () => 30,
    newOffer: () => `offer-${++offers}`,
  })
  const happens = (event: ScheduleEvent) => {
    schedule = advance(schedule, event, facts(), world.now)
  }
  happens({
    kind: 'start',
    batch: 1,
    version: '1.0.0',
    origin: 'manual',
    agents: ids(count).map((agent) => ({ agent, from: '0.9.0' })),
  })
  const of = (agent: string) => schedule.updates.get(agent) as ScheduledUpdate
  const connect = (agent: string, version = '0.9.0') => {
    const current = told.get(agent)
    const state = { platform: 'linux-x64', unable: '', release: 1, root: 1, ...(current ? { current } : {}) } as const
    happens({ kind: 'connected', agent, version, state })
    return toldBack(schedule.updates.get(agent), state)
  }
  /** The agent is at a stage of the offer that it took up last, and says so. */
  const tell = (agent: string, stage: Stage, reason = '') => {
    const offer = told.get(agent)?.offer ?? of(agent).offer
    told.set(agent, { offer, version: '1.0.0', stage, percent: 50, reason })
    return connect(agent)
  }
  return {
    world,
    happens,
    of,
    connect,
    tell,
    /** Takes up the offer that stands now. */
    takeUp(agent: string) {
      told.delete(agent)
      return tell(agent, 'downloading')
    },
    pass(milliseconds: number) {
      world.now += milliseconds
      happens({ kind: 'look' })
    },
    leave(...agents: readonly string[]) {
      for (const agent of agents) gone.add(agent)
      happens({ kind: 'look' })
    },
    comeBack(...agents: readonly string[]) {
      for (const agent of agents) gone.delete(agent)
    },
    batch: () => schedule.batches.get(1),
    stages: () => [...schedule.updates.values()].map(({ stage }) => stage),
  }
}

const agent = 'agent-0'

test('U4 an update that takes the first agent away for good stops the batch, and no other one follows', () => {
  const { tell, takeUp, leave, pass, of, batch, stages } = story(40)
  takeUp(agent)
  tell(agent, 'restarting')
  leave(agent)
  expect(of(agent)).toMatchObject({ stage: 'queued', hasSlot: false, attempts: 1 })
  expect(of(agent).reason).toBe('It was restarting when it was heard of last.')
  expect(stages().filter((stage) => stage !== 'queued')).toEqual([])
  pass(3 * minute)
  expect(of(agent)).toMatchObject({
    stage: 'failed',
    reason: 'The agent did not come back with the new version in time.',
  })
  expect(batch()).toMatchObject({ state: 'stopped' })
  expect(stages().filter((stage) => stage !== 'queued')).toEqual(['failed'])
})

test('U4 who comes back late tells how it ended, by version or by what its launcher did', () => {
  for (const isLate of [false, true]) {
    const { tell, takeUp, leave, pass, of, comeBack, connect } = story(1)
    takeUp(agent)
    tell(agent, 'restarting')
    leave(agent)
    if (isLate) pass(5 * minute)
    comeBack(agent)
    connect(agent, '1.0.0')
    expect(of(agent)).toMatchObject({ stage: 'done', reason: '' })

    const other = story(1)
    other.takeUp(agent)
    other.tell(agent, 'restarting')
    other.leave(agent)
    if (isLate) other.pass(5 * minute)
    other.comeBack(agent)
    other.tell(agent, 'rolledBack', 'It hung.')
    expect(other.of(agent)).toMatchObject({ stage: 'rolledBack', reason: 'It hung.' })
  }
})

test('U6 an agent that went away while it was replaced goes on with its slot when it is back in time', () => {
  const { tell, takeUp, leave, of, comeBack } = story(1)
  takeUp(agent)
  tell(agent, 'installing')
  leave(agent)
  comeBack(agent)
  tell(agent, 'installing')
  expect(of(agent)).toMatchObject({ stage: 'installing', hasSlot: true, attempts: 1, reason: '' })
})

test('U4 an agent that an update takes down again and again is given up after its tries', () => {
  const { tell, takeUp, leave, pass, of, comeBack, connect } = story(1, { attempts: 3 })
  for (let attempt = 1; attempt <= 3; attempt++) {
    expect(connect(agent)?.kind).toBe('offer')
    takeUp(agent)
    leave(agent)
    expect(of(agent)).toMatchObject({ stage: 'queued', hasSlot: false })
    comeBack(agent)
    tell(agent, 'failed', 'The agent was ended before the new version was in place.')
    expect(of(agent)).toMatchObject({ stage: attempt < 3 ? 'queued' : 'failed', attempts: attempt })
    pass(10 * minute)
  }
})

test('an agent on hold leaves off what it is at, and that it did so is no failure', () => {
  const { takeUp, tell, leave, comeBack, pass, of } = story(1)
  takeUp(agent)
  leave(agent)
  expect(tell(agent, 'downloading')).toEqual({ kind: 'cancel', offer: 'offer-1' })
  expect(of(agent)).toMatchObject({ stage: 'queued', hasSlot: false, attempts: 0 })
  tell(agent, 'failed', 'The console called it off.')
  expect(of(agent)).toMatchObject({ stage: 'queued', attempts: 0, notBefore: 0 })
  comeBack(agent)
  pass(0)
  expect(of(agent)).toMatchObject({ stage: 'offered', attempts: 1 })
})

test('outside of the hours for updates no offer stands, and nobody goes on who was away', () => {
  const { world, takeUp, tell, leave, comeBack, connect, pass, of } = story(1)
  world.isOpen = false
  pass(1000)
  expect([of(agent).stage, connect(agent)]).toEqual(['queued', undefined])
  world.isOpen = true
  pass(1000)
  takeUp(agent)
  world.isOpen = false
  pass(1000)
  // What was begun in time goes on.
  expect(of(agent)).toMatchObject({ stage: 'downloading', hasSlot: true })
  leave(agent)
  comeBack(agent)
  expect(tell(agent, 'downloading')).toMatchObject({ kind: 'cancel' })
  expect(of(agent)).toMatchObject({ stage: 'queued', hasSlot: false })
})

test('a clock that was set back holds up nothing: deadlines, pauses and the count of failures begin anew', () => {
  const { world, happens, takeUp, tell, of, pass, batch } = story(3, { attempts: 2, stopAfterFailures: 2 })
  takeUp(agent)
  tell(agent, 'failed', 'The disk is full.')
  takeUp('agent-1')
  happens({ kind: 'pause', batch: 1 })
  happens({ kind: 'resume', batch: 1 })
  world.now -= 600 * minute
  happens({ kind: 'woke' })
  expect(batch()?.resumedAt).toBe(world.now)
  expect(of(agent).notBefore).toBe(world.now + minute)
  pass(minute + 1)
  takeUp(agent)
  expect(of(agent)).toMatchObject({ stage: 'downloading', attempts: 2 })
  pass(4 * minute)
  expect([of(agent).stage, of('agent-1').stage]).toEqual(['failed', 'queued'])
})

test('a batch that is cancelled while an agent is away tells how that ended', () => {
  const { tell, takeUp, leave, happens, of, pass } = story(2, { waves: [100] })
  takeUp(agent)
  tell(agent, 'restarting')
  leave(agent)
  happens({ kind: 'cancel', batch: 1 })
  expect([of(agent).stage, of('agent-1').stage]).toEqual(['queued', 'cancelled'])
  pass(5 * minute)
  expect(of(agent).stage).toBe('failed')
})
