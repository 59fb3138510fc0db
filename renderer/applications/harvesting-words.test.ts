import { expect, test } from 'vitest'
import type { HarvestingRules } from '../../core/contract/agent-configuration.ts'
import { daysWords, harvestingSentences, harvestingSummary } from './harvesting-words.ts'

test('days are told as they would be said', () => {
  expect(daysWords([5, 1, 2, 3, 4])).toBe('Monday to Friday')
  expect(daysWords([1, 2, 6])).toBe('Monday, Tuesday and Saturday')
  expect(daysWords([1, 2, 3, 4, 5, 6, 7])).toBe('every day')
  expect(daysWords([7])).toBe('Sunday')
})

test('what will happen says when, whether somebody is asked, and what is lost', () => {
  const rules: HarvestingRules = {
    enabled: true,
    idleMinutes: 90,
    cpuBelow: { percent: 0.5, minutes: 60 },
    workingHours: { days: [1, 2, 3, 4, 5], from: '07:00', to: '19:00' },
    ask: { timeoutSeconds: 45 },
    method: 'graceful',
    forceAfterSeconds: 300,
  }
  const [asked, kept, act] = harvestingSentences(rules)
  expect(asked).toBe(
    'As soon as nobody has used it for 90 minutes, it has needed less than 0.5 % of one processor core for 1 hour or it runs outside Monday to Friday, 07:00–19:00, by the machine’s clock, the user is asked whether the program is still needed.',
  )
  expect(kept).toContain('keeps it')
  expect(act).toBe(
    'Without an answer within 45 seconds, it is asked to close. If it is still there 5 minutes later, it is ended, and what was not saved is lost.',
  )
  expect(harvestingSummary(rules)).toBe('Close it, asks first')
})

test('what does nothing to the program asks nobody', () => {
  const rules: HarvestingRules = { enabled: true, idleMinutes: 5, ask: { timeoutSeconds: 60 }, method: 'dryRun' }
  expect(harvestingSentences(rules)[0]).toBe(
    'As soon as nobody has used it for 5 minutes, nothing is done: the event log says what would have been done.',
  )
  expect(harvestingSummary(rules)).toBe('Only log it')
  expect(harvestingSummary({ ...rules, enabled: false })).toBeNull()
  expect(harvestingSentences(undefined)[0]).toContain('Nothing is ever taken back')
})
