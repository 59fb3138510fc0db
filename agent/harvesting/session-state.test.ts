import { expect, test } from 'vitest'
import type { HarvestingRules } from '../../core/agents/protocol/configuration.ts'
import { type Effect, freshSession, type Happening, type SessionState, step } from './session-state.ts'
import type { Observed } from './triggers.ts'

const minute = 60_000
// Sunday, 22 November 2026, noon of the machine's zone.
const noon = new Date(2026, 10, 22, 12).getTime()
const start = noon - 600 * minute

/** Plays what happens, one after the other, and tells all that was done, in few words. */
const play = (rules: Omit<HarvestingRules, 'enabled'>) => {
  let state: SessionState = freshSession
  const happen = (happening: Happening, now: number): string[] => {
    const next = step({ enabled: true, ...rules }, state, happening, now)
    state = next.state
    return next.effects.map((effect: Effect) =>
      effect.do === 'record' ? `${effect.action}: ${effect.reason}` : effect.do,
    )
  }
  return {
    happen,
    look: (now: number, observed: Partial<Observed> = {}) =>
      happen({ is: 'look', observed: { now, start, ...observed } }, now),
    get phase() {
      return state.phase.is
    },
  }
}
const idleFor = (now: number, minutes: number): Partial<Observed> => ({
  unused: { since: now - minutes * minute, by: 'input' },
})

test('nothing fires before its time, or where nothing tells', () => {
  const session = play({ idleMinutes: 30, cpuBelow: { percent: 2, minutes: 10 }, method: 'force' })
  expect(session.look(noon)).toEqual([])
  expect(session.look(noon, idleFor(noon, 29.9))).toEqual([])
  expect(session.look(noon, { cpuBelowSince: noon - 9.9 * minute })).toEqual([])
  // Nobody leaves a program unused that has only begun.
  expect(session.look(noon, { ...idleFor(noon, 90), start: noon - minute })).toEqual([])
  expect(session.look(noon, idleFor(noon, 30))).toEqual(['force'])
})

test('dry run: one record until it is used again, and nothing else', () => {
  const session = play({ idleMinutes: 30, ask: { timeoutSeconds: 60 }, method: 'dryRun' })
  expect(session.look(noon, idleFor(noon, 31))).toEqual(['dry-run: No input for 31 min (limit 30 min)'])
  expect(session.look(noon + minute, idleFor(noon + minute, 32))).toEqual([])
  expect(session.look(noon + 2 * minute, idleFor(noon + 2 * minute, 0))).toEqual([])
  expect(session.look(noon + 33 * minute, idleFor(noon + 33 * minute, 31))).toHaveLength(1)
})

test('notify: told once, recorded when it was shown', () => {
  const session = play({ cpuBelow: { percent: 2, minutes: 10 }, method: 'notify' })
  expect(session.look(noon, { cpuBelowSince: noon - 10 * minute })).toEqual(['notify'])
  expect(session.happen({ is: 'done', act: 'notify' }, noon)).toEqual([
    'notified: CPU below 2 % for 10 min (limit 10 min)',
  ])
  expect(session.look(noon + minute, { cpuBelowSince: noon - 10 * minute })).toEqual([])
})

test('asked: the answer decides, no answer releases, and a question that cannot be shown keeps', () => {
  const rules = { idleMinutes: 30, ask: { timeoutSeconds: 60 }, method: 'graceful' } as const
  const asked = ['asked: No input for 31 min (limit 30 min)', 'ask']
  for (const answer of ['release', 'none'] as const) {
    const session = play(rules)
    expect(session.look(noon, idleFor(noon, 31))).toEqual(asked)
    expect(session.look(noon + 10_000, idleFor(noon + 10_000, 31))).toEqual([])
    expect(session.happen({ is: 'answer', answer }, noon + minute)).toEqual(['close'])
    expect(session.happen({ is: 'ended' }, noon + 2 * minute)).toEqual(['closed: No input for 31 min (limit 30 min)'])
  }
  const keeps = play(rules)
  keeps.look(noon, idleFor(noon, 31))
  expect(keeps.happen({ is: 'answer', answer: 'keep' }, noon)).toEqual([
    'kept-by-user: No input for 31 min (limit 30 min)',
  ])
  // From here on it counts anew, also where the desktop does not tell of the click.
  expect(keeps.look(noon + 29 * minute, idleFor(noon + 29 * minute, 60))).toEqual([])
  expect(keeps.look(noon + 30 * minute, idleFor(noon + 30 * minute, 61))).toHaveLength(2)
  // A late answer to a question that is over changes nothing.
  expect(keeps.look(noon + 31 * minute, idleFor(noon + 31 * minute, 0))[0]).toBe('stop-asking')
  expect(keeps.happen({ is: 'answer', answer: 'release' }, noon + 32 * minute)).toEqual([])

  const unable = play(rules)
  unable.look(noon, idleFor(noon, 31))
  expect(unable.happen({ is: 'answer', answer: 'unable', why: 'no display' }, noon)[0]).toMatch(/^failed/)
  expect(unable.look(noon + minute, idleFor(noon + minute, 32))).toEqual([])
})

