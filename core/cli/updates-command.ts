import { setTimeout as pause } from 'node:timers/promises'
import type { AgentRow } from '../contract/agents.ts'
import type { Client } from '../contract/client.ts'
import { ConsoleError } from '../contract/errors.ts'
import type { UpdateBatch } from '../contract/updates.ts'
import { withCalls } from './console-calls.ts'
import { type ConsoleIo, createProgressLine, ExitStatus, say, write } from './console-io.ts'
import { asTable } from './text-table.ts'

export interface UpdateCommandOptions {
  readonly db: string
  readonly all?: boolean
  readonly wait?: boolean
}

/** Puts agents, by id, name or host, in line for an update. @returns `rejected` when one that is not up to date was left out, or the batch did not work */
export const agentUpdateCommand = async (
  names: readonly string[],
  { db, all = false, wait = false }: UpdateCommandOptions,
  io: ConsoleIo,
): Promise<ExitStatus> => {
  if (all === names.length > 0)
    throw new ConsoleError('invalid', 'Name the agents to be updated, or --all. Nothing was started.')
  const work = async (call: Client['call']): Promise<ExitStatus> => {
    const rows = await call('agents.list', {})
    const agents = names.flatMap((name) => namedBy(rows, name).map(({ id }) => id))
    if (all && rows.length === 0) {
      say(io, 'No agent is enrolled. `lictor agents token` makes a join token for one.')
      return ExitStatus.well
    }
    const { batch, queued, left, isServed } = await call(
      'updates.start',
      all ? { all } : { agents: [...new Set(agents)] },
    )
    for (const { agentName, reason } of left) say(io, `${agentName}: ${reason}`)
    const outdated = new Set(rows.flatMap(({ id, newerVersion }) => (newerVersion === '' ? [] : [id])))
    const status = left.some(({ agent }) => outdated.has(agent)) ? ExitStatus.rejected : ExitStatus.well
    say(io, queued === 0 ? 'No agent is to be updated.' : `Batch ${batch}: ${agentsIn(queued)} to be updated.`)
    if (queued === 0) return status
    if (!isServed) {
      say(io, 'They are updated while a console runs: `lictor serve`.')
      return status
    }
    return wait && (await batchEnded(call, batch, io)) !== 'finished' ? ExitStatus.rejected : status
  }
  return withCalls(db, io, work, { sent: 'it updates them' })
}

const agentsIn = (count: number): string => (count === 1 ? '1 agent' : `${count} agents`)

/** @throws ConsoleError `not-found` */
const namedBy = (rows: readonly AgentRow[], name: string): readonly AgentRow[] => {
  const wanted = name.toLowerCase()
  const exact = rows.filter(({ id }) => id === wanted)
  if (exact.length > 0) return exact
  const found = rows.filter((row) => row.name.toLowerCase() === wanted || row.host.toLowerCase() === wanted)
  if (found.length === 0)
    throw new ConsoleError(
      'not-found',
      `There is no agent ${name}. \`lictor agents list\` names all. Nothing was started.`,
    )
  return found
}

/** Waits until a batch does not go on by itself any more. */
const batchEnded = async (call: Client['call'], id: number, io: ConsoleIo): Promise<UpdateBatch['state']> => {
  const progress = createProgressLine(io)
  try {
    for (;;) {
      const batch = (await call('updates.batches', {})).find((one) => one.id === id)
      if (!batch) return 'cancelled'
      const { state, counts, reason } = batch
      const ended = counts.done + counts.failed + counts.rolledBack + counts.cancelled
      const all = batch.waves.reduce((sum, size) => sum + size, 0)
      progress.show(`${ended} of ${all}, wave ${batch.wave + 1} of ${batch.waves.length}`)
      if (state !== 'running') {
        progress.clear()
        const failed = (await call('updates.list', { batch: id })).filter(
          ({ stage }) => stage === 'failed' || stage === 'rolledBack',
        )
        for (const { agentName, stage, reason: why } of failed)
          say(io, `${agentName}: ${stage === 'failed' ? 'failed' : 'went back'}: ${why}`)
        say(io, `Batch ${id} is ${state}, ${counts.done} of ${all} done.${reason === '' ? '' : ` ${reason}`}`)
        return failed.length > 0 && state === 'finished' ? 'stopped' : state
      }
      await pause(500)
    }
  } finally {
    progress.clear()
  }
}

export interface UpdateListOptions {
  readonly db: string
  readonly format: 'text' | 'json'
}

/** Prints the last update of each agent that has or had one. */
export const agentUpdatesCommand = async ({ db, format }: UpdateListOptions, io: ConsoleIo): Promise<ExitStatus> => {
  const updates = await withCalls(db, io, (call) => call('updates.list', {}), { sent: 'it is asked' })
  if (format === 'json') {
    const list = updates.map(({ agentName, since, ...update }) => ({
      ...update,
      name: agentName,
      since: new Date(since).toISOString(),
    }))
    await write(io, `${JSON.stringify(list, null, 2)}\n`)
    return ExitStatus.well
  }
  if (updates.length === 0) say(io, 'No agent was updated from here yet.')
  else
    await write(
      io,
      asTable([
        ['Agent', 'From', 'To', 'Stage', 'Percent', 'Since', 'Batch', 'Reason'],
        ...updates.map(({ agentName, from, to, stage, percent, reason, since, batch }) => [
          agentName,
          from,
          to,
          stage === 'rolledBack' ? 'rolled back' : stage,
          String(Math.round(percent)),
          new Date(since).toISOString(),
          String(batch),
          reason,
        ]),
      ]),
    )
  return ExitStatus.well
}

/** Turns automatic updates on or off. */
export const autoUpdateCommand = async (
  state: string,
  { db }: { readonly db: string },
  io: ConsoleIo,
): Promise<ExitStatus> => {
  const automatic = state === 'on'
  await withCalls(db, io, (call) => call('updates.changeSettings', { automatic }), { sent: 'it is told' })
  say(io, automatic ? 'Agents are updated by themselves.' : 'Agents are updated when somebody asks for it.')
  return ExitStatus.well
}
