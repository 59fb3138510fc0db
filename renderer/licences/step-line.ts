import type { CapacityStep } from '../../core/contract/capacity.ts'

/** A stretch of time with one number. Epoch milliseconds. */
export interface Stretch {
  readonly from: number
  readonly to: number
  readonly licences: CapacityStep['licences']
}

/** A year of nothing before the first known instant would be a long flat line: this much is shown of what has no beginning. */
const leadIn = 30 * 86_400_000

/**
 * The steps as stretches from the first known instant to `now`; what has no beginning is shown from a month before the first
 * instant that is known, gaps in between are `null`.
 */
export const stretchesOf = (steps: readonly CapacityStep[], now: number): readonly Stretch[] => {
  const instants = steps.flatMap(({ from, until }) => [from, until]).flatMap((iso) => (iso ? [Date.parse(iso)] : []))
  const first = Math.min(now, ...instants)
  const start = steps.some(({ from }) => from === undefined) ? first - leadIn : first
  const end = Math.max(now, ...instants)
  const found: Stretch[] = []
  let at = start
  for (const [place, step] of steps.entries()) {
    const from = Math.max(at, step.from === undefined ? start : Date.parse(step.from))
    const next = steps[place + 1]?.from
    const to = Math.min(
      step.until === undefined ? end : Date.parse(step.until),
      next === undefined ? end : Date.parse(next),
    )
    if (from > at) found.push({ from: at, to: from, licences: null })
    if (to > from) found.push({ from, to, licences: step.licences })
    at = Math.max(at, to)
  }
  if (at < end) found.push({ from: at, to: end, licences: null })
  return found
}

/** The highest number, at least 1. */
export const topOf = (stretches: readonly Stretch[]): number =>
  Math.max(1, ...stretches.map(({ licences }) => (typeof licences === 'number' ? licences : 0)))
