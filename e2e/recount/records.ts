// From a recount the hourly records of the log-fed data types: what `lictor report ID` prints without --group-by.
// Customer and cascade origin have no source here and are `undef`; so is prime time without a calendar, a group without a map.

import type { Cell, CellKind, Column, Row } from './csv.ts'
import { eventCells } from './event-records.ts'
import { hourStart, isoWithOffset } from './local-time.ts'
import type { NameGroups } from './name-groups.ts'
import { type PrimeTime, primeAt, primeChanges } from './prime-time.ts'
import type { CapacityStep, Checkout, KnownFeature, Recount, Run, Stream } from './recount-shapes.ts'

export type Table = { readonly columns: readonly Column[]; readonly rows: readonly Row[] }

const HOUR = 3600

const of = (kind: CellKind, ...names: string[]): Column[] => names.map((name) => ({ name, kind }))
const text = (...names: string[]) => of('text', ...names)
const counts = (...names: string[]) => of('count', ...names)
const decimals = (...names: string[]) => of('decimal', ...names)
const PRIME = 'Prime time (deprecated)'

const COLUMNS: Readonly<Record<number, readonly Column[]>> = {
  50: [
    ...text('Vendor License', 'Feature', PRIME, 'User group', 'User', 'Host group', 'Host'),
    ...[...counts('Record count'), ...decimals('Elapsed time'), ...counts('Max used', 'Distinct')],
  ],
  51: [
    ...[...text('Vendor License', 'Feature'), ...counts('Max available licenses', 'Used licenses'), ...text(PRIME)],
    ...[...counts('Record count'), ...decimals('Running Time', 'Avg in use'), ...counts('Max in use', 'Min in use')],
    ...decimals('Avg utilization', 'Max utilization', 'Min utilization', 'Elapsed time'),
    ...counts('Distinct'),
  ],
  52: [...text('Vendor License', 'Feature', 'User', 'Host', 'Status', PRIME), ...counts('Record count')],
  75: [
    ...text('Vendor License', 'Feature', PRIME, 'Event type', 'User group', 'User name', 'Host group', 'Host name'),
    ...text('Details', 'Forward Vendor License'),
    ...counts('Record count', 'Events'),
  ],
  76: [
    ...[...text('Vendor License', 'Feature'), ...counts('Max available licenses', 'Queued licenses'), ...text(PRIME)],
    ...[...counts('Record count'), ...decimals('Running time', 'Avg in queue')],
    ...[...counts('Max in queue', 'Min in queue'), ...decimals('Elapsed time'), ...counts('Distinct')],
  ],
  77: [
    ...text('Vendor License', 'Feature', PRIME, 'User group', 'User name'),
    ...[...counts('Record count'), ...decimals('Elapsed Time'), ...counts('Max queued', 'Distinct')],
  ],
  83: [
    ...text('Vendor License', 'Feature', PRIME, 'Host group', 'Host name'),
    ...[...counts('Record count'), ...decimals('Elapsed time'), ...counts('Max used', 'Distinct')],
  ],
  84: [
    ...text('Vendor License', 'Feature', PRIME, 'User group', 'User name'),
    ...[...counts('Record count'), ...decimals('Elapsed time'), ...counts('Max used', 'Distinct')],
  ],
  85: [
    ...text('Vendor License', 'Feature', PRIME, 'User group'),
    ...[...counts('Record count'), ...decimals('Elapsed time', 'Avg used'), ...counts('Max used', 'Min used')],
  ],
  86: [
    ...text('Vendor License', 'Feature', PRIME, 'Host group'),
    ...[...counts('Record count'), ...decimals('Elapsed time', 'Avg used'), ...counts('Max used', 'Min used')],
  ],
  104: [
    ...text('Vendor License', 'Package', 'Feature', 'Feature version', 'Event type', 'Event subtype', 'User'),
    ...text('Host name', 'Details'),
    ...counts('Record count', 'Events'),
  ],
  116: [
    ...text('Customer ID', 'Vendor License', 'Package', 'License type', 'Feature', 'Usage type'),
    ...[
      ...counts('Max available licenses', 'Used licenses', 'Record count'),
      ...decimals('Running time', 'Avg in use'),
    ],
    ...[...counts('Max in use', 'Min in use'), ...decimals('Elapsed time', 'Elastic usage'), ...counts('Distinct')],
  ],
  129: [
    ...text(
      'Vendor License',
      'Package',
      'Feature',
      'Event type',
      'User name',
      'Host name',
      'Details',
      'Cascade origin',
    ),
    ...counts('Record count', 'Events'),
  ],
}

export const RECOUNTED_TYPES: readonly number[] = Object.keys(COLUMNS).map(Number)

/** The types without prime time among their classifications. */
const WITHOUT_PRIME = [104, 116, 129]

