import { randomBytes } from 'node:crypto'
import { networkInterfaces, uptime } from 'node:os'
import {
  type AgentConfiguration,
  agentConfiguration,
  usualConfiguration,
} from '../core/agents/protocol/configuration.ts'
import { protocolVersion } from '../core/agents/protocol/limits.ts'
import type { ConnectRequest, SpoolState } from '../core/agents/protocol/messages.ts'
import type { AgentLog } from './agent-log.ts'
import { type Collecting, createCollecting } from './collecting.ts'
import { applicationSessions } from './collectors/application-sessions.ts'
import { createBatchSize } from './connection/batch-size.ts'
import { openKnownConsole } from './connection/known-console.ts'
import { connectRound, type PlainAnswer, type RoundResult } from './connection/round.ts'
import { withoutUnknown } from './connection/without-unknown.ts'
import type { DataFolder } from './data-folder.ts'
import { type Enrolment, writeEnrolment } from './enrolment.ts'
import { createIssues } from './issues.ts'
import { addressesOf, readMachineFacts } from './machine/machine-facts.ts'
import { replaceFile } from './replace-file.ts'
import { openSpool } from './spool/spool.ts'
import { readStatus, writeStatus } from './status-file.ts'
import { readStored } from './stored-json.ts'
import { installationVariable } from './update/installation.ts'
import { openUpdater } from './update/updater.ts'
import { agentVersion } from './version.ts'

export interface RunningAgent {
  readonly collecting: Collecting
  /** False: what can wait was left where it is, until something was sent. */
  readonly hasRoom: boolean
  /** Seconds between two connections. */
  readonly interval: number
  /** The console told a configuration in an earlier run: collecting need not wait for the first connection. */
  readonly wasConfigured: boolean
  /** Connects once. @throws ConsoleRefusal, ConsoleUnreachable; what was not acknowledged stays */
  connect(): Promise<RoundResult>
  /** Applies the configuration that the console told, or the one it told last; true when it is another than was applied before. */
  applyConfiguration(): Promise<boolean>
  /** For `lictor-agent status`. */
  tell(problem: string, nextConnection: number): Promise<void>
  close(): Promise<void>
}

/**
 * Spool, collectors and what is said to the console. `ownInterval` is seconds, and holds whatever the console says; `onReplaced` is called when a
 * newer version took this one's place. @throws AgentProblem
 */
