import type { AgentRow } from '../../../core/contract/agents.ts'
import type { AgentUpdate, UpdateBatch, UpdateStage } from '../../../core/contract/updates.ts'
import { count } from '../../formats.ts'
import { namesOf } from '../agent-words.ts'

export const stageWords: { readonly [Stage in UpdateStage]: string } = {
  queued: 'Queued',
  offered: 'Offered',
  downloading: 'Downloading',
  verifying: 'Verifying',
  installing: 'Installing',
  restarting: 'Restarting',
  done: 'Updated',
  failed: 'Failed',
  rolledBack: 'Went back',
  cancelled: 'Cancelled',
}

export const isUnderWay = (stage: UpdateStage): boolean =>
  stage !== 'done' && stage !== 'failed' && stage !== 'rolledBack' && stage !== 'cancelled'

/** `Downloading 43 %` */
export const progressWords = ({ stage, percent }: Pick<AgentUpdate, 'stage' | 'percent'>): string =>
  stage === 'downloading' ? `${stageWords.downloading} ${Math.floor(percent)} %` : stageWords[stage]

type Updatable = Pick<AgentRow, 'standing' | 'newerVersion' | 'isHeld' | 'updateUnable'> & {
  readonly update?: AgentUpdate
}

/** Why an agent cannot be put in line for an update now; empty when it can. */
export const reasonAgainst = ({ standing, newerVersion, isHeld, updateUnable, update }: Updatable): string => {
  if (newerVersion === '') return 'There is no newer version for it'
  if (update && isUnderWay(update.stage)) return 'It is being updated already'
  if (standing !== 'approved') return 'It has to be approved first'
  if (isHeld) return 'Its updates are on hold'
  return updateUnable
}

/** What the column Update says; null where there is nothing to do. A cell is drawn anew when it differs. */
export const updateWords = (row: Updatable): string | null => {
  const { update, newerVersion, isHeld, updateUnable, standing } = row
  if (update && isUnderWay(update.stage)) return progressWords(update)
  if (newerVersion === '' || standing !== 'approved') return null
  if (isHeld) return 'On hold'
  if (updateUnable !== '') return 'Update by hand'
  return update ? stageWords[update.stage] : 'Can be updated'
}

export const batchStateWords: { readonly [State in UpdateBatch['state']]: string } = {
  running: 'Running',
  paused: 'Paused',
  stopped: 'Stopped',
  finished: 'Finished',
  cancelled: 'Cancelled',
}

/** Why a batch was stopped, and what to do as long as it can go on; empty when it was not. */
export const stopWords = ({ id, state, reason, finishedAt }: UpdateBatch): string => {
  if (reason === '') return ''
  const isResumable = state === 'stopped' && finishedAt === 0
  return `Batch ${id} was stopped: ${reason}${isResumable ? ' Look at why before you resume it.' : ''}`
}

/** How many of a batch's agents stand where, in four kinds. */
export const batchTally = ({ counts }: Pick<UpdateBatch, 'counts'>) => {
  const { queued, offered, downloading, verifying, installing, restarting, done, failed, rolledBack, cancelled } =
    counts
  return {
    done,
    failed: failed + rolledBack,
    working: offered + downloading + verifying + installing + restarting,
    waiting: queued,
    cancelled,
  }
}

/** `3 updated, 1 failed, 2 at work, 14 waiting` */
export const tallyWords = (batch: Pick<UpdateBatch, 'counts'>): string => {
  const { done, failed, working, waiting, cancelled } = batchTally(batch)
  const parts = [
    done > 0 ? `${done} updated` : '',
    failed > 0 ? `${failed} failed` : '',
    working > 0 ? `${working} at work` : '',
    waiting > 0 ? `${waiting} waiting` : '',
    cancelled > 0 ? `${cancelled} cancelled` : '',
  ].filter(Boolean)
  return parts.join(', ') || 'Its agents are in later batches'
}

/** Whom an update left out, by reason: `ws-1 and ws-2: Is on hold.` */
export const leftWords = (left: readonly { readonly agentName: string; readonly reason: string }[]): string => {
  const byReason = Map.groupBy(left, ({ reason }) => reason)
  const lines = [...byReason].map(
    ([reason, agents]) => `${namesOf(agents.map(({ agentName: name }) => ({ name })))}: ${reason}`,
  )
  const most = 4
  return [
    ...lines.slice(0, most),
    ...(lines.length > most ? [`${count(lines.length - most, 'more reason')}.`] : []),
  ].join(' ')
}
