import type { AgentLog } from './agent-log.ts'
import { AgentProblem } from './agent-problem.ts'
import { ConsoleRefusal, ConsoleUnreachable } from './connection/console-refusal.ts'
import { pauseAfterFailure, pauseAfterRefusal, pauseAfterSuccess } from './connection/pace.ts'
import type { RoundResult } from './connection/round.ts'
import { type DataFolder, makeDataFolder } from './data-folder.ts'
import { readEnrolment } from './enrolment.ts'
import { takeRunLock } from './run-lock.ts'
import { type RunningAgent, startAgent } from './running-agent.ts'

export interface RunOptions {
  /** Seconds; left out: what the console says. */
  readonly interval?: number
  /** Looks once, sends what there is, and ends. */
  readonly once: boolean
  /** Ends the agent. */
  readonly signal: AbortSignal
  readonly log: AgentLog
}

/** Milliseconds for what is still sent when the agent is told to end. */
const farewell = 5_000

/** Runs until it is told to end, or with `once` until all is sent. @throws AgentProblem; with `once` also what kept it from sending */
export const runAgent = async (folder: DataFolder, options: RunOptions): Promise<void> => {
  await makeDataFolder(folder)
  const lock = takeRunLock(folder)
  try {
    const enrolment = await readEnrolment(folder)
    if (enrolment === undefined)
      throw new AgentProblem(
        `The agent of ${folder.path} is not enrolled. Nothing was done. Make a join token with \`lictor agents token\`, then run \`lictor-agent enrol\`.`,
      )
    const replaced = new AbortController()
    const agent = await startAgent(folder, enrolment, options.interval, options.log, () => replaced.abort())
    options.log(`started; console ${enrolment.console} at ${enrolment.server}, agent ${enrolment.agent}`)
    try {
      if (options.once) await runOnce(agent)
      else await runUntil(agent, { ...options, signal: AbortSignal.any([options.signal, replaced.signal]) })
    } finally {
      await agent.close()
      options.log('ended')
    }
  } finally {
    lock.release()
  }
}

const runOnce = async (agent: RunningAgent): Promise<void> => {
  try {
    // It may tell a configuration. If it is away, what is found waits for it.
    await agent.connect().catch(() => undefined)
    await agent.applyConfiguration()
    let round: RoundResult
    let isAllRead: boolean
    do {
      await agent.collecting.settle()
      isAllRead = agent.hasRoom
      if (isAllRead) await agent.collecting.close()
      round = await deliver(agent)
      // A long log goes through a small spool piece by piece.
    } while (!isAllRead && round.isDrained)
    await agent.tell('', 0)
    if (round.standing !== 'approved')
      throw new AgentProblem(
        'The console has not approved this agent yet. What was collected waits in the spool and goes out with a later run.',
      )
    if (!round.isDrained)
      throw new AgentProblem(
        'The console is too busy to take everything. What is left waits in the spool and goes out with a later run.',
      )
  } catch (error) {
    await agent.tell(error instanceof Error ? error.message : String(error), 0)
    throw error
  }
}

const deliver = async (agent: RunningAgent): Promise<RoundResult> => {
  let round = await agent.connect()
  // The console may be busy for a moment.
  for (let i = 0; i < 30 && !round.isDrained && round.standing === 'approved'; i++) {
    await pause(1_000)
    round = await agent.connect()
  }
  return round
}

const runUntil = async (agent: RunningAgent, { signal, log }: RunOptions): Promise<void> => {
  const ended = new Promise<void>((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
  let wake = () => {}
  let isWoken = false
  let problem = ''
  let failures = 0
  let current = Promise.resolve(0)

  /** In the background: a first look may take seconds, the next connection tells that it is done. */
  const apply = () =>
    void agent.applyConfiguration().then(
      (isOther) => {
        isWoken ||= isOther
        if (isOther) wake()
      },
      (error: unknown) => log('the configuration was not applied', error),
    )

  const connect = async (): Promise<number> => {
    try {
      await agent.connect()
      if (problem !== '') log('connected again')
      problem = ''
      failures = 0
      return pauseAfterSuccess(agent.interval)
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      if (message !== problem) log('not connected', error)
      problem = message
      if (error instanceof ConsoleRefusal && error.code !== 'busy' && error.code !== 'internal')
        return error.retryAfter === undefined
          ? pauseAfterRefusal(agent.interval)
          : pauseAfterFailure(0, error.retryAfter, agent.interval)
      if (!(error instanceof ConsoleRefusal || error instanceof ConsoleUnreachable)) log('this was not expected', error)
      failures++
      return pauseAfterFailure(failures, error instanceof ConsoleRefusal ? error.retryAfter : undefined, agent.interval)
    }
  }

  if (agent.wasConfigured) apply()
  while (!signal.aborted) {
    current = connect()
    const milliseconds = await Promise.race([current, ended])
    if (milliseconds === undefined) break
    apply()
    await agent.tell(problem, Date.now() + Math.round(milliseconds)).catch(() => undefined)
    const timer = new AbortController()
    wake = () => timer.abort()
    if (!isWoken) await Promise.race([pause(milliseconds, timer.signal), ended])
    isWoken = false
    timer.abort()
  }
  await agent.collecting.close()
  await Promise.race([current, pause(farewell)])
  if (problem === '') await Promise.race([agent.connect().catch(() => undefined), pause(farewell)])
  await agent.tell(problem, 0).catch(() => undefined)
}

const pause = (milliseconds: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds)
    signal?.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
