import type { Reader, Transaction } from './connection.ts'

/** A row of the table agent_update; see the migration. */
export interface StoredUpdate {
  readonly agent: string
  readonly offer: string
  readonly batch: number
  readonly wave: number
  readonly place: number
  readonly from_version: string
  readonly to_version: string
  readonly stage: string
  readonly percent: number
  readonly reason: string
  readonly attempts: number
  readonly not_before: number
  readonly has_slot: number
  readonly since: number
  readonly deadline: number
}

const columns = [
  'agent',
  'offer',
  'batch',
  'wave',
  'place',
  'from_version',
  'to_version',
  'stage',
  'percent',
  'reason',
  'attempts',
  'not_before',
  'has_slot',
  'since',
  'deadline',
] as const satisfies readonly (keyof StoredUpdate)[]

/** In the order in which they are served. */
export const allUpdates = (reader: Reader): Promise<StoredUpdate[]> =>
  reader.all<StoredUpdate>(`SELECT ${columns.join(', ')} FROM agent_update ORDER BY batch, place`)

/** Writes updates as they are now, in place of what their agents had before. An agent that was removed meanwhile stays without one. */
export const storeUpdates = (tx: Transaction, updates: readonly StoredUpdate[]): Promise<void> =>
  tx.runMany(
    `INSERT INTO agent_update (${columns.join(', ')})
     SELECT ${columns.map((_, index) => `value->>${index}`).join(', ')} FROM jsonb_each(?)
     WHERE value->>0 IN (SELECT id FROM agent)
     ON CONFLICT (agent) DO UPDATE SET ${columns
       .slice(1)
       .map((name) => `${name} = excluded.${name}`)
       .join(', ')}`,
    updates.map((update) => columns.map((name) => update[name])),
  )
