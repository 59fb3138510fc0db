import type { Task } from '../contract/tasks.ts'
import type { EventLog } from './event-log-context.ts'

/** What was rebuilt or removed, and how it ended. Imports tell it themselves, file by file. */
export const logTask = async (events: Pick<EventLog, 'log'>, { kind, state, title, detail }: Task): Promise<void> => {
  if (kind !== 'rebuild' && kind !== 'remove') return
  await events.log({ severity: state === 'failed' ? 'error' : 'info', kind: 'change', message: title, detail })
}
