const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** `permanent` has no end; so has a date in the year 0, as older licences write it. */
export type LicenceDate = { readonly kind: 'day'; readonly day: number } | { readonly kind: 'permanent' } | undefined

/**
 * Days since 1970 of `1-dec-2012`; `undefined` for what is no date. Two digits of a year are of 1970 to 2069; the year 0, and the word
 * `permanent`, mean that there is no end.
 */
export const licenceDate = (text: string): LicenceDate => {
  if (/^permanent$/i.test(text)) return { kind: 'permanent' }
  const match = /^(\d{1,2})-([a-z]{3})-(\d{1,4})$/i.exec(text)
  if (!match) return undefined
  const [, day, name, digits] = match as unknown as [string, string, string, string]
  const month = months.indexOf(name.toLowerCase())
  if (month < 0) return undefined
  const number = Number(digits)
  if (number === 0) return { kind: 'permanent' }
  const year = digits.length > 2 ? number : number < 70 ? 2000 + number : 1900 + number
  const at = new Date(0)
  at.setUTCFullYear(year, month, Number(day))
  // 31-feb would become a day in March.
  if (at.getUTCMonth() !== month || at.getUTCDate() !== Number(day)) return undefined
  return { kind: 'day', day: Math.floor(at.getTime() / 86_400_000) }
}
