/** One CSV field by RFC 4180, written untouched. */
export const csvField = (value: string): string => (/[",\r\n]/.test(value) ? `"${value.replace(/"/g, '""')}"` : value)

/** A text that a spreadsheet would take for a formula is prefixed with an apostrophe. */
export const guardFormula = (value: string): string => (/^[=+\-@\t\r]/.test(value) ? `'${value}` : value)

/** Number with a fixed number of decimals; empty where it does not apply. */
export const csvNumber = (value: number | null, decimals: number): string =>
  value === null ? '' : value.toFixed(decimals)
