import { UsageKind } from '../facts/usage-fact.ts'
import type { SourceRows } from './source-rows.ts'

interface Open {
  readonly subject: number
  readonly at: number
  readonly detail: number
  left: number
}

export interface EventMatching {
  /** Equal numbers are one holder: server, feature, user and host, whatever the version. */
  holderOf(subject: number): number
  /** Equal numbers are one server. */
  serverOf(subject: number): number
  /** Whether `ended` of this server subject ends what is open at that server. */
  isOf(server: number, ended: number): boolean
  /** Last observed instant of a server: what is open then counts up to there. */
  lastObserved(server: number): number
  /** Seconds after which a wait is taken for given up. */
  readonly queueSeconds: number
}

type Add = (from: number, to: number, subject: number, count: number, detail: number) => void

/**
 * Puts checkouts and check-ins together. A check-in closes the checkout of its handle where both name one, else the oldest open one of
 * its holder, licence by licence (semantics page, "Matching"). Rows in order of time.
 */
export const matchEvents = (rows: SourceRows, matching: EventMatching, addHeld: Add, addWaited: Add): void => {
  const { size, time, kind, subject, count, detail } = rows
  const open = createOpen(matching)
  const waiting = createOpen(matching)
  for (let i = 0; i < size; i++) {
    const at = time[i] as number
    const of = subject[i] as number
    const handle = detail[i] as number
    const licences = count[i] as number
    switch (kind[i]) {
      case UsageKind.out:
        waiting.close(of, 0, licences, at, endWait(matching, addWaited))
        open.add({ subject: of, at, detail: handle, left: licences })
        break
      case UsageKind.in:
        open.close(of, handle, licences, at, addHeld)
        break
      case UsageKind.queued:
        waiting.add({ subject: of, at, detail: handle, left: licences })
        break
      case UsageKind.dequeued:
        waiting.close(of, handle, licences, at, endWait(matching, addWaited))
        break
      case UsageKind.ended:
        open.end(
          (server) => matching.isOf(server, of),
          () => at,
          addHeld,
        )
        waiting.end(
          (server) => matching.isOf(server, of),
          () => at,
          endWait(matching, addWaited),
        )
        break
    }
  }
  open.end(() => true, matching.lastObserved, addHeld)
  waiting.end(() => true, matching.lastObserved, endWait(matching, addWaited))
}

const endWait =
  ({ queueSeconds }: EventMatching, add: Add): Add =>
  (from, to, subject, count, detail) =>
    add(from, Math.min(to, from + queueSeconds), subject, count, detail)

const createOpen = ({ holderOf, serverOf }: EventMatching) => {
  const ofHolder = new Map<number, Open[]>()
  const closeSome = (list: Open[], at: number, licences: number, to: number, add: Add): number => {
    const one = list[at] as Open
    const closed = Math.min(one.left, licences)
    if (closed > 0) add(one.at, to, one.subject, closed, one.detail)
    one.left -= closed
    if (one.left <= 0) list.splice(at, 1)
    return licences - closed
  }
  return {
    add(one: Open): void {
      const holder = holderOf(one.subject)
      const list = ofHolder.get(holder)
      if (list) list.push(one)
      else ofHolder.set(holder, [one])
    },
    close(subject: number, handle: number, licences: number, to: number, add: Add): void {
      const holder = holderOf(subject)
      const list = ofHolder.get(holder)
      if (!list) return
      let left = licences
      const byHandle = handle === 0 ? -1 : list.findIndex(({ detail }) => detail === handle)
      if (byHandle >= 0) left = closeSome(list, byHandle, left, to, add)
      // A handle that nobody has open is not that of a checkout with another one.
      const fits = ({ detail }: Open): boolean => handle === 0 || detail === 0
      for (let at = list.findIndex(fits); byHandle < 0 && left > 0 && at >= 0; at = list.findIndex(fits))
        left = closeSome(list, at, left, to, add)
      if (list.length === 0) ofHolder.delete(holder)
    },
    end(isEnded: (server: number) => boolean, endOf: (server: number) => number, add: Add): void {
      for (const [holder, list] of ofHolder) {
        const server = serverOf((list[0] as Open).subject)
        if (!isEnded(server)) continue
        for (const one of list) add(one.at, Math.max(one.at, endOf(server)), one.subject, one.left, one.detail)
        ofHolder.delete(holder)
      }
    },
  }
}
