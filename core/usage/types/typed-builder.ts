import { orderOf, pick } from '../growing-intervals.ts'
import type { KeyedEvents, KeyedIntervals, TypedUses, UseSeries } from '../typed-uses.ts'
import type { UsageSpec } from '../usage-spec.ts'
import { ownValuesInColumns, type Values, valuesInColumns } from './values.ts'

/** A series while uses are still added: its first mention may move to an earlier one. */
export type GrowingSeries = { -readonly [Part in keyof UseSeries]: UseSeries[Part] }

export interface UseParts {
  readonly rate?: number
  readonly machine?: number
  /** Of a raw type: values of this use alone. */
  readonly own?: Values
}

/** Collects what a type makes of its sources. Equal values in one series are one key. */
export interface TypedBuilder {
  /** The number of a series; made when it comes up first. */
  series(id: string, make: () => UseSeries): number
  key(values: Values, series: number): number
  use(key: number, start: number, end: number, count: number, parts?: UseParts): void
  wait(key: number, start: number, end: number, count: number): void
  event(key: number, time: number, count: number, of?: { length?: number; amount?: number; user?: number }): void
  /** The key's series was known at this instant. */
  mention(key: number, time: number): void
  readonly allSeries: readonly GrowingSeries[]
  /** @param inactive keys whose uses are no active time */
  take(inactive?: ReadonlySet<number>): TypedUses
}

export const createTypedBuilder = ({ columns }: Pick<UsageSpec, 'columns'>): TypedBuilder => {
  const inColumns = valuesInColumns(columns)
  const ownInColumns = ownValuesInColumns(columns)
  const seriesNumbers = new Map<string, number>()
  const series: GrowingSeries[] = []
  const keyNumbers = new Map<string, number>()
  const keys: string[][] = []
  const seriesOfKey: number[] = []
  const uses = growingUses()
  const waits = growingUses()
  const events = growingEvents()
  const mention = (key: number, time: number): void => {
    const one = series[seriesOfKey[key] as number] as GrowingSeries
    if (time < one.knownAt) one.knownAt = time
  }
  return {
    series(id, make) {
      const known = seriesNumbers.get(id)
      if (known !== undefined) return known
      const number = series.push({ ...make() }) - 1
      seriesNumbers.set(id, number)
      return number
    },
    key(values, of) {
      const texts = inColumns(values)
      const id = `${of}\u0000${texts.join('\u0000')}`
      const known = keyNumbers.get(id)
      if (known !== undefined) return known
      const number = keys.push(texts) - 1
      keyNumbers.set(id, number)
      seriesOfKey.push(of)
      return number
    },
    use(key, start, end, count, parts) {
      mention(key, start)
      uses.add(key, start, end, count, parts?.rate, parts?.machine, parts?.own && ownInColumns(parts.own))
    },
    wait(key, start, end, count) {
      mention(key, start)
      waits.add(key, start, end, count)
    },
    event: events.add,
    mention,
    get allSeries() {
      return series
    },
    take: (inactive) => ({
      keys,
      seriesOfKey,
      series,
      uses: uses.take(),
      ...(waits.size > 0 ? { waits: waits.take() } : {}),
      ...(events.size > 0 ? { events: events.take() } : {}),
      ...(inactive ? { inactive: Uint8Array.from(keys, (_, key) => (inactive.has(key) ? 1 : 0)) } : {}),
    }),
  }
}

const growingUses = () => {
  const start: number[] = []
  const end: number[] = []
  const key: number[] = []
  const count: number[] = []
  /** Rates, machines and own values begin with the first use that has one. */
  const rate: number[] = []
  const machine: number[] = []
  const own: (readonly (string | undefined)[] | undefined)[] = []
  return {
    get size() {
      return start.length
    },
    add(
      of: number,
      from: number,
      to: number,
      licences: number,
      price?: number,
      host?: number,
      values?: readonly (string | undefined)[],
    ): void {
      const at = start.push(from) - 1
      end.push(to)
      key.push(of)
      count.push(licences)
      if (price !== undefined) rate[at] = price
      if (host !== undefined) machine[at] = host
      if (values !== undefined) own[at] = values
    },
    take(): KeyedIntervals {
      const size = start.length
      const starts = new Float64Array(start)
      const order = orderOf(starts, size)
      const sorted = <A extends Float64Array | Int32Array>(values: A): A => pick(values, order)
      return {
        size,
        start: sorted(starts),
        end: sorted(new Float64Array(end)),
        key: sorted(new Int32Array(key)),
        count: sorted(new Int32Array(count)),
        ...(rate.length > 0
          ? { rate: sorted(Float64Array.from({ length: size }, (_, i) => rate[i] ?? Number.NaN)) }
          : {}),
        ...(machine.length > 0
          ? { machine: sorted(Int32Array.from({ length: size }, (_, i) => machine[i] ?? 0)) }
          : {}),
        ...(own.length > 0
          ? { own: Array.from({ length: size }, (_, i) => own[order ? (order[i] as number) : i] ?? []) }
          : {}),
      }
    },
  }
}

const growingEvents = () => {
  const time: number[] = []
  const length: number[] = []
  const key: number[] = []
  const count: number[] = []
  const amount: number[] = []
  const user: number[] = []
  return {
    get size() {
      return time.length
    },
    add(of: number, at: number, events: number, more: { length?: number; amount?: number; user?: number } = {}): void {
      time.push(at)
      length.push(more.length ?? 0)
      key.push(of)
      count.push(events)
      amount.push(more.amount ?? 0)
      user.push(more.user ?? 0)
    },
    take(): KeyedEvents {
      const times = new Float64Array(time)
      const order = orderOf(times, time.length)
      return {
        size: time.length,
        time: pick(times, order),
        length: pick(new Float64Array(length), order),
        key: pick(new Int32Array(key), order),
        count: pick(new Float64Array(count), order),
        amount: pick(new Float64Array(amount), order),
        user: pick(new Int32Array(user), order),
      }
    },
  }
}
