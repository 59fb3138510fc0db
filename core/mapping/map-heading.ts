/** `MAP: 1200 annual split (2024-01-01)`: price, for how long, and whether the lines below share it. */
export interface PriceHeading {
  /** Undefined for `none`: from that day on nothing is known of the price. */
  readonly price: number | undefined
  readonly mode: PriceMode
  readonly isSplit: boolean
}

export const priceModes = ['hourly', 'daily', 'monthly', 'annual'] as const
export type PriceMode = (typeof priceModes)[number]

const decimal = /^\d{1,12}(\.\d{1,9})?$/

/** @returns undefined when it is none */
export const priceOfHeading = (name: string): PriceHeading | undefined => {
  const [price = '', mode = '', split, ...more] = name.toLowerCase().split(/\s+/)
  if (price === 'none' && mode === '') return { price: undefined, mode: 'hourly', isSplit: false }
  const known = priceModes.find((one) => one === mode)
  if (!decimal.test(price) || !known || more.length > 0 || (split !== undefined && split !== 'split')) return undefined
  return { price: Number(price), mode: known, isSplit: split === 'split' }
}

/** `MAP: 25 (2024-01-01)`: a number of licences; undefined for `none`. @returns NaN when it is neither */
export const entitledOfHeading = (name: string): number | undefined => {
  if (name.toLowerCase() === 'none') return undefined
  return /^\d{1,9}$/.test(name) ? Number(name) : Number.NaN
}

/** `MAP: 30`, minutes, more than none and at most a day; in seconds. @returns NaN when it is none */
export const timeoutOfHeading = (name: string): number => {
  const minutes = decimal.test(name) ? Number(name) : Number.NaN
  return minutes > 0 && minutes <= 1440 ? minutes * 60 : Number.NaN
}

/** `2024-01-31` as days since 1970; undefined when there is no such day. */
export const dayOfText = (text: string): number | undefined => {
  const parts = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text)
  if (!parts) return undefined
  const date = new Date(Date.UTC(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3])))
  return date.toISOString().startsWith(text) ? date.getTime() / 86400_000 : undefined
}
