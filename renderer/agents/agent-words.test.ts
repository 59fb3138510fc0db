import { expect, test } from 'vitest'
import { clockWords, namesOf, statusWords } from './agent-words.ts'

test('an agent that is not let in is not called online', () => {
  expect(statusWords({ standing: 'approved', status: 'offline' })).toBe('Offline')
  expect(statusWords({ standing: 'pending', status: 'online' })).toBe('Waits for approval')
})

test('a clock is ahead or behind, or agrees', () => {
  expect(clockWords(400)).toBe('Agrees with the console’s')
  expect(clockWords(-7_320_000)).toBe('2 h 2 min behind the console’s')
  expect(clockWords(95_000)).toBe('1 min 35 s ahead of the console’s')
})

test('few are named, many are counted', () => {
  const agents = ['a', 'b', 'c', 'd'].map((name) => ({ name }))
  expect(namesOf(agents.slice(0, 1))).toBe('a')
  expect(namesOf(agents.slice(0, 3))).toBe('a, b and c')
  expect(namesOf(agents)).toBe('a, b, c and 1 more')
})
