import type { EventKind } from '../contract/events.ts'
import type { EventLog } from './event-log-context.ts'
import type { Notices } from './notices.ts'

/** Notices that are lines of the event log too: the list of notices is cleared, the log stays. */
export const loggedNotices = (notices: Notices, events: Pick<EventLog, 'log'>, kind: EventKind): Notices => ({
  ...notices,
  async tell(notice) {
    await notices.tell(notice)
    const { severity, title, message } = notice
    await events.log({ severity: severity === 'success' ? 'info' : severity, kind, message: title, detail: message })
  },
})
