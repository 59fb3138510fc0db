import type { WatchedApplication } from '../../core/agents/protocol/configuration.ts'
import type { HarvestRecord } from '../../core/agents/protocol/records.ts'
import type { CollectorContext, SeenProcess } from '../collector.ts'
import type { ProcessControl } from './control/process-control.ts'
import { type Desktop, ToolMissing } from './desktop/desktop.ts'
import { createSince, isQuiet, loadBetween } from './process-load.ts'
import { type Act, type Effect, freshSession, type Happening, type SessionState, step } from './session-state.ts'
import type { SuspendedPrograms } from './suspended-programs.ts'
import type { Fired, Observed } from './triggers.ts'
import { noticeText, pausedText, questionText } from './words.ts'

export interface HarvestingTools {
  readonly desktop: Desktop
  readonly control: ProcessControl
  readonly suspended: SuspendedPrograms
}

/** An application whose licences may be taken back. */
export type HarvestedApplication = WatchedApplication & {
  readonly harvesting: NonNullable<WatchedApplication['harvesting']>
}

/** Looks further apart than this count for nothing, in milliseconds: the machine slept in between, or its clock was set. */
export const longestGap = (everySeconds: number): number => Math.max(120_000, everySeconds * 3000)

/** One process of an application: keeps its state, does what the state asks for, one thing after the other, and tells how it went. */
export const createHarvestedSession = (
  context: CollectorContext,
  { desktop, control, suspended }: HarvestingTools,
  application: HarvestedApplication,
  first: SeenProcess,
  everySeconds: number,
) => {
  const rules = application.harvesting
  const before = suspended.get(first.pid, first.start)
  let state: SessionState = before
    ? { ...freshSession, phase: { is: 'suspended', fired: before.fired, since: before.since } }
    : freshSession
  let process = first
  let seenAt = 0
  let inputTold = false
  const quiet = createSince(longestGap(everySeconds))
  const lowCpu = createSince(longestGap(everySeconds))
  let lacked = false
  let asking: AbortController | undefined
  let queue: Promise<void> = Promise.resolve()

  const tell = async (action: HarvestRecord['action'], reason: string, detail: string): Promise<void> => {
    const { pid, user } = process
    const record: HarvestRecord = {
      record: 'harvest',
      at: context.now(),
      application: application.name,
      pid,
      user: user.slice(0, 1000),
      reason,
      action,
      detail: detail.slice(0, 1000),
    }
    context.log(`harvesting ${application.name}, process ${pid} of ${user}: ${action}. ${reason} ${detail}`)
    await context.record([record]).catch((error) => {
      context.gaveUp(1, 'no-room')
      context.log('an act of harvesting could not be recorded', error)
    })
  }
  const lacks = (error: unknown): string => {
    const why = error instanceof Error ? error.message : String(error)
    if (error instanceof ToolMissing) {
      context.trouble('harvesting-tool-missing', application.name.slice(0, 255), why)
      lacked = true
    }
    return why
  }
  const lacksNothing = (): void => {
    if (lacked) context.trouble('harvesting-tool-missing', application.name.slice(0, 255), undefined)
    lacked = false
  }

  const startAsking = (fired: Fired): void => {
    const question = new AbortController()
    asking = question
    desktop
      .ask(process, questionText(application.name, fired, rules), question.signal)
      .then((answer): Happening => {
        lacksNothing()
        return { is: 'answer', answer }
      })
      .catch((error): Happening | undefined =>
        question.signal.aborted ? undefined : { is: 'answer', answer: 'unable', why: lacks(error) },
      )
      .then((happening) => happening && happen(happening))
  }
  const offerToResume = (fired: Fired): void => {
    const offer = new AbortController()
    asking = offer
    const { title, text, button } = pausedText(application.name, fired)
    desktop
      .offer(process, title, text, button, offer.signal)
      .then(() => happen({ is: 'resume-asked' }))
      .catch((error) => offer.signal.aborted || lacks(error))
  }
  const stopAsking = (): void => {
    asking?.abort()
    asking = undefined
  }

  const acts: { readonly [Name in Act]: (fired: Fired) => Promise<'done' | 'gone'> } = {
    async notify(fired) {
      const { title, text } = noticeText(application.name, fired)
      await desktop.notify(process, title, text)
      return 'done'
    },
    close: () => control.close(process),
    force: () => control.force(process),
    async suspend(fired) {
      const { pid, start, user } = process
      // Nothing is frozen that nobody could thaw.
      if (!inputTold && !(await desktop.canAsk(process))) {
        throw new ToolMissing('nothing tells when the user is back, and no dialog could be shown to let them continue')
      }
      await suspended.add({ pid, start, application: application.name, user, since: context.now(), fired })
      const outcome = await control.suspend(process).catch(async (error) => {
        await suspended.remove(pid, start)
        throw error
      })
      if (outcome === 'done') offerToResume(fired)
      else await suspended.remove(pid, start)
      return outcome
    },
    async resume() {
      stopAsking()
      const outcome = await control.resume(process)
      await suspended.remove(process.pid, process.start)
      return outcome
    },
  }
  const perform = async (effect: Effect): Promise<void> => {
    if (effect.do === 'record') return tell(effect.action, effect.reason, effect.detail)
    if (effect.do === 'ask') return startAsking(effect.fired)
    if (effect.do === 'stop-asking') return stopAsking()
    try {
      const outcome = await acts[effect.do](effect.fired)
      if (effect.do === 'notify' || effect.do === 'suspend') lacksNothing()
      await take(outcome === 'done' ? { is: 'done', act: effect.do } : { is: 'ended' })
    } catch (error) {
      await take({ is: 'failed', why: lacks(error) })
    }
  }
  const take = async (happening: Happening): Promise<void> => {
    const next = step(rules, state, happening, context.now())
    state = next.state
    for (const effect of next.effects) await perform(effect)
  }
  const happen = (happening: Happening): Promise<void> => {
    queue = queue
      .then(() => take(happening))
      .catch((error) => context.log(`harvesting of process ${process.pid} went wrong`, error))
    return queue
  }

  if (state.phase.is === 'suspended') offerToResume(state.phase.fired)

  return {
    application,
    get phase() {
      return state.phase.is
    },
    /** Nobody looked for a while: what was not used then counts for nothing. */
    countAnew(): void {
      state = { ...state, kept: { ...state.kept, from: context.now() } }
    },
    /** Takes in a look at the process; `lookedAt` of an earlier look again (a check in between) measures nothing. */
    measure(seen: SeenProcess, lookedAt: number): void {
      if (lookedAt === seenAt) return
      const sample = seenAt === 0 ? undefined : loadBetween(process, seenAt, seen, lookedAt)
      quiet.add(sample, isQuiet)
      lowCpu.add(sample, ({ cpuPercent }) => cpuPercent < (rules.cpuBelow?.percent ?? 0))
      process = seen
      seenAt = lookedAt
    },
    /** @param inputSince since when the session had no input; `undefined` where nothing tells @param measuresIdle whether idle time is to be judged at all */
    look(inputSince: number | undefined, measuresIdle: boolean): Promise<void> {
      inputTold = inputSince !== undefined
      const unused: Observed['unused'] = !measuresIdle
        ? undefined
        : inputSince !== undefined
          ? { since: inputSince, by: 'input' }
          : quiet.since === undefined
            ? undefined
            : { since: quiet.since, by: 'load' }
      return happen({
        is: 'look',
        observed: {
          now: context.now(),
          start: process.start,
          ...(unused ? { unused } : {}),
          ...(lowCpu.since === undefined ? {} : { cpuBelowSince: lowCpu.since }),
        },
      })
    },
    isRunning: () => control.isRunning(process),
    async ended(): Promise<void> {
      await happen({ is: 'ended' })
      stopAsking()
      await suspended.remove(process.pid, process.start)
    },
    /** Undoes what is under way: a question is taken back, a suspended program goes on. */
    async release(): Promise<void> {
      await happen({ is: 'released' })
      stopAsking()
    },
  }
}
export type HarvestedSession = ReturnType<typeof createHarvestedSession>
