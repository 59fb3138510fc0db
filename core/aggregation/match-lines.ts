import { RunEnd, UseKind } from '../facts/derived-day.ts'
import type { HolderTable } from '../facts/holder-table.ts'
import { LineKind } from '../facts/line-fact.ts'
import { columnSet } from '../segments/column-set.ts'
import { append } from '../segments/growing-column.ts'
import { createDaemonRuns, type DaemonRuns } from './daemon-runs.ts'
import type { OpenCheckouts } from './open-checkouts.ts'
import type { SourceState } from './source-state.ts'

/** What the lines amount to, in the order of the lines; times are instants. */
export interface MatchedRows {
  readonly use: ReturnType<typeof useColumns>
  readonly queue: ReturnType<typeof queueColumns>
  readonly known: ReturnType<typeof knownColumns>
  readonly capacity: ReturnType<typeof capacityColumns>
  readonly component: ReturnType<typeof componentColumns>
}
const useColumns = () => columnSet(['time', 'kind', 'holder', 'change', 'detail'], 1 << 14)
const queueColumns = () => columnSet(['time', 'holder', 'change'], 64)
const knownColumns = () => columnSet(['series', 'time'], 64)
const capacityColumns = () => columnSet(['time', 'series', 'licences'], 64)
const componentColumns = () => columnSet(['series', 'package'], 64)

export interface MatcherOptions {
  readonly holders: HolderTable
  /** Seconds after which an interval in the queue is taken for given up. */
  readonly queueSeconds: number
  readonly state: SourceState
  /** The state's open checkouts; goes on from day to day. */
  readonly open: OpenCheckouts
  /** Instants are kept as seconds since this one, so that they fit 32 bits. */
  readonly base: number
  isManager(daemon: number): boolean
  /** Whether a check-in's detail names inactivity. */
  isInactive(detail: number): boolean
}

export interface Matcher {
  readonly rows: MatchedRows
  readonly runs: DaemonRuns
  readonly lastLine: number | undefined
  /** One line in the log's order; kind 0 is a line that was merely there, and then `holder` is its daemon. */
  line(at: number, kind: number, holder: number, count: number, detail: number, handle: number): void
  /** The log goes on no further than its last line for now, or its next line lies behind a silence or a start block: runs end. */
  endRuns(ending: number): void
  /** Licences open now, to be told at the end of the log without closing them. */
  forEachOpen(visit: (holder: number, licences: number) => void): void
  forEachQueued(visit: (holder: number, licences: number) => void): void
  /** Ends queue intervals whose time is up before `until`. */
  expireQueue(until: number): void
  readonly known: ReadonlySet<number>
  readonly capacity: ReadonlyMap<number, number>
  /** Without its open checkouts a state serves the next day of the same call only. */
  save(options?: { readonly withOpen?: boolean }): SourceState
}

/**
 * Matches check-ins with checkouts (semantics page, "Matching", "Runs", "Queue"): an IN closes the oldest open OUT of its holder,
 * licence by licence; the end of a run closes what its daemon still has open.
 */
