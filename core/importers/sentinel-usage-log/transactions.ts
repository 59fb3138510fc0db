import { UsageKind } from '../../facts/usage-fact.ts'

/** A transaction of the usage log. Times are UTC. */
export interface Transaction {
  readonly time: number
  readonly feature: string
  readonly version: string
  readonly code: number
  readonly user: string
  readonly host: string
  /** Licences handled; NaN where they are encrypted. */
  readonly licences: number
}

/**
 * `2 0 MTI1 Mon Mar 02 08:00:00 2026 1772438400 solver 1.0 0 1 0 k.osei hal-ws-2 9.7.0 1 - …`: two levels of encryption, in newer versions
 * a reserved field, the local date, seconds since 1970, feature, version (may be empty), transaction, licences in use afterwards, seconds
 * that the licence was held, user, host, version of the server, licences handled, a comment.
 */
const transaction =
  /^(\d) (\d) (?:(\S+) )?(?:Sun|Mon|Tue|Wed|Thu|Fri|Sat) [A-Z][a-z]{2} +\d{1,2} \d\d:\d\d:\d\d \d{4} +(\d{9,11}) (\S+) (\S*) ?(\d{1,2}) (\S+) (\d+|-) (\S.*?) (\S+) v?(\d+(?:\.\d+)+\S*) (\S+)(?: .*)?$/
const begun = /^\s*\d \d .*\b[A-Z][a-z]{2} +\d{1,2} \d\d:\d\d:\d\d \d{4}\b/
/** `# Startup Sentinel RMS Development Kit v9.7 Mon Mar 02 07:59:58 2026 1772438398 lic11 …` */
const mark = /^#\s*(Startup|Shutdown)\b.*? (\d{9,11})(?: (\S+))?/

export const isTransactionLike = (text: string): boolean => begun.test(text)

export const transactionOf = (text: string): Transaction | undefined => {
  const found = transaction.exec(text)
  if (!found) return undefined
  const [, , , , epoch, feature = '', version = '', code, , , user = '', host = '', , licences = ''] = found
  return {
    time: Number(epoch),
    feature,
    version,
    code: Number(code),
    user,
    host,
    licences: /^\d{1,9}$/.test(licences) ? Number(licences) : Number.NaN,
  }
}

export interface ServerMark {
  readonly isStart: boolean
  readonly time: number
  readonly server: string
}

export const serverMark = (text: string): ServerMark | undefined => {
  const found = mark.exec(text)
  return found ? { isStart: found[1] === 'Startup', time: Number(found[2]), server: found[3] ?? '' } : undefined
}

/** What the codes of transactions come to; what is missing says nothing of use. */
export const meaningOf: { readonly [code: number]: { readonly kind: UsageKind; readonly reason: string } } = {
  0: { kind: UsageKind.out, reason: '' },
  1: { kind: UsageKind.denied, reason: 'Denied' },
  2: { kind: UsageKind.in, reason: '' },
  3: { kind: UsageKind.queued, reason: '' },
  4: { kind: UsageKind.denied, reason: 'Not placed in the queue' },
  5: { kind: UsageKind.out, reason: '' },
  6: { kind: UsageKind.out, reason: '' },
  7: { kind: UsageKind.dequeued, reason: '' },
  8: { kind: UsageKind.out, reason: 'borrowed' },
  9: { kind: UsageKind.in, reason: 'borrowed' },
}
