import { capacityUnknown } from '../facts/derived-day.ts'

/** From an instant on (UTC seconds, −∞ where no beginning is stated) a series has so many licences; `capacityUnknown` ends what was said. */
export interface CapacityStep {
  readonly at: number
  readonly licences: number
}

/** What licence files and typed values say of one source. Series are holder entries of (daemon, feature). */
export interface SourceCapacity {
  /** In force, by series, in order of time: a licence file before a typed value. */
  readonly steps: ReadonlyMap<number, readonly CapacityStep[]>
  /** When a licence file first gives licences of a series: from then on it is known. */
  readonly known: ReadonlyMap<number, number>
}

export const noCapacity: SourceCapacity = { steps: new Map(), known: new Map() }

/** A step within a day; the time is seconds since its start. */
export interface TimedStep {
  readonly time: number
  readonly series: number
  readonly licences: number
  /** The log itself states it. */
  readonly isLogged?: boolean
}

/** The same for one day: times are seconds since the day's start. */
export interface DayCapacity {
  /** In order of time; those in force when the day begins stand at time 0. */
  readonly steps: readonly TimedStep[]
  /** Series known on this day; `isNew` on the first day of the source that they are. */
  readonly known: readonly { readonly time: number; readonly series: number; readonly isNew: boolean }[]
}

/** The stronger origin where it says anything, else the weaker: at each instant the step in force. */
export const strongestSteps = (
  stronger: readonly CapacityStep[],
  weaker: readonly CapacityStep[],
): readonly CapacityStep[] => {
  const times = [...new Set([...stronger, ...weaker].map(({ at }) => at))].sort((a, b) => a - b)
  const merged: CapacityStep[] = []
  for (const at of times) {
    const said = inForce(stronger, at)
    const licences = said === capacityUnknown ? inForce(weaker, at) : said
    if (licences !== (merged.at(-1)?.licences ?? capacityUnknown)) merged.push({ at, licences })
  }
  return merged
}

/** What a list of steps says at an instant. */
export const inForce = (steps: readonly CapacityStep[], at: number): number =>
  steps.findLast((step) => step.at <= at)?.licences ?? capacityUnknown

/**
 * Cuts a source's capacity into days, to be asked for in order of time. `before` is the end of the source's day before, whenever that was:
 * what became known in between is told on this day. Days between which nothing changes get the same object.
 */
export const cutCapacity = (
  capacity: SourceCapacity,
): ((start: number, end: number, before: number) => DayCapacity | undefined) => {
  const changes = [...new Set([...capacity.steps.values()].flat().map(({ at }) => at))]
    .concat([...capacity.known.values()])
    .sort((a, b) => a - b)
  let last: { readonly start: number; readonly of: DayCapacity | undefined } | undefined
  let next = 0
  return (start, end, before) => {
    while (next < changes.length && last !== undefined && (changes[next] as number) <= last.start) next++
    const isSame =
      last !== undefined &&
      (changes[next] ?? Number.POSITIVE_INFINITY) >= end &&
      !last.of?.known.some(({ isNew }) => isNew)
    last = { start, of: isSame ? last?.of : capacityOfDay(capacity, start, end, before) }
    return last.of
  }
}

const capacityOfDay = (
  { steps, known }: SourceCapacity,
  start: number,
  end: number,
  before: number,
): DayCapacity | undefined => {
  const ofDay: TimedStep[] = []
  for (const [series, list] of steps) {
    const first = inForce(list, start)
    if (first !== capacityUnknown) ofDay.push({ time: 0, series, licences: first })
    for (const { at, licences } of list) if (at > start && at < end) ofDay.push({ time: at - start, series, licences })
  }
  const knownOn = [...known]
    .filter(([, at]) => at < end)
    .map(([series, at]) => ({ time: Math.max(0, at - start), series, isNew: at >= before }))
  if (ofDay.length === 0 && knownOn.length === 0) return undefined
  return {
    steps: ofDay.sort((a, b) => a.time - b.time || a.series - b.series),
    known: knownOn.sort((a, b) => a.series - b.series),
  }
}

/**
 * Steps of a day, the log's own put over those of weaker origins: a verbose tail holds from its instant on for good, so what is weaker
 * shows only before the first one of its series.
 */
export const withLoggedSteps = (logged: readonly TimedStep[], weaker: readonly TimedStep[]): readonly TimedStep[] => {
  if (weaker.length === 0) return logged
  const first = new Map<number, number>()
  for (const { series, time } of logged) if (!first.has(series)) first.set(series, time)
  const shown = weaker.filter(({ series, time }) => time < (first.get(series) ?? Number.POSITIVE_INFINITY))
  return [...shown, ...logged].sort((a, b) => a.time - b.time)
}
