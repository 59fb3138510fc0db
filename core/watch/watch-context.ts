import type { Database } from '../database/connection.ts'
import type { Notices } from '../events/notices.ts'
import type { ImportQueue } from '../imports/import-queue.ts'
import type { WatchClock } from './watch-clock.ts'

/** What the watching needs of the rest. */
export interface WatcherContext {
  readonly database: Database
  readonly imports: Pick<ImportQueue, 'tail'>
  readonly notices: Notices
  readonly clock: WatchClock
  announce(name: 'watch.changed', data: { readonly id: number }): void
  log(message: string, detail?: unknown): void
}
