import type { EntitlementStep } from '../../mapping/entitlement.ts'

export interface CountedUse {
  readonly start: number
  readonly end: number
  readonly count: number
}

/** The part of concurrent use above the entitled number, as intervals in order; none where no number is in force. */
export const usesAbove = (uses: readonly CountedUse[], entitled: readonly EntitlementStep[]): CountedUse[] => {
  const changes = uses.flatMap(({ start, end, count }) => [
    { at: start, by: count },
    { at: end, by: -count },
  ])
  for (const { at } of entitled) if (Number.isFinite(at)) changes.push({ at, by: 0 })
  changes.sort((a, b) => a.at - b.at)
  const above: { start: number; end: number; count: number }[] = []
  let level = 0
  let step = -1
  changes.forEach(({ at, by }, i) => {
    level += by
    while (step + 1 < entitled.length && (entitled[step + 1] as EntitlementStep).at <= at) step++
    const next = changes[i + 1]?.at
    if (next === undefined || next === at) return
    const number = entitled[step]?.entitled ?? -1
    const count = number < 0 ? 0 : level - number
    const last = above.at(-1)
    if (count <= 0) return
    if (last && last.end === at && last.count === count) last.end = next
    else above.push({ start: at, end: next, count })
  })
  return above
}
