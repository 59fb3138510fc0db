import type { MapNames } from '../contract/mapping.ts'

/**
 * Some names have two parts: a program its path and its file name, an address its host and the rest, a feature its vendor licence and
 * itself. Lines and names are made texts with a mark between the parts that no name has, so that a `*` in one part takes nothing of
 * the other.
 */
const mark = '\u0001'
const marks = { feature: '\u0002', package: '\u0003', featureset: '\u0004' } as const

/** What stands behind ` / ` in a line about licences. */
export type LicenceThing = keyof typeof marks

const separator = ' / '
const things = /^(package|featureset)\s*:\s*/i

/** `lic1;mvsd / solver` rather than `acad.exe`. */
const isLicenceLine = (pattern: string): boolean => pattern.includes(separator)

/**
 * Lines about licences:
 *
 *     solver                            the feature, of any vendor licence
 *     lic1;mvsd / solver                of this vendor licence, as reports name it
 *     *;mvsd / package:Suite            every feature of a package
 *     *;mvsd / featureset:CFD Pro       a set of featureset.map
 */
const keyOfLicenceLine = (pattern: string): string => {
  const { licence, name } = licenceParts(pattern)
  const thing = things.exec(name)
  return thing
    ? licenceKey(licence, (thing[1] as string).toLowerCase() as LicenceThing, name.slice(thing[0].length))
    : licenceKey(licence, 'feature', name)
}

const licenceParts = (pattern: string): { readonly licence: string; readonly name: string } => {
  const at = pattern.lastIndexOf(separator)
  return at < 0
    ? { licence: '*', name: pattern }
    : { licence: pattern.slice(0, at).trim(), name: pattern.slice(at + separator.length).trim() }
}

export const licenceKey = (vendorLicence: string, thing: LicenceThing, name: string): string =>
  `${vendorLicence}${marks[thing]}${name}`

/** A feature by itself and by its packages; several packages are joined by `+`, none is `<none>`. */
export const keysOfFeature = (vendorLicence: string, packages: string, feature: string): string[] => {
  const names = packages === '' || packages === '<none>' ? [] : [...new Set([packages, ...packages.split('+')])]
  return [
    licenceKey(vendorLicence, 'feature', feature),
    ...names.map((name) => licenceKey(vendorLicence, 'package', name.trim())),
  ]
}

/** A program by its path (empty: unknown) and its file name. Both strokes are the same. */
export const programKey = (path: string, executable: string): string =>
  `${path.replaceAll('\\', '/')}${mark}${executable}`

const scheme = /^[a-z][a-z0-9+.-]*:\/\//i

/** An address without its scheme, in two: `wiki.example.org` and `x/y?z`. */
const addressParts = (address: string): { readonly host: string; readonly rest: string | undefined } => {
  const bare = address.replace(scheme, '')
  const at = bare.indexOf('/')
  return at < 0 ? { host: bare, rest: undefined } : { host: bare.slice(0, at), rest: bare.slice(at + 1) }
}

export const addressKey = (url: string): string => {
  const { host, rest = '' } = addressParts(url)
  return `${host}${mark}${rest}`
}

/** What the line of a map is matched as; undefined: as it is written. */
export const keyOfPattern = (names: MapNames, pattern: string): string | undefined => {
  if (names === 'feature' || (names === 'software' && isLicenceLine(pattern))) return keyOfLicenceLine(pattern)
  if (names === 'program' || names === 'software') {
    // `acad.exe` is a file name, `C:\Tools\*` a path.
    return /[\\/]/.test(pattern) ? programKey(pattern, '*') : programKey('*', pattern)
  }
  if (names === 'address') {
    const { host, rest = '*' } = addressParts(pattern)
    return `${host}${mark}${rest}`
  }
  return undefined
}

/** What a known name is looked up as. Known are paths of programs, domains of addresses, and features as their lines are written. */
export const keyOfName = (names: MapNames, name: string): string => {
  if (names === 'feature' || (names === 'software' && isLicenceLine(name))) return keyOfLicenceLine(name)
  if (names === 'program' || names === 'software') return programKey(name, name.slice(name.search(/[^\\/]*$/)))
  if (names === 'address') return addressKey(name)
  return name
}

/** Whether known names cannot tell if a line matches anything: of addresses only the domains are known, of licences only the features. */
export const isBeyondNames = ({ names }: { readonly names: MapNames }, pattern: string): boolean => {
  if (names === 'address') return addressParts(pattern).rest !== undefined
  if (names === 'feature') return things.test(licenceParts(pattern).name)
  return false
}
