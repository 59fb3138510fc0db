import type { ZoneClock } from '../aggregation/zone-clock.ts'
import type { PrimeTimeCalendar } from '../contract/application.ts'
import type { ObservedDaemon } from './observation.ts'
import { createPrimeTime, observedWhere, type PrimeTime } from './prime-time.ts'
import { createMatch, primeClasses, primeTexts, type SpecColumn } from './report-spec.ts'

/** What prime time makes of a report's periods; without a calendar, or for a type that does not tell of it, nothing. */
export interface PrimeShape {
  readonly primeTime: PrimeTime | undefined
  /** See `primeClasses`. */
  readonly classes: 1 | 2
  /** The number that the scans take for a period, of an hour in or outside prime time; -1: not asked for. */
  period(period: number, isPrime: boolean | undefined): number
  /** What averages over observed time divide by: the time of each class of hours, or of those asked for. */
  observed(daemons: readonly ObservedDaemon[]): readonly (readonly ObservedDaemon[])[]
}

const isPrimeOf = [false, true] as const

export const createPrimeShape = (
  columns: readonly SpecColumn[],
  calendar: PrimeTimeCalendar | null,
  clockOf: (source: number) => ZoneClock,
): PrimeShape => {
  const column = columns.find(({ origin }) => origin === 'prime-time')
  if (!calendar || !column)
    return { primeTime: undefined, classes: 1, period: (period) => period, observed: (daemons) => [daemons] }
  const primeTime = createPrimeTime(calendar)
  const classes = primeClasses(columns)
  const passes = primeTexts.map(createMatch(column.filter))
  return {
    primeTime,
    classes,
    period: (period, isPrime) => {
      const of = isPrime ? 1 : 0
      if (period < 0 || !passes[of]) return -1
      return classes === 2 ? period * 2 + of : period
    },
    observed: (daemons) => {
      const within = (isPrime: boolean) => observedWhere(daemons, primeTime, clockOf, isPrime)
      if (classes === 2) return isPrimeOf.map(within)
      if (passes[0] && passes[1]) return [daemons]
      return [passes[0] ? within(false) : passes[1] ? within(true) : []]
    },
  }
}
