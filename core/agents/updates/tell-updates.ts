import { createQueue } from '../../database/queue.ts'
import type { EventLog } from '../../events/event-log-context.ts'
import { isAway, isFinal, type Schedule, type ScheduledBatch, type ScheduledUpdate } from './schedule-types.ts'

/** Says in the event log, and as issues, what became of updates and batches. */
export const createUpdateTeller = (events: EventLog, log: (error: unknown, where: string) => void) => {
  // What is over must not be told before what it follows.
  const inTurn = createQueue()
  const tellBatch = async (batch: ScheduledBatch, before: ScheduledBatch | undefined): Promise<void> => {
    const { id, version, waves, state } = batch
    if (before?.state === state) return
    const agents = waves.reduce((sum, size) => sum + size, 0)
    const what = `${agents === 1 ? '1 agent' : `${agents} agents`} to version ${version} (batch ${id})`
    const words = {
      running: before ? 'goes on' : batch.origin === 'automatic' ? 'begins by itself' : 'begins',
      paused: 'was paused',
      stopped: `was stopped. ${batch.reason}`,
      finished: 'is finished',
      cancelled: 'was cancelled',
    }
    // What stopped is an issue, which is an event already.
    if (state !== 'stopped')
      await events.log({ severity: 'info', kind: 'update', message: `The update of ${what} ${words[state]}` })
  }
  const tellStopped = (schedule: Schedule): Promise<void> =>
    events.troubles(
      '',
      ['updates-stopped'],
      [...schedule.batches.values()].flatMap(({ id, state, reason, finishedAt }) =>
        state === 'stopped' && finishedAt === 0
          ? [{ code: 'updates-stopped' as const, subject: `Batch ${id}`, detail: reason }]
          : [],
      ),
    )
  const tellUpdate = async (update: ScheduledUpdate, before: ScheduledUpdate | undefined): Promise<void> => {
    const { agent, stage, from, to, reason } = update
    const isSameTry = before?.attempts === update.attempts || stage !== 'queued'
    if (before?.stage === stage && before.batch === update.batch && isSameTry) return
    const isGivenUp = stage === 'failed' || stage === 'rolledBack'
    if (isGivenUp || isFinal(update) || stage === 'queued')
      await events.troubles(
        agent,
        ['update-given-up'],
        isGivenUp
          ? [
              {
                code: 'update-given-up',
                detail: `${from} to ${to}${stage === 'rolledBack' ? ', went back' : ''}: ${reason}`,
              },
            ]
          : [],
      )
    if (stage === 'done')
      await events.log({ severity: 'info', kind: 'update', agent, message: `Updated from ${from} to ${to}` })
    else if (
      stage === 'queued' &&
      !isAway(update) &&
      reason !== '' &&
      before &&
      before.attempts <= update.attempts &&
      (before.stage !== stage || before.attempts < update.attempts)
    )
      await events.log({
        severity: 'warning',
        kind: 'update',
        agent,
        message: `Update to ${to} is tried again`,
        detail: reason,
      })
  }
  return (
    schedule: Schedule,
    before: Schedule,
    changed: { readonly batches: readonly ScheduledBatch[]; readonly updates: readonly ScheduledUpdate[] },
  ): void => {
    const tell = async (): Promise<void> => {
      for (const batch of changed.batches) await tellBatch(batch, before.batches.get(batch.id))
      if (changed.batches.length > 0) await tellStopped(schedule)
      for (const update of changed.updates) await tellUpdate(update, before.updates.get(update.agent))
    }
    void inTurn(tell).catch((error) => log(error, 'event log'))
  }
}