/** The records of one data type, in no order (csv.ts sorts). Times are hour starts on the clock of the log's zone. */
export function hourlyRecords(counted: Recount, id: number, calendar?: PrimeTime, groups: NameGroups = {}): Table {
  const columns = COLUMNS[id]
  if (!columns) throw new RangeError(`data type ${id} is not recounted`)
  const { zone } = counted
  const groupOf = (part: 'user' | 'host', name: string): string => groups[part]?.(name) ?? 'undef'
  const prime = WITHOUT_PRIME.includes(id) ? undefined : calendar
  const rows: Row[] = []
  const put = (at: number, cells: Cell[]) => rows.push({ at, time: isoWithOffset(zone, at), cells })
  for (const stream of counted.streams) {
    const vendorLicense = (daemon: string) => `${stream.server};${daemon}`
    const packageOf = (daemon: string, feature: string) =>
      stream.packages.get(`${daemon}|${feature}`)?.join('+') ?? '<none>'
    if (id === 51 || id === 76 || id === 116) {
      for (const level of timeAtLevel(stream, zone, id === 76 ? stream.queue : stream.checkouts, prime)) {
        const { daemon, feature, hour, when, capacity, level: n, seconds } = level
        const running = seconds / HOUR
        const elapsed = (seconds * n) / HOUR
        const percent = typeof capacity !== 'number' || capacity === 0 ? undefined : (n * 100) / capacity
        const max = capacity ?? 'undef'
        if (id === 51)
          put(hour, [
            ...[vendorLicense(daemon), feature, max, n, when, 1, running, n, n, n],
            ...[percent, percent, percent, elapsed, 1],
          ])
        else if (id === 76) put(hour, [vendorLicense(daemon), feature, max, n, when, 1, running, n, n, n, elapsed, 1])
        else
          put(hour, [
            ...['undef', vendorLicense(daemon), packageOf(daemon, feature), 'feature', feature, 'total', max, n],
            ...[1, running, n, n, n, elapsed, undefined, 1],
          ])
      }
    }
    if (id === 50 || id === 83 || id === 84 || id === 77) {
      const parts = id === 50 ? (['user', 'host'] as const) : id === 83 ? (['host'] as const) : (['user'] as const)
      const intervals = id === 77 ? stream.queue : stream.checkouts
      for (const { first, hour, when, heldSeconds, peak } of perKey(intervals, zone, parts, prime)) {
        const named = parts.flatMap((part) => [groupOf(part, first[part]), first[part]])
        put(hour, [vendorLicense(first.daemon), first.feature, when, ...named, 1, heldSeconds / HOUR, peak, 1])
      }
    }
    if (id === 85 || id === 86) {
      const part = id === 85 ? 'user' : 'host'
      const hourKey = (daemon: string, feature: string, hour: number, when: string) =>
        JSON.stringify([daemon, feature, hour, when])
      // Each group is counted as if its members' checkouts were all there are.
      for (const [group, own] of Map.groupBy(stream.checkouts, (one) => groupOf(part, one[part]))) {
        const levels = Map.groupBy(timeAtLevel(stream, zone, own, prime), (one) =>
          hourKey(one.daemon, one.feature, one.hour, one.when),
        )
        for (const { first, hour, when, heldSeconds } of perKey(own, zone, [], prime)) {
          const { daemon, feature } = first
          const here = levels.get(hourKey(daemon, feature, hour, when)) ?? []
          const observed = here.reduce((sum, one) => sum + one.seconds, 0)
          const held = here.reduce((sum, one) => sum + one.seconds * one.level, 0)
          const all = here.map((one) => one.level)
          const average = observed > 0 ? held / observed : undefined
          const most = observed > 0 ? Math.max(...all) : undefined
          const least = observed > 0 ? Math.min(...all) : undefined
          put(hour, [vendorLicense(daemon), feature, when, group, 1, heldSeconds / HOUR, average, most, least])
        }
      }
    }
    if (id === 52 || id === 75 || id === 104 || id === 129) {
      const groups = new Map<string, { at: number; cells: Cell[]; events: number }>()
      for (const event of stream.events) {
        const names = {
          vendorLicense: vendorLicense(event.daemon),
          packageName: packageOf(event.daemon, event.feature ?? ''),
        }
        const cells = eventCells(id, counted, event, { ...names, groupOf, prime: primeAt(prime, event.at) })
        if (!cells) continue
        const at = hourStart(zone, event.at)
        const key = JSON.stringify([at, cells])
        const group = groups.get(key) ?? { at, cells, events: 0 }
        group.events++
        groups.set(key, group)
      }
      for (const { at, cells, events } of groups.values())
        put(at, id === 52 ? [...cells, events] : [...cells, 1, events])
    }
  }
  return { columns, rows }
}

