import type { UpdateBatch, UpdateSettings, UpdateStage } from '../../contract/updates.ts'

/** Updates that are under way at the same moment, in the whole fleet (seed: "limited to 20"). */
export const mostSlots = 20

/** An agent's update, its latest. Times are epoch milliseconds. */
export interface ScheduledUpdate {
  readonly agent: string
  /** Names this try; empty when nothing that the agent may still tell of a try counts. */
  readonly offer: string
  readonly batch: number
  readonly wave: number
  /** In the batch: first come, first served. */
  readonly place: number
  readonly from: string
  readonly to: string
  readonly stage: UpdateStage
  readonly percent: number
  /** Why the last try did not work. */
  readonly reason: string
  /** Tries begun. */
  readonly attempts: number
  /** Of the next try. */
  readonly notBefore: number
  /** Holds one of the slots. */
  readonly hasSlot: boolean
  /** Of the stage. */
  readonly since: number
  /** By when the next stage has to be told; 0: none. */
  readonly deadline: number
}

export interface ScheduledBatch {
  readonly id: number
  readonly createdAt: number
  readonly version: string
  readonly origin: UpdateBatch['origin']
  readonly state: UpdateBatch['state']
  /** Why it stopped. */
  readonly reason: string
  /** The last one that is open, from 0. */
  readonly wave: number
  /** Agents per wave. */
  readonly waves: readonly number[]
  /** Failures up to then no longer stop it. */
  readonly resumedAt: number
  readonly finishedAt: number
}

/** Updates are in the order in which they are served. */
export interface Schedule {
  readonly batches: ReadonlyMap<number, ScheduledBatch>
  readonly updates: ReadonlyMap<string, ScheduledUpdate>
}

/** What the schedule has to know of the world at this moment. */
export interface ScheduleFacts {
  readonly settings: UpdateSettings
  /** That can be offered; empty: none. */
  readonly version: string
  /** The maintenance window is. */
  readonly isOpen: boolean
  /** Online, approved and not on hold. */
  isReady(agent: string): boolean
  /** Seconds between two connections. */
  interval(agent: string): number
  newOffer(): string
}

const finalStages: ReadonlySet<UpdateStage> = new Set(['done', 'failed', 'rolledBack', 'cancelled'])
export const isFinal = ({ stage }: { readonly stage: UpdateStage }): boolean => finalStages.has(stage)

/** It went offline while its program was being replaced: without a slot, and until its deadline it may come back with either version. */
export const isAway = ({ stage, deadline }: Pick<ScheduledUpdate, 'stage' | 'deadline'>): boolean =>
  stage === 'queued' && deadline > 0

/** Nothing but waiting can be done: the program is being replaced. */
export const isReplacing = (update: Pick<ScheduledUpdate, 'stage' | 'deadline'>): boolean =>
  update.stage === 'installing' || update.stage === 'restarting' || isAway(update)
