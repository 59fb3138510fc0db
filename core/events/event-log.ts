import type { Database } from '../database/connection.ts'
import {
  acknowledgeEvents,
  agentNames,
  type EventRow,
  lastEventId,
  takeBackAcknowledged,
} from '../database/event-table.ts'
import { lastIssueId, openIssues } from '../database/issue-table.ts'
import type { EventLog, NewEvent } from './event-log-context.ts'
import { removeOldEvents } from './event-retention.ts'
import { createEventWriter } from './event-writer.ts'
import { issueWords } from './issue-catalogue.ts'
import { createIssuePopups, type PopupTiming } from './issue-popups.ts'
import { createKnownIssues, type KnownIssue } from './known-issues.ts'
import type { Notices } from './notices.ts'
import { createRepeats } from './repeats.ts'

export interface EventLogOptions {
  readonly database: Database
  /** Where popups come from. */
  readonly notices: Pick<Notices, 'tell'>
  /** Days that events are kept; 0: all of them. Asked again each time. */
  readonly keptDays?: () => number
  /** `events.changed`: an event's id, 0 for several. */
  readonly announce: (id: number) => void
  readonly clock?: () => number
  readonly popups?: PopupTiming
  log?(error: unknown, where: string): void
}

const tickEvery = 60_000
const ticksBetweenRemovals = 60

/** Reads the issues that are open; from then on it is the only one that writes events and issues. */
export const createEventLog = async (options: EventLogOptions): Promise<EventLog> => {
  const { database, notices, keptDays = () => 0, announce, clock = Date.now, log = () => undefined } = options
  const repeats = createRepeats()
  const issues = createKnownIssues(await openIssues(database), await lastIssueId(database))
  let nextEvent = (await lastEventId(database)) + 1
  let lastAcknowledged = 0
  const nameOf = async (agent: string): Promise<string> =>
    (await agentNames(database, [agent])).get(agent) ?? 'an agent'
  const popups = createIssuePopups(
    notices,
    nameOf,
    log,
    options.popups ?? { gather: 2000, apart: { error: 60_000, warning: 600_000 } },
  )
  const writer = createEventWriter(
    database,
    (rows) => rows.length > 0 && announce(rows.length === 1 ? (rows[0] as EventRow).id : 0),
    log,
  )

  let isClosed = false
  const put = (event: NewEvent, issue = 0): void => {
    // Work that was stopped may end after the log.
    if (isClosed) return
    const now = clock()
    const when = Math.min(event.at ?? now, now)
    const { severity, kind, agent = '', subject = '', message, detail = '' } = event
    const before = repeats.find({ kind, agent, subject, message, detail }, now)
    const row: EventRow = before
      ? { ...before, lastAt: Math.max(before.lastAt, when), times: before.times + 1, detail }
      : { id: nextEvent++, at: when, lastAt: when, times: 1, severity, kind, agent, subject, message, detail, issue }
    repeats.remember(row)
    writer.put({ event: row })
  }

  const opened = (issue: KnownIssue): void => {
    const { agent, subject, detail, severity, code, id, times } = issue
    put({ kind: 'issue', agent, subject, severity, message: issueWords(code).title, detail }, id)
    // A repeat was told of already.
    if (times === 1) popups.opened(issue)
    writer.put({ issue })
  }

  const closed = (issue: KnownIssue): void => {
    const { agent, subject, code, id } = issue
    put({ kind: 'issue', agent, subject, severity: 'info', message: `Over: ${issueWords(code).title}` }, id)
    popups.closed(issue)
    writer.put({ issue })
  }

  let ticks = 0
  const tick = async (): Promise<void> => {
    repeats.clean(clock())
    issues.clean(clock())
    for (const issue of issues.takeChanged()) writer.put({ issue })
    await writer.write()
    if (ticks++ % ticksBetweenRemovals > 0) return
    if ((await removeOldEvents(database, keptDays(), clock())) > 0) announce(0)
  }
  const timer = setInterval(() => void tick().catch((error) => log(error, 'event log')), tickEvery)
  timer.unref()

  return {
    log(event) {
      put(event)
      return writer.write()
    },
    async troubles(agent, codes, current) {
      const change = issues.compare(agent, codes, current, clock())
      if (change.opened.length === 0 && change.closed.length === 0) return
      for (const issue of change.closed) closed(issue)
      for (const issue of change.opened) opened(issue)
      await writer.write()
    },
    async forget(agent) {
      for (const issue of issues.forget(agent, clock())) {
        popups.closed(issue)
        writer.put({ issue })
      }
      await writer.write()
    },
    open: issues.open,
    counts: issues.counts,
    async acknowledge(which) {
      await writer.write()
      repeats.forget()
      lastAcknowledged = Math.max(clock(), lastAcknowledged + 1)
      const at = lastAcknowledged
      const acknowledged = await database.transaction((tx) => acknowledgeEvents(tx, which, at))
      if (acknowledged > 0) announce(0)
      return { acknowledged, at }
    },
    async takeBack(at) {
      await database.transaction((tx) => takeBackAcknowledged(tx, at))
      announce(0)
    },
    async close() {
      clearInterval(timer)
      popups.close()
      for (const issue of issues.takeChanged()) writer.put({ issue })
      await writer.write()
      isClosed = true
    },
  }
}
