import type { CapacityEntry, CapacityOrigin } from '../../core/contract/capacity.ts'

/** How much is known of the licences of one vendor daemon. Numbers of features. */
export interface CapacitySummary {
  readonly daemon: string
  readonly features: number
  readonly counted: number
  readonly uncounted: number
  readonly unknown: number
  readonly origins: readonly CapacityOrigin[]
  /** The first day, ISO date, after which licences of it end. */
  readonly nextExpiry?: string
}

/** One line per vendor daemon of a source, in the order of their names. */
export const summariseCapacity = (entries: readonly CapacityEntry[]): readonly CapacitySummary[] => {
  const daemons = [...new Set(entries.map(({ daemon }) => daemon))].sort()
  return daemons.map((daemon) => {
    const own = entries.filter((entry) => entry.daemon === daemon)
    const expiries = own.flatMap(({ expires }) => (expires ? [expires] : [])).sort()
    return {
      daemon,
      features: own.length,
      counted: own.filter(({ licences }) => typeof licences === 'number').length,
      uncounted: own.filter(({ licences }) => licences === 'uncounted').length,
      unknown: own.filter(({ licences }) => licences === null).length,
      origins: (['verbose-log', 'licence-file', 'typed'] as const).filter((origin) =>
        own.some((entry) => entry.origin === origin),
      ),
      ...(expiries[0] ? { nextExpiry: expiries[0] } : {}),
    }
  })
}
