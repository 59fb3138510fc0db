import { expect, test } from 'vitest'
import { isRenewalDue, pauseAfterFailure, pauseAfterSuccess } from './pace.ts'

test('a thousand agents that lost their console come back over the whole bound, never later than a minute', () => {
  const pauses = Array.from({ length: 1000 }, (_, i) => pauseAfterFailure(10, undefined, 600, i / 1000))
  expect(Math.min(...pauses)).toBe(0)
  expect(Math.max(...pauses)).toBeGreaterThan(59_000)
  expect(pauseAfterFailure(1_000_000, undefined, 600, 1)).toBe(60_000)
  expect(pauseAfterFailure(1, undefined, 30, 1)).toBe(2_000)
})

test('two pauses in a row never make an agent offline, and what the console asks for is kept', () => {
  expect(pauseAfterSuccess(30, 0)).toBe(27_000)
  expect(pauseAfterSuccess(30, 1)).toBe(33_000)
  expect(pauseAfterFailure(3, 20, 30, 0)).toBe(20_000)
  expect(pauseAfterFailure(3, 20, 30, 1)).toBe(40_000)
})

test('a certificate is renewed after two thirds of its time', () => {
  expect([200, 201].map((now) => isRenewalDue(0, 300, now))).toEqual([false, true])
})
