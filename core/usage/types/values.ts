import type { ClassificationConcept } from '../../data-types/data-type.ts'
import type { UsageColumnSpec } from '../usage-spec.ts'

/** What stands in a column: a classification, or a field of a raw type that no other type has. */
export type ValueName = ClassificationConcept | 'handle' | 'offline-seconds' | 'project' | 'pricing'

export type Values = { readonly [Name in ValueName]?: string }

export const unknownValue = 'undef'
export const noPackage = '<none>'

/** Columns that the engine fills in, by concept. */
const engineFills = new Set<ValueName>(['level', 'queued-level', 'capacity', 'daemon-status', 'prime'])

/** They stay empty where the source has nothing to say: other licence managers know no such thing. */
const staysEmpty = new Set<ValueName>(['handle', 'project', 'pricing'])

/** What a raw type's fields hold; the other fields are filled in by the engine. */
const nameOfField: { readonly [field: string]: ValueName } = {
  'Vendor License': 'vendor-licence',
  Package: 'package',
  Feature: 'feature',
  'Feature version license': 'feature-version',
  'Feature version application': 'application-version',
  Featureset: 'featureset',
  'Featureset version': 'featureset-version',
  'User name': 'user',
  User: 'user',
  'Host name': 'host',
  Host: 'host',
  'License State': 'licence-state',
  'Vendor Daemon': 'vendor-daemon',
  'License Manager': 'licence-manager',
  'Handle Id': 'handle',
  'Offline license duration': 'offline-seconds',
  'Project path': 'project',
  'Pricing structure': 'pricing',
  Domain: 'domain',
  'Application Name': 'application',
  'Executable Path': 'path',
  'Executable name': 'executable',
  'Exit code': 'exit-status',
  OS: 'operating-system',
  Architecture: 'architecture',
}

export const nameOfColumn = ({ concept, name }: UsageColumnSpec): ValueName | undefined => concept ?? nameOfField[name]

/** One text for each column of a spec; `undef` where nothing is known, empty where the engine fills it in. */
export const valuesInColumns = (columns: readonly UsageColumnSpec[]): ((values: Values) => string[]) => {
  const names = columns.map(nameOfColumn).map((name) => (name && engineFills.has(name) ? undefined : name))
  return (values) =>
    names.map((name) => (name === undefined ? '' : values[name] || (staysEmpty.has(name) ? '' : unknownValue)))
}

/** The same of what differs from use to use: `undefined` in all other columns. */
export const ownValuesInColumns = (
  columns: readonly UsageColumnSpec[],
): ((values: Values) => (string | undefined)[]) => {
  const names = columns.map(nameOfColumn)
  return (values) => names.map((name) => (name === undefined ? undefined : values[name]))
}