export const startAgent = async (
  folder: DataFolder,
  enrolled: Enrolment,
  ownInterval: number | undefined,
  log: AgentLog,
  onReplaced: () => void,
): Promise<RunningAgent> => {
  const now = Date.now
  const startedAt = now()
  const instance = randomBytes(12).toString('hex')
  const machine = await readMachineFacts()
  const earlier = await readStatus(folder)
  const issues = createIssues(log, now)
  const servers = new Set(earlier?.servers)
  const stored = await readStored(folder.configuration, agentConfiguration).catch((error: unknown) => {
    log('the configuration that was kept could not be read; the usual one holds until the console tells it', error)
    return undefined
  })
  /** What is to hold: before the console said anything, what is usual. */
  let next: AgentConfiguration = stored ?? { ...usualConfiguration, revision: '' }
  let applied: string | undefined
  let enrolment = enrolled
  let interval = ownInterval ?? next.interval
  let lastConnection = earlier?.lastConnection ?? 0
  let clockOffset = earlier?.clockOffset ?? 0
  let knowsMark = false
  const spool = await openSpool(folder.spool, next.spool, now, machine.host)
  const size = createBatchSize()

  const collecting = createCollecting(
    {
      machine,
      dataFolder: folder.collectors,
      record: (records) => spool.append(records.map((record) => `${JSON.stringify(record)}\n`)),
      gaveUp: (count, reason) => spool.gaveUp(count, reason),
      get hasRoom() {
        return spool.hasRoom
      },
      trouble: issues.trouble,
      server: (name) => void servers.add(name.slice(0, 255)),
      log,
      now,
    },
    log,
  )

  const updater = await openUpdater({
    folder,
    version: agentVersion,
    root: process.env[installationVariable],
    log,
    now,
    connect: () => openKnownConsole(enrolment),
    onReplaced,
  })

  const tellSpoolTroubles = () => {
    const troubles = spool.troubles()
    for (const code of ['spool-near-full', 'spool-full', 'spool-damaged'] as const)
      issues.trouble(code, 'spool', troubles.find((trouble) => trouble.code === code)?.detail)
  }

  const envelope = (state: SpoolState, localAddress: string, host: string): ConnectRequest => {
    tellSpoolTroubles()
    const { watch } = collecting
    return {
      protocol: protocolVersion,
      agent: enrolment.agent,
      version: agentVersion,
      instance,
      time: now(),
      monotonic: Math.round(uptime() * 1000),
      started: startedAt,
      machine: { ...machine, host, addresses: addressesOf(networkInterfaces(), localAddress) },
      interval,
      isOwnInterval: ownInterval !== undefined,
      configuration: applied ?? '',
      ...(watch.lookedAt > 0 ? { observedUntil: watch.lookedAt } : {}),
      spool: state,
      issues: [...issues.list()],
      servers: [...servers].slice(0, 500),
      applications: applicationSessions(watch),
      update: updater.state(),
    }
  }

  const takeConfiguration = async (value: unknown) => {
    const told = withoutUnknown(agentConfiguration, value)
    if (!told.success) {
      const [issue] = told.error.issues
      const detail = `${issue?.path.join('.')}: ${issue?.message}`
      return issues.trouble('configuration-refused', 'configuration', detail)
    }
    issues.trouble('configuration-refused', 'configuration', undefined)
    if (told.data.revision === applied) return
    next = told.data
    await replaceFile(folder.configuration, `${JSON.stringify(next)}\n`).catch((error: unknown) =>
      log('the configuration was not kept; it holds until the agent ends', error),
    )
  }

  const onAnswer = async (answer: PlainAnswer, offset: number, isMarkTold: boolean) => {
    lastConnection = now()
    clockOffset = offset
    // While it was not served, another may have sent in its place: what the console has is asked anew.
    knowsMark = isMarkTold
    interval = ownInterval ?? answer.interval
    await updater.answered()
    updater.take(answer.update)
    if (answer.configuration !== undefined) await takeConfiguration(answer.configuration)
    if (answer.standing === enrolment.standing && answer.console === enrolment.console) return
    if (answer.standing !== enrolment.standing) log(`the console says: ${answer.standing}`)
    enrolment = { ...enrolment, standing: answer.standing, console: answer.console }
    // It is told with each answer: a disk that takes nothing now is no reason to take nothing from the console.
    await writeEnrolment(folder, enrolment).catch((error: unknown) => log('the standing was not kept', error))
  }

  return {
    collecting,
    get hasRoom() {
      return spool.hasRoom
    },
    wasConfigured: stored !== undefined,
    get interval() {
      return interval
    },
    connect: () =>
      connectRound({
        enrolment,
        spool,
        size,
        log,
        knowsMark,
        envelope,
        onAnswer,
        async onCredential(credential) {
          // First on the disk: once the new one is used, the console no longer takes the old one.
          await writeEnrolment(folder, { ...enrolment, credential })
          enrolment = { ...enrolment, credential }
          log('the certificate was renewed')
        },
      }),
    async applyConfiguration() {
      const wanted = next
      if (wanted.revision === applied) return false
      spool.configure(wanted.spool)
      await collecting.apply(ownInterval === undefined ? wanted : lookingEvery(wanted, ownInterval))
      const isOther = applied !== wanted.revision
      applied = wanted.revision
      return isOther
    },
    async tell(problem, nextConnection) {
      tellSpoolTroubles()
      await writeStatus(folder, {
        version: agentVersion,
        pid: process.pid,
        startedAt,
        writtenAt: now(),
        standing: enrolment.standing,
        lastConnection,
        lastProblem: problem,
        nextConnection,
        interval,
        isOwnInterval: ownInterval !== undefined,
        configuration: applied ?? '',
        clockOffset,
        spool: (await spool.next()).state,
        issues: [...issues.list()],
        servers: [...servers],
      })
    },
    async close() {
      await updater.close()
      await collecting.close()
      await spool.close()
    },
  }
}

/** Whoever started the agent with an interval of its own wants to see what runs at least as often. */
const lookingEvery = (configuration: AgentConfiguration, seconds: number): AgentConfiguration => {
  const { processes } = configuration.collectors
  const everySeconds = Math.min(processes.everySeconds, Math.max(1, Math.ceil(seconds)))
  return {
    ...configuration,
    collectors: { ...configuration.collectors, processes: { ...processes, everySeconds } },
  }
}
