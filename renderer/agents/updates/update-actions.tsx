import { notifications } from '@mantine/notifications'
import type { AgentRow } from '../../../core/contract/agents.ts'
import type { UpdateBatch, UpdateSettings } from '../../../core/contract/updates.ts'
import { notifyDone, notifyFailed } from '../../feedback/notify.ts'
import { notifyUndo } from '../../feedback/notify-undo.tsx'
import { count } from '../../formats.ts'
import { updatesStore } from '../../stores.ts'
import { whoOf } from '../agent-words.ts'
import { leftWords } from './update-words.ts'

/** Puts agents in line for what came with the console. Those that are left out are named with the reason. */
export const startUpdate = async (agents: readonly AgentRow[] | 'all'): Promise<void> => {
  try {
    const asked = agents === 'all' ? agents : agents.map(({ id }) => id)
    const { batch, queued, isServed, left } = await updatesStore.getState().start(asked)
    // Of all, those that are current already are not worth a word.
    const unexpected = agents === 'all' ? [] : left
    const notTaken = new Set(left.map(({ agent }) => agent))
    const who = agents === 'all' ? count(queued, 'agent') : whoOf(agents.filter(({ id }) => !notTaken.has(id)))
    if (queued > 0)
      notifyUndo(
        `${who} put in line for the update.${isServed ? '' : ' It begins when a console that serves agents runs on this database.'}`,
        () => updatesStore.getState().decide('cancel', batch),
        'The update was not cancelled',
      )
    else if (agents === 'all') notifyDone('No agent can be updated now.')
    if (unexpected.length > 0)
      notifications.show({
        title: queued === 0 ? 'Nothing is updated' : `${count(unexpected.length, 'agent')} left out`,
        message: leftWords(unexpected),
        color: 'yellow',
        autoClose: false,
        role: 'status',
      })
  } catch (error) {
    notifyFailed('No update was started', error)
  }
}

export const holdAgents = async (agents: readonly AgentRow[], hold: boolean): Promise<void> => {
  const changed = agents.filter(({ isHeld }) => isHeld !== hold)
  if (changed.length === 0) return
  const write = (isHeld: boolean) =>
    updatesStore.getState().hold(
      changed.map(({ id }) => id),
      isHeld,
    )
  try {
    await write(hold)
    notifyUndo(hold ? `${whoOf(changed)}: updates are on hold.` : `${whoOf(changed)}: updates are allowed again.`, () =>
      write(!hold),
    )
  } catch (error) {
    notifyFailed(hold ? 'The updates were not put on hold' : 'The hold was not lifted', error)
  }
}

const decided = {
  pause: { done: 'is paused. What agents have begun they bring to its end.', failed: 'The batch was not paused' },
  resume: { done: 'goes on.', failed: 'The batch was not resumed' },
  cancel: { done: 'is cancelled. Agents that are replacing themselves go on.', failed: 'The batch was not cancelled' },
}

export const decideBatch = async (decision: keyof typeof decided, { id }: UpdateBatch): Promise<void> => {
  try {
    await updatesStore.getState().decide(decision, id)
    notifyDone(`Batch ${id} ${decided[decision].done}`)
  } catch (error) {
    notifyFailed(decided[decision].failed, error)
  }
}

/** @param said what holds from now on, as a sentence */
export const changeUpdateSettings = async (
  change: Partial<UpdateSettings>,
  before: Partial<UpdateSettings>,
  said: string,
): Promise<void> => {
  try {
    await updatesStore.getState().changeSettings(change)
    notifyUndo(said, () => updatesStore.getState().changeSettings(before), 'The settings were not changed back')
  } catch (error) {
    notifyFailed('The settings were not changed', error)
  }
}
