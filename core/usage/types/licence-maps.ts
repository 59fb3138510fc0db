import { zoneClock } from '../../aggregation/zone-clock.ts'
import { type FeaturesetCovers, featuresetCovers } from '../../mapping/featureset-cover.ts'
import { type PriceList, priceList } from '../../mapping/licence-price.ts'
import { packageMap } from '../../mapping/package-map.ts'
import type { UsageSpec } from '../usage-spec.ts'

/** The saved maps about licences, understood. */
export interface LicenceMaps {
  packageOf(vendorLicence: string, feature: string): string | undefined
  /** Undefined where no set is defined. */
  readonly featuresets: FeaturesetCovers | undefined
  /** Undefined where no price is. */
  readonly prices: PriceList | undefined
}

export const readLicenceMaps = ({ maps, zone }: Pick<UsageSpec, 'maps' | 'zone'>): LicenceMaps => {
  const packages = packageMap(maps['package.map'] ?? '')
  const prices = priceList(maps['price-list.map'] ?? '', zoneClock(zone))
  return {
    packageOf: packages.of,
    featuresets: readFeaturesets(maps),
    prices: prices.isEmpty ? undefined : prices,
  }
}

export const readFeaturesets = (maps: UsageSpec['maps']): FeaturesetCovers | undefined => {
  const covers = featuresetCovers(maps['featureset.map'] ?? '')
  return covers.map.sets.length > 0 ? covers : undefined
}
