/** Runs under way at the end of a day. Instants are UTC seconds. */
export interface RunState {
  readonly running: readonly { readonly daemon: number; readonly start: number }[]
  /** Runs whose daemon said that it ends, within the minute in which its last check-ins may still come. */
  readonly ending: readonly {
    readonly daemon: number
    readonly start: number
    readonly end: number
    readonly exitAt: number
    /** A `RunEnd`. */
    readonly ending: number
  }[]
}

export interface DaemonRuns {
  /** A line of the daemon itself. */
  seen(daemon: number, at: number, isCheckIn: boolean, isExit: boolean): void
  /** The daemon ends at `at`: by its own word or the manager's; `ending` is a `RunEnd`. */
  exit(daemon: number, at: number, ending: number): void
  /** Every run ends at `at`: the manager's exit, a silence, a new start block. */
  endAll(at: number, ending: number): void
  /** Time has come to `at`: minutes of grace that are over end. */
  settle(at: number): void
  /** Whether some daemon is in its minute of grace. */
  readonly anyEnding: boolean
  readonly latestExit: number
  /** Runs that ended since the last `takeEnded`, and those under way. */
  readonly ended: readonly EndedRun[]
  readonly running: ReadonlyMap<number, { start: number }>
  save(): RunState
}

export interface EndedRun {
  readonly daemon: number
  readonly start: number
  readonly end: number
  readonly ending: number
}

const grace = 60

/**
 * The runs of each vendor daemon (semantics page, "Runs"): from the first line that bears its name to its exit, to which its own
 * check-ins of the minute after still belong.
 */
export const createDaemonRuns = (from: RunState, onEnd: (daemon: number, at: number) => void): DaemonRuns => {
  const running = new Map<number, { start: number }>(from.running.map(({ daemon, start }) => [daemon, { start }]))
  const ending = new Map<number, { start: number; end: number; exitAt: number; ending: number }>(
    from.ending.map(({ daemon, ...run }) => [daemon, run]),
  )
  const ended: EndedRun[] = []

  const finish = (daemon: number, start: number, end: number, why: number) => {
    ended.push({ daemon, start, end: Math.max(start, end), ending: why })
    onEnd(daemon, Math.max(start, end))
  }
  const finishEnding = (daemon: number) => {
    const run = ending.get(daemon)
    if (!run) return
    ending.delete(daemon)
    finish(daemon, run.start, run.end, run.ending)
  }

  return {
    seen(daemon, at, isCheckIn, isExit) {
      const run = running.get(daemon)
      if (run) {
        // A line set back a little: the run covers it, so that level time and holders' time agree.
        if (at < run.start) run.start = at
        return
      }
      const last = ending.get(daemon)
      if (last) {
        if (isCheckIn) {
          if (at > last.end) last.end = at
          return
        }
        if (isExit) return
        finishEnding(daemon)
      }
      running.set(daemon, { start: at })
    },
    exit(daemon, at, why) {
      const run = running.get(daemon)
      if (!run) return
      running.delete(daemon)
      ending.set(daemon, { start: run.start, end: at, exitAt: at, ending: why })
    },
    endAll(at, why) {
      for (const daemon of [...ending.keys()]) finishEnding(daemon)
      for (const [daemon, { start }] of running) finish(daemon, start, at, why)
      running.clear()
    },
    settle(at) {
      if (ending.size === 0) return
      for (const [daemon, { exitAt }] of ending) if (at > exitAt + grace) finishEnding(daemon)
    },
    get anyEnding() {
      return ending.size > 0
    },
    get latestExit() {
      return Math.max(...[...ending.values()].map(({ exitAt }) => exitAt))
    },
    get ended() {
      return ended
    },
    running,
    save: () => ({
      running: [...running].map(([daemon, { start }]) => ({ daemon, start })).sort((a, b) => a.daemon - b.daemon),
      ending: [...ending].map(([daemon, run]) => ({ daemon, ...run })).sort((a, b) => a.daemon - b.daemon),
    }),
  }
}
