import { licenceKey } from './match-key.ts'
import { readMap } from './read-map.ts'
import { indexEntries } from './resolve-names.ts'

export interface PackageMap {
  /** Packages that list a feature, joined by `+`; undefined when none does. */
  of(vendorLicence: string, feature: string): string | undefined
}

/** `package.map`, for features of which the licence server names no package. A feature may be in several. */
export const packageMap = (text: string): PackageMap => {
  const map = readMap('package.map', text)
  const index = indexEntries(map)
  return {
    of: (vendorLicence, feature) => {
      const groups = new Set<number>()
      index.each(licenceKey(vendorLicence, 'feature', feature), (entry) =>
        groups.add(map.entries[entry]?.group as number),
      )
      if (groups.size === 0) return undefined
      return [...groups]
        .sort((a, b) => a - b)
        .map((group) => map.groups[group]?.name)
        .join('+')
    },
  }
}
