import type { HarvestingRules } from '../../core/agents/protocol/configuration.ts'
import { hoursText, isWorkingTime, localMinute, wallClock } from './working-hours.ts'

/** What is known of a session at one look. Times are epoch milliseconds. */
export interface Observed {
  readonly now: number
  /** When the process began: nobody leaves a program unused that was not there. */
  readonly start: number
  /** Since when nobody used it, and what says so; left out where nothing tells. */
  readonly unused?: { readonly since: number; readonly by: 'input' | 'load' }
  /** Since when its CPU has been below the rule's percentage; left out while it is not, or where nothing tells. */
  readonly cpuBelowSince?: number
}

/** What an answer of the user changes: time counts from here on, and this stretch outside working hours is theirs. */
export interface Kept {
  readonly from: number
  readonly outsideHours: boolean
}

export interface Fired {
  readonly by: 'idle' | 'cpu' | 'hours'
  /** For the event log: the rule with its figures. */
  readonly reason: string
  /** For the person in front of the screen. */
  readonly because: string
}

const minute = 60_000

/** The first of the rules that fires, or `undefined`. Any one is enough (core/contract/agent-configuration.ts). */
export const firedBy = (rules: HarvestingRules, observed: Observed, kept: Kept): Fired | undefined =>
  idleFired(rules, observed, kept) ?? cpuFired(rules, observed, kept) ?? hoursFired(rules, observed, kept)

const idleFired = (
  { idleMinutes }: HarvestingRules,
  { now, start, unused }: Observed,
  kept: Kept,
): Fired | undefined => {
  if (idleMinutes === undefined || !unused) return undefined
  const idle = (now - Math.max(unused.since, start, kept.from)) / minute
  if (idle < idleMinutes) return undefined
  const what = unused.by === 'input' ? 'No input' : 'No CPU and I/O'
  return {
    by: 'idle',
    reason: `${what} for ${Math.floor(idle)} min (limit ${idleMinutes} min)`,
    because: `was not used for ${minutes(idle)}`,
  }
}

const cpuFired = (
  { cpuBelow }: HarvestingRules,
  { now, start, cpuBelowSince }: Observed,
  kept: Kept,
): Fired | undefined => {
  if (!cpuBelow || cpuBelowSince === undefined) return undefined
  const low = (now - Math.max(cpuBelowSince, start, kept.from)) / minute
  if (low < cpuBelow.minutes) return undefined
  return {
    by: 'cpu',
    reason: `CPU below ${cpuBelow.percent} % for ${Math.floor(low)} min (limit ${cpuBelow.minutes} min)`,
    because: `did next to nothing for ${minutes(low)}`,
  }
}

const hoursFired = ({ workingHours }: HarvestingRules, { now }: Observed, kept: Kept): Fired | undefined => {
  if (!workingHours || kept.outsideHours || !isOutside(workingHours, now)) return undefined
  return {
    by: 'hours',
    reason: `Outside working hours (${hoursText(workingHours)}): ${wallClock(localMinute(now))}`,
    because: 'runs outside working hours',
  }
}

/** @param at epoch milliseconds */
export const isOutside = (hours: HarvestingRules['workingHours'], at: number): boolean =>
  hours !== undefined && !isWorkingTime(hours, localMinute(at))

const minutes = (n: number): string => (Math.floor(n) === 1 ? '1 minute' : `${Math.floor(n)} minutes`)
