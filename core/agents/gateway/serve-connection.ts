import { ConsoleError } from '../../contract/errors.ts'
import { sqliteCode } from '../../database/database-error.ts'
import type { Configurations, Fleet, FleetAgent, Ingest, Updates } from '../agents-context.ts'
import type { Credentials } from '../enrolment/credentials.ts'
import type { ConsoleTroubles } from '../fleet/console-troubles.ts'
import { versionState } from '../fleet/version-state.ts'
import { certificateDays, protocolVersion } from '../protocol/limits.ts'
import type { ConnectAnswer, ConnectRequest, SpoolState, Standing } from '../protocol/messages.ts'
import type { CloneWatch } from './clone-watch.ts'
import { GatewayRefusal } from './gateway-refusal.ts'
import { checkRecords } from './request-body.ts'

export interface ConnectionContext {
  readonly fleet: Fleet
  readonly configurations: Configurations
  readonly ingest: Ingest
  readonly updates: Updates
  readonly credentials: Credentials
  readonly clones: CloneWatch
  readonly troubles: ConsoleTroubles
  readonly consoleName: string
  readonly consoleVersion: string
  readonly now: () => number
  log(error: unknown, where: string): void
}

/** Who connects, as its credential says. */
export interface Caller {
  readonly agent: string
  readonly channel: 'local' | 'tls'
  readonly ip: string
  /** Hex SHA-256 of its certificate or secret, and when that ends; 0: never. */
  readonly key: string
  readonly notAfter: number
}

const dayMilliseconds = 86_400_000
/** Differences of the clocks below this are the way of the message, milliseconds. */
const clockGrain = 2000

const versionsOf = ({ version, protocol }: Told, consoleVersion: string): string =>
  `Agent ${version} (protocol ${protocol}), console ${consoleVersion} (protocol ${protocolVersion})`

type Told = { readonly protocol: number; readonly version: string }

/** @throws GatewayRefusal for an agent that is too old or too new to be understood */
export const refuseVersion = ({ consoleVersion }: Pick<ConnectionContext, 'consoleVersion'>, told: Told): void => {
  const state = versionState(told.version, consoleVersion)
  const detail = versionsOf(told, consoleVersion)
  if (state === 'too-new' || told.protocol > protocolVersion)
    throw new GatewayRefusal('too-new', `${detail}. Update the console. What was collected is kept here.`)
  if (state === 'too-old' || told.protocol < protocolVersion)
    throw new GatewayRefusal('too-old', `${detail}. Install the current agent. What was collected is kept here.`)
}

/** The same of an agent that has shown who it is: the console tells of it. @throws GatewayRefusal */
export const checkVersion = async (context: ConnectionContext, agent: string, told: Told): Promise<void> => {
  const { fleet, troubles, consoleVersion, now } = context
  try {
    refuseVersion(context, told)
  } catch (error) {
    if (!(error instanceof GatewayRefusal)) throw error
    fleet.change(agent, { version: told.version, lastConnection: now() })
    const code = error.code === 'too-new' ? 'agent-too-new' : 'agent-too-old'
    if (fleet.get(agent)) await troubles.refused(agent, code, versionsOf(told, consoleVersion))
    throw error
  }
}

