import { type DayClock, datedLines } from './dated-lines.ts'
import { entitledOfHeading } from './map-heading.ts'
import { keysOfFeature, licenceKey } from './match-key.ts'

/** From `at` (-Infinity: since ever) so many licences are entitled; -1: nothing is said. */
export interface EntitlementStep {
  readonly at: number
  readonly entitled: number
}

export interface Entitlements {
  /** In order of time; empty when no line is about it: there is a `total` then and no `overdraft`. */
  ofFeature(vendorLicence: string, packages: string, feature: string): readonly EntitlementStep[]
  ofFeatureset(vendorLicence: string, featureset: string): readonly EntitlementStep[]
}

/** `entitlement.map`: numbers of licences as the groups of features, packages and featuresets, each with the day on which it begins. */
export const entitlements = (text: string, clock: Pick<DayClock, 'dayStart'>): Entitlements => {
  const inForce = datedLines('entitlement.map', text, clock)
  const steps = (keys: readonly string[]) =>
    inForce(keys).map(({ at, heading }) => ({ at, entitled: entitledOfHeading(heading) ?? -1 }))
  return {
    ofFeature: (vendorLicence, packages, feature) => steps(keysOfFeature(vendorLicence, packages, feature)),
    ofFeatureset: (vendorLicence, featureset) => steps([licenceKey(vendorLicence, 'featureset', featureset)]),
  }
}

/** The number in force at an instant; -1: none. */
export const entitledAt = (steps: readonly EntitlementStep[], instant: number): number =>
  steps.findLast(({ at }) => at <= instant)?.entitled ?? -1

/** `total` is all that is used, `overdraft` the part above the entitled number. Two views of one thing: never added. */
export const splitByEntitlement = (level: number, entitled: number): { total: number; overdraft: number } => ({
  total: level,
  overdraft: entitled < 0 ? 0 : Math.max(0, level - entitled),
})
