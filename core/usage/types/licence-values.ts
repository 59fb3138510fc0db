import type { TypeContext } from '../typed-uses.ts'
import { type LicenceNames, managerName } from './licence-names.ts'
import type { LicenceAttribute } from './licence-series.ts'
import { noPackage, type Values } from './values.ts'

export interface LicenceValues {
  /** What the classifications of a licence type say of a subject, its groups and featureset apart. */
  of(subject: number): Values
  user(subject: number): string
  host(subject: number): string
  /** Package from the source, else from the package map, else `<none>`. */
  package(subject: number): string
}

export const createLicenceValues = (
  { subjects, spec }: TypeContext,
  names: LicenceNames,
  packageOf: (vendorLicence: string, feature: string) => string | undefined,
): LicenceValues => {
  const known: (Values | undefined)[] = []
  const read = (subject: number, name: LicenceAttribute): string => subjects.attribute(subject, 'licence', name)
  const packageText = (subject: number): string =>
    read(subject, 'package') || packageOf(names.vendorLicence(subject), read(subject, 'feature')) || noPackage
  return {
    user: (subject) => read(subject, 'user'),
    host: (subject) => read(subject, 'host'),
    package: packageText,
    of(subject) {
      const before = known[subject]
      if (before) return before
      const state = read(subject, 'state')
      const values: Values = {
        'vendor-licence': names.vendorLicence(subject),
        'vendor-daemon': read(subject, 'daemon'),
        'licence-manager': managerName(read(subject, 'manager')),
        package: packageText(subject),
        feature: read(subject, 'feature'),
        'feature-version': read(subject, 'version'),
        'application-version': read(subject, 'applicationVersion'),
        user: read(subject, 'user'),
        host: read(subject, 'host'),
        'licence-purpose': read(subject, 'licenceType'),
        category: read(subject, 'category'),
        'server-uri': read(subject, 'uri'),
        'licensing-model': read(subject, 'model'),
        'licensing-model-status': read(subject, 'modelStatus'),
        'licensing-model-assignment': read(subject, 'modelAssignment'),
        customer: spec.customerId,
        project: read(subject, 'project'),
        pricing: read(subject, 'pricing'),
        // Codes of 94, which has none for a licence that was taken along.
        'licence-state': state === borrowed ? ' ' : '1',
      }
      known[subject] = values
      return values
    },
  }
}

/** `state` of a licence that is checked out to be used offline. */
export const borrowed = '1'
