import type { ZoneClock } from '../aggregation/zone-clock.ts'
import { type SubjectKind, subjectAttributes, UsageKind } from '../facts/usage-fact.ts'
import { growingIntervals } from './growing-intervals.ts'
import { matchEvents } from './match-events.ts'
import { type HeldLooks, holdLooks, holdSeen, observeLooks } from './polled-holds.ts'
import { pickRows, type SourceRows } from './source-rows.ts'
import type { SubjectTable } from './subject-table.ts'
import type { CapacityStep, Happenings, Observation, SourceUsage } from './usage.ts'

export interface UsageOfSource {
  readonly source: number
  readonly clock: ZoneClock
  readonly rows: SourceRows
  readonly queueSeconds: number
  /** The machine that the admin named for files that name none; empty: nobody did. */
  readonly machine?: string
}

/** Positions of the two attributes that name a subject's server. */
const serverPlaces: { readonly [K in SubjectKind]: readonly [number, number] } = {
  server: [0, 1],
  licence: [0, 1],
  process: [0, -1],
  module: [0, -1],
  address: [0, -1],
  visit: [0, -1],
  request: [0, -1],
  dongle: [0, -1],
  token: [0, 1],
}
/** Attributes of a licence that tell holders apart: a check-in need not repeat the version. */
const holderPlaces = (['server', 'daemon', 'feature', 'user', 'host'] as const).map((name) =>
  subjectAttributes.licence.indexOf(name),
)

/** What the rows of a source come to: intervals, events, what was observed, how many there are. */
export const usageOf = (
  { source, clock, rows, queueSeconds, machine = '' }: UsageOfSource,
  subjects: SubjectTable,
): SourceUsage => {
  if (machine !== '') placeOn(machine, rows.subject, subjects)
  const servers = numbered((subject: number) => {
    const [server, daemon] = serverPlaces[subjects.kind(subject)]
    return `${subjects.textId(subject, server)},${daemon < 0 ? 0 : subjects.textId(subject, daemon)}`
  })
  const holders = numbered((subject: number) => holderPlaces.map((place) => subjects.textId(subject, place)).join())
  const namesOf = (subject: number) => {
    const [server, daemon] = serverPlaces[subjects.kind(subject)]
    return {
      server: subjects.text(subjects.textId(subject, server)),
      daemon: daemon < 0 ? '' : subjects.text(subjects.textId(subject, daemon)),
    }
  }
  const held = growingIntervals()
  const waited = growingIntervals()
  const observed: Observation[] = []
  const looks = looksOf(rows, servers.of, subjects)
  for (const [, { subject, looks: of }] of looks)
    for (const period of observeLooks(of, clock)) observed.push({ ...namesOf(subject), ...period })
  const stated = observedPeriods(rows, servers.of)
  for (const { subject, from, to } of stated) observed.push({ ...namesOf(subject), from, to, status: 'ok' })

  const capacity: CapacityStep[] = []
  const known = new Map<number, number>()
  const { size, time, length, kind, subject, count, detail, file } = rows
  let hasEvents = false
  for (let i = 0; i < size; i++) {
    const of = subject[i] as number
    const at = time[i] as number
    switch (kind[i]) {
      case UsageKind.capacity:
        capacity.push({ subject: of, at, licences: count[i] as number })
        break
      case UsageKind.seen:
      case UsageKind.seenWaiting: {
        const list = kind[i] === UsageKind.seen ? held : waited
        const looked = looks.get(servers.of(of))?.looks
        if (looked)
          holdSeen(looked, file[i] as number, at, at + (length[i] as number), (from, to) =>
            list.add(from, to, of, count[i] as number, detail[i] as number),
          )
        break
      }
      case UsageKind.held:
        held.add(at, at + (length[i] as number), of, count[i] as number, detail[i] as number)
        break
      case UsageKind.out:
      case UsageKind.queued:
        hasEvents = true
        break
    }
    if (mentions.has(kind[i] as number) && !known.has(of)) known.set(of, at)
  }
  if (hasEvents) {
    const last = lastInstants(rows, servers.of, stated)
    matchEvents(
      rows,
      {
        holderOf: holders.of,
        serverOf: servers.of,
        isOf: (server, ended) => server === servers.of(ended) || isWholeServer(subjects, ended, servers.first(server)),
        lastObserved: (server) => last.get(server) ?? 0,
        queueSeconds,
      },
      held.add,
      waited.add,
    )
  }
  return {
    source,
    kind: looks.size > 0 ? 'polled' : 'events',
    zone: clock.zone,
    held: held.take(),
    waited: waited.take(),
    happened: happenings(rows),
    observed,
    capacity,
    known: [...known].map(([of, at]) => ({ subject: of, at })),
  }
}

/** Kinds whose first attribute is a machine or a server that a file may leave to the admin. */
const ofMachines = new Set<SubjectKind>([
  'process',
  'module',
  'address',
  'visit',
  'request',
  'server',
  'licence',
  'token',
])

