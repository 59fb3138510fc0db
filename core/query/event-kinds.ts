import { UseKind } from '../facts/derived-day.ts'

/** Event type words of 75 and 129 (semantics page, "Event types from the log"). */
const logWords: { readonly [kind: number]: string } = {
  [UseKind.out]: 'out',
  [UseKind.in]: 'in',
  [UseKind.removed]: 'removed',
  [UseKind.notFound]: 'in',
  [UseKind.denied]: 'denied',
  [UseKind.unsupported]: 'unsupported',
  [UseKind.queued]: 'queued',
  [UseKind.upgrade]: 'upgrade',
}

const extendedWords: { readonly [kind: number]: string } = {
  [UseKind.out]: 'CHECK OUT',
  [UseKind.in]: 'CHECK IN',
  [UseKind.removed]: 'TIMED OUT',
  [UseKind.notFound]: 'USAGE NOT FOUND',
  [UseKind.falseUsage]: 'FALSE USAGE',
  [UseKind.denied]: 'DENIED',
  [UseKind.unsupported]: 'UNSUPPORTED',
  [UseKind.queued]: 'QUEUED',
  [UseKind.upgrade]: 'CHECK OUT',
  [UseKind.managerStart]: 'DAEMON START',
  [UseKind.daemonStart]: 'DAEMON START',
  [UseKind.reload]: 'RELOAD LICENSE',
  [UseKind.featureIncrement]: 'FEATURE INCREMENT',
}

const requestWords: { readonly [kind: number]: string } = {
  [UseKind.denied]: 'denied',
  [UseKind.unsupported]: 'unsupported',
}

/** The event type's word in a data type, or undefined when the type does not tell of such events. */
export const eventWord = (type: number, kind: number, reason: string): string | undefined => {
  if (type === 52) return requestWords[kind]
  if (type === 104) return extendedWords[kind]
  // A check-in forced for inactivity stays one where nothing was checked out.
  if (kind === UseKind.notFound && reason === 'INACTIVE') return 'removed'
  return logWords[kind]
}

export interface EventText {
  readonly 'event-type': string
  readonly 'event-subtype': string
  readonly details: string
  readonly 'forward-vendor-licence': string
  readonly 'feature-version': string
}

export interface EventFacts {
  readonly type: number
  readonly kind: number
  readonly reason: string
  readonly codes: string
  readonly version: string
  /** Of a false denial: who granted it, and whether that was the denying licence itself. */
  readonly grantedBy?: { readonly vendorLicence: string; readonly local: boolean }
}

/** What an event's row says in the classifications that are its own; undefined when the type does not tell of it. */
export const eventText = ({ type, kind, reason, codes, version, grantedBy }: EventFacts): EventText | undefined => {
  const word = eventWord(type, kind, reason)
  if (word === undefined) return undefined
  const isDenial = kind === UseKind.denied || kind === UseKind.unsupported
  const isCheckIn = kind === UseKind.in || kind === UseKind.removed || kind === UseKind.notFound
  const subtype = grantedBy
    ? grantedBy.local
      ? 'local'
      : 'forwarded'
    : isDenial
      ? codes
      : isCheckIn
        ? reason
        : kind === UseKind.upgrade
          ? 'upgrade'
          : ''
  return {
    'event-type': type === 104 && kind === UseKind.denied && grantedBy ? 'FALSE DENIAL' : word,
    'event-subtype': subtype || 'undef',
    details: (type === 129 ? (isDenial ? reason : '') : reason) || 'undef',
    'forward-vendor-licence': grantedBy?.vendorLicence ?? 'undef',
    'feature-version': version || 'undef',
  }
}
