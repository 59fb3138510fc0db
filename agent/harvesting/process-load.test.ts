import { expect, test } from 'vitest'
import type { SeenProcess } from '../collector.ts'
import { createSince, isQuiet, loadBetween } from './process-load.ts'

const seen = (cpuSeconds: number | undefined, ioBytes?: number) => ({ pid: 1, cpuSeconds, ioBytes }) as SeenProcess

test('load between two looks, where the system tells it', () => {
  expect(loadBetween(seen(10, 1000), 0, seen(11, 21_000), 10_000)).toEqual({
    from: 0,
    to: 10_000,
    cpuPercent: 10,
    bytesPerSecond: 2000,
  })
  expect(loadBetween(seen(10), 0, seen(10), 10_000)).toMatchObject({ cpuPercent: 0, bytesPerSecond: undefined })
  expect(loadBetween(seen(undefined), 0, seen(1), 10_000)).toBeUndefined()
  expect(loadBetween(seen(1), 10_000, seen(1), 10_000)).toBeUndefined()
  expect(loadBetween(seen(5), 0, seen(1), 10_000)).toBeUndefined()
})

test('quiet counts from the first quiet look on, and a night in which the machine slept counts for nothing', () => {
  const since = createSince(120_000)
  const sample = (from: number, to: number, cpuPercent: number) =>
    since.add({ from, to, cpuPercent, bytesPerSecond: 0 }, isQuiet)
  sample(0, 10_000, 50)
  expect(since.since).toBeUndefined()
  sample(10_000, 20_000, 1)
  sample(20_000, 30_000, 0)
  expect(since.since).toBe(10_000)
  sample(30_000, 40_000, 2)
  expect(since.since).toBeUndefined()
  sample(40_000, 50_000, 0)
  sample(50_000, 28_850_000, 0)
  expect(since.since).toBeUndefined()
  sample(28_850_000, 28_860_000, 0)
  expect(since.since).toBe(28_850_000)
  since.add(undefined, isQuiet)
  expect(since.since).toBeUndefined()
})
