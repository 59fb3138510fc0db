import { ConsoleError } from '../contract/errors.ts'
import type { UpdateBatch } from '../contract/updates.ts'
import { withCalls } from './console-calls.ts'
import { type ConsoleIo, ExitStatus, say, write } from './console-io.ts'
import { asTable } from './text-table.ts'

export interface BatchListOptions {
  readonly db: string
  readonly format: 'text' | 'json'
}

/** Prints the batches of updates, the latest first. */
export const updateBatchesCommand = async ({ db, format }: BatchListOptions, io: ConsoleIo): Promise<ExitStatus> => {
  const batches = await withCalls(db, io, (call) => call('updates.batches', {}), { sent: 'it is asked' })
  if (format === 'json') await write(io, `${JSON.stringify(batches.map(json), null, 2)}\n`)
  else if (batches.length === 0) say(io, 'No agent was updated from here yet.')
  else await write(io, table(batches))
  return ExitStatus.well
}

const json = ({ id, version, origin, state, reason, wave, waves, counts, createdAt, finishedAt }: UpdateBatch) => ({
  batch: id,
  version,
  origin,
  state,
  reason,
  wave,
  waves,
  counts,
  createdAt: new Date(createdAt).toISOString(),
  finishedAt: finishedAt === 0 ? null : new Date(finishedAt).toISOString(),
})

const table = (batches: readonly UpdateBatch[]): string =>
  asTable([
    ['Batch', 'Started', 'To', 'State', 'Wave', 'Agents', 'Done', 'Failed', 'Reason'],
    ...batches.map(({ id, createdAt, version, state, wave, waves, counts, reason }) => [
      String(id),
      new Date(createdAt).toISOString(),
      version,
      state,
      `${Math.min(wave + 1, waves.length)} of ${waves.length}`,
      String(waves.reduce((sum, size) => sum + size, 0)),
      String(counts.done),
      String(counts.failed + counts.rolledBack),
      reason,
    ]),
  ])

const states = { pause: 'paused', resume: 'running', cancel: 'cancelled' } as const
export type BatchDecision = keyof typeof states

const words: { readonly [Decision in BatchDecision]: string } = {
  pause: 'is paused. What agents have begun they bring to its end.',
  resume: 'goes on.',
  cancel: 'is cancelled. Agents that are replacing themselves go on.',
}

/** Pauses a batch, lets it go on, or cancels what of it has not begun. @returns `rejected` where it is over, or stops again */
export const decideBatchCommand = async (
  decision: BatchDecision,
  batch: string,
  { db }: { readonly db: string },
  io: ConsoleIo,
): Promise<ExitStatus> => {
  if (!/^\d{1,9}$/.test(batch))
    throw new ConsoleError(
      'invalid',
      `${batch} is not the number of a batch. \`lictor agents batches\` lists all. Nothing was changed.`,
    )
  const { state, reason } = await withCalls(db, io, (call) => call(`updates.${decision}`, { batch: Number(batch) }), {
    sent: 'it is told',
  })
  const isSo = state === states[decision]
  say(
    io,
    isSo ? `Batch ${batch} ${words[decision]}` : `Batch ${batch} is ${state}.${reason === '' ? '' : ` ${reason}`}`,
  )
  return isSo ? ExitStatus.well : ExitStatus.rejected
}
