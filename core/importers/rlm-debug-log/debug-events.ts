/** What a line of a vendor's server tells of a licence. */
export interface DebugEvent {
  readonly word: 'OUT' | 'IN' | 'DENIED' | 'QUEUED' | 'DEQUEUED'
  readonly product: string
  readonly version: string
  readonly user: string
  readonly host: string
  readonly count: number
}

const words = /^(OUT|IN|DENIED|QUEUED?|DEQUEUED?): /
/** `OUT: hexa_solve v5.0 by k.osei@hal-ws-2 Grid 7 (14 licenses)`, `IN: (timed out) …`, `DENIED: (1) hexa_solve v5.0 to m.ito@hal-ws-3` */
const event = /^(OUT|IN|DENIED|QUEUED?|DEQUEUED?): (?:\(([^)]*)\) )?(\S+) v(\S*) (?:by|to) (.*?)@(\S+)(.*)$/
const licences = /\((\d{1,9}) licenses?\)\s*$/

/** The event of a message; `torn`: it begins like one, but user, host or product are missing; undefined: it is none. */
export const debugEvent = (message: string): DebugEvent | 'torn' | undefined => {
  if (!words.test(message)) return undefined
  const found = event.exec(message)
  if (!found) return 'torn'
  const [, word = '', bracket = '', product = '', version = '', user = '', at = '', rest = ''] = found
  const inBracket = word === 'DENIED' || word.includes('QUEUE') ? /^\d{1,9}$/.exec(bracket)?.[0] : undefined
  const count = Number(licences.exec(rest)?.[1] ?? inBracket ?? 1)
  // The host begins after the last `@`.
  const last = at.lastIndexOf('@')
  return {
    word: (word === 'QUEUE' ? 'QUEUED' : word === 'DEQUEUE' ? 'DEQUEUED' : word) as DebugEvent['word'],
    product,
    version,
    user: last < 0 ? user : `${user}@${at.slice(0, last)}`,
    host: at.slice(last + 1),
    count: Math.max(1, count),
  }
}
