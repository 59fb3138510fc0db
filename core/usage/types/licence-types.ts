import type { CountingWay, TypeContext, UsageType } from '../typed-uses.ts'
import type { SourceKind, SourceUsage } from '../usage.ts'
import { coverUses } from './covered-uses.ts'
import { readLicenceMaps } from './licence-maps.ts'
import { createLicenceNames } from './licence-names.ts'
import { createLicenceSeries } from './licence-series.ts'
import { createLicenceValues, type LicenceValues } from './licence-values.ts'
import { createNameGroups } from './name-groups.ts'
import { rateSpans } from './rate-spans.ts'
import { type TakenLicences, takeLicences, type VisitUse } from './taken-licences.ts'
import { createTypedBuilder, type UseParts } from './typed-builder.ts'
import { nameOfColumn, type Values } from './values.ts'

/** Kinds of sources in the order in which they are taken where several know of one vendor licence in one hour. */
export const anyKind: readonly SourceKind[] = ['polled', 'logged', 'events']

export interface LicenceTypeOptions {
  readonly id: number
  readonly way: CountingWay
  readonly kinds: readonly SourceKind[]
  readonly withIdle?: boolean
  /** What its uses are: licences held (as usual), or waited for. */
  readonly of?: 'held' | 'waited'
  /** Licences waited for are its second level (45). */
  readonly waitsToo?: boolean
  /** Has a License cost: uses bear the price in force. */
  readonly hasCost?: boolean
  /** Whether a subject belongs to the type; all do unless said. */
  readonly takes?: (subject: number, context: TypeContext) => boolean
  /** Waited licences are uses too, with these values in place of those of a held one (94). */
  readonly queued?: Values
  /** Whether a key's uses are no active time. */
  readonly isInactive?: (values: Values) => boolean
}

/** A type whose uses are licences as they were held, with what the source and the maps say of each in the columns. */
export const licenceType = (options: LicenceTypeOptions): UsageType => ({
  id: options.id,
  way: options.way,
  withIdle: options.withIdle ?? false,
  typed: (sources, context) => typedLicences(sources, context, options),
})

const typedLicences = (sources: readonly SourceUsage[], context: TypeContext, options: LicenceTypeOptions) => {
  const { spec, subjects } = context
  const names = createLicenceNames(context)
  const maps = readLicenceMaps(spec)
  const values = createLicenceValues(context, names, maps.packageOf)
  const taken = takeLicences(sources, options.kinds, names)
  const builder = createTypedBuilder(spec)
  const series = createLicenceSeries(taken, context, spec, builder)
  const groups = createNameGroups(spec)
  const inactive = new Set<number>()
  const isTaken = takesOf(options, context)

  const keyCache = new Map<string, readonly number[]>()
  const keysOf = (subject: number, zone: string, more: Values | undefined, id: number): readonly number[] => {
    const cached = `${subject}/${id}`
    const known = keyCache.get(cached)
    if (known) return known
    const of = series.of(subject, zone)
    const own = values.of(subject)
    const keys = groups
      .of(own.user ?? '', own.host ?? '')
      .map((group) => builder.key({ ...own, ...group, ...more }, of))
    if (options.isInactive?.(own)) for (const key of keys) inactive.add(key)
    keyCache.set(cached, keys)
    return keys
  }
  const hasSets = spec.columns.some((column) => nameOfColumn(column) === 'featureset')
  const machines = options.way === 'distinct-hosts' ? machineNumbers(values) : undefined
  const rates = options.hasCost ? rateSpans(maps.prices, names, values, subjects) : undefined
  const addUse = (subject: number, start: number, end: number, count: number, source: SourceUsage, set?: SetValues) => {
    const parts: UseParts | undefined = machines && { machine: machines(subject) }
    for (const key of keysOf(subject, source.zone, set?.values, set?.number ?? 0)) {
      if (!rates) builder.use(key, start, end, count, parts)
      else rates(subject, start, end, (from, to, rate) => builder.use(key, from, to, count, { ...parts, rate }))
    }
  }

  const each = options.of === 'waited' ? taken.waited : taken.held
  const visitTaken = (visit: VisitUse): void =>
    each((subject, start, end, count, detail, source) => {
      if (isTaken(subject)) visit(subject, start, end, count, detail, source)
    })
  const covers = hasSets && maps.featuresets ? coverUses(maps.featuresets, names, context) : undefined
  if (covers)
    covers.pieces(visitTaken, (subject, start, end, count, source, set) =>
      addUse(subject, start, end, count, source, set),
    )
  else visitTaken((subject, start, end, count, _, source) => addUse(subject, start, end, count, source))
  const { queued } = options
  let waits = 0
  if (queued)
    taken.waited((subject, start, end, count, _, source) => {
      if (!isTaken(subject)) return
      waits++
      for (const key of keysOf(subject, source.zone, queued, -1)) builder.use(key, start, end, count)
    })
  if (waits > 0 && mixesStates(spec)) context.note(mixedStates)
  if (options.waitsToo)
    taken.waited((subject, start, end, count, _, source) => {
      if (!isTaken(subject)) return
      for (const key of keysOf(subject, source.zone, undefined, 0)) builder.wait(key, start, end, count)
    })
  if (options.way === 'level' && options.withIdle) addIdle(taken)
  covers?.tell()
  return builder.take(options.isInactive ? inactive : undefined)

  /** What is known and was never used has time at level 0. */
  function addIdle({ known }: TakenLicences): void {
    if (known.length === 0) return
    for (const { subject, source } of series.idle()) {
      if (!isTaken(subject)) continue
      const set = covers?.alone(subject)
      keysOf(subject, source.zone, set?.values, set?.number ?? 0)
    }
  }
}

/** Licences held and licences waited for stand in one row. */
const mixesStates = ({ columns }: TypeContext['spec']): boolean =>
  columns.some(({ concept, isGrouped, where }) => concept === 'licence-state' && !isGrouped && where === undefined)

const mixedStates =
  'Waiting for a licence (License type 2) is a part of these numbers. Group by License type, or filter on 1, to see what was held alone.'

interface SetValues {
  readonly number: number
  readonly values: Values
}

const takesOf = ({ takes }: LicenceTypeOptions, context: TypeContext): ((subject: number) => boolean) => {
  if (!takes) return () => true
  const known: boolean[] = []
  return (subject) => {
    known[subject] ??= takes(subject, context)
    return known[subject] as boolean
  }
}

/** A number for each machine; a use whose machine is not known counts as its user's own. */
const machineNumbers = (values: LicenceValues): ((subject: number) => number) => {
  const numbers = new Map<string, number>()
  const ofSubject: number[] = []
  return (subject) => {
    let number = ofSubject[subject]
    if (number === undefined) {
      const host = values.host(subject)
      const id = host === '' ? `\u0000${values.user(subject)}` : host
      number = numbers.get(id) ?? numbers.size + 1
      numbers.set(id, number)
      ofSubject[subject] = number
    }
    return number
  }
}
