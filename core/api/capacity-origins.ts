import type { CapacityOrigin, Licences } from '../contract/capacity.ts'
import type { Reader } from '../database/connection.ts'
import { dayColumns, type SourceDay } from '../database/day-table.ts'
import { capacityUncounted, capacityUnknown } from '../facts/derived-day.ts'
import { type PackedColumn, unpackColumn } from '../segments/column.ts'

/** Licences as the contract says them. */
export const asLicences = (licences: number): Licences =>
  licences === capacityUnknown ? null : licences === capacityUncounted ? 'uncounted' : licences

export const asStored = (licences: Licences): number =>
  licences === null ? capacityUnknown : licences === 'uncounted' ? capacityUncounted : licences

export interface LoggedStep {
  readonly series: number
  /** UTC seconds. */
  readonly at: number
  readonly licences: number
}

const daysPerRead = 500

/** What the verbose tails of a source's log stated on some days, in order of time; a number carried over midnight once. */
export const loggedSteps = async (reader: Reader, days: readonly SourceDay[]): Promise<LoggedStep[]> => {
  const steps: LoggedStep[] = []
  const last = new Map<number, number>()
  for (let from = 0; from < days.length; from += daysPerRead) {
    const some = days.slice(from, from + daysPerRead)
    const columns = await dayColumns(
      reader,
      some.map(({ id }) => id),
      'capacity',
      ['time', 'series', 'licences', 'logged'],
    )
    for (const { id, start } of some) {
      const packed = columns.get(id)
      if (!packed?.logged) continue
      const [time, series, licences, logged] = ['time', 'series', 'licences', 'logged'].map((name) =>
        unpackColumn(packed[name] as PackedColumn),
      ) as [Int32Array, Int32Array, Int32Array, Int32Array]
      for (let i = 0; i < time.length; i++) {
        const of = series[i] as number
        if (logged[i] !== 1 || last.get(of) === licences[i]) continue
        last.set(of, licences[i] as number)
        steps.push({ series: of, at: start + (time[i] as number), licences: licences[i] as number })
      }
    }
  }
  return steps
}

/** Series that a source knows from its logs and licence files. */
export const knownSeriesOf = async (reader: Reader, days: readonly SourceDay[]): Promise<Set<number>> => {
  const found = new Set<number>()
  for (let from = 0; from < days.length; from += daysPerRead) {
    const some = days.slice(from, from + daysPerRead)
    const columns = await dayColumns(
      reader,
      some.map(({ id }) => id),
      'known',
      ['series'],
    )
    for (const { series } of columns.values()) for (const one of unpackColumn(series as PackedColumn)) found.add(one)
  }
  return found
}

/** A step of one origin; `from` and `until` are UTC seconds, infinite where open. */
export interface OriginStep {
  readonly from: number
  readonly until: number
  readonly licences: number
  readonly origin: CapacityOrigin
  readonly detail: string
  readonly importIds?: readonly number[]
  readonly typedId?: number
}

/** Steps with where they end: the next of the list. */
export const withEnds = <T extends { readonly from: number }>(steps: readonly T[]): (T & { until: number })[] =>
  steps.map((step, i) => ({ ...step, until: steps[i + 1]?.from ?? Number.POSITIVE_INFINITY }))

/** What is in force, of the origins' steps, the strongest origin first: at each instant the first that says anything. */
export const stepsInForce = (origins: readonly (readonly OriginStep[])[]): OriginStep[] => {
  const times = [...new Set(origins.flat().flatMap(({ from, until }) => [from, until]))]
    .filter((time) => time !== Number.POSITIVE_INFINITY)
    .sort((a, b) => a - b)
  const merged: OriginStep[] = []
  for (const at of times) {
    const step = origins
      .map((steps) => steps.find(({ from, until }) => from <= at && at < until))
      .find((one) => one !== undefined && one.licences !== capacityUnknown)
    const last = merged.at(-1)
    if (last && last.until === Number.POSITIVE_INFINITY) merged[merged.length - 1] = { ...last, until: at }
    if (step) merged.push({ ...step, from: at, until: Number.POSITIVE_INFINITY })
  }
  // Where nothing changed but another origin ended, the two are one.
  return merged.reduce<OriginStep[]>((joined, step) => {
    const last = joined.at(-1)
    const isSame =
      last?.until === step.from &&
      last.origin === step.origin &&
      last.detail === step.detail &&
      last.licences === step.licences
    if (last && isSame) joined[joined.length - 1] = { ...last, until: step.until }
    else joined.push(step)
    return joined
  }, [])
}
