import type { AgentConfiguration } from '../../core/agents/protocol/configuration.ts'
import type {
  Collector,
  CollectorContext,
  EndedProcess,
  ProcessChange,
  ProcessWatch,
  SeenProcess,
} from '../collector.ts'
import { createApplicationMatcher } from './match-application.ts'
import { openProcessSource } from './open-process-source.ts'
import type { ProcessSource, StatedExit, StatedModule, StatedProcess } from './process-source.ts'

/** The watch with its switch: it looks as long as a collector or a custom application needs it. Its `configure` resolves after the first look. */
export interface MachineWatch extends ProcessWatch, Collector {
  /** As ProcessSource.modules; `undefined` too while nothing is watched. */
  modules(pid: number): Promise<readonly StatedModule[] | undefined>
}

/** Milliseconds. A glance takes less than one on a workstation. */
const glanceEvery = 500

type Match = ReturnType<typeof createApplicationMatcher>

export const createProcessWatch = (
  context: CollectorContext,
  open: (context: CollectorContext) => ProcessSource = openProcessSource,
): MachineWatch => {
  const { system } = context.machine
  let current: ReadonlyMap<number, SeenProcess> = new Map()
  let lookedAt = 0
  let source: ProcessSource | undefined
  let timer: NodeJS.Timeout | undefined
  let glances: NodeJS.Timeout | undefined
  let everySeconds = 0
  let rules = '[]'
  let match: Match = createApplicationMatcher([], system)
  let looking: Promise<void> | undefined
  const listeners = new Set<(change: ProcessChange) => void>()

  const look = async (): Promise<void> => {
    try {
      source ??= open(context)
      const stated = await source.look((program) => match(program).length > 0)
      const next = new Map<number, SeenProcess>()
      for (const process of stated.processes) next.set(process.pid, { ...process, applications: match(process) })
      const brief = stated.brief.map((process) => ({ ...process, applications: match(process) }))
      const change = changeBetween(current, next, stated.exits, lookedAt)
      current = next
      lookedAt = context.now()
      for (const listener of listeners) listener({ ...change, ended: [...change.ended, ...brief] })
      context.trouble('collector-failing', 'processes', undefined)
    } catch (error) {
      context.trouble('collector-failing', 'processes', error instanceof Error ? error.message : String(error))
      context.log('could not look at the processes of this machine', error)
    }
  }
  /** One look at a time; who asks while one is on its way gets that one. */
  const lookOnce = (): Promise<void> => {
    looking ??= look().finally(() => {
      looking = undefined
    })
    return looking
  }

  const schedule = (): void => {
    clearInterval(timer)
    clearInterval(glances)
    if (everySeconds === 0) return
    timer = setInterval(lookOnce, everySeconds * 1000)
    glances = setInterval(glance, glanceEvery)
  }
  const glance = (): void => {
    if (looking) return
    try {
      source?.glance?.()
    } catch {
      // What it would have noted is seen by the next look, which says what is wrong.
    }
  }
  const stop = async (): Promise<void> => {
    everySeconds = 0
    schedule()
    await looking
    await source?.close()
    source = undefined
  }

  return {
    name: 'watch',
    get current() {
      return current
    },
    get lookedAt() {
      return lookedAt
    },
    onLook(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    modules: async (pid) => source?.modules(pid),
    async configure(configuration) {
      const nextRules = JSON.stringify(configuration.applications)
      const isOtherMatch = nextRules !== rules
      if (isOtherMatch) match = createApplicationMatcher(configuration.applications, system)
      rules = nextRules
      const seconds = isNeeded(configuration) ? configuration.collectors.processes.everySeconds : 0
      if (seconds === 0) {
        await stop()
        // When it looks again, all that runs then is new to those who listen.
        current = new Map()
        lookedAt = 0
        return
      }
      if (seconds === everySeconds && !isOtherMatch) return
      everySeconds = seconds
      schedule()
      await looking
      await lookOnce()
    },
    close: stop,
  }
}

const isNeeded = ({ collectors, applications }: AgentConfiguration): boolean =>
  collectors.processes.enabled ||
  collectors.modules.enabled ||
  collectors.idle.enabled ||
  collectors.addresses.enabled ||
  applications.length > 0

/** Pure. `lastLook`: when `before` was seen, the end of whatever is gone and whose end the system does not tell. */
export const changeBetween = (
  before: ReadonlyMap<number, SeenProcess>,
  now: ReadonlyMap<number, SeenProcess>,
  exits: readonly StatedExit[],
  lastLook: number,
): ProcessChange => {
  const began: SeenProcess[] = []
  const changed: SeenProcess[] = []
  const ended: EndedProcess[] = []
  const exitOf = new Map(exits.map((exit) => [exit.pid, exit]))
  for (const process of now.values()) {
    const earlier = before.get(process.pid)
    if (!earlier || earlier.start !== process.start) began.push(process)
    else if (isOther(earlier, process)) changed.push(process)
  }
  for (const process of before.values()) {
    if (now.get(process.pid)?.start === process.start) continue
    const exit = exitOf.get(process.pid)
    const told = exit?.start === process.start ? exit : undefined
    ended.push({ ...process, end: Math.max(process.start, told?.end ?? lastLook), exitStatus: told?.exitStatus })
  }
  return { began, changed, ended }
}

const isOther = (before: StatedProcess & SeenProcess, now: SeenProcess): boolean =>
  before.path !== now.path ||
  before.executable !== now.executable ||
  before.user !== now.user ||
  before.version !== now.version ||
  before.applications.length !== now.applications.length ||
  before.applications.some((id, index) => id !== now.applications[index])
