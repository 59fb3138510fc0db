import { ConsoleError } from '../contract/errors.ts'
import type { ReportRequest } from '../contract/reports.ts'
import { dataTypeById } from '../data-types/catalogue.ts'
import type { ClassificationConcept, DataType } from '../data-types/data-type.ts'
import type { ColumnOrigin, Engine, SpecColumn } from './report-spec.ts'
import { unknownValue } from './report-spec.ts'

/** How each type with an input is answered. */
const engines: { readonly [type: number]: Engine } = {
  50: 'holders',
  51: 'levels',
  52: 'events',
  75: 'events',
  76: 'queue-levels',
  77: 'queue-holders',
  83: 'holders',
  84: 'holders',
  85: 'groups',
  86: 'groups',
  104: 'events',
  116: 'levels',
  129: 'events',
}

export const isAnswerable = (type: number): boolean => Object.hasOwn(engines, type)

const origins: { readonly [K in ClassificationConcept]?: ColumnOrigin } = {
  'vendor-licence': 'vendor-licence',
  feature: 'feature',
  package: 'package',
  user: 'user',
  host: 'host',
  'user-group': 'user-group',
  'host-group': 'host-group',
  capacity: 'capacity',
  level: 'level',
  'event-type': 'event-type',
  'request-status': 'event-type',
  'event-subtype': 'event-subtype',
  details: 'details',
  'forward-vendor-licence': 'forward-vendor-licence',
  'feature-version': 'feature-version',
  'usage-type': { constant: 'total' },
  'feature-or-featureset': { constant: 'feature' },
}

export interface PlannedReport {
  readonly type: DataType
  readonly engine: Engine
  readonly columns: readonly SpecColumn[]
  /** Labels of the classifications grouped by, in the type's order. */
  readonly grouped: readonly string[]
}

/**
 * Turns a request into what the engines need; `hasCalendar`: some hours are prime time.
 * @throws ConsoleError `invalid` naming what is wrong
 */
export const planReport = (request: ReportRequest, customerId: string, hasCalendar = false): PlannedReport => {
  const type = dataTypeById(request.type)
  if (!type) throw new ConsoleError('not-found', `There is no data type ${request.type}. \`lictor types\` lists them.`)
  const engine = engines[request.type]
  if (!engine)
    throw new ConsoleError('refused', `Nothing that can be imported yet feeds ${type.name} [${type.id}]. ${type.needs}`)
  const find = (label: string) => {
    const found = type.classifications.find(({ name }) => name.toLowerCase() === label.trim().toLowerCase())
    if (found) return found
    const known = type.classifications.map(({ name }) => name).join(', ')
    throw new ConsoleError(
      'invalid',
      `${type.name} [${type.id}] has no classification named ${label}. It has: ${known}.`,
    )
  }
  const groupBy = request.groupBy === null ? undefined : new Set(request.groupBy.map((label) => find(label).name))
  const filters = new Map<string, string[]>()
  for (const { name, values } of request.where) {
    const label = find(name).name
    filters.set(label, [...(filters.get(label) ?? []), ...values])
  }
  const isGrouped = (label: string): boolean => groupBy === undefined || groupBy.has(label)
  const columns = type.classifications.map(({ name, concept }): SpecColumn => {
    if (concept === 'prime' && hasCalendar)
      return { origin: 'prime-time', grouped: isGrouped(name), filter: filters.get(name) ?? [] }
    const origin = origins[concept] ?? { constant: concept === 'customer' ? customerId || unknownValue : unknownValue }
    return { origin, grouped: isGrouped(name), filter: filters.get(name) ?? [] }
  })
  const grouped = type.classifications.filter(({ name }) => isGrouped(name)).map(({ name }) => name)
  return { type, engine, columns, grouped }
}
