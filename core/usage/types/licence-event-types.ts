import { UsageKind } from '../../facts/usage-fact.ts'
import type { TypeContext, UsageType } from '../typed-uses.ts'
import type { SourceUsage } from '../usage.ts'
import { createLicenceNames } from './licence-names.ts'
import { licenceType } from './licence-types.ts'
import { createLicenceValues } from './licence-values.ts'
import { takeLicences } from './taken-licences.ts'
import { createTypedBuilder } from './typed-builder.ts'

const kinds = ['events'] as const

/** What logs other than FlexNet's tell of licences. */
const type107: UsageType = { id: 107, way: 'events', withIdle: false, typed: (...given) => typedDenials(...given) }

export const licenceEventTypes: readonly UsageType[] = [
  licenceType({ id: 89, way: 'level', withIdle: true, kinds }),
  licenceType({ id: 90, way: 'key', kinds }),
  licenceType({ id: 91, way: 'group', kinds }),
  type107,
  licenceType({ id: 108, way: 'key', kinds }),
  licenceType({ id: 109, way: 'group', kinds }),
]

/** Status is the reason as the log puts it; `denied` where it gives none. */
const typedDenials = (sources: readonly SourceUsage[], context: TypeContext) => {
  const names = createLicenceNames(context)
  const builder = createTypedBuilder(context.spec)
  const values = createLicenceValues(context, names, () => undefined)
  takeLicences(sources, kinds, names).happened(({ happened, zone }, row) => {
    if (happened.kind[row] !== UsageKind.denied) return
    const series = builder.series(zone, () => eventSeries(zone))
    const status = context.subjects.text(happened.detail[row] as number) || 'denied'
    const key = builder.key({ ...values.of(happened.subject[row] as number), 'request-status': status }, series)
    builder.event(key, happened.time[row] as number, happened.count[row] as number)
  })
  return builder.take()
}

/** Events have neither capacity nor observed time; their series tells the zone of prime time. */
export const eventSeries = (zone: string) => ({
  zone,
  observed: [],
  knownAt: Number.NEGATIVE_INFINITY,
  capacity: [],
})
