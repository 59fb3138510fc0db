import { expect, test } from 'vitest'
import { chooseBootInstant, measureBoot, startIn } from './boot-instant.ts'

test('the boot that is remembered holds until the machine is booted; what ran when the clock was set keeps its start', () => {
  const measured = { boot: 'b2', instant: 1_000_000 }
  expect(chooseBootInstant(undefined, measured, 500)).toBe(measured)
  expect(chooseBootInstant({ boot: 'b1', instant: 1_000_000 }, measured, 500)).toBe(measured)
  const remembered = { boot: 'b2', instant: 1_003_000 }
  expect(chooseBootInstant(remembered, measured, 500)).toBe(remembered)

  const ran = { boot: 'b2', instant: 1_006_000 }
  const once = chooseBootInstant(ran, measured, 500)
  expect([499, 500, 9000].map((after) => startIn(once, after))).toEqual([1_006_499, 1_000_500, 1_009_000])
  const twice = chooseBootInstant(once, { boot: 'b2', instant: 3_600_000 }, 8000)
  expect([499, 500, 8000].map((after) => startIn(twice, after))).toEqual([1_006_499, 1_000_500, 3_608_000])
  expect(chooseBootInstant(twice, { boot: 'b2', instant: 3_600_000 }, 9000)).toBe(twice)
  // A clock that was years off was none.
  const right = { boot: 'b2', instant: 1_763_800_000_000 }
  expect(chooseBootInstant(twice, right, 9000)).toBe(right)
})

test.runIf(process.platform === 'linux')('two measurements agree to a hundredth of a second', () => {
  const first = measureBoot()
  const second = measureBoot()
  expect(second.boot).toBe(first.boot)
  expect(Math.abs(second.instant - first.instant)).toBeLessThanOrEqual(10)
  expect(first.instant % 10).toBe(0)
})
