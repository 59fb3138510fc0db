import { expect, test } from 'vitest'
import { chooseBootInstant, measureBoot } from './boot-instant.ts'

test('the boot that is remembered holds until the machine is booted or its clock is set', () => {
  const measured = { boot: 'b2', instant: 1_000_000 }
  expect(chooseBootInstant(undefined, measured)).toBe(measured)
  expect(chooseBootInstant({ boot: 'b1', instant: 1_000_000 }, measured)).toBe(measured)
  const remembered = { boot: 'b2', instant: 1_003_000 }
  expect(chooseBootInstant(remembered, measured)).toBe(remembered)
  expect(chooseBootInstant({ boot: 'b2', instant: 1_006_000 }, measured)).toBe(measured)
})

test.runIf(process.platform === 'linux')('two measurements agree to a hundredth of a second', () => {
  const first = measureBoot()
  const second = measureBoot()
  expect(second.boot).toBe(first.boot)
  expect(Math.abs(second.instant - first.instant)).toBeLessThanOrEqual(10)
  expect(first.instant % 10).toBe(0)
})
