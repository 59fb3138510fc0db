import type { SpoolState } from '../protocol/messages.ts'

/** What of a batch was not committed before. */
export type BatchNews =
  | { readonly kind: 'invalid' }
  /** `records`: of the whole batch. */
  | { readonly kind: 'none'; readonly records: number; readonly resendFrom?: number }
  | {
      readonly kind: 'some'
      readonly lines: Buffer
      readonly records: number
      readonly last: number
      /** Sequences before it that the agent no longer has. */
      readonly missing: number
    }

const newline = 10

/** @param acknowledged the last sequence taken of this epoch, 0 for none */
export const batchNews = (spool: SpoolState, lines: Buffer, acknowledged: number): BatchNews => {
  const { first, last, oldestKept } = spool
  if (first === undefined || last === undefined)
    return lines.length === 0 ? { kind: 'none', records: 0 } : { kind: 'invalid' }
  const records = last - first + 1
  if (records < 1 || countLines(lines) !== records) return { kind: 'invalid' }
  if (last <= acknowledged) return { kind: 'none', records }
  const expected = acknowledged + 1
  if (first > expected) {
    const from = Math.max(expected, Math.min(oldestKept, first))
    if (from < first) return { kind: 'none', records, resendFrom: from }
    return { kind: 'some', lines, records, last, missing: first - expected }
  }
  return { kind: 'some', lines: withoutLines(lines, expected - first), records, last, missing: 0 }
}

/** Each line has its end. */
const countLines = (lines: Buffer): number => {
  if (lines.length > 0 && lines[lines.length - 1] !== newline) return -1
  let count = 0
  for (let at = lines.indexOf(newline); at >= 0; at = lines.indexOf(newline, at + 1)) count++
  return count
}

const withoutLines = (lines: Buffer, count: number): Buffer => {
  let at = 0
  for (let i = 0; i < count; i++) at = lines.indexOf(newline, at) + 1
  return lines.subarray(at)
}
