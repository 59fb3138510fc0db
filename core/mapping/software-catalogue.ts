import { noGroupType } from './map-text.ts'
import { licenceKey, programKey } from './match-key.ts'
import { readMap } from './read-map.ts'
import { indexEntries } from './resolve-names.ts'

export interface Software {
  readonly title: string
  /** In brackets behind the title; `undef`: none. */
  readonly id: string
}

export interface SoftwareCatalogue {
  /** By file name, path or application, whichever line comes first. @param path empty: unknown */
  ofProgram(executable: string, path: string, application: string): Software | undefined
  /** By a line of the form `vendor licence / feature`. */
  ofFeature(vendorLicence: string, feature: string): Software | undefined
}

/** `software-catalogue.map`: titles with their Software ID in brackets, over the programs and features that belong to them. */
export const softwareCatalogue = (text: string): SoftwareCatalogue => {
  const map = readMap('software-catalogue.map', text)
  const index = indexEntries(map)
  const software = map.groups.map(({ name, type }) => ({ title: name, id: type === noGroupType ? 'undef' : type }))
  const first = (keys: readonly string[]): Software | undefined => {
    const found = keys.map((key) => index.first(key)).filter((entry) => entry >= 0)
    return found.length === 0 ? undefined : software[map.entries[Math.min(...found)]?.group as number]
  }
  return {
    ofProgram: (executable, path, application) => first([programKey(path, executable), programKey('', application)]),
    ofFeature: (vendorLicence, feature) => first([licenceKey(vendorLicence, 'feature', feature)]),
  }
}
