/** What is wrong with a date as typed, or nothing: `2024-03-04` or `2024-03-04T08:30`. The core checks again. */
export const dateProblem = (text: string): string | undefined => {
  const words = 'Type a date such as 2026-01-31, or with a time 2026-01-31T08:30.'
  const found = /^(\d{4})-(\d\d)-(\d\d)(T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?)?$/.exec(text)
  if (!found) return words
  const [, year, month, day] = found.map(Number)
  const date = new Date(Date.UTC(year!, month! - 1, day))
  return date.getUTCMonth() + 1 === month && date.getUTCDate() === day ? undefined : `There is no ${text.slice(0, 10)}.`
}