type Level = {
  readonly daemon: string
  readonly feature: string
  readonly hour: number
  /** Prime time or not. */
  readonly when: string
  readonly capacity: CapacityStep['count']
  readonly level: number
  seconds: number
}

/** Seconds at every level in every hour, over all time in which the feature is known and its daemon runs. */
function timeAtLevel(
  stream: Stream,
  zone: string,
  intervals: readonly Checkout[],
  prime: PrimeTime | undefined,
): Level[] {
  const found: Level[] = []
  for (const known of stream.known) {
    const { daemon, feature } = known
    const own = intervals.filter((one) => one.daemon === daemon && one.feature === feature && one.end > one.start)
    const steps = stream.capacity
      .filter((one) => one.daemon === daemon && one.feature === feature)
      .sort((a, b) => a.at - b.at)
    const levels = new Map<string, Level>()
    for (const [from, to] of observedOf(stream.runs, known)) {
      const cuts = new Set<number>([from, to])
      const within = (at: number) => {
        if (at > from && at < to) cuts.add(at)
      }
      for (const { start, end } of own) {
        within(start)
        within(end)
      }
      for (const { at } of steps) within(at)
      for (let hour = hourStart(zone, from) + HOUR; hour < to; hour = hourStart(zone, hour) + HOUR) within(hour)
      for (const at of primeChanges(prime, from, to)) within(at)
      const changes = changesOf(own)
      let next = 0
      let level = 0
      let step = 0
      let capacity: CapacityStep['count']
      const instants = [...cuts].sort((a, b) => a - b)
      for (let i = 0; i + 1 < instants.length; i++) {
        const at = instants[i]
        while (next < changes.length && changes[next].at <= at) level += changes[next++].by
        while (step < steps.length && steps[step].at <= at) capacity = steps[step++].count
        const hour = hourStart(zone, at)
        const when = primeAt(prime, at)
        const key = `${hour}|${when}|${capacity}|${level}`
        const entry = levels.get(key) ?? { daemon, feature, hour, when, capacity, level, seconds: 0 }
        entry.seconds += instants[i + 1] - at
        levels.set(key, entry)
      }
    }
    found.push(...levels.values())
  }
  return found
}

type Change = { readonly at: number; readonly by: number }

function changesOf(intervals: readonly Checkout[]): Change[] {
  return intervals
    .flatMap(({ start, end, count }) => [
      { at: start, by: count },
      { at: end, by: -count },
    ])
    .sort((a, b) => a.at - b.at)
}

/** The runs of the feature's daemon since its first mention, joined where they touch or overlap. */
export function observedOf(runs: readonly Run[], { daemon, since }: KnownFeature): [number, number][] {
  const spans = runs
    .filter((run) => run.daemon === daemon)
    .map((run): [number, number] => [Math.max(run.start, since), run.end])
    .filter(([from, to]) => to > from)
    .sort((a, b) => a[0] - b[0])
  const joined: [number, number][] = []
  for (const [from, to] of spans) {
    const last = joined[joined.length - 1]
    if (last && from <= last[1]) last[1] = Math.max(last[1], to)
    else joined.push([from, to])
  }
  return joined
}

type KeyHour = {
  readonly first: Checkout
  readonly hour: number
  readonly when: string
  heldSeconds: number
  peak: number
}

/** Per key and hour: licence seconds, and the peak of the key's own concurrency held for more than zero seconds. */
function perKey(
  intervals: readonly Checkout[],
  zone: string,
  parts: readonly ('user' | 'host')[],
  prime: PrimeTime | undefined,
): KeyHour[] {
  const keys = new Map<string, Checkout[]>()
  for (const one of intervals) {
    if (one.end <= one.start) continue
    const key = JSON.stringify([one.daemon, one.feature, ...parts.map((part) => one[part])])
    const list = keys.get(key)
    if (list) list.push(one)
    else keys.set(key, [one])
  }
  const found: KeyHour[] = []
  for (const own of keys.values()) {
    const hours = new Map<string, KeyHour>()
    const changes = changesOf(own)
    let level = 0
    for (let i = 0; i < changes.length; i++) {
      level += changes[i].by
      const to = changes[i + 1]?.at ?? changes[i].at
      for (let at = changes[i].at; level > 0 && at < to; ) {
        const hour = hourStart(zone, at)
        const when = primeAt(prime, at)
        const stop = Math.min(to, hour + HOUR, ...primeChanges(prime, at, Math.min(to, hour + HOUR)))
        const entry = hours.get(`${hour}|${when}`) ?? { first: own[0], hour, when, heldSeconds: 0, peak: 0 }
        entry.heldSeconds += (stop - at) * level
        entry.peak = Math.max(entry.peak, level)
        hours.set(`${hour}|${when}`, entry)
        at = stop
      }
    }
    found.push(...hours.values())
  }
  return found
}
