import type { AgentUpdate, UpdateBatch, UpdateStage } from '../../contract/updates.ts'
import type { StoredUpdate } from '../../database/agent-update-table.ts'
import type { StoredBatch } from '../../database/update-batch-table.ts'
import { updateStages } from '../protocol/updates.ts'
import type { Schedule, ScheduledBatch, ScheduledUpdate } from './schedule-types.ts'

export const storedUpdate = (update: ScheduledUpdate): StoredUpdate => ({
  agent: update.agent,
  offer: update.offer,
  batch: update.batch,
  wave: update.wave,
  place: update.place,
  from_version: update.from,
  to_version: update.to,
  stage: update.stage,
  percent: update.percent,
  reason: update.reason,
  attempts: update.attempts,
  not_before: update.notBefore,
  has_slot: update.hasSlot ? 1 : 0,
  since: update.since,
  deadline: update.deadline,
})

/** Only this program writes these rows, so their text is taken as it stands. */
export const scheduledUpdate = (row: StoredUpdate): ScheduledUpdate => ({
  agent: row.agent,
  offer: row.offer,
  batch: row.batch,
  wave: row.wave,
  place: row.place,
  from: row.from_version,
  to: row.to_version,
  stage: row.stage as UpdateStage,
  percent: row.percent,
  reason: row.reason,
  attempts: row.attempts,
  notBefore: row.not_before,
  hasSlot: row.has_slot === 1,
  since: row.since,
  deadline: row.deadline,
})

export const storedBatch = (batch: ScheduledBatch): StoredBatch => ({
  id: batch.id,
  created_at: batch.createdAt,
  to_version: batch.version,
  origin: batch.origin,
  state: batch.state,
  reason: batch.reason,
  wave: batch.wave,
  waves: JSON.stringify(batch.waves),
  resumed_at: batch.resumedAt,
  finished_at: batch.finishedAt,
})

export const scheduledBatch = (row: StoredBatch): ScheduledBatch => ({
  id: row.id,
  createdAt: row.created_at,
  version: row.to_version,
  origin: row.origin as ScheduledBatch['origin'],
  state: row.state as ScheduledBatch['state'],
  reason: row.reason,
  wave: row.wave,
  waves: JSON.parse(row.waves),
  resumedAt: row.resumed_at,
  finishedAt: row.finished_at,
})

export const agentUpdate = (update: ScheduledUpdate, agentName: string): AgentUpdate => ({
  agent: update.agent,
  agentName,
  from: update.from,
  to: update.to,
  stage: update.stage,
  percent: update.percent,
  reason: update.reason,
  since: update.since,
  batch: update.batch,
  wave: update.wave,
  attempts: update.attempts,
})

type Counts = { [Stage in UpdateStage]: number }

/** Batches with how many of their agents stand where; the latest first. An agent counts in its last batch alone. */
export const updateBatches = ({ batches, updates }: Schedule): UpdateBatch[] => {
  const counts = new Map<number, Counts>()
  const none = (): Counts => Object.fromEntries(updateStages.map((stage) => [stage, 0])) as Counts
  for (const { batch, stage } of updates.values()) {
    const own = counts.get(batch) ?? none()
    counts.set(batch, own)
    own[stage]++
  }
  return [...batches.values()].reverse().map(({ resumedAt, ...batch }) => ({
    ...batch,
    counts: counts.get(batch.id) ?? none(),
  }))
}
