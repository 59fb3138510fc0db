import { setTimeout as wait } from 'node:timers/promises'
import type { AgentLog } from '../agent-log.ts'
import { type Installation, isInstalled, readPointer } from '../update/installation.ts'
import {
  endProbation,
  forgetHealth,
  isHealthy,
  type Probation,
  readProbation,
  writeProbation,
} from '../update/probation.ts'
import { type AgentProcess, startAgentProcess } from './agent-process.ts'
import { chooseVersion, goBack } from './choose-version.ts'

/** Milliseconds, where nothing else is said. */
export interface LauncherLimits {
  /** A new version has so long to report. */
  readonly probation: number
  /** So many ends of a new version within this time, and it goes. */
  readonly crashes: number
  readonly crashesWithin: number
  /** So many starts of a new version that never reported, whoever was ended: something may take the launcher down with it. */
  readonly starts: number
  /** Before the agent is started again; doubles while it ends soon, up to the longest. */
  readonly pause: number
  readonly longestPause: number
  /** Until an agent that was told to end is ended by force. */
  readonly patience: number
  /** An agent that another version took the place of ends by itself within this time, or is told to. */
  readonly farewell: number
}

export const usualLimits: LauncherLimits = {
  probation: 300_000,
  crashes: 3,
  crashesWithin: 60_000,
  starts: 5,
  pause: 1_000,
  longestPause: 60_000,
  patience: 15_000,
  farewell: 30_000,
}

export interface Supervision {
  readonly installation: Installation
  readonly data: string
  /** For the agent, besides what it needs. */
  readonly args?: readonly string[]
  readonly limits: LauncherLimits
  /** Ends agent and launcher. */
  readonly signal: AbortSignal
  readonly log: AgentLog
}

/** A new version, watched by this launcher. Monotonic: a clock that is set must not end the time. */
interface Watch {
  readonly version: string
  readonly over: Promise<'over'>
  readonly crashes: number[]
}

/**
 * Runs the version that `current` names, again and again, until told to end. A version that an update brought has to prove itself; one that does not is
 * left for the one before. @throws AgentProblem when nothing is installed
 */
export const superviseAgent = async (supervision: Supervision): Promise<void> => {
  const { installation, data, limits, signal, log } = supervision
  const stopped = new Promise<'stopped'>((resolve) => {
    if (signal.aborted) resolve('stopped')
    signal.addEventListener('abort', () => resolve('stopped'), { once: true })
  })
  let watch: Watch | undefined
  /** A version that failed, and the one to run in its place: the same where there is no other. The pointer could perhaps not be written. */
  let left: { readonly version: string; readonly instead: string } | undefined
  let soon = 0

  while (!signal.aborted) {
    const chosen = await chooseVersion(installation, log)
    if (left?.version !== chosen) left = undefined
    const version = left?.instead ?? chosen
    const probation = left ? undefined : await openProbation(supervision, version)
    if (probation === undefined) watch = undefined
    else if (watch?.version !== version) watch = { version, over: overAfter(limits.probation), crashes: [] }

    const back = async (reason: string) => {
      if (probation === undefined) return
      const instead = await goBack(installation, data, { ...probation, reason }, log)
      left = { version, instead: instead ?? version }
      watch = undefined
      soon = 0
    }
    if (probation?.rolledBack) {
      await back(probation.rolledBack)
      continue
    }
    if (probation && probation.starts > limits.starts && !(await isHealthy(data, version))) {
      await back(`It was started ${limits.starts} times and never reported.`)
      continue
    }

    const startedAt = performance.now()
    log(`version ${version} is started${probation ? ', on probation' : ''}`)
    const agent = startAgentProcess(installation, version, data, supervision.args)
    const overstayed = staysTooLong(supervision, chosen, agent)
    let outcome = await Promise.race([agent.ended, stopped, overstayed, ...(watch ? [watch.over] : [])])
    if (outcome === 'over') {
      if (!(await isHealthy(data, version))) {
        await agent.end(limits.patience)
        await back(`It did not report within ${limits.probation / 1000} s.`)
        continue
      }
      log(`version ${version} has proved itself`)
      await endProbation(data).catch((error: unknown) => log('that was not noted', error))
      watch = undefined
      outcome = await Promise.race([agent.ended, stopped, overstayed])
    }
    if (outcome === 'stopped') {
      await agent.end(limits.patience)
      return
    }
    if (outcome === 'overstayed') {
      log(`version ${version} does not end by itself, and another one took its place`)
      await agent.end(limits.patience)
      outcome = await agent.ended
    }

    const now = performance.now()
    const next = await chooseVersion(installation, log)
    if (next !== chosen) {
      log(`version ${version} ${outcome}; it left the place to ${next}`)
      soon = 0
      continue
    }
    log(`version ${version} ${outcome}`)
    if (watch) {
      watch.crashes.push(now)
      const recent = watch.crashes.filter((at) => at > now - limits.crashesWithin).length
      if (recent >= limits.crashes) {
        await back(
          `It ended ${recent} times within ${Math.ceil(limits.crashesWithin / 1000)} s; at last it ${outcome}.`,
        )
        continue
      }
    }
    soon = now - startedAt > limits.longestPause ? 0 : soon + 1
    const pause = Math.min(limits.longestPause, limits.pause * 2 ** Math.min(soon - 1, 20))
    await wait(pause, undefined, { signal }).catch(() => undefined)
  }
}

/** Something that the agent waits for may never end (a disk of the network that is gone), and until it ends nobody starts what took its place. */
const staysTooLong = async (
  { installation, limits: { farewell } }: Supervision,
  chosen: string,
  agent: AgentProcess,
): Promise<'overstayed'> => {
  let isOver = false
  void agent.ended.then(() => {
    isOver = true
  })
  for (let since = 0; ; ) {
    await wait(farewell / 6, undefined, { ref: false })
    // Nobody waits for this any more.
    if (isOver) return 'overstayed'
    const named = await readPointer(installation.current)
    if (named === undefined || named === chosen || !(await isInstalled(installation, named))) since = 0
    else if (since === 0) since = performance.now()
    else if (performance.now() - since > farewell) return 'overstayed'
  }
}

const overAfter = (milliseconds: number): Promise<'over'> => wait(milliseconds, 'over', { ref: false })

/** The probation of this version, with the start that now follows counted; undefined when it is on none. */
const openProbation = async ({ data, log }: Supervision, version: string): Promise<Probation | undefined> => {
  const found = await readProbation(data)
  if (found?.version !== version) return undefined
  if (found.rolledBack !== '') return found
  const counted = { ...found, starts: found.starts + 1 }
  // Before the first start, so that nothing that was said earlier speaks for it.
  if (found.starts === 0)
    await forgetHealth(data).catch((error: unknown) => log('an old report was not removed', error))
  await writeProbation(data, counted).catch((error: unknown) => log('the start was not counted', error))
  return counted
}
