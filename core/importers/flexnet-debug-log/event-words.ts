import { LineKind } from '../../facts/line-fact.ts'
import { latin1 } from './line-prefix.ts'

/** Words of event lines besides OUT and IN, by kind. */
export const eventWords: { readonly [kind: number]: string } = {
  [LineKind.denied]: 'DENIED',
  [LineKind.unsupported]: 'UNSUPPORTED',
  [LineKind.upgrade]: 'UPGRADE',
  [LineKind.queued]: 'QUEUED',
  [LineKind.dequeued]: 'DEQUEUED',
}

const wordKinds = new Map(Object.entries(eventWords).map(([kind, word]) => [word, Number(kind)]))

/** Kind of an event line that is neither OUT nor IN; 0 when the message begins with no such word. */
export const otherEvent = (bytes: Uint8Array, start: number, end: number): number => {
  const text = latin1(bytes, start, Math.min(end, start + 13))
  const colon = text.indexOf(':')
  return colon > 0 && text[colon + 1] === ' ' ? (wordKinds.get(text.slice(0, colon)) ?? 0) : 0
}
