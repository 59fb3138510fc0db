import type { EventFilter, EventKind, EventSeverity } from '../contract/events.ts'
import type { IssueCode } from './issue-catalogue.ts'

export interface NewEvent {
  /** When it happened, where that is before now: an agent may tell of it late. */
  readonly at?: number
  readonly severity: EventSeverity
  readonly kind: EventKind
  /** Agent's id; left out: of none. */
  readonly agent?: string
  readonly subject?: string
  readonly message: string
  readonly detail?: string
}

/** An issue that is open. */
export interface OpenIssue {
  readonly id: number
  readonly code: string
  readonly severity: 'error' | 'warning'
  readonly agent: string
  readonly subject: string
  readonly detail: string
  readonly openedAt: number
  readonly lastAt: number
  readonly times: number
}

/** One trouble as somebody sees it now. */
export interface SeenTrouble {
  readonly code: IssueCode
  /** With the code it makes the trouble one. */
  readonly subject?: string
  readonly detail: string
}

/**
 * core/events/event-log.ts: the one place that decides what becomes an event, an issue and a popup. Open issues are kept in memory too;
 * their codes, severities and texts are in core/events/issue-catalogue.ts.
 */
export interface EventLog {
  /**
   * Equal events within ten minutes are grouped into one line that counts. Of issues and connections the detail need not be equal: the
   * latest is kept. Never rejects: what cannot be written now is written later.
   */
  log(event: NewEvent): Promise<void>
  /**
   * Says all the trouble of an agent among some codes: what is new is opened (an event, and a popup unless it is the quiet hours or a
   * repeat), what is no longer named is closed (an event). Cheap when nothing changed.
   */
  troubles(agent: string, codes: readonly IssueCode[], current: readonly SeenTrouble[]): Promise<void>
  /** Closes everything of an agent that is no more, without a word. */
  forget(agent: string): Promise<void>
  open(agent?: string): readonly OpenIssue[]
  counts(agent: string): { readonly errors: number; readonly warnings: number }
  /** Says that somebody has seen these: a repeat is a line of its own from then on. @returns how many were not yet */
  acknowledge(which: { readonly ids: readonly number[] } | { readonly filter: EventFilter }): Promise<{
    readonly acknowledged: number
    readonly at: number
  }>
  /** Those acknowledged at exactly this instant are not any more. */
  takeBack(at: number): Promise<void>
  close(): Promise<void>
}