test('graceful: forced after its time when that is told, else said to have failed; never when the user is back', () => {
  const rules = { idleMinutes: 30, method: 'graceful' } as const
  const forced = play({ ...rules, forceAfterSeconds: 60 })
  expect(forced.look(noon, idleFor(noon, 31))).toEqual(['close'])
  expect(forced.look(noon + 59_000, idleFor(noon, 31))).toEqual([])
  expect(forced.look(noon + 60_000, idleFor(noon, 31))).toEqual(['force'])
  expect(forced.happen({ is: 'ended' }, noon + 61_000)[0]).toMatch(/^forced/)

  const left = play(rules)
  left.look(noon, idleFor(noon, 31))
  expect(left.look(noon + 119_000, idleFor(noon, 31))).toEqual([])
  expect(left.look(noon + 120_000, idleFor(noon, 31))[0]).toMatch(/^failed/)

  const back = play({ ...rules, forceAfterSeconds: 60 })
  back.look(noon, idleFor(noon, 31))
  expect(back.look(noon + 70_000, { unused: { since: noon + 50_000, by: 'input' } })[0]).toMatch(/^kept-by-user/)
  expect(back.phase).toBe('watching')

  const late = play({
    workingHours: { days: [1], from: '08:00', to: '18:00' },
    method: 'graceful',
    forceAfterSeconds: 60,
  })
  expect(late.look(noon)).toEqual(['close'])
  expect(late.look(noon + 60_000, { unused: { since: noon + 50_000, by: 'input' } })).toEqual(['force'])
})

test('what was told to end is in the event log, also when nobody sees it go', () => {
  for (const [method, action] of [
    ['graceful', 'failed'],
    ['force', 'forced'],
  ] as const) {
    const session = play({ idleMinutes: 30, method })
    session.look(noon, idleFor(noon, 31))
    expect(session.happen({ is: 'released' }, noon + 1000)).toEqual([`${action}: No input for 31 min (limit 30 min)`])
    expect(session.phase).toBe('watching')
  }
})

test('suspended: goes on when the user is back, asks for it, or harvesting is turned off', () => {
  const begin = () => {
    const session = play({ idleMinutes: 30, method: 'suspend' })
    expect(session.look(noon, idleFor(noon, 31))).toEqual(['suspend'])
    expect(session.happen({ is: 'done', act: 'suspend' }, noon)[0]).toMatch(/^suspended/)
    expect(session.look(noon + minute, idleFor(noon + minute, 32))).toEqual([])
    // A frozen program has no load: that is no sign of anything.
    expect(session.look(noon + minute, { unused: { since: noon + minute, by: 'load' } })).toEqual([])
    return session
  }
  const back = begin()
  expect(back.look(noon + 2 * minute, idleFor(noon + 2 * minute, 0))).toEqual(['resume'])
  expect(back.happen({ is: 'done', act: 'resume' }, noon + 2 * minute)[0]).toMatch(/^resumed/)
  expect(begin().happen({ is: 'resume-asked' }, noon + minute)).toEqual(['resume'])
  expect(begin().happen({ is: 'released' }, noon + minute)).toEqual(['resume'])
})

test('outside working hours: over midnight, kept until the next ones', () => {
  const day = play({
    workingHours: { days: [1, 2, 3, 4, 5, 6, 7], from: '08:00', to: '18:00' },
    ask: { timeoutSeconds: 60 },
    method: 'force',
  })
  const at = (hour: number, days = 0) => new Date(2026, 10, 22 + days, hour).getTime()
  expect(day.look(at(17))).toEqual([])
  expect(day.look(at(18))).toEqual([
    'asked: Outside working hours (Mon Tue Wed Thu Fri Sat Sun 08:00-18:00): Sun 18:00',
    'ask',
  ])
  day.happen({ is: 'answer', answer: 'keep' }, at(18))
  expect(day.look(at(23))).toEqual([])
  expect(day.look(at(9, 1))).toEqual([])
  expect(day.look(at(18, 1))).toHaveLength(2)

  // Saturday's shift ends on Sunday at six.
  const night = play({ workingHours: { days: [6], from: '22:00', to: '06:00' }, method: 'dryRun' })
  expect(night.look(at(5))).toEqual([])
  expect(night.look(at(6))).toHaveLength(1)
})
