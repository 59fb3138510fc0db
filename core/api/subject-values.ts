import type { ClassificationConcept } from '../data-types/data-type.ts'
import type { Reader } from '../database/connection.ts'
import { createQueue } from '../database/queue.ts'
import { vendorLicenceRenames } from '../database/rename-table.ts'
import { lastSubject, subjectNames } from '../database/subject-names.ts'
import { type SubjectKind, subjectAttributes } from '../facts/usage-fact.ts'
import { importers } from '../importers/registry.ts'

/** Values that a classification takes in usage rows, for completing filters. */
export interface SubjectValues {
  /** Without those that only a map or the engine gives; none for types that usage rows do not feed. */
  of(type: number, concept: ClassificationConcept): Promise<readonly string[]>
}

/** Attributes of subjects under the names of classifications. */
const attributes: { readonly [C in ClassificationConcept]?: string } = {
  'vendor-licence': 'server',
  'vendor-daemon': 'daemon',
  'licence-manager': 'manager',
  'licence-purpose': 'licenceType',
  package: 'package',
  feature: 'feature',
  'feature-version': 'version',
  'application-version': 'applicationVersion',
  category: 'category',
  'server-uri': 'uri',
  'licensing-model': 'model',
  'licensing-model-status': 'modelStatus',
  'licensing-model-assignment': 'modelAssignment',
  user: 'user',
  host: 'host',
  application: 'application',
  executable: 'executable',
  path: 'path',
  module: 'module',
  domain: 'domain',
  architecture: 'architecture',
  'operating-system': 'system',
  url: 'url',
  'page-title': 'title',
  browser: 'browser',
  'dongle-host': 'host',
  'dongle-type': 'dongleType',
  'serial-number': 'serial',
  vendor: 'vendor',
  'vendor-code': 'vendorCode',
  'feature-code': 'featureCode',
  collector: 'type',
}

/** What the rows of a type are about; licences where nothing else is said. */
const kinds: readonly { readonly kind: SubjectKind; readonly types: readonly number[] }[] = [
  { kind: 'process', types: [31, 34, 35, 81, 82, 130, 149, 150, 151] },
  { kind: 'module', types: [53, 105, 106] },
  { kind: 'address', types: [79] },
  { kind: 'visit', types: [120, 123] },
  { kind: 'request', types: [121] },
  { kind: 'dongle', types: [119] },
  { kind: 'token', types: [137, 138, 146] },
]

const subjectsPerRead = 10_000

/** Subjects are only ever added: each is looked at once. */
export const createSubjectValues = (reader: Reader): SubjectValues => {
  const known = new Map<string, { upTo: number; names: Set<string> }>()
  const inTurn = createQueue()

  const read = async (kind: SubjectKind, names: readonly string[]): Promise<readonly string[]> => {
    const key = [kind, ...names].join(' ')
    const last = await lastSubject(reader)
    let one = known.get(key)
    // A database that was put back to an earlier state has fewer.
    if (!one || one.upTo > last) one = { upTo: 0, names: new Set() }
    known.set(key, one)
    for (; one.upTo < last; one.upTo = Math.min(last, one.upTo + subjectsPerRead)) {
      const upTo = Math.min(last, one.upTo + subjectsPerRead)
      for (const values of await subjectNames(reader, kind, names as readonly never[], one.upTo, upTo))
        if (values[0]) one.names.add(values.join(';'))
    }
    return [...one.names]
  }

  return {
    of: async (type, concept) => {
      const attribute = attributes[concept]
      const feeding = importers.filter(({ feeds }) => feeds.includes(type))
      if (!attribute || !feeding.some((importer) => 'yieldsUsage' in importer && importer.yieldsUsage)) return []
      const kind = kinds.find(({ types }) => types.includes(type))?.kind ?? 'licence'
      if (!(subjectAttributes[kind] as readonly string[]).includes(attribute)) return []
      if (concept !== 'vendor-licence') return inTurn(() => read(kind, [attribute]))
      const renames = await vendorLicenceRenames(reader)
      const licences = await inTurn(() => read(kind, ['server', 'daemon']))
      return licences.map((name) => renames.get(name) ?? name)
    },
  }
}
