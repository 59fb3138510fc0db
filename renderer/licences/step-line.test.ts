import { expect, test } from 'vitest'
import type { CapacityStep } from '../../core/contract/capacity.ts'
import { stretchesOf, topOf } from './step-line.ts'

const day = 86_400_000
const now = Date.parse('2026-11-22T00:00:00Z')
const step = (licences: CapacityStep['licences'], from?: string, until?: string): CapacityStep => ({
  from,
  until,
  licences,
  origin: 'typed',
  detail: '',
  isUsed: true,
})

test('a step holds until the next one, the last one until now', () => {
  const found = stretchesOf([step(10, '2026-11-02T00:00:00Z'), step(12, '2026-11-12T00:00:00Z')], now)
  expect(found.map(({ from, to, licences }) => [(now - from) / day, (now - to) / day, licences])).toEqual([
    [20, 10, 10],
    [10, 0, 12],
  ])
  expect(topOf(found)).toBe(12)
})

test('what has no beginning is shown from a month before the first instant, and a gap as one', () => {
  const found = stretchesOf(
    [step(5, undefined, '2026-11-02T00:00:00Z'), step('uncounted', '2026-11-12T00:00:00Z')],
    now,
  )
  expect(found.map(({ from, to, licences }) => [(now - from) / day, (now - to) / day, licences])).toEqual([
    [50, 20, 5],
    [20, 10, null],
    [10, 0, 'uncounted'],
  ])
})

test('without a step there is nothing to draw', () => {
  expect(stretchesOf([], now)).toEqual([])
  expect(topOf([])).toBe(1)
})
