import type { EventKind, EventSeverity, LoggedEvent } from '../../core/contract/events.ts'

export const severityWords: { readonly [S in EventSeverity]: string } = {
  error: 'Error',
  warning: 'Warning',
  info: 'Info',
}

export const kindWords: { readonly [K in EventKind]: string } = {
  issue: 'Issue',
  connection: 'Connection',
  enrolment: 'Enrolment',
  harvesting: 'Harvesting',
  change: 'Change',
  import: 'Import',
  update: 'Update',
  console: 'Console',
}

/** Nobody has seen it yet, and it is not over by itself. */
export const needsLook = ({ severity, acknowledgedAt, issue, isOpen }: LoggedEvent): boolean =>
  severity !== 'info' && acknowledgedAt === 0 && (issue === 0 || isOpen)

/** How it stands with a line of the log, in one word; empty where nothing is to be done and nothing was. */
export const stateWord = (event: LoggedEvent): string => {
  if (event.severity === 'info') return ''
  if (event.issue !== 0 && !event.isOpen) return 'Over'
  if (event.acknowledgedAt !== 0) return 'Acknowledged'
  return event.issue === 0 ? 'New' : 'Open'
}
