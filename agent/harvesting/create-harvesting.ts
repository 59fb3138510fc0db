import type { AgentConfiguration } from '../../core/agents/protocol/configuration.ts'
import type { Collector, CollectorContext, ProcessWatch, SeenProcess } from '../collector.ts'
import { createIdleWatch, type IdleWatch } from '../collectors/idle/idle-watch.ts'
import type { LoggedIn } from '../collectors/idle/parse-idle.ts'
import { createPosixControl } from './control/posix-control.ts'
import { windowsControl } from './control/windows-control.ts'
import { linuxDesktop } from './desktop/linux-desktop.ts'
import { macosDesktop } from './desktop/macos-desktop.ts'
import { windowsDesktop } from './desktop/windows-desktop.ts'
import {
  createHarvestedSession,
  type HarvestedApplication,
  type HarvestedSession,
  type HarvestingTools,
  longestGap,
} from './harvested-session.ts'
import { createTroubles } from './harvesting-troubles.ts'
import { resumeForgotten } from './resume-forgotten.ts'
import { createSuspendedPrograms } from './suspended-programs.ts'

const systemTools = ({ machine, dataFolder }: CollectorContext): HarvestingTools => ({
  desktop: { linux: linuxDesktop, windows: windowsDesktop, macos: macosDesktop }[machine.system],
  control: machine.system === 'windows' ? windowsControl : createPosixControl(machine.system),
  suspended: createSuspendedPrograms(dataFolder),
})

/** A program that was told to end is looked after this often until it is gone, in milliseconds. */
const closingRhythm = 1000
/** Who is logged in is asked for at most this often, in milliseconds. */
const peopleHold = 10_000

/**
 * Takes licences back of applications for which that is enabled, and of no others. Only programs of the person who logged in first are
 * touched. The rule itself is session-state.ts; this brings it together with the looks at the machine.
 */
export const createHarvesting = (
  context: CollectorContext,
  watch: ProcessWatch,
  idle: IdleWatch = createIdleWatch(context),
  tools: HarvestingTools = systemTools(context),
): Collector => {
  const sessions = new Map<string, HarvestedSession>()
  const troubles = createTroubles(context)
  let applications: readonly HarvestedApplication[] = []
  let measuresIdle = false
  let everySeconds = 10
  let stopListening: (() => void) | undefined
  let timer: NodeJS.Timeout | undefined
  let work: Promise<void> = Promise.resolve()
  let people: readonly LoggedIn[] = []
  let peopleAskedAt = 0
  let lookedAt = 0

  const keyOf = ({ pid, start }: SeenProcess): string => `${pid}@${start}`
  const applicationOf = (process: SeenProcess): HarvestedApplication | undefined =>
    applications.find(({ id }) => process.applications.includes(id))

  const inOrder = (task: () => Promise<void>): Promise<void> => {
    work = work.then(task).catch((error) => context.log('harvesting went wrong', error))
    return work
  }

  /** All sessions of the applications, with what is known of each at the last look. */
  const look = async (): Promise<void> => {
    await endThoseThatEnded()
    if (lookedAt > 0 && Math.abs(watch.lookedAt - lookedAt) > longestGap(everySeconds))
      for (const session of sessions.values()) session.countAnew()
    lookedAt = watch.lookedAt
    const watched = [...watch.current.values()].filter(applicationOf)
    if (Math.abs(context.now() - peopleAskedAt) >= peopleHold) {
      people = watched.length > 0 ? await idle.people() : []
      peopleAskedAt = context.now()
    }
    const first = people[0]?.user ?? watched.toSorted((a, b) => a.start - b.start)[0]?.user ?? ''
    troubles.people(people, watched)
    const inputs = new Map<string, number | undefined>()
    for (const process of watched) {
      const application = applicationOf(process)
      if (!application) continue
      if (!isSame(process.user, first) && !tools.suspended.get(process.pid, process.start)) {
        await leave(keyOf(process))
        continue
      }
      const session = sessions.get(keyOf(process)) ?? (await begin(application, process))
      if (!session) continue
      session.measure(process, watch.lookedAt)
      // Without room nothing could be recorded, and what is not recorded is not done.
      if (!context.hasRoom && session.phase === 'watching') continue
      const { idleMinutes, method } = application.harvesting
      const wantsInput = measuresIdle && (idleMinutes !== undefined || method === 'suspend' || method === 'graceful')
      if (wantsInput && !inputs.has(process.user)) inputs.set(process.user, await idle.inputSince(process, people))
      await session.look(inputs.get(process.user), measuresIdle)
    }
    followClosing()
  }

  const leave = async (key: string): Promise<void> => {
    await sessions.get(key)?.release()
    sessions.delete(key)
  }

  /** `undefined` for a process that the last look still saw and that is over. */
  const begin = async (
    application: HarvestedApplication,
    process: SeenProcess,
  ): Promise<HarvestedSession | undefined> => {
    if (!(await tools.control.isRunning(process))) return undefined
    const session = createHarvestedSession(context, tools, application, process, everySeconds)
    sessions.set(keyOf(process), session)
    return session
  }

  const endThoseThatEnded = async (): Promise<void> => {
    for (const [key, session] of sessions) {
      const [pid, start] = key.split('@').map(Number)
      const process = watch.current.get(pid ?? -1)
      const isThere = process?.start === start
      if (process && isThere && applicationOf(process)?.id !== session.application.id) {
        await leave(key)
        continue
      }
      const isBeingEnded = session.phase === 'closing' || session.phase === 'forcing'
      if (isThere && !(isBeingEnded && !(await session.isRunning()))) continue
      sessions.delete(key)
      await session.ended()
    }
  }

  const followClosing = (): void => {
    clearTimeout(timer)
    const isEnding = [...sessions.values()].some(({ phase }) => phase === 'closing' || phase === 'forcing')
    if (isEnding) timer = setTimeout(() => void inOrder(look), closingRhythm)
  }

  const stop = async (): Promise<void> => {
    stopListening?.()
    stopListening = undefined
    clearTimeout(timer)
    lookedAt = 0
    for (const session of sessions.values()) await session.release()
    sessions.clear()
  }

  const apply = async ({ collectors, applications: told }: AgentConfiguration): Promise<void> => {
    const next = told.filter((one): one is HarvestedApplication => one.harvesting?.enabled === true)
    measuresIdle = collectors.idle.enabled
    everySeconds = collectors.processes.everySeconds
    for (const [key, session] of sessions) {
      const same = next.find(({ id }) => id === session.application.id)
      if (same && JSON.stringify(same.harvesting) === JSON.stringify(session.application.harvesting)) continue
      await leave(key)
    }
    applications = next
    troubles.applications(next, measuresIdle)
    await resumeForgotten(context, tools, watch, next)
    if (next.length === 0) return stop()
    stopListening ??= watch.onLook(() => void inOrder(look))
    if (watch.lookedAt > 0) await look()
  }

  return {
    name: 'harvesting',
    configure: (configuration) => inOrder(() => apply(configuration)),
    close: () => inOrder(stop),
  }
}

const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase()
