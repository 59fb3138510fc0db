import type { Reader, Transaction } from './connection.ts'

/** A row of the table update_batch; see the migration. */
export interface StoredBatch {
  readonly id: number
  readonly created_at: number
  readonly to_version: string
  readonly origin: string
  readonly state: string
  readonly reason: string
  readonly wave: number
  readonly waves: string
  readonly resumed_at: number
  readonly finished_at: number
}

const columns = [
  'id',
  'created_at',
  'to_version',
  'origin',
  'state',
  'reason',
  'wave',
  'waves',
  'resumed_at',
  'finished_at',
] as const satisfies readonly (keyof StoredBatch)[]

/** The first one first. */
export const allBatches = (reader: Reader): Promise<StoredBatch[]> =>
  reader.all<StoredBatch>(`SELECT ${columns.join(', ')} FROM update_batch ORDER BY id`)

/** Writes batches as they are now, new ones too. */
export const storeBatches = (tx: Transaction, batches: readonly StoredBatch[]): Promise<void> =>
  tx.runMany(
    `INSERT INTO update_batch (${columns.join(', ')})
     SELECT ${columns.map((_, index) => `value->>${index}`).join(', ')} FROM jsonb_each(?) WHERE true
     ON CONFLICT (id) DO UPDATE SET ${columns
       .slice(1)
       .map((name) => `${name} = excluded.${name}`)
       .join(', ')}`,
    batches.map((batch) => columns.map((name) => batch[name])),
  )
