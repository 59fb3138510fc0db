import type { Database } from '../database/connection.ts'
import { agentNames, type EventRow, writeEvents } from '../database/event-table.ts'
import { type IssueRow, writeIssues } from '../database/issue-table.ts'

export interface EventWriter {
  /** Takes rows in, the latest of an id counts. Nothing is written before `write`. */
  put(rows: { readonly event?: EventRow; readonly issue?: IssueRow }): void
  /** Resolves when everything put so far was written, or could not be: then it waits for the next time. Never rejects. */
  write(): Promise<void>
}

/** More rows than this are not kept while the database cannot be written: the oldest go. */
const mostWaiting = 20_000

/** Writes events and issues behind: what comes while a transaction runs goes together into the next. */
export const createEventWriter = (
  database: Database,
  onWritten: (events: readonly EventRow[], names: ReadonlyMap<string, string>) => void,
  log: (error: unknown, where: string) => void,
): EventWriter => {
  let events = new Map<number, EventRow>()
  let issues = new Map<number, IssueRow>()
  let running: Promise<void> = Promise.resolve()
  let next: Promise<void> | undefined

  const writeNow = async (): Promise<void> => {
    const [someEvents, someIssues] = [events, issues]
    if (someEvents.size === 0 && someIssues.size === 0) return
    events = new Map()
    issues = new Map()
    const rows = [...someEvents.values()]
    try {
      const names = await database.transaction(async (tx) => {
        // Closed ones first: the same trouble is open once at most.
        const sorted = [...someIssues.values()].sort((a, b) => Number(b.closedAt > 0) - Number(a.closedAt > 0))
        await writeIssues(tx, sorted)
        const named = await agentNames(tx, [...new Set(rows.flatMap(({ agent }) => (agent === '' ? [] : [agent])))])
        await writeEvents(tx, rows, named)
        return named
      })
      onWritten(rows, names)
    } catch (error) {
      log(error, 'event log')
      // Ids are the same: what was put meanwhile counts.
      events = new Map([...someEvents, ...events].slice(-mostWaiting))
      issues = new Map([...someIssues, ...issues])
    }
  }

  return {
    put({ event, issue }) {
      if (event) events.set(event.id, event)
      if (issue) issues.set(issue.id, issue)
    },
    write() {
      next ??= running.then(() => {
        next = undefined
        running = writeNow()
        return running
      })
      return next
    },
  }
}
