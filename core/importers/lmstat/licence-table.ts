import { monthNumber, secondsOf } from '../polling/stated-instant.ts'

/** `Feature  Version  #licenses  Vendor  Expires`: what `lmstat -i` reads from the licence file; the last two in either order. */
export const tableHead = /^Feature\s+Version\s+#licenses\s+(Vendor|Expires)\s+(?:Vendor|Expires)\s*$/i
const permanent = String.raw`permanent\(no expiration date\)`
const shape = new RegExp(
  `^\\s*(\\S+)\\s+(\\S+)\\s+(\\d+|uncounted)\\s+(${permanent}|\\S+)\\s+(${permanent}|\\S+)\\s*$`,
  'i',
)

export interface TableRow {
  readonly feature: string
  readonly vendor: string
  /** Undefined: not counted. */
  readonly licences: number | undefined
  /** Seconds since 1970 of the midnight after the last day; undefined: never. */
  readonly expiry: number | undefined
}

/** Undefined: no row of the table. @param isVendorFirst the order of its last two columns */
export const tableRowOf = (
  line: string,
  isVendorFirst: boolean,
): TableRow | 'not-a-date' | 'not-a-count' | undefined => {
  const parts = shape.exec(line)
  if (!parts) return undefined
  const [, feature = '', , licences = '', fourth = '', fifth = ''] = parts
  const expires = isVendorFirst ? fifth : fourth
  const expiry = expiryOf(expires)
  if (expiry === 'not-a-date') return expiry
  const count = /^uncounted$/i.test(licences) || Number(licences) === 0 ? undefined : Number(licences)
  if (count !== undefined && count > 2 ** 31 - 1) return 'not-a-count'
  return { feature, vendor: isVendorFirst ? fourth : fifth, licences: count, expiry }
}

/** `31-dec-2026`; `permanent` and the year 0 never end. */
const expiryOf = (text: string): number | undefined | 'not-a-date' => {
  if (/^permanent/i.test(text)) return undefined
  const parts = /^(\d{1,2})-([a-z]{3})-(\d{1,4})$/i.exec(text)
  const month = parts ? monthNumber(parts[2] as string) : undefined
  if (!parts || month === undefined) return 'not-a-date'
  const stated = Number(parts[3])
  if (stated === 0) return undefined
  const year = stated < 70 ? stated + 2000 : stated < 100 ? stated + 1900 : stated
  if (year >= 2100) return undefined
  const day = secondsOf(year, month, Number(parts[1]))
  return day === undefined ? 'not-a-date' : day + 86400
}
