import { isZone } from './formats.ts'

/**
 * Names that people type and that runtimes know but do not list: `Intl.supportedValuesOf` gives the name a zone was first listed
 * under, such as Asia/Calcutta.
 */
const alsoKnown = [
  'UTC',
  'America/Argentina/Buenos_Aires',
  'America/Indiana/Indianapolis',
  'America/Nuuk',
  'Asia/Ho_Chi_Minh',
  'Asia/Kathmandu',
  'Asia/Kolkata',
  'Asia/Yangon',
  'Atlantic/Faroe',
  'Europe/Kyiv',
  'Pacific/Kanton',
]

let names: readonly string[] | undefined

/** Every IANA zone a list may offer, in order of the alphabet. */
export const zoneNames = (): readonly string[] => {
  names ??= [...new Set([...Intl.supportedValuesOf('timeZone'), ...alsoKnown.filter(isZone)])].sort()
  return names
}
