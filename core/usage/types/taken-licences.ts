import { zoneClock } from '../../aggregation/zone-clock.ts'
import type { UseSeries } from '../typed-uses.ts'
import type { Intervals, Observation, SourceKind, SourceUsage } from '../usage.ts'
import type { Step } from './capacity-steps.ts'
import type { LicenceNames } from './licence-names.ts'
import { joinObserved, withServerDown } from './observed-time.ts'
import { isInSpans, mergeSpans, outsideSpans, type Span } from './spans.ts'

export type VisitUse = (
  subject: number,
  start: number,
  end: number,
  count: number,
  detail: number,
  source: SourceUsage,
) => void

/** What sources of one kind say of the capacity of one subject. */
export interface StatedCapacity {
  readonly subject: number
  /** Place of the kind in order of strength. */
  readonly rank: number
  readonly steps: readonly Step[]
}

export interface FirstMention {
  readonly subject: number
  readonly at: number
  readonly source: SourceUsage
}

/** What a type takes of its sources: of each vendor licence and hour one kind of source alone. */
export interface TakenLicences {
  held(visit: VisitUse): void
  waited(visit: VisitUse): void
  /** Every row of `happened` that is about a licence. */
  happened(visit: (source: SourceUsage, row: number) => void): void
  observed(server: string, daemon: string): UseSeries['observed']
  readonly capacity: readonly StatedCapacity[]
  readonly known: readonly FirstMention[]
}

/** @param kinds the strongest first; sources of other kinds are left out */
export const takeLicences = (
  sources: readonly SourceUsage[],
  kinds: readonly SourceKind[],
  names: LicenceNames,
): TakenLicences => {
  const taken = sources
    .filter(({ kind }) => kinds.includes(kind))
    .sort((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind))
  const stronger = new Set(taken.map(({ kind }) => kind)).size > 1 ? spansOfStronger(taken, kinds, names) : undefined
  const blockedFor = ({ kind }: SourceUsage, licence: string): readonly Span[] =>
    stronger?.get(licence)?.[kinds.indexOf(kind)] ?? none
  const each = (list: (source: SourceUsage) => Intervals, visit: VisitUse): void => {
    for (const source of taken) {
      const { size, start, end, subject, count, detail } = list(source)
      for (let i = 0; i < size; i++) {
        const of = subject[i] as number
        if (!names.isLicence(of)) continue
        const from = start[i] as number
        const to = end[i] as number
        const blocked = stronger ? blockedFor(source, names.vendorLicence(of)) : none
        if (blocked.length === 0) {
          if (to > from) visit(of, from, to, count[i] as number, detail[i] as number, source)
        } else
          outsideSpans(from, to, blocked, (a, b) => visit(of, a, b, count[i] as number, detail[i] as number, source))
      }
    }
  }
  const observedOf = new Map<string, UseSeries['observed']>()
  const serversOf = serversBySource(names)
  return {
    held: (visit) => each(({ held }) => held, visit),
    waited: (visit) => each(({ waited }) => waited, visit),
    happened(visit) {
      for (const source of taken) {
        const { size, time, subject } = source.happened
        for (let i = 0; i < size; i++) {
          const of = subject[i] as number
          if (!names.isLicence(of)) continue
          const blocked = stronger ? blockedFor(source, names.vendorLicence(of)) : none
          if (!isInSpans(time[i] as number, blocked)) visit(source, i)
        }
      }
    },
    observed(server, daemon) {
      const id = `${server}\u0000${daemon}`
      const known = observedOf.get(id)
      if (known) return known
      const periodsOf = (isOf: (one: Observation, source: SourceUsage) => boolean) =>
        joinObserved(
          taken.flatMap((source) => {
            const blocked = stronger ? blockedFor(source, names.nameOf(server, daemon)) : none
            return source.observed
              .filter((one) => isOf(one, source))
              .flatMap(({ from, to, status }) => {
                const left: Period[] = []
                outsideSpans(from, to, blocked, (a, b) => left.push({ from: a, to: b, status }))
                return left
              })
          }),
        )
      const own = periodsOf((one) => one.server === server && one.daemon === daemon)
      const whole = periodsOf(
        (one, source) =>
          one.daemon === '' && (one.server === server || (one.server === '' && serversOf(source).has(server))),
      )
      const joined = daemon === '' || own.length === 0 ? joinObserved([...own, ...whole]) : withServerDown(own, whole)
      observedOf.set(id, joined)
      return joined
    },
    capacity: statedCapacity(taken, kinds, names),
    known: firstMentions(taken, names),
  }
}

