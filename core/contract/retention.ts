import { z } from 'zod'
import { call } from './call.ts'

/** What would go if days older than a number of months were removed now. */
export interface RetentionPreview {
  readonly months: number
  /** ISO date of the first day that stays, in each source's own zone; absent when months is 0. */
  readonly firstDay?: string
  /** Days of all sources together. */
  readonly days: number
  /** Lines of the logs stored on those days. */
  readonly lines: number
  /** Bytes of the database that they take. */
  readonly bytes: number
  /** Servers whose logs lose days. */
  readonly servers: readonly string[]
}

const months = z.number().int().min(0).max(1200)

export const retentionCalls = {
  /** Counts what `retention.apply` would remove; `months` 0 removes nothing. Changes nothing. */
  'retention.preview': call<RetentionPreview>()(z.strictObject({ months })),
  /**
   * Removes it for good, as a task with progress. Numbers of the days that stay are the same afterwards. The setting `retentionMonths`
   * does the same by itself once a day; this call does not change the setting. @throws `refused` when nothing is that old
   */
  'retention.apply': call<{ readonly taskId: number }>()(z.strictObject({ months: months.min(1) })),
}
