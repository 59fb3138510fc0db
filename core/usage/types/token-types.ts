import { zoneClock } from '../../aggregation/zone-clock.ts'
import { UsageKind } from '../../facts/usage-fact.ts'
import { isoInZone } from '../../query/periods.ts'
import type { TypeContext, TypedUses, UsageType } from '../typed-uses.ts'
import type { SourceUsage } from '../usage.ts'
import { eventSeries } from './licence-event-types.ts'
import { createNameGroups } from './name-groups.ts'
import { createTypedBuilder } from './typed-builder.ts'
import { noPackage, type Values } from './values.ts'

/** What the type of a subject says of a seat (core/importers/autodesk-usage); any other is tokens. */
const seat = 'seat'

const day = 86400

interface TokenTypeOptions {
  readonly id: 137 | 138 | 146
  readonly isOf: 'tokens' | 'seats'
  /** Statements about less than a day stand at the beginning of their day. */
  readonly byDay?: boolean
}

const tokenType = (options: TokenTypeOptions): UsageType => ({
  id: options.id,
  way: 'statements',
  withIdle: false,
  typed: (sources, context) => typedStatements(sources, context, options),
})

const typedStatements = (
  sources: readonly SourceUsage[],
  context: TypeContext,
  { isOf, byDay }: TokenTypeOptions,
): TypedUses => {
  const { subjects, spec } = context
  const builder = createTypedBuilder(spec)
  const groups = createNameGroups(spec)
  const shown = new Map(spec.renames)
  const users = new Map<string, number>()
  const known: (Values | undefined)[] = []
  const valuesOf = (subject: number): Values => {
    const before = known[subject]
    if (before) return before
    const read = (name: 'sourceHost' | 'vendor' | 'package' | 'feature' | 'version' | 'user' | 'type' | 'team') =>
      subjects.attribute(subject, 'token', name)
    const licence = `${read('sourceHost')};${read('vendor')};`
    const user = read('user')
    const values: Values = {
      'vendor-licence': shown.get(licence) ?? licence,
      package: read('package') || (isOf === 'seats' ? noPackage : ''),
      feature: read('feature'),
      'feature-version': read('version'),
      user,
      ...groups.of(user, '')[0],
      ...(read('team') === '' ? {} : { 'user-group': read('team') }),
      collector: read('type'),
    }
    known[subject] = values
    return values
  }
  for (const { happened, zone } of sources) {
    const clock = zoneClock(zone)
    for (let row = 0; row < happened.size; row++) {
      const subject = happened.subject[row] as number
      if (subjects.kind(subject) !== 'token' || happened.kind[row] !== UsageKind.stated) continue
      if ((subjects.attribute(subject, 'token', 'type') === seat) !== (isOf === 'seats')) continue
      const stated = happened.time[row] as number
      const length = happened.length[row] as number
      const at = byDay && length < day ? clock.dayStart(clock.dayOf(stated)) : stated
      const values = valuesOf(subject)
      const key = builder.key(
        { ...values, 'stated-time': isoInZone(spec.zone, at) },
        builder.series(zone, () => eventSeries(zone)),
      )
      builder.event(key, at, happened.count[row] as number, {
        length,
        amount: (happened.number[row] as number) / 1000,
        user: numberOf(users, values.user ?? ''),
      })
    }
  }
  return builder.take()
}

/** From 1 on; 0 for nobody. */
const numberOf = (users: Map<string, number>, user: string): number => {
  if (user === '') return 0
  const known = users.get(user) ?? users.size + 1
  users.set(user, known)
  return known
}

export const tokenTypes: readonly UsageType[] = [
  tokenType({ id: 137, isOf: 'tokens' }),
  tokenType({ id: 138, isOf: 'tokens', byDay: true }),
  tokenType({ id: 146, isOf: 'seats' }),
]
