import { zoneClock } from '../../aggregation/zone-clock.ts'
import { type EntitlementStep, entitlements } from '../../mapping/entitlement.ts'
import type { UsageType } from '../typed-uses.ts'
import type { SourceKind } from '../usage.ts'
import { coverUses } from './covered-uses.ts'
import { type CountedUse, usesAbove } from './entitled-uses.ts'
import { readLicenceMaps } from './licence-maps.ts'
import { createLicenceNames } from './licence-names.ts'
import { createLicenceSeries } from './licence-series.ts'
import { createLicenceValues } from './licence-values.ts'
import { takeLicences } from './taken-licences.ts'
import { createTypedBuilder, type GrowingSeries } from './typed-builder.ts'
import { noPackage, type Values } from './values.ts'

/** What is used, and what of it lies above the entitled number. */
interface Total {
  readonly series: number
  readonly values: Values
  readonly key: number
  readonly uses: CountedUse[]
  readonly entitled: readonly EntitlementStep[]
}

/**
 * 114 from looks, 116 from the debug log: each feature, and each set of featureset.map, has its use as `total`; with an entitlement also the part above it as `overdraft`.
 * Both kinds of rows, and both usage types, are views of one use.
 */
const payPerUseType = (id: 114 | 116, kind: SourceKind): UsageType => ({
  id,
  way: 'level',
  withIdle: true,
  typed(sources, context) {
    const { spec, subjects } = context
    const names = createLicenceNames(context)
    const maps = readLicenceMaps(spec)
    const entitled = entitlements(spec.maps['entitlement.map'] ?? '', zoneClock(spec.zone))
    const values = createLicenceValues(context, names, maps.packageOf)
    const taken = takeLicences(sources, [kind], names)
    const builder = createTypedBuilder(spec)
    const series = createLicenceSeries(taken, context, spec, builder)
    const totals = new Map<number, Total>()
    const totalOf = (of: number, own: Values, steps: () => readonly EntitlementStep[]): Total => {
      const known = totals.get(of)
      if (known) return known
      const key = builder.key({ ...own, 'usage-type': 'total' }, of)
      const made = { series: of, values: own, key, uses: [], entitled: steps() }
      totals.set(of, made)
      return made
    }
    const featureTotal = (subject: number, zone: string): Total =>
      totalOf(series.of(subject, zone), { ...values.of(subject), 'feature-or-featureset': 'feature' }, () =>
        entitled.ofFeature(
          names.vendorLicence(subject),
          values.package(subject),
          subjects.attribute(subject, 'licence', 'feature'),
        ),
      )
    const add = (total: Total, start: number, end: number, count: number): void => {
      builder.use(total.key, start, end, count)
      total.uses.push({ start, end, count })
    }
    taken.held((subject, start, end, count, _, source) => add(featureTotal(subject, source.zone), start, end, count))
    for (const { subject, source } of series.idle()) featureTotal(subject, source.zone)

    const covers = maps.featuresets && coverUses(maps.featuresets, names, context)
    covers?.setUses(taken.held, ({ set, subject, start, end, source }) => {
      const [server, daemon] = names.serverOf(subject)
      const of = builder.series(`set\u0000${server}\u0000${daemon}\u0000${set.name}`, () => ({
        zone: source.zone,
        observed: taken.observed(server, daemon),
        knownAt: start,
        capacity: set.count === undefined ? [] : [{ at: Number.NEGATIVE_INFINITY, licences: set.count }],
      }))
      const own: Values = {
        customer: spec.customerId,
        'vendor-licence': names.vendorLicence(subject),
        package: noPackage,
        'feature-or-featureset': 'featureset',
        feature: set.featureset,
        'feature-version': set.version,
      }
      const total = totalOf(of, own, () => entitled.ofFeatureset(names.vendorLicence(subject), set.featureset))
      add(total, start, end, 1)
    })
    covers?.tell()

    for (const { series: of, values: own, uses, entitled: steps } of totals.values()) {
      if (steps.length === 0) continue
      const total = builder.allSeries[of] as GrowingSeries
      total.entitled = steps.map(({ at, entitled: licences }) => ({ at, licences }))
      const over = builder.series(`overdraft\u0000${of}`, () => ({
        ...total,
        entitled: [{ at: Number.NEGATIVE_INFINITY, licences: 0 }],
      }))
      const key = builder.key({ ...own, 'usage-type': 'overdraft' }, over)
      for (const { start, end, count } of usesAbove(uses, steps)) builder.use(key, start, end, count)
    }
    return builder.take()
  },
})

export const type114 = payPerUseType(114, 'polled')

/** For reports with an entitlement; without one the log's own engine says the same. */
export const type116 = payPerUseType(116, 'logged')