/** Puts what names no machine on this one. */
const placeOn = (machine: string, ids: Int32Array, subjects: SubjectTable): void => {
  const placed = new Map<number, number>()
  for (let i = 0; i < ids.length; i++) {
    const subject = ids[i] as number
    let on = placed.get(subject)
    if (on === undefined) {
      const kind = subjects.kind(subject)
      on =
        ofMachines.has(kind) && subjects.textId(subject, 0) === 0
          ? subjects.own(kind, [
              machine,
              ...subjectAttributes[kind].slice(1).map((_, k) => subjects.text(subjects.textId(subject, k + 1))),
            ])
          : subject
      placed.set(subject, on)
    }
    ids[i] = on
  }
}

const mentions = new Set<number>([
  UsageKind.capacity,
  UsageKind.seen,
  UsageKind.seenWaiting,
  UsageKind.out,
  UsageKind.in,
  UsageKind.denied,
  UsageKind.queued,
  UsageKind.held,
  UsageKind.known,
])

const happens = new Set<number>([
  UsageKind.out,
  UsageKind.in,
  UsageKind.denied,
  UsageKind.queued,
  UsageKind.dequeued,
  UsageKind.stated,
])

/** Numbers what subjects have in common, by a text that is made once for each subject. */
const numbered = (keyOf: (subject: number) => string) => {
  const ofSubject = new Map<number, number>()
  const numbers = new Map<string, number>()
  const firsts: number[] = []
  return {
    of(subject: number): number {
      const known = ofSubject.get(subject)
      if (known !== undefined) return known
      const key = keyOf(subject)
      let number = numbers.get(key)
      if (number === undefined) {
        number = numbers.size
        numbers.set(key, number)
        firsts.push(subject)
      }
      ofSubject.set(subject, number)
      return number
    },
    /** The first subject that was given this number. */
    first: (number: number): number => firsts[number] as number,
  }
}

/** An end that names no daemon ends all of its server. */
const isWholeServer = (subjects: SubjectTable, ended: number, other: number): boolean =>
  subjects.textId(ended, 1) === 0 && subjects.textId(ended, 0) === subjects.textId(other, 0)

/** The looks at each server in order of time; of looks at one instant, the one of the first file counts. */
const looksOf = (
  { size, time, kind, subject, count, file }: SourceRows,
  serverOf: (subject: number) => number,
  subjects: SubjectTable,
): Map<number, { readonly subject: number; readonly looks: HeldLooks }> => {
  type Found = { subject: number; times: number[]; files: number[]; isAnswered: boolean[] }
  const found = new Map<number, Found>()
  const note = ({ times, files, isAnswered }: Found, at: number, by: number, answered: boolean): void => {
    if (times.at(-1) !== at) {
      times.push(at)
      files.push(by)
      isAnswered.push(answered)
    } else if (answered && !isAnswered.at(-1)) {
      // An answer counts more than none.
      isAnswered[times.length - 1] = true
      files[times.length - 1] = by
    }
  }
  for (let i = 0; i < size; i++) {
    if (kind[i] !== UsageKind.look) continue
    const of = subject[i] as number
    const server = serverOf(of)
    const own: Found = found.get(server) ?? { subject: of, times: [], files: [], isAnswered: [] }
    found.set(server, own)
    const at = time[i] as number
    note(own, at, file[i] as number, count[i] === 0)
    // A server that does not answer names no daemon: none of those it is known for was seen then.
    if (count[i] !== 0)
      for (const other of found.values())
        if (other !== own && isWholeServer(subjects, of, other.subject)) note(other, at, file[i] as number, false)
  }
  return new Map(
    [...found].map(([server, { subject: of, ...looks }]) => [server, { subject: of, looks: holdLooks(looks) }]),
  )
}

interface Period {
  readonly subject: number
  readonly from: number
  to: number
}

/** Time that logs say was observed, put together for each server. */
const observedPeriods = (rows: SourceRows, serverOf: (subject: number) => number): Period[] => {
  const last = new Map<number, Period>()
  const periods: Period[] = []
  for (let i = 0; i < rows.size; i++) {
    if (rows.kind[i] !== UsageKind.observed) continue
    const subject = rows.subject[i] as number
    const from = rows.time[i] as number
    const to = from + (rows.length[i] as number)
    const server = serverOf(subject)
    const before = last.get(server)
    if (before && from <= before.to) {
      before.to = Math.max(before.to, to)
      continue
    }
    const period = { subject, from, to }
    last.set(server, period)
    periods.push(period)
  }
  return periods
}

/** The last instant that is known of each server. */
const lastInstants = (
  { size, time, subject, kind }: SourceRows,
  serverOf: (subject: number) => number,
  periods: readonly Period[],
): Map<number, number> => {
  const last = new Map<number, number>()
  for (let i = 0; i < size; i++)
    if (happens.has(kind[i] as number) || kind[i] === UsageKind.ended)
      last.set(serverOf(subject[i] as number), time[i] as number)
  for (const { subject: of, to } of periods) last.set(serverOf(of), Math.max(to, last.get(serverOf(of)) ?? to))
  return last
}

const happenings = (rows: SourceRows): Happenings => {
  let size = 0
  for (let i = 0; i < rows.size; i++) if (happens.has(rows.kind[i] as number)) size++
  const order = new Int32Array(size)
  let at = 0
  for (let i = 0; i < rows.size; i++) if (happens.has(rows.kind[i] as number)) order[at++] = i
  return pickRows(rows, order)
}