/** One connection of an agent: its batch is committed, then acknowledged, and it hears what to do next. @throws GatewayRefusal */
export const serveConnection = async (
  context: ConnectionContext,
  caller: Caller,
  request: ConnectRequest,
  records: Buffer,
): Promise<ConnectAnswer> => {
  const { fleet, configurations, ingest, credentials, clones, troubles, now } = context
  const before = fleet.get(caller.agent)
  if (!before) throw new GatewayRefusal('credential', 'This agent was removed from the console. Enrol it again.')
  checkRecords(records, request.spool)
  const at = now()
  const configuration = configurations.of(before.id)
  const met = clones.meet(request, before, before.interval * 1000, at)
  const standing: Standing = met === 'clone' && before.standing === 'approved' ? 'quarantined' : before.standing
  const interval = request.isOwnInterval ? Math.max(1, Math.ceil(request.interval)) : configuration.interval
  const ip = caller.channel === 'tls' ? caller.ip : (request.machine.addresses[0] ?? '')
  const clockOffset = steadyOffset(before, request.time - at)
  const isServed = standing === 'approved' && met === 'known'

  const { acknowledged, resendFrom, isPending } = isServed
    ? await take(
        context,
        { ...before, host: request.machine.host, startedAt: request.started },
        request,
        records,
        clockOffset,
      )
    : { acknowledged: 0 }
  // Another certificate works: the ones before it are no longer needed.
  if (caller.channel === 'tls' && met === 'known' && credentials.isNewest(caller.key))
    await credentials.revoke([before.id], at, caller.key)

  const isTold = isServed && request.configuration !== configuration.revision
  const isNews = isServed && before.toldConfiguration !== configuration.revision
  const spool = remaining(request.spool, acknowledged)
  const machine = met === 'known' ? { ...described(caller, request, ip), spool } : {}
  fleet.change(before.id, {
    ...machine,
    standing,
    interval,
    isOwnInterval: request.isOwnInterval,
    lastConnection: at,
    clockOffset,
    appliedConfiguration: request.configuration,
    ...(isNews ? { toldConfiguration: configuration.revision, toldConfigurationAt: at } : {}),
    ...(request.observedUntil === undefined ? {} : { observedUntil: request.observedUntil - clockOffset }),
  })
  // Removed while its batch was committed: nobody would ever close what is opened now.
  const told =
    fleet.get(before.id) &&
    troubles.connected({
      before,
      request,
      waiting: spool.waiting,
      ip,
      channel: caller.channel,
      now: at,
      clockOffset,
      version: versionState(request.version, context.consoleVersion),
      consoleVersion: context.consoleVersion,
      configuration,
      isClone: standing === 'quarantined',
      hasNoGroup: fleet.groups().length > 0 && fleet.groupsOf(before.id).length === 0,
      certificateNotAfter: caller.notAfter,
    })
  // What was committed is acknowledged, whatever else cannot be written.
  await told?.catch((error) => context.log(error, 'issues of an agent'))
  const update = isServed ? await updateOf(context, before.id, request) : undefined
  return {
    standing,
    console: context.consoleName,
    time: now(),
    interval: configuration.interval,
    // Whom it does not serve it does not tell what is here: that may be of the one whose id it shows.
    acknowledged: { epoch: isServed ? request.spool.epoch : '', last: acknowledged },
    ...(isPending ? { pending: true } : {}),
    ...(resendFrom === undefined ? {} : { resendFrom }),
    credit: isServed ? ingest.credit() : 0,
    ...(isTold ? { configuration } : {}),
    ...(caller.notAfter > 0 && caller.notAfter - at < (certificateDays * dayMilliseconds) / 3 ? { renew: true } : {}),
    ...(update ? { update } : {}),
  }
}

/** What cannot be written now is told at the next connection. */
const updateOf = async (
  { fleet, updates, log }: ConnectionContext,
  id: string,
  { version, update }: ConnectRequest,
): Promise<ConnectAnswer['update']> => {
  const agent = fleet.get(id)
  try {
    return agent && (await updates.connected(agent, version, update))
  } catch (error) {
    log(error, 'updates of agents')
    return undefined
  }
}

const take = async (
  { ingest, log }: ConnectionContext,
  agent: FleetAgent,
  request: ConnectRequest,
  records: Buffer,
  clockOffset: number,
): ReturnType<Ingest['take']> => {
  try {
    const { observedUntil, spool } = request
    return await ingest.take({ agent, spool, records, clockOffset, observedUntil })
  } catch (error) {
    if (error instanceof ConsoleError && error.code === 'invalid') throw new GatewayRefusal('invalid', error.message)
    log(error, `a batch of ${agent.host}`)
    const isBusy = sqliteCode(error) !== undefined || (error instanceof ConsoleError && error.code === 'busy')
    if (isBusy) throw new GatewayRefusal('busy', 'The console cannot write to its database at the moment.', 30)
    throw new GatewayRefusal('internal', 'The console could not take this batch. Its log says why.', 60)
  }
}

/** Agent's clock minus the console's: the same until it has clearly moved, so that equal times stay equal. */
const steadyOffset = (before: FleetAgent, measured: number): number => {
  if (before.lastConnection > 0 && Math.abs(measured - before.clockOffset) < clockGrain) return before.clockOffset
  return Math.abs(measured) < clockGrain ? 0 : measured
}

/** What waits at the agent after so much of it was acknowledged. */
const remaining = (spool: SpoolState, acknowledged: number): SpoolState => {
  const { first, last, waitingSince, ...rest } = spool
  const taken = first === undefined || last === undefined ? 0 : Math.max(0, Math.min(acknowledged, last) - first + 1)
  const waiting = Math.max(0, spool.waiting - taken)
  return { ...rest, waiting, ...(waiting === 0 || waitingSince === undefined ? {} : { waitingSince }) }
}

const described = ({ channel }: Caller, request: ConnectRequest, ip: string): Partial<FleetAgent> => ({
  channel,
  ip,
  version: request.version,
  host: request.machine.host,
  domain: request.machine.domain,
  addresses: request.machine.addresses,
  system: request.machine.system,
  release: request.machine.release,
  architecture: request.machine.architecture,
  fingerprint: request.machine.fingerprint,
  startedAt: request.started,
  servers: request.servers,
  applications: request.applications,
})
