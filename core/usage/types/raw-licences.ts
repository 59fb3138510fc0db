import type { TypeContext, UsageType } from '../typed-uses.ts'
import type { SourceUsage } from '../usage.ts'
import { type CoveredUses, coverUses } from './covered-uses.ts'
import { eventSeries } from './licence-event-types.ts'
import { readLicenceMaps } from './licence-maps.ts'
import { createLicenceNames } from './licence-names.ts'
import { createLicenceSeries } from './licence-series.ts'
import { anyKind } from './licence-types.ts'
import { borrowed, createLicenceValues } from './licence-values.ts'
import { takeLicences, type VisitUse } from './taken-licences.ts'
import { createTypedBuilder } from './typed-builder.ts'
import type { Values } from './values.ts'

/** 93: every licence held or waited for. A set of featureset.map that a use counts for changes with what else its user holds. */
export const type93: UsageType = {
  id: 93,
  way: 'raw',
  withIdle: false,
  typed(sources, context) {
    const names = createLicenceNames(context)
    const maps = readLicenceMaps(context.spec)
    const values = createLicenceValues(context, names, maps.packageOf)
    const taken = takeLicences(sources, anyKind, names)
    const builder = createTypedBuilder(context.spec)
    const series = createLicenceSeries(taken, context, context.spec, builder)
    const covers = maps.featuresets && coverUses(maps.featuresets, names, context)
    const isBorrowed = (subject: number): boolean =>
      context.subjects.attribute(subject, 'licence', 'state') === borrowed
    const keyOf = (subject: number, source: SourceUsage, more: Values): number =>
      builder.key({ ...values.of(subject), ...more }, series.of(subject, source.zone))
    const add = (
      subject: number,
      [start, end, count]: readonly [number, number, number],
      source: SourceUsage,
      detail: number,
      whole: number,
      set: Values,
    ): void => {
      const state = isBorrowed(subject) ? 'offline' : 'online'
      const key = keyOf(subject, source, { ...set, 'licence-state': state, 'offline-seconds': '0' })
      const handle = context.subjects.text(detail)
      const own: Values = {
        ...(handle === '' ? {} : { handle }),
        ...(state === 'offline' ? { 'offline-seconds': String(Math.round(whole)) } : {}),
      }
      builder.use(key, start, end, count, Object.keys(own).length > 0 ? { own } : undefined)
    }
    if (covers)
      covers.pieces(taken.held, (subject, start, end, count, source, set, use) =>
        add(subject, [start, end, count], source, use.detail, use.end - use.start, set.values),
      )
    else
      taken.held((subject, start, end, count, detail, source) =>
        add(subject, [start, end, count], source, detail, end - start, {}),
      )
    taken.waited((subject, start, end, count, detail, source) => {
      const key = keyOf(subject, source, { 'licence-state': 'queued', 'offline-seconds': '0' })
      const handle = context.subjects.text(detail)
      builder.use(key, start, end, count, handle === '' ? undefined : { own: { handle } })
    })
    covers?.tell()
    return builder.take()
  },
}

/** 103: one row for each set in use. */
export const type103: UsageType = {
  id: 103,
  way: 'raw',
  withIdle: false,
  typed(sources, context) {
    const builder = createTypedBuilder(context.spec)
    const found = setsOf(sources, context)
    if (!found) {
      context.note('No set is defined in featureset.map, so nothing is known of featuresets. Import the map first.')
      return builder.take()
    }
    const { covers, held, values } = found
    covers.setUses(held, ({ set, subject, start, end, source }) => {
      const series = builder.series(source.zone, () => eventSeries(source.zone))
      const own = { featureset: set.featureset, 'featureset-version': set.version }
      builder.use(builder.key({ ...values(subject), ...own }, series), start, end, 1)
    })
    covers.tell()
    return builder.take()
  },
}

const setsOf = (
  sources: readonly SourceUsage[],
  context: TypeContext,
): { covers: CoveredUses; held: (visit: VisitUse) => void; values: (subject: number) => Values } | undefined => {
  const names = createLicenceNames(context)
  const maps = readLicenceMaps(context.spec)
  if (!maps.featuresets) return undefined
  return {
    covers: coverUses(maps.featuresets, names, context),
    held: takeLicences(sources, anyKind, names).held,
    values: createLicenceValues(context, names, maps.packageOf).of,
  }
}
