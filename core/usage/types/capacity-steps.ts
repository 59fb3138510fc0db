import { capacityUncounted, capacityUnknown } from '../../facts/derived-day.ts'

export interface Step {
  readonly at: number
  readonly licences: number
}

const isKnown = (licences: number): boolean => licences >= 0 || licences === capacityUncounted

/**
 * Several at once: their sum at each instant, of those that say anything by then. One that is not counted makes the whole uncounted.
 */
export const addSteps = (lists: readonly (readonly Step[])[]): Step[] => {
  if (lists.length === 1) return [...(lists[0] as readonly Step[])]
  const changes = lists.flatMap((list, of) => list.map(({ at, licences }) => ({ at, licences, of })))
  changes.sort((a, b) => a.at - b.at)
  const inForce = lists.map(() => capacityUnknown)
  const steps: Step[] = []
  changes.forEach(({ at, licences, of }, i) => {
    inForce[of] = licences
    if (changes[i + 1]?.at === at) return
    const counted = inForce.filter((one) => one >= 0)
    const sum = inForce.includes(capacityUncounted)
      ? capacityUncounted
      : counted.length === 0
        ? capacityUnknown
        : counted.reduce((a, b) => a + b, 0)
    if (steps.at(-1)?.licences !== sum) steps.push({ at, licences: sum })
  })
  return steps
}

/** Several that say the same thing, the strongest first: each counts until a stronger one begins to speak. */
export const strongestSteps = (lists: readonly (readonly Step[])[]): Step[] => {
  let steps: Step[] = []
  for (const list of [...lists].reverse()) {
    const first = list.find(({ licences }) => isKnown(licences))
    if (first) steps = [...steps.filter(({ at }) => at < first.at), ...list.filter(({ at }) => at >= first.at)]
  }
  return steps
}
