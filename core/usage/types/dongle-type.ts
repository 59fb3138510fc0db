import type { TypeContext, TypedUses, UsageType } from '../typed-uses.ts'
import type { SourceUsage } from '../usage.ts'
import { addSteps, type Step } from './capacity-steps.ts'
import { joinObserved } from './observed-time.ts'
import { mergeSpans, outsideSpans, type Span } from './spans.ts'
import { createTypedBuilder, type GrowingSeries } from './typed-builder.ts'
import type { Values } from './values.ts'

const productParts = ['host', 'dongleType', 'serial', 'vendorCode', 'feature', 'featureCode'] as const

/** A feature of a dongle. */
interface Product {
  readonly subject: number
  readonly zone: string
  /** Those that tell of it. */
  readonly sources: Set<SourceUsage>
  readonly spans: Span[]
  knownAt: number
}

/**
 * 119: who uses a feature of a dongle at what level. The type has both the user and the level in one record, so each user has records for
 * the time of their own use, and the time in which nobody uses the feature stands at level 0 with the user `undef`.
 */
const typed = (sources: readonly SourceUsage[], context: TypeContext): TypedUses => {
  const { subjects, spec, note } = context
  const builder = createTypedBuilder(spec)
  const parts = (subject: number): string[] => productParts.map((name) => subjects.attribute(subject, 'dongle', name))
  const isDongle = (subject: number): boolean => subjects.kind(subject) === 'dongle'
  const products = new Map<string, Product>()
  const productOf = (subject: number, source: SourceUsage, at: number): Product => {
    const id = parts(subject).join('\u0000')
    const known = products.get(id)
    if (known) {
      known.sources.add(source)
      known.knownAt = Math.min(known.knownAt, at)
      return known
    }
    const made = { subject, zone: source.zone, sources: new Set([source]), spans: [], knownAt: at }
    products.set(id, made)
    return made
  }
  const stated = new Map<number, Step[]>()
  for (const source of sources) {
    for (const { subject, at, licences } of source.capacity) {
      if (!isDongle(subject)) continue
      productOf(subject, source, at)
      stated.set(
        subject,
        [...(stated.get(subject) ?? []), { at, licences }].sort((a, b) => a.at - b.at),
      )
    }
    for (const { subject, at } of source.known) if (isDongle(subject)) productOf(subject, source, at)
  }
  const capacityOf = (subject: number): readonly Step[] => {
    const own = parts(subject)
    const fitting = [...stated].filter(([other]) =>
      parts(other).every((part, i) => part === '' || own[i] === '' || part === own[i]),
    )
    return addSteps(fitting.map(([, steps]) => steps))
  }
  const valuesOf = (subject: number, user: string): Values => ({
    'dongle-host': subjects.attribute(subject, 'dongle', 'host'),
    'dongle-type': subjects.attribute(subject, 'dongle', 'dongleType'),
    'serial-number': subjects.attribute(subject, 'dongle', 'serial'),
    vendor: subjects.attribute(subject, 'dongle', 'vendor'),
    'vendor-code': subjects.attribute(subject, 'dongle', 'vendorCode'),
    feature: subjects.attribute(subject, 'dongle', 'feature'),
    'feature-code': subjects.attribute(subject, 'dongle', 'featureCode'),
    user,
  })
  for (const source of sources) {
    const { held, zone } = source
    for (let i = 0; i < held.size; i++) {
      const subject = held.subject[i] as number
      const [from, to] = [held.start[i] as number, held.end[i] as number]
      if (!isDongle(subject) || to <= from) continue
      const product = productOf(subject, source, from)
      product.spans.push({ from, to })
      const user = subjects.attribute(subject, 'dongle', 'user')
      const series = builder.series([...parts(subject), user].join('\u0000'), () => ({
        zone,
        observed: [],
        knownAt: from,
        capacity: capacityOf(subject),
      }))
      builder.use(builder.key(valuesOf(subject, user), series), from, to, held.count[i] as number)
    }
  }
  for (const [id, { subject, zone, sources: of, spans, knownAt }] of products) {
    const idle = idleTime([...of], subjects.attribute(subject, 'dongle', 'host'), mergeSpans(spans))
    if (idle.length === 0) continue
    // Uses without a user are in one key with the idle time.
    const series = builder.series(`${id}\u0000`, () => ({ zone, observed: [], knownAt, capacity: capacityOf(subject) }))
    const one = builder.allSeries[series] as GrowingSeries
    one.observed = idle
    one.knownAt = Math.min(one.knownAt, knownAt)
    builder.key(valuesOf(subject, ''), series)
  }
  if ([...products.values()].some(({ spans }) => overlap(spans)) && leavesOutUser(spec)) note(sideBySide)
  return builder.take()
}

const leavesOutUser = ({ columns }: TypeContext['spec']): boolean =>
  columns.some(({ concept, isGrouped, where }) => concept === 'user' && !isGrouped && where === undefined)

const overlap = (spans: readonly Span[]): boolean => {
  let end = Number.NEGATIVE_INFINITY
  for (const { from, to } of [...spans].sort((a, b) => a.from - b.from)) {
    if (from < end) return true
    end = Math.max(end, to)
  }
  return false
}

const sideBySide =
  'Several users had licences of one dongle at once. The type counts each user by themselves: Max in use is the most that one of them had, and averages are per user.'

/** When the dongle's machine, or all that a source tells of, was looked at and nobody used the feature. */
const idleTime = (sources: readonly SourceUsage[], host: string, used: readonly Span[]) =>
  joinObserved(
    sources.flatMap(({ observed }) => observed.filter(({ server }) => server === host || server === '')),
  ).flatMap(({ from, to, status }) => {
    const left: { from: number; to: number; status: typeof status }[] = []
    outsideSpans(from, to, used, (a, b) => left.push({ from: a, to: b, status }))
    return left
  })

export const type119: UsageType = { id: 119, way: 'level', withIdle: true, typed }
