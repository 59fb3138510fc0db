import type { UpdateSettings } from '../../contract/updates.ts'
import {
  isFinal,
  isReplacing,
  type ScheduledBatch,
  type ScheduledUpdate,
  type ScheduleFacts,
} from './schedule-types.ts'

/** Agents per wave: one first, then up to each share (percent, ascending) of all. */
export const waveSizes = (agents: number, shares: readonly number[]): number[] => {
  const sizes: number[] = []
  let reached = 0
  for (const upTo of [1, ...shares.map((share) => Math.ceil((agents * share) / 100)), agents]) {
    const size = Math.min(upTo, agents) - reached
    if (size <= 0) continue
    sizes.push(size)
    reached += size
  }
  return sizes
}

/** How a batch stands. */
export interface BatchTally {
  readonly done: number
  /** Replace themselves, or are about to. */
  readonly working: number
  readonly left: number
  /** Since it was last resumed, of all and by wave. */
  readonly failures: number
  readonly failuresOfWave: readonly number[]
  /** The first wave in which somebody is at work, could be, or has not yet run the new version for long enough. */
  readonly pendingWave: number
}

export const tallyOf = (
  batch: ScheduledBatch,
  updates: readonly ScheduledUpdate[],
  facts: ScheduleFacts,
  now: number,
): BatchTally => {
  const failuresOfWave = batch.waves.map(() => 0)
  const soak = facts.settings.soakSeconds * 1000
  let [done, working, left, failures, pendingWave] = [0, 0, 0, 0, batch.waves.length]
  for (const update of updates) {
    const { stage, wave, since } = update
    const isWorking = update.hasSlot || isReplacing(update)
    if (stage === 'done') done++
    if (isWorking) working++
    if (!isFinal(update)) left++
    if ((stage === 'failed' || stage === 'rolledBack') && since > batch.resumedAt) {
      failures++
      failuresOfWave[wave] = (failuresOfWave[wave] ?? 0) + 1
    }
    if (wave >= pendingWave) continue
    if (isWorking || (stage === 'queued' && facts.isReady(update.agent)) || (stage === 'done' && now - since < soak))
      pendingWave = wave
  }
  return { done, working, left, failures, failuresOfWave, pendingWave }
}

/** Why a batch must not go on by itself; empty when it may. */
export const reasonToStop = (
  { waves }: ScheduledBatch,
  { failures, failuresOfWave }: BatchTally,
  { stopAfterFailures, stopAfterPercent }: UpdateSettings,
): string => {
  const agents = (count: number) => (count === 1 ? '1 agent' : `${count} agents`)
  if (failures >= stopAfterFailures) return `The update of ${agents(failures)} failed.`
  const wave = failuresOfWave.findIndex((failed, index) => (failed * 100) / (waves[index] ?? 1) > stopAfterPercent)
  return wave < 0
    ? ''
    : `The update of ${failuresOfWave[wave]} of ${agents(waves[wave] ?? 1)} of wave ${wave + 1} failed.`
}

const dayOf = (at: Date): number => at.getDay() || 7
const clockOf = (at: Date): string =>
  `${String(at.getHours()).padStart(2, '0')}:${String(at.getMinutes()).padStart(2, '0')}`

/** Whether updates are offered at this local time. A window that ends before it begins goes on into the next day; equal ends are a whole day. */
export const isWindowOpen = (window: UpdateSettings['window'], at: Date): boolean => {
  if (!window) return true
  const { days, from, to } = window
  const [time, today] = [clockOf(at), dayOf(at)]
  if (from < to) return days.includes(today) && time >= from && time < to
  const yesterday = today === 1 ? 7 : today - 1
  return (days.includes(today) && time >= from) || (days.includes(yesterday) && time < to)
}
