import { type Core, openCore } from '../open-core.ts'
import type { WatchClock } from '../watch/watch-clock.ts'
import { browserHost } from './browser-host.ts'
import { bundledResources } from './resources-folder.ts'

export interface ManualClock extends WatchClock {
  /** Moves the time on and calls what falls due, in its order. */
  advance(milliseconds: number): void
}

/** For tests: a clock that stands still unless it is moved. */
export const manualClock = (): ManualClock => {
  let now = Date.UTC(2024, 2, 5, 12)
  const waiting = new Set<{ readonly at: number; readonly call: () => void }>()
  return {
    now: () => now,
    after(milliseconds, call) {
      const one = { at: now + milliseconds, call }
      waiting.add(one)
      return () => waiting.delete(one)
    },
    advance(milliseconds) {
      const end = now + milliseconds
      for (;;) {
        const [next] = [...waiting].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)
        if (!next) break
        waiting.delete(next)
        now = Math.max(now, next.at)
        next.call()
      }
      now = end
    },
  }
}

/** For tests: a console on this database whose watching goes by the given clock. */
export const openWatchingConsole = (database: string, clock: WatchClock): Promise<Core> =>
  openCore({
    database,
    resources: bundledResources(),
    host: browserHost,
    watches: true,
    watchClock: clock,
    log: (error, where) => console.error(where, error),
  })
