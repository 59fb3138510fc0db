import type { PriceList, RateStep } from '../../mapping/licence-price.ts'
import type { TypeContext } from '../typed-uses.ts'
import type { LicenceNames } from './licence-names.ts'
import type { LicenceValues } from './licence-values.ts'

/** Hands over an interval in pieces of one price of a licence hour; NaN where none is known. */
export type RateSpans = (
  subject: number,
  start: number,
  end: number,
  visit: (from: number, to: number, rate: number) => void,
) => void

const spare = 30 * 86400

/** Prices are looked up once for each feature, over a range that grows with its uses. */
export const rateSpans = (
  prices: PriceList | undefined,
  names: LicenceNames,
  values: LicenceValues,
  subjects: TypeContext['subjects'],
): RateSpans | undefined => {
  if (!prices) return undefined
  const known = new Map<string, { from: number; to: number; steps: readonly RateStep[] }>()
  return (subject, start, end, visit) => {
    const licence = names.vendorLicence(subject)
    const packages = values.package(subject)
    const feature = subjects.attribute(subject, 'licence', 'feature')
    const id = [licence, packages, feature].join('\u0000')
    let range = known.get(id)
    if (!range || start < range.from || end > range.to) {
      const from = Math.min(start, range?.from ?? start)
      const to = Math.max(end, range?.to ?? end) + spare
      range = { from, to, steps: prices.ofFeature(licence, packages, feature, from, to) }
      known.set(id, range)
    }
    const { steps } = range
    let at = start
    for (let i = lastBegun(steps, start); i < steps.length && at < end; i++) {
      const until = Math.min(end, steps[i + 1]?.at ?? end)
      if (until > at) visit(at, until, (steps[i] as RateStep).rate)
      at = Math.max(at, until)
    }
  }
}

const lastBegun = (steps: readonly RateStep[], instant: number): number => {
  let low = 0
  let high = steps.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((steps[middle] as RateStep).at <= instant) low = middle + 1
    else high = middle
  }
  return Math.max(0, low - 1)
}
