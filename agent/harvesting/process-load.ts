import type { SeenProcess } from '../collector.ts'

/** What a process did between two looks. Times are epoch milliseconds. */
export interface LoadSample {
  readonly from: number
  readonly to: number
  /** Of one core. */
  readonly cpuPercent: number
  /** Read and written; `undefined` where the system does not tell. */
  readonly bytesPerSecond: number | undefined
}

/** Below this a program that nobody uses stays: blinking cursors, licence heartbeats. */
export const idleLoad = { cpuPercent: 2, bytesPerSecond: 65_536 } as const

export const isQuiet = ({ cpuPercent, bytesPerSecond = 0 }: LoadSample): boolean =>
  cpuPercent < idleLoad.cpuPercent && bytesPerSecond < idleLoad.bytesPerSecond

/** `undefined` where the system does not tell the CPU, between the same look, or when a counter went back. */
export const loadBetween = (
  before: SeenProcess,
  beforeAt: number,
  after: SeenProcess,
  afterAt: number,
): LoadSample | undefined => {
  const seconds = (afterAt - beforeAt) / 1000
  if (seconds <= 0 || before.cpuSeconds === undefined || after.cpuSeconds === undefined) return undefined
  const cpu = after.cpuSeconds - before.cpuSeconds
  if (cpu < 0) return undefined
  const bytes = before.ioBytes === undefined || after.ioBytes === undefined ? undefined : after.ioBytes - before.ioBytes
  return {
    from: beforeAt,
    to: afterAt,
    cpuPercent: (cpu / seconds) * 100,
    bytesPerSecond: bytes === undefined ? undefined : Math.max(0, bytes) / seconds,
  }
}

/**
 * Since when every sample has fulfilled a condition. A stretch in which nobody looked (the machine slept, the agent was stopped) counts
 * for nothing: whoever opens a laptop in the morning was not idle in front of it all night.
 */
export const createSince = (longestGap: number) => {
  let since: number | undefined
  let last: number | undefined
  return {
    add: (sample: LoadSample | undefined, fulfils: (sample: LoadSample) => boolean): void => {
      if (!sample || sample.to - sample.from > longestGap || !fulfils(sample)) {
        since = undefined
      } else if (since === undefined || sample.from !== last) {
        since = sample.from
      }
      last = sample?.to
    },
    get since() {
      return since
    },
  }
}
