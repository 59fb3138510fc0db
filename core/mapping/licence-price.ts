import { type DayClock, datedLines } from './dated-lines.ts'
import { type PriceMode, priceOfHeading } from './map-heading.ts'
import { keysOfFeature } from './match-key.ts'

/** From `at` on a licence hour has this price; NaN: none is known. */
export interface RateStep {
  readonly at: number
  readonly rate: number
}

export interface PriceList {
  /** Prices of a licence hour during [from, to), the first one at `from`, each other one where it changes. Instants. */
  ofFeature(vendorLicence: string, packages: string, feature: string, from: number, to: number): readonly RateStep[]
  readonly isEmpty: boolean
}

/**
 * `price-list.map`: prices as the groups of features and packages, each with the day on which it begins. A price for a day, a month or a
 * year is divided by the hours that this very day, month or year has on the report's clock, so that a licence held throughout costs
 * exactly the price. `split`: the lines below the price bear equal parts of it.
 */
export const priceList = (text: string, clock: DayClock): PriceList => {
  const inForce = datedLines('price-list.map', text, clock)
  return {
    isEmpty: text.trim() === '',
    ofFeature: (vendorLicence, packages, feature, from, to) => {
      const steps: RateStep[] = []
      const add = (at: number, rate: number) => {
        if (steps.length === 0 || !Object.is(steps.at(-1)?.rate, rate)) steps.push({ at, rate })
      }
      const dated = inForce(keysOfFeature(vendorLicence, packages, feature))
      if (dated.length === 0 || (dated[0] as { at: number }).at > from) add(from, Number.NaN)
      dated.forEach(({ at, heading, lines }, i) => {
        const begin = Math.max(at, from)
        const end = Math.min(dated[i + 1]?.at ?? to, to)
        if (begin >= end) return
        const price = priceOfHeading(heading)
        if (price?.price === undefined) {
          add(begin, Number.NaN)
          return
        }
        const share = price.isSplit ? price.price / lines : price.price
        for (let t = begin; t < end; ) {
          const span = spanOf(price.mode, clock, t)
          add(t, span === undefined ? share : share / ((span.end - span.start) / 3600))
          t = span === undefined ? end : span.end
        }
      })
      return steps
    },
  }
}

/** The price in force at an instant; NaN: none. */
export const rateAt = (steps: readonly RateStep[], instant: number): number =>
  steps.findLast(({ at }) => at <= instant)?.rate ?? Number.NaN

/** The day, month or year around an instant; undefined for prices by the hour. */
const spanOf = (mode: PriceMode, { dayStart, dayOf }: DayClock, instant: number) => {
  if (mode === 'hourly') return undefined
  const day = dayOf(instant)
  if (mode === 'daily') return { start: dayStart(day), end: dayStart(day + 1) }
  const date = new Date(day * 86400_000)
  const year = date.getUTCFullYear()
  const month = mode === 'annual' ? 0 : date.getUTCMonth()
  const dayAt = (months: number) => Date.UTC(year, month + months, 1) / 86400_000
  return { start: dayStart(dayAt(0)), end: dayStart(dayAt(mode === 'annual' ? 12 : 1)) }
}
