import { UsageKind } from '../../facts/usage-fact.ts'
import { timeoutMap } from '../../mapping/timeout-map.ts'
import { domainOf, webDomainMap } from '../../mapping/web-domain-map.ts'
import type { TypeContext, TypedUses, UsageType } from '../typed-uses.ts'
import type { SourceUsage } from '../usage.ts'
import { eventSeries } from './licence-event-types.ts'
import { createTypedBuilder } from './typed-builder.ts'
import type { Values } from './values.ts'

const bytesOfKilobyte = 1024

/** Web application and domain of an address, looked up once for each text. */
const createSites = ({ spec }: TypeContext): ((url: string) => Values) => {
  const applications = webDomainMap(spec.maps['web-domain.map'] ?? '')
  const known = new Map<string, Values>()
  return (url) => {
    let values = known.get(url)
    if (!values) {
      values = { url, 'web-application': applications.of(url), 'web-domain': domainOf(url) }
      known.set(url, values)
    }
    return values
  }
}

const visitRows = (
  kind: 'visit' | 'request',
  sources: readonly SourceUsage[],
  { subjects }: TypeContext,
  visit: (source: SourceUsage, row: number, subject: number) => void,
): void => {
  const isOfKind: boolean[] = []
  for (const source of sources) {
    const { size, kind: kinds, subject } = source.happened
    for (let row = 0; row < size; row++) {
      const of = subject[row] as number
      isOfKind[of] ??= subjects.kind(of) === kind
      if (isOfKind[of] && kinds[row] === UsageKind.stated) visit(source, row, of)
    }
  }
}

/** 120, 121: visits and requests as the sources state them. */
const typedVisits = (kind: 'visit' | 'request', sources: readonly SourceUsage[], context: TypeContext): TypedUses => {
  const { subjects } = context
  const siteOf = createSites(context)
  const builder = createTypedBuilder(context.spec)
  const keys = new Map<string, number>()
  visitRows(kind, sources, context, ({ happened, zone }, row, subject) => {
    const cached = `${subject}/${zone}`
    let key = keys.get(cached)
    if (key === undefined) {
      const values: Values = {
        ...siteOf(subjects.attribute(subject, kind, 'url')),
        host: subjects.attribute(subject, kind, 'host'),
        user: subjects.attribute(subject, kind, 'user'),
        ...(kind === 'visit'
          ? {
              'page-title': subjects.attribute(subject, kind, 'title'),
              browser: subjects.attribute(subject, kind, 'browser'),
            }
          : {}),
      }
      key = builder.key(
        values,
        builder.series(zone, () => eventSeries(zone)),
      )
      keys.set(cached, key)
    }
    builder.event(key, happened.time[row] as number, happened.count[row] as number, {
      amount: (happened.number[row] as number) / bytesOfKilobyte,
    })
  })
  return builder.take()
}

/** 123: a visit opens a session of its application for its user on that machine, or keeps the open one so for another time-out. */
const typedSessions = (sources: readonly SourceUsage[], context: TypeContext): TypedUses => {
  const { subjects, spec } = context
  const siteOf = createSites(context)
  const timeouts = timeoutMap(spec.maps['timeout-per-app.map'] ?? '')
  const builder = createTypedBuilder(spec)
  const sessions = new Map<string, { key: number; timeout: number; visits: number[] }>()
  visitRows('visit', sources, context, ({ happened, zone }, row, subject) => {
    const { 'web-application': application = '' } = siteOf(subjects.attribute(subject, 'visit', 'url'))
    const user = subjects.attribute(subject, 'visit', 'user')
    const id = [application, user, subjects.attribute(subject, 'visit', 'host')].join('\u0000')
    let of = sessions.get(id)
    if (!of) {
      const series = builder.series(application, () => ({ ...eventSeries(zone), knownAt: Number.POSITIVE_INFINITY }))
      const key = builder.key({ 'web-application': application }, series)
      of = { key, timeout: timeouts.of(application), visits: [] }
      sessions.set(id, of)
    }
    const at = happened.time[row] as number
    of.visits.push(at)
    builder.event(of.key, at, happened.count[row] as number)
  })
  for (const { key, timeout, visits } of sessions.values()) {
    visits.sort((a, b) => a - b)
    let from = visits[0] as number
    visits.forEach((at, i) => {
      const next = visits[i + 1]
      if (next !== undefined && next <= at + timeout) return
      builder.use(key, from, at + timeout, 1)
      if (next !== undefined) from = next
    })
  }
  return builder.take()
}

/** 79: what the address bar of a browser's window showed, and for how long. */
const typedAddresses = (sources: readonly SourceUsage[], context: TypeContext): TypedUses => {
  const { subjects } = context
  const builder = createTypedBuilder(context.spec)
  for (const { held, zone } of sources)
    for (let i = 0; i < held.size; i++) {
      const subject = held.subject[i] as number
      if (subjects.kind(subject) !== 'address') continue
      const read = (name: 'host' | 'domain' | 'user' | 'system' | 'architecture' | 'executable' | 'url' | 'title') =>
        subjects.attribute(subject, 'address', name)
      const values: Values = {
        host: read('host'),
        domain: read('domain'),
        user: read('user'),
        'operating-system': read('system'),
        architecture: read('architecture'),
        executable: read('executable'),
        url: read('url'),
        'page-title': read('title'),
        'process-id': subjects.text(held.detail[i] as number),
      }
      const key = builder.key(
        values,
        builder.series(zone, () => eventSeries(zone)),
      )
      builder.use(key, held.start[i] as number, held.end[i] as number, held.count[i] as number)
    }
  return builder.take()
}

export const webTypes: readonly UsageType[] = [
  { id: 79, way: 'presences', withIdle: false, typed: typedAddresses },
  { id: 120, way: 'events', withIdle: false, typed: (...given) => typedVisits('visit', ...given) },
  { id: 121, way: 'events', withIdle: false, typed: (...given) => typedVisits('request', ...given) },
  { id: 123, way: 'level', withIdle: true, typed: typedSessions },
]
