// "Matching" and "Queue" of the semantics, for one run of one daemon.

import type { DatedLine } from './dating.ts'
import type { LineEvent } from './log-line.ts'
import type { Checkout, LogEvent, Run } from './recount-shapes.ts'

const QUEUE_LIMIT = 8 * 3600

/** Checkouts, queue intervals and events of one run. */
export function matchRun(run: Run, lines: readonly DatedLine[]) {
  const checkouts: Checkout[] = []
  const queue: Checkout[] = []
  const events: LogEvent[] = []
  const open: Checkout[] = []
  const waiting: Checkout[] = []
  const { daemon } = run
  const isOf = (event: LineEvent) => (one: Checkout) =>
    one.feature === event.feature && one.user === event.user && one.host === event.host
  const isHeld = (event: LineEvent) => (one: Checkout) =>
    isOf(event)(one) && (event.handle === undefined || one.handle === undefined || one.handle === event.handle)
  const close = (list: Checkout[], one: Checkout, at: number, into: Checkout[]) => {
    list.splice(list.indexOf(one), 1)
    into.push({ ...one, end: at, open: false })
  }
  const start = ({ feature, user, host, count, handle }: LineEvent, at: number): Checkout => ({
    daemon,
    feature,
    user,
    host,
    count,
    handle,
    start: at,
    end: run.end,
    open: true,
  })
  const leaveQueue = (event: LineEvent, at: number) => {
    for (const one of waiting.filter(isOf(event))) close(waiting, one, Math.min(at, one.start + QUEUE_LIMIT), queue)
  }
  for (const { at, event } of lines) {
    if (!event) continue
    const { feature, user, host, version, reason, codes } = event
    const told = { at, daemon, feature, user, host, version, reason, codes }
    if (event.word === 'OUT') {
      leaveQueue(event, at)
      open.push(start(event, at))
      events.push({ kind: 'out', ...told })
    } else if (event.word === 'IN') {
      let left = event.count
      const any = open.some(isHeld(event))
      while (left > 0) {
        const oldest = open.find(isHeld(event))
        if (!oldest) break
        if (oldest.count <= left) {
          left -= oldest.count
          close(open, oldest, at, checkouts)
        } else {
          checkouts.push({ ...oldest, count: left, end: at, open: false })
          oldest.count -= left
          left = 0
        }
      }
      events.push({ kind: any ? 'in' : 'in without out', ...told })
    } else if (event.word === 'UPGRADE') {
      const oldest = open.find(isHeld(event))
      if (oldest) close(open, oldest, at, checkouts)
      open.push(start(event, at))
      events.push({ kind: 'upgrade', ...told })
    } else if (event.word === 'DENIED') events.push({ kind: 'denied', ...told })
    else if (event.word === 'UNSUPPORTED') events.push({ kind: 'unsupported', ...told })
    else if (event.word === 'QUEUED') {
      waiting.push(start(event, at))
      events.push({ kind: 'queued', ...told })
    } else leaveQueue(event, at)
  }
  for (const one of [...open]) {
    if (run.ending === 'log') checkouts.push({ ...one, end: run.end })
    else {
      close(open, one, run.end, checkouts)
      const { feature, user, host } = one
      events.push({ kind: 'false usage', at: run.end, daemon, feature, user, host })
    }
  }
  for (const one of waiting)
    queue.push({ ...one, end: Math.min(run.end, one.start + QUEUE_LIMIT), open: run.ending === 'log' })
  return { checkouts, queue, events }
}