const none: readonly Span[] = []

type Period = UseSeries['observed'][number]

/** Servers that a source tells of: one that is observed as a whole observes them all. */
const serversBySource = (names: LicenceNames): ((source: SourceUsage) => ReadonlySet<string>) => {
  const known = new Map<SourceUsage, Set<string>>()
  return (source) => {
    const before = known.get(source)
    if (before) return before
    const servers = new Set<string>()
    const add = (subject: number): void => {
      if (names.isLicence(subject)) servers.add(names.serverOf(subject)[0])
    }
    source.held.subject.forEach(add)
    for (const { subject } of source.known) add(subject)
    known.set(source, servers)
    return servers
  }
}

/** By vendor licence and kind: the hours in which a stronger kind of source looked. */
const spansOfStronger = (
  taken: readonly SourceUsage[],
  kinds: readonly SourceKind[],
  names: LicenceNames,
): ReadonlyMap<string, readonly (readonly Span[])[]> => {
  const looked = new Map<string, Span[][]>()
  for (const source of taken) {
    const clock = zoneClock(source.zone)
    const rank = kinds.indexOf(source.kind)
    const add = (licence: string, from: number, to: number): void => {
      const spans = looked.get(licence) ?? kinds.map(() => [])
      looked.set(licence, spans)
      const first = from - modulo(from + clock.offsetAt(from), 3600)
      const last = to + modulo(-(to + clock.offsetAt(to)), 3600)
      spans[rank]?.push({ from: first, to: last })
    }
    // Of a server observed as a whole its daemons are those that its subjects name.
    const daemons = new Map<string, Set<string>>()
    const { size, subject, start, end } = source.held
    for (let i = 0; i < size; i++) {
      const of = subject[i] as number
      if (!names.isLicence(of)) continue
      const [server, daemon] = names.serverOf(of)
      const known = daemons.get(server) ?? new Set()
      daemons.set(server, known.add(daemon))
      if (source.observed.length === 0) add(names.vendorLicence(of), start[i] as number, end[i] as number)
    }
    for (const { server, daemon, from, to, status } of source.observed) {
      if (status !== 'ok') continue
      add(names.nameOf(server, daemon), from, to)
      if (daemon === '') for (const one of daemons.get(server) ?? []) add(names.nameOf(server, one), from, to)
    }
  }
  return new Map(
    [...looked].map(([licence, byRank]) => [
      licence,
      byRank.map((_, rank) => mergeSpans(byRank.slice(0, rank).flat())),
    ]),
  )
}

const modulo = (value: number, by: number): number => ((value % by) + by) % by

const statedCapacity = (
  taken: readonly SourceUsage[],
  kinds: readonly SourceKind[],
  names: LicenceNames,
): StatedCapacity[] => {
  const found = new Map<string, { subject: number; rank: number; steps: Step[] }>()
  for (const { kind, capacity } of taken)
    for (const { subject, at, licences } of capacity) {
      if (!names.isLicence(subject)) continue
      const id = `${subject},${kind}`
      const stated = found.get(id) ?? { subject, rank: kinds.indexOf(kind), steps: [] }
      found.set(id, stated)
      stated.steps.push({ at, licences })
    }
  for (const { steps } of found.values()) steps.sort((a, b) => a.at - b.at)
  return [...found.values()]
}

const firstMentions = (taken: readonly SourceUsage[], names: LicenceNames): FirstMention[] => {
  const found = new Map<number, { subject: number; at: number; source: SourceUsage }>()
  const mention = (subject: number, at: number, source: SourceUsage): void => {
    if (!names.isLicence(subject)) return
    const before = found.get(subject)
    if (!before) found.set(subject, { subject, at, source })
    else if (at < before.at) before.at = at
  }
  for (const source of taken) {
    for (const { subject, at } of source.known) mention(subject, at, source)
    for (const { subject, at } of source.capacity) mention(subject, at, source)
  }
  return [...found.values()]
}
