import { expect, test } from 'vitest'
import { createRateLimit } from './rate-limit.ts'

test('so many at once, then so many a second, each name for itself, and none given back by a clock that goes back', () => {
  const limit = createRateLimit(3, 2)
  const at = (name: string, ...times: number[]) => times.map((time) => limit.take(name, time))
  expect(at('a', 0, 0, 0, 0)).toEqual([0, 0, 0, 1])
  expect(at('b', 0)).toEqual([0])
  expect(at('a', 500, 600, 1000, 1100)).toEqual([0, 1, 0, 1])
  expect(at('a', 0, 0)).toEqual([1, 1])
  expect(at('a', 60_000, 60_000, 60_000, 60_000)).toEqual([0, 0, 0, 1])
  const slow = createRateLimit(1, 1 / 6)
  expect([slow.take('x', 0), slow.take('x', 0), slow.take('x', 3000)]).toEqual([0, 6, 3])
})