export const createMatcher = ({
  holders,
  queueSeconds,
  state,
  open,
  base,
  isManager,
  isInactive,
}: MatcherOptions): Matcher => {
  const rows: MatchedRows = {
    use: useColumns(),
    queue: queueColumns(),
    known: knownColumns(),
    capacity: capacityColumns(),
    component: componentColumns(),
  }
  const queued = new Map<number, { since: number; count: number }[]>()
  let oldestQueued = Number.POSITIVE_INFINITY
  const known = new Set(state.known)
  const reread = new Set(state.reread)
  const capacity = new Map(state.capacity)
  let lastLine = state.lastLine ?? undefined

  const use = (at: number, kind: number, holder: number, change: number, detail: number): void => {
    append(rows.use.time, at - base)
    append(rows.use.kind, kind)
    append(rows.use.holder, holder)
    append(rows.use.change, change)
    append(rows.use.detail, detail)
  }
  const queue = (at: number, holder: number, change: number): void => {
    append(rows.queue.time, at - base)
    append(rows.queue.holder, holder)
    append(rows.queue.change, change)
  }
  const enqueue = (holder: number, since: number, count: number) => {
    const list = queued.get(holder)
    if (list) list.push({ since, count })
    else queued.set(holder, [{ since, count }])
    if (since < oldestQueued) oldestQueued = since
  }
  const dequeue = (holder: number, at: number): void => {
    const list = queued.get(holder)
    if (!list) return
    queued.delete(holder)
    for (const { since, count } of list) queue(Math.max(since, Math.min(at, since + queueSeconds)), holder, -count)
  }
  for (const { holder, since, count } of state.queued) enqueue(holder, since, count)

  /** Closes what a run that ended at `at` left open. */
  const closeRun = (daemon: number, at: number): void => {
    reread.delete(daemon)
    open.closeAll(daemon, (holder, licences, start) => {
      use(Math.max(at, start), UseKind.falseUsage, holder, -licences, 0)
    })
    for (const holder of [...queued.keys()]) if (holders.daemon[holder] === daemon) dequeue(holder, at)
  }
  const runs = createDaemonRuns(state.runs, closeRun)

  const mention = (series: number, at: number, inList: boolean, daemon: number): void => {
    if (series === 0 || known.has(series)) return
    known.add(series)
    append(rows.known.series, series)
    append(rows.known.time, at - base)
    if (inList && reread.has(daemon)) use(at, UseKind.featureIncrement, series, 0, 0)
  }

  const expireQueue = (until: number): void => {
    if (oldestQueued + queueSeconds >= until) return
    oldestQueued = Number.POSITIVE_INFINITY
    for (const [holder, list] of queued) {
      const left = list.filter(({ since, count }) => {
        if (since + queueSeconds >= until) return true
        queue(since + queueSeconds, holder, -count)
        return false
      })
      if (left.length === 0) queued.delete(holder)
      else queued.set(holder, left)
      for (const { since } of left) if (since < oldestQueued) oldestQueued = since
    }
  }

  /** When each series last stated its capacity. */
  const statedAt = new Map<number, number>()
  const stateCapacity = (series: number, at: number, licences: number): void => {
    const inForce = capacity.get(series)
    const since = statedAt.get(series) ?? at
    if (inForce === undefined || at >= since) {
      statedAt.set(series, at)
      capacity.set(series, licences)
      if (inForce !== licences) step(series, at, licences)
      return
    }
    // A line set back a little: what it states ends where a later instant stated something else.
    step(series, at, licences)
    if (inForce !== licences) step(series, since, inForce)
  }
  const step = (series: number, at: number, licences: number): void => {
    append(rows.capacity.time, at - base)
    append(rows.capacity.series, series)
    append(rows.capacity.licences, licences)
  }

  /** Levels never fall before they rose: a clock set back makes an empty interval, told without moving its event. */
  let eventAt = 0
  let eventHolder = 0
  let change = 0
  const closed = (licences: number, start: number): void => {
    if (start > eventAt) use(start, UseKind.adjust, eventHolder, -licences, 0)
    else change -= licences
  }

  const line: Matcher['line'] = (at, kind, holder, count, detail, handle) => {
    const daemon = kind === 0 ? holder : (holders.daemon[holder] as number)
    if (lastLine !== undefined) {
      if (kind === LineKind.managerStart) runs.endAll(lastLine, RunEnd.newStart)
      else if (at - lastLine > 86400) runs.endAll(lastLine, RunEnd.silence)
    }
    runs.settle(at)
    if (queued.size > 0) expireQueue(at)
    if (kind === LineKind.managerStart) {
      lastLine = lastLine === undefined || at > lastLine ? at : lastLine
      return
    }
    // A capacity stands before the event of the same line, which tells whether it is a check-in.
    if (kind !== LineKind.daemonEnded && kind !== LineKind.capacity && !isManager(daemon))
      runs.seen(daemon, at, kind === LineKind.in, kind === LineKind.daemonExit)
    lastLine = lastLine === undefined || at > lastLine ? at : lastLine
    if (kind === 0) return
    eventAt = at
    eventHolder = holder
    change = 0
    switch (kind) {
      case LineKind.out: {
        mention(holders.series[holder] as number, at, false, daemon)
        if (queued.size > 0) dequeue(holder, at)
        open.open(holder, at, count, handle)
        use(at, UseKind.out, holder, count, detail)
        return
      }
      case LineKind.in: {
        mention(holders.series[holder] as number, at, false, daemon)
        const found = open.close(holder, count, handle, closed) > 0
        use(
          at,
          found ? (detail !== 0 && isInactive(detail) ? UseKind.removed : UseKind.in) : UseKind.notFound,
          holder,
          change,
          detail,
        )
        return
      }
      case LineKind.upgrade: {
        mention(holders.series[holder] as number, at, false, daemon)
        open.closeOldest(holder, handle, closed)
        open.open(holder, at, count, handle)
        use(at, UseKind.upgrade, holder, change + count, detail)
        return
      }
      case LineKind.denied: {
        mention(holders.series[holder] as number, at, false, daemon)
        use(at, UseKind.denied, holder, 0, detail)
        return
      }
      case LineKind.unsupported: {
        use(at, UseKind.unsupported, holder, 0, detail)
        return
      }
      case LineKind.queued: {
        mention(holders.series[holder] as number, at, false, daemon)
        use(at, UseKind.queued, holder, 0, detail)
        enqueue(holder, at, count)
        queue(at, holder, count)
        return
      }
      case LineKind.dequeued: {
        mention(holders.series[holder] as number, at, false, daemon)
        dequeue(holder, at)
        return
      }
      case LineKind.known: {
        mention(holder, at, true, daemon)
        return
      }
      case LineKind.component: {
        mention(holder, at, true, daemon)
        append(rows.component.series, holder)
        append(rows.component.package, detail)
        return
      }
      case LineKind.capacity:
        stateCapacity(holder, at, count)
        return
      case LineKind.daemonExit:
        runs.exit(daemon, at, RunEnd.exit)
        return
      case LineKind.daemonEnded:
        runs.exit(daemon, at, RunEnd.told)
        return
      case LineKind.managerExit:
        runs.endAll(at, RunEnd.managerExit)
        return
      case LineKind.banner:
        use(at, UseKind.managerStart, holder, 0, detail)
        return
      case LineKind.daemonStart:
        // After a reread the daemon prints its list again without having started.
        if (!reread.has(daemon)) use(at, UseKind.daemonStart, holder, 0, detail)
        return
      case LineKind.reread:
        if (!isManager(daemon)) reread.add(daemon)
        use(at, UseKind.reload, holder, 0, detail)
        return
    }
  }

  return {
    rows,
    runs,
    get lastLine() {
      return lastLine
    },
    line,
    endRuns(ending) {
      if (lastLine !== undefined) runs.endAll(lastLine, ending)
    },
    forEachOpen: (visit) => open.forEachHolder(visit),
    forEachQueued: (visit) => {
      for (const [holder, list] of queued)
        visit(
          holder,
          list.reduce((sum, { count }) => sum + count, 0),
        )
    },
    expireQueue,
    known,
    capacity,
    save: ({ withOpen = true } = {}) => ({
      open: withOpen ? open.save() : [],
      queued: [...queued]
        .flatMap(([holder, list]) => list.map((entry) => ({ holder, ...entry })))
        .sort((a, b) => a.holder - b.holder),
      runs: runs.save(),
      known: [...known].sort((a, b) => a - b),
      reread: [...reread].sort((a, b) => a - b),
      capacity: [...capacity].sort((a, b) => a[0] - b[0]),
      lastLine: lastLine ?? null,
    }),
  }
}
