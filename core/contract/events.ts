import { z } from 'zod'
import type { AgentIssueRow } from './agents.ts'
import { call } from './call.ts'

export type EventSeverity = 'info' | 'warning' | 'error'

/**
 * What it is about: an agent's issue opened or ended, its coming and going, its enrolment, an act of harvesting, what an admin changed,
 * an import, the database.
 */
export const eventKinds = [
  'issue',
  'connection',
  'enrolment',
  'harvesting',
  'change',
  'import',
  'update',
  'console',
] as const
export type EventKind = (typeof eventKinds)[number]

/** A line of the event log. Times are epoch milliseconds. */
export interface LoggedEvent {
  readonly id: number
  readonly at: number
  /** Of the repeats that were grouped into it. */
  readonly lastAt: number
  readonly times: number
  readonly severity: EventSeverity
  readonly kind: EventKind
  /** Agent's id, empty for none, and its name. */
  readonly agent: string
  readonly agentName: string
  readonly subject: string
  readonly message: string
  readonly detail: string
  /** The issue it belongs to, 0 for none, and whether that is still open. */
  readonly issue: number
  readonly isOpen: boolean
  readonly acknowledgedAt: number
}

/** `closedAt`: 0 while it is open. */
export interface IssueDetails extends AgentIssueRow {
  readonly closedAt: number
}

const filter = {
  severities: z
    .array(z.enum(['info', 'warning', 'error']))
    .max(3)
    .optional(),
  kinds: z.array(z.enum(eventKinds)).max(20).optional(),
  agents: z.array(z.string().max(64)).max(1000).optional(),
  /** Words that must all stand in message, subject, detail or the agent's name. */
  search: z.string().max(200).optional(),
  /** What happened, or was repeated, at or after `from` and before `to`. */
  from: z.number().optional(),
  to: z.number().optional(),
  /** Warnings and errors that nobody has acknowledged and that are not over by themselves. */
  unacknowledged: z.boolean().optional(),
}
const eventFilter = z.strictObject(filter)
export type EventFilter = z.infer<typeof eventFilter>

export const eventCalls = {
  /** The latest first, at most `limit`, those before event `before`. `total`: all that fit the filter; `unacknowledged`: of the whole log. */
  'events.list': call<{
    readonly events: readonly LoggedEvent[]
    readonly total: number
    readonly unacknowledged: number
  }>()(z.strictObject({ ...filter, before: z.number().int().optional(), limit: z.number().int().min(1).max(1000) })),
  /** @throws `not-found` for one that is older than what is kept */
  'events.issue': call<IssueDetails>()(z.strictObject({ id: z.number().int() })),
  /** Of these ids, or of all that fit a filter. */
  'events.acknowledge': call<{ readonly acknowledged: number; readonly at: number }>()(
    z.strictObject({
      ids: z.array(z.number().int()).max(10_000).optional(),
      filter: eventFilter.optional(),
    }),
  ),
  /** Undoes the acknowledging that answered with this `at`. */
  'events.takeBack': call<null>()(z.strictObject({ at: z.number() })),
  /** All that fit, as CSV or JSON: fetched as reports' exports are. */
  'events.export': call<{ readonly exportId: string; readonly fileName: string; readonly bytes: number }>()(
    z.strictObject({ ...filter, format: z.enum(['csv', 'json']) }),
  ),
}
