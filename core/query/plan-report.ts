import type { ReportRequest } from '../contract/reports.ts'
import type { ClassificationConcept, DataType } from '../data-types/data-type.ts'
import { askedClassifications } from './asked-classifications.ts'
import { checkRequest } from './check-request.ts'
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

/** Whether a type is answered from the stored days of licence logs. */
export const isLogType = (type: number): boolean => Object.hasOwn(engines, type)

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
  const type = checkRequest(request)
  const engine = engines[request.type]
  if (!engine) throw new Error(`Type ${type.id} is not answered from licence logs.`)
  const { isGrouped, wanted, grouped } = askedClassifications(type, request)
  const columns = type.classifications.map(({ name, concept }): SpecColumn => {
    if (concept === 'prime' && hasCalendar)
      return { origin: 'prime-time', grouped: isGrouped(name), filter: wanted(name) }
    const origin = origins[concept] ?? { constant: concept === 'customer' ? customerId || unknownValue : unknownValue }
    return { origin, grouped: isGrouped(name), filter: wanted(name) }
  })
  return { type, engine, columns, grouped }
}
