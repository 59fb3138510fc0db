import { UsageKind } from '../../facts/usage-fact.ts'
import type { TypeContext, TypedUses, UsageType } from '../typed-uses.ts'
import type { SourceUsage } from '../usage.ts'
import type { SetUse } from './covered-uses.ts'
import { createLicenceNames } from './licence-names.ts'
import { anyKind } from './licence-types.ts'
import { createNameGroups } from './name-groups.ts'
import {
  createPools,
  createSoftwareNames,
  type Pool,
  type Software,
  type SoftwareNames,
} from './normalised-software.ts'
import { mergeSpans, type Span } from './spans.ts'
import { type TakenLicences, takeLicences, type VisitUse } from './taken-licences.ts'
import { createTypedBuilder } from './typed-builder.ts'

type Pooled = (pool: Pool, subject: number, start: number, end: number, count: number, source: SourceUsage) => void

const typed = (sources: readonly SourceUsage[], context: TypeContext): TypedUses => {
  const { subjects, spec } = context
  const names = createLicenceNames(context)
  const taken = takeLicences(sources, anyKind, names)
  const software = createSoftwareNames(names, context)
  const found = findSoftware(taken, software)
  const pools = createPools(taken, software, names, context, found.parts)
  const builder = createTypedBuilder(spec)
  const groups = createNameGroups(spec)
  const seriesOf = (pool: Pool, zone: string): number =>
    builder.series(`${pool.software.id}\u0000${pool.software.title}\u0000${pool.daemon}`, () => pool.series(zone))
  const add: Pooled = (pool, subject, start, end, count, source) => {
    const series = seriesOf(pool, source.zone)
    const user = subjects.attribute(subject, 'licence', 'user')
    const host = subjects.attribute(subject, 'licence', 'host')
    for (const group of groups.of(user, host))
      builder.use(builder.key({ ...pool.values, user, host, ...group }, series), start, end, count)
  }
  found.features((subject, start, end, count, _, source) =>
    add(pools.of(subject, software.ofFeature(subject)), subject, start, end, count, source),
  )
  // What one user has of a product on one machine is one use, also where it comes from several servers.
  const ofHolder = new Map<string, { pool: Pool; subject: number; source: SourceUsage; spans: Span[] }>()
  for (const { set, subject, start, end, source } of found.sets) {
    const daemon = names.serverOf(subject)[1]
    const user = subjects.attribute(subject, 'licence', 'user')
    const id = [set.name, daemon, user, subjects.attribute(subject, 'licence', 'host')].join('\u0000')
    const use = ofHolder.get(id) ?? { pool: pools.of(subject, software.ofSet(set)), subject, source, spans: [] }
    ofHolder.set(id, use)
    use.spans.push({ from: start, to: end })
  }
  for (const { pool, subject, source, spans } of ofHolder.values())
    for (const { from, to } of mergeSpans(spans)) add(pool, subject, from, to, 1, source)
  software.covers?.tell()
  if (spec.type === 143)
    for (const { subject, at, source } of taken.known) {
      const pool = pools.of(subject, software.alone(subject))
      const series = seriesOf(pool, source.zone)
      const one = builder.allSeries[series]
      if (one && at < one.knownAt) one.knownAt = at
      builder.key(pool.values, series)
    }
  return builder.take()
}

interface FoundSoftware {
  /** What features are a part of. */
  readonly parts: readonly (readonly [subject: number, software: Software])[]
  /** Uses of features that are in no set. */
  features(visit: VisitUse): void
  readonly sets: readonly SetUse[]
}

const findSoftware = (taken: TakenLicences, software: SoftwareNames): FoundSoftware => {
  const { covers } = software
  if (!covers) return { parts: [], features: taken.held, sets: [] }
  const parts = new Map<string, readonly [number, Software]>()
  const features: Parameters<VisitUse>[] = []
  const sets: SetUse[] = []
  covers.pieces(taken.held, (subject, start, end, count, source, { set, number }) => {
    const id = `${subject}/${number}`
    if (!parts.has(id)) parts.set(id, [subject, set ? software.ofSet(set) : software.ofFeature(subject)])
    if (!set) features.push([subject, start, end, count, 0, source])
  })
  covers.setUses(taken.held, (use) => sets.push(use))
  return {
    parts: [...parts.values()],
    features(visit) {
      for (const use of features) visit(...use)
    },
    sets,
  }
}

/** Seconds after a denial that counted in which a further one of the same feature, user and host does not. */
const repeatSeconds = 30

/** The codes of a denial because all licences were taken: `(-4,342)`, `-4,342:10054`, `-4`. */
const limitReached = /^\(?-4(?!\d)/

/** 145: true denials of FlexNet logs because the limit was reached; a repeat counts again 30 s after the last one that did. */
const typedDenials = (sources: readonly SourceUsage[], context: TypeContext): TypedUses => {
  const { subjects, spec } = context
  const names = createLicenceNames(context)
  const taken = takeLicences(sources, ['logged'], names)
  const software = createSoftwareNames(names, context)
  const pools = createPools(taken, software, names, context)
  const builder = createTypedBuilder(spec)
  const denials: { time: number; subject: number; zone: string }[] = []
  taken.happened(({ happened, zone }, row) => {
    const [codes = ''] = subjects.text(happened.detail[row] as number).split('|')
    if (happened.kind[row] === UsageKind.denied && limitReached.test(codes.trim()))
      denials.push({ time: happened.time[row] as number, subject: happened.subject[row] as number, zone })
  })
  denials.sort((a, b) => a.time - b.time)
  const last = new Map<string, number>()
  for (const { time, subject, zone } of denials) {
    const user = subjects.attribute(subject, 'licence', 'user')
    const host = subjects.attribute(subject, 'licence', 'host')
    const id = [subjects.attribute(subject, 'licence', 'feature'), user, host].join('\u0000')
    if (time - (last.get(id) ?? Number.NEGATIVE_INFINITY) < repeatSeconds) continue
    last.set(id, time)
    const pool = pools.of(subject, software.alone(subject))
    const series = builder.series(`${pool.software.title}\u0000${pool.daemon}`, () => pool.series(zone))
    builder.event(builder.key({ ...pool.values, user, host }, series), time, 1)
  }
  return builder.take()
}

export const normalisedLicences: readonly UsageType[] = [
  { id: 143, way: 'level', withIdle: true, typed },
  { id: 144, way: 'key', withIdle: false, typed },
  { id: 145, way: 'events', withIdle: false, typed: typedDenials },
  { id: 147, way: 'group', withIdle: false, typed },
]
