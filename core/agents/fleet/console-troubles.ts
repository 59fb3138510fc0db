import type { EventLog, SeenTrouble } from '../../events/event-log-context.ts'
import type { FleetAgent } from '../agents-context.ts'
import type { AgentConfiguration } from '../protocol/configuration.ts'
import { clockTolerance } from '../protocol/limits.ts'
import { agentIssueCodes, type ConnectRequest } from '../protocol/messages.ts'
import { createRateLimit } from '../rate-limit.ts'
import type { versionState } from './version-state.ts'

/** What the console sees of an agent that connects, and judges anew each time. */
const judgedCodes = [
  'agent-too-old',
  'agent-too-new',
  'agent-outdated',
  'certificate-rejected',
  'request-refused',
  'certificate-expiring',
  'duplicate-id',
  'clock-skew',
  'configuration-not-applied',
  'interval-not-applied',
  'backlog-old',
  'no-group',
] as const
const versionCodes = ['agent-too-old', 'agent-too-new', 'agent-outdated'] as const
/** What happened at one moment and is shown for a day. */
const heldCodes = ['host-changed', 'address-changed', 'records-dropped', 'other-agent'] as const
type HeldCode = (typeof heldCodes)[number]
const allCodes = [...judgedCodes, ...heldCodes]

const dayMilliseconds = 86_400_000
const oldBacklog = 900_000
const expiringDays = 60
/** Troubles that an agent may begin at once; after that, one in ten seconds. */
const mostNew = 200

export interface Connection {
  /** As it was before this connection. */
  readonly before: FleetAgent
  readonly request: ConnectRequest
  /** Records that wait at the agent after what was taken. */
  readonly waiting: number
  readonly ip: string
  readonly channel: 'local' | 'tls'
  readonly now: number
  readonly clockOffset: number
  readonly version: ReturnType<typeof versionState>
  readonly consoleVersion: string
  readonly configuration: AgentConfiguration
  readonly isClone: boolean
  readonly hasNoGroup: boolean
  /** 0: it has no certificate. */
  readonly certificateNotAfter: number
}

export interface ConsoleTroubles {
  /** All that is wrong with an agent that has just connected, what it says itself included. */
  connected(connection: Connection): Promise<void>
  /** One trouble of an agent that was turned away; it ends with its next good connection. */
  refused(
    agent: string,
    code: 'agent-too-old' | 'agent-too-new' | 'certificate-rejected' | 'request-refused',
    detail: string,
  ): Promise<void>
  /** It has a group now. */
  grouped(agent: string): Promise<void>
  /** Something that just happened. */
  happened(agent: string, code: HeldCode, detail: string, now: number): Promise<void>
}

export const createConsoleTroubles = (events: EventLog): ConsoleTroubles => {
  /** Agent and code to what is shown until when. */
  const held = new Map<string, Map<HeldCode, { readonly detail: string; readonly until: number }>>()
  const holding = (agent: string) => {
    const known = held.get(agent)
    if (known) return known
    const own = new Map<HeldCode, { readonly detail: string; readonly until: number }>()
    held.set(agent, own)
    // Those that an earlier run of the console opened.
    for (const { code, detail, openedAt } of events.open(agent))
      if (heldCodes.includes(code as HeldCode)) own.set(code as HeldCode, { detail, until: openedAt + dayMilliseconds })
    return own
  }
  const current = (agent: string, now: number): SeenTrouble[] =>
    [...holding(agent)].flatMap(([code, { detail, until }]) => (now < until ? [{ code, detail }] : []))

  /** An agent that names other troubles each time would fill the event log, and push out what all others told. */
  const perAgent = createRateLimit(mostNew, 1 / 10)
  const toldBy = ({ agent, issues }: ConnectRequest, now: number): SeenTrouble[] => {
    if (issues.length === 0) return []
    const known = new Set(events.open(agent).map(({ code, subject }) => `${code} ${subject}`))
    return issues.flatMap(({ code, subject, detail }) =>
      known.has(`${code} ${subject}`) || perAgent.take(agent, now) === 0 ? { code, subject, detail } : [],
    )
  }

  /** Since when an agent's backlog is old: one that catches up after a weekend is not told of. */
  const backlogs = new Map<string, number>()
  const lasting = (connection: Connection): SeenTrouble[] => {
    const { before, request, now, waiting } = connection
    const age = oldBacklogAge(connection)
    if (age === 0) {
      backlogs.delete(before.id)
      return []
    }
    const since = backlogs.get(before.id) ?? now
    backlogs.set(before.id, since)
    return now - since > 3000 * Math.max(20, request.interval)
      ? [{ code: 'backlog-old', detail: `${waiting} records wait, the oldest for ${duration(age)}` }]
      : []
  }

  return {
    async connected(connection) {
      const { before, request, now } = connection
      const own = holding(request.agent)
      for (const [code, detail] of changes(connection)) own.set(code, { detail, until: now + dayMilliseconds })
      await events.troubles(
        request.agent,
        [...allCodes, ...agentIssueCodes],
        [...judge(connection), ...lasting(connection), ...current(before.id, now), ...toldBy(request, now)],
      )
    },
    refused: (agent, code, detail) =>
      events.troubles(agent, code === 'agent-too-old' || code === 'agent-too-new' ? versionCodes : [code], [
        { code, detail },
      ]),
    grouped: (agent) => events.troubles(agent, ['no-group'], []),
    async happened(agent, code, detail, now) {
      holding(agent).set(code, { detail, until: now + dayMilliseconds })
      await events.troubles(agent, [code], [{ code, detail }])
    },
  }
}

