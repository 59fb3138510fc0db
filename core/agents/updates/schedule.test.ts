import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createWorld } from './schedule-fixture.ts'
import { isWindowOpen, waveSizes } from './waves.ts'

const patient = { stopAfterFailures: 1000, stopAfterPercent: 100 }

const act = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('live' as const), seconds: fc.integer({ min: 5, max: 900 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('restart' as const), seconds: fc.integer({ min: 0, max: 90_000 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('pause' as const, 'resume' as const, 'cancel' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('again' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('hold' as const, 'open' as const), is: fc.boolean() }) },
)

test('U6 whatever happens, at most 20 are active, first come first served, and every update ends', {
  timeout: 60_000,
}, () => {
  fc.assert(
    fc.property(
      fc.record({
        agents: fc.integer({ min: 1, max: 60 }),
        seed: fc.integer(),
        failing: fc.constantFrom(0, 0.02, 0.3),
        broken: fc.constantFrom(0, 0.02, 0.3),
        vanishing: fc.constantFrom(0, 0.05, 0.3),
        settings: fc.constantFrom({}, patient, { waves: [100] }, { soakSeconds: 300 }),
      }),
      fc.array(act, { maxLength: 12 }),
      (options, acts) => {
        const world = createWorld(options)
        world.start()
        let batch = 1
        for (const step of acts) {
          if (step.do === 'live') world.live(step.seconds)
          else if (step.do === 'restart') world.restart(step.seconds)
          else if (step.do === 'again') world.start(++batch)
          else if (step.do === 'hold') world.hold(step.is)
          else if (step.do === 'open') world.open(step.is)
          else world.happens({ kind: step.do, batch })
        }
        world.hold(false)
        world.open(true)
        for (let days = 0; world.left().length > 0 && days < 60; days++) {
          for (const { id, state } of world.schedule.batches.values())
            if (state === 'paused' || state === 'stopped') world.happens({ kind: 'resume', batch: id })
          world.live(3600)
        }
        expect(world.faults).toEqual([])
        expect(world.left()).toEqual([])
        for (const { state, waves } of world.schedule.batches.values())
          if (waves.length > 0) expect(['finished', 'stopped', 'cancelled']).toContain(state)
        // What is shown is what they tell.
        for (const { agent, stage } of world.schedule.updates.values())
          expect(world.agents.find(({ id }) => id === agent)?.told).toBe(stage === 'done' ? '1.0.0' : '0.9.0')
      },
    ),
    { numRuns: 30 },
  )
})

test('U6 a thousand agents with failures, disconnects and console restarts', { timeout: 60_000 }, () => {
  const world = createWorld({
    agents: 1000,
    seed: 7,
    failing: 0.01,
    broken: 0.01,
    vanishing: 0.02,
    settings: patient,
  })
  world.start()
  for (let part = 0; part < 40 && world.left().length > 0; part++) {
    world.live(600)
    world.restart(part % 3 === 0 ? 400 : 2)
  }
  expect(world.faults).toEqual([])
  expect(world.left()).toEqual([])
  expect(world.mostActive).toBe(20)
})

test('one agent is tried first, then waves; failures stop the rest until somebody says to go on', () => {
  expect(waveSizes(1000, [5, 25, 100])).toEqual([1, 49, 200, 750])
  expect(waveSizes(3, [5, 25, 100])).toEqual([1, 2])
  expect(waveSizes(1, [5, 25, 100])).toEqual([1])
  const world = createWorld({ agents: 40, seed: 1, failing: 0, broken: 1, vanishing: 0 })
  world.start()
  expect([...world.schedule.updates.values()].filter(({ hasSlot }) => hasSlot)).toHaveLength(1)
  world.live(1800)
  const stages = () => [...world.schedule.updates.values()].map(({ stage }) => stage)
  expect(world.schedule.batches.get(1)).toMatchObject({
    state: 'stopped',
    reason: 'The update of 1 of 1 agent of wave 1 failed.',
  })
  expect(stages().filter((stage) => stage === 'rolledBack')).toHaveLength(1)
  expect(stages().filter((stage) => stage === 'queued')).toHaveLength(39)
  world.happens({ kind: 'resume', batch: 1 })
  expect(world.schedule.batches.get(1)?.state).toBe('running')
  // None has shown that it works: still one by one.
  expect(stages().filter((stage) => stage === 'offered')).toHaveLength(1)
  world.happens({ kind: 'cancel', batch: 1 })
  expect(stages().filter((stage) => stage === 'cancelled')).toHaveLength(39)
})

test('U7 who is offline holds no slot, and is served when it comes back', () => {
  const world = createWorld({ agents: 30, seed: 3, failing: 0, broken: 0, vanishing: 0 })
  const week = 7 * 86_400
  const [first] = world.agents
  if (first) first.nextConnection += week * 1000
  world.start()
  world.live(120)
  expect(world.schedule.updates.get('agent-0')).toMatchObject({ stage: 'queued', hasSlot: false, attempts: 0 })
  world.live(3600)
  expect(world.left().map(({ agent }) => agent)).toEqual(['agent-0'])
  world.restart(week)
  world.live(600)
  expect(world.schedule.updates.get('agent-0')).toMatchObject({ stage: 'done', from: '0.9.0', to: '1.0.0' })
  expect(world.schedule.batches.get(1)?.state).toBe('finished')
})

test('the window for updates, over midnight too', () => {
  const at = (day: number, hour: number) => new Date(2026, 10, 22 + day, hour, 30) // day 0 is a Sunday
  const nights = { days: [7], from: '22:00', to: '04:00' }
  expect(isWindowOpen(null, at(0, 3))).toBe(true)
  expect([at(0, 21), at(0, 22), at(1, 3), at(1, 4), at(1, 22)].map((time) => isWindowOpen(nights, time))).toEqual([
    false,
    true,
    true,
    false,
    false,
  ])
  expect(isWindowOpen({ days: [1], from: '09:00', to: '10:00' }, at(1, 9))).toBe(true)
})
