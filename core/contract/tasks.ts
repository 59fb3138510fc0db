import { z } from 'zod'
import { call } from './call.ts'

export type TaskState = 'waiting' | 'running' | 'finished' | 'failed' | 'cancelled'

/** One piece of long work: an import, a rebuild of days, an export. Times are epoch milliseconds. */
export interface Task {
  readonly id: number
  readonly kind: 'import' | 'rebuild' | 'export' | 'remove'
  readonly title: string
  /** What is being done right now, or how it ended, in one sentence. */
  readonly detail: string
  readonly state: TaskState
  readonly done: number
  /** 0 when the length is not known. */
  readonly total: number
  readonly unit: 'bytes' | 'days' | 'rows'
  readonly linesPerSecond?: number
  readonly secondsLeft?: number
  readonly startedAt: number
  readonly finishedAt?: number
  readonly canCancel: boolean
  /** The import this task works on, for a link to its report. */
  readonly importId?: number
  /** The source that is rebuilt or removed. */
  readonly sourceId?: number
}

export interface Notice {
  readonly id: number
  readonly severity: 'info' | 'success' | 'warning' | 'error'
  readonly title: string
  readonly message: string
  readonly at: number
  /** Where a click leads, as a page path such as `/import/12`. */
  readonly link?: string
  readonly seen: boolean
  /** It came in the quiet hours: no popup. */
  readonly isQuiet?: boolean
}

export const taskCalls = {
  'tasks.list': call<readonly Task[]>()(z.strictObject({})),
  'tasks.cancel': call<null>()(z.strictObject({ id: z.number().int() })),
  'notices.list': call<readonly Notice[]>()(z.strictObject({})),
  'notices.markSeen': call<null>()(z.strictObject({ ids: z.array(z.number().int()).max(1000) })),
  'notices.clear': call<null>()(z.strictObject({})),
}