/** Milliseconds since the oldest record that waits was written; 0 when that is not long. */
const oldBacklogAge = ({ request, waiting }: Connection): number => {
  const { waitingSince } = request.spool
  const age = waitingSince === undefined || waiting === 0 ? 0 : request.time - waitingSince
  return age > Math.max(oldBacklog, 10_000 * request.interval) ? age : 0
}

const changes = ({ before, request, ip, channel }: Connection): (readonly [HeldCode, string])[] => {
  const found: (readonly [HeldCode, string])[] = []
  const { host } = request.machine
  if (before.host !== host) found.push(['host-changed', `${host}, before ${before.host}`])
  if (before.ip !== ip && before.ip !== '' && before.channel === channel && before.lastConnection > 0)
    found.push(['address-changed', `${ip}, before ${before.ip}`])
  const isSameSpool = before.spool?.epoch === request.spool.epoch
  const dropped = total(request.spool.dropped)
  if (dropped > (isSameSpool ? total(before.spool?.dropped ?? {}) : 0))
    found.push([
      'records-dropped',
      Object.entries(request.spool.dropped)
        .map(([reason, count]) => `${reason}: ${count}`)
        .join(', '),
    ])
  return found
}

const total = (dropped: { readonly [reason: string]: number }): number =>
  Object.values(dropped).reduce((sum, count) => sum + count, 0)

const judge = (connection: Connection): SeenTrouble[] => {
  const { before, request, now, clockOffset, version, configuration, certificateNotAfter, consoleVersion } = connection
  const found: SeenTrouble[] = []
  if (version === 'older')
    found.push({ code: 'agent-outdated', detail: `${request.version}; the console is ${consoleVersion}` })
  if (connection.isClone)
    found.push({ code: 'duplicate-id', detail: `Last seen as ${request.machine.host}, ${connection.ip}` })
  if (Math.abs(clockOffset) > clockTolerance)
    found.push({
      code: 'clock-skew',
      detail: `${duration(Math.abs(clockOffset))} ${clockOffset > 0 ? 'ahead of' : 'behind'} the console`,
    })
  if (certificateNotAfter > 0 && certificateNotAfter - now < expiringDays * dayMilliseconds)
    found.push({
      code: 'certificate-expiring',
      detail: `On ${new Date(certificateNotAfter).toISOString().slice(0, 10)}`,
    })
  const patience = 2000 * Math.max(before.interval, request.interval)
  if (request.configuration !== configuration.revision) {
    const wasTold = before.toldConfiguration === configuration.revision && now - before.toldConfigurationAt > patience
    if (wasTold)
      found.push({
        code: 'configuration-not-applied',
        detail: `Told at ${new Date(before.toldConfigurationAt).toISOString()}`,
      })
  } else if (request.interval !== configuration.interval)
    found.push({
      code: 'interval-not-applied',
      detail: `${request.interval} s${request.isOwnInterval ? ' of its own' : ''}, told ${configuration.interval} s`,
    })
  if (connection.hasNoGroup) found.push({ code: 'no-group', detail: '' })
  return found
}

/** `9 h 12 min`, `3 days 4 h`, `6 min`. */
const duration = (milliseconds: number): string => {
  const minutes = Math.round(milliseconds / 60_000)
  const [days, hours] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60)]
  if (days > 0) return `${days} ${days === 1 ? 'day' : 'days'}${hours > 0 ? ` ${hours} h` : ''}`
  return hours > 0 ? `${hours} h ${minutes % 60} min` : `${minutes} min`
}
