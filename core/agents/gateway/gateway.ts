import type { RequestListener } from 'node:http'
import { isIP } from 'node:net'
import { hostname, networkInterfaces } from 'node:os'
import { z } from 'zod'
import type { GatewayState } from '../../contract/agents.ts'
import { ConsoleError } from '../../contract/errors.ts'
import { allScopes, storeScope } from '../../database/agent-configuration-table.ts'
import type { Database } from '../../database/connection.ts'
import { createQueue } from '../../database/queue.ts'
import type { EventLog } from '../../events/event-log-context.ts'
import type { Configurations, Fleet, Gateway } from '../agents-context.ts'
import type { Authority } from '../enrolment/authority.ts'
import { versionState } from '../fleet/version-state.ts'
import type { RoutesContext } from './gateway-routes.ts'
import type { LanListener, Listener, ListenerLimits } from './listeners.ts'

/** How agents reach the console; kept in the table of configurations as scope `gateway`. */
const gatewaySettings = z.object({
  lanEnabled: z.boolean().default(false),
  /** 0: any free one. */
  lanPort: z.number().int().min(0).max(65_535).default(7443),
  lanNames: z.array(z.string().min(1).max(255)).max(20).default([]),
  approval: z.boolean().default(false),
})
export type GatewaySettings = z.infer<typeof gatewaySettings>

export const readGatewaySettings = async (database: Database): Promise<GatewaySettings> => {
  const stored = (await allScopes(database)).find(({ scope }) => scope === 'gateway')
  const parsed = gatewaySettings.safeParse(JSON.parse(stored?.settings ?? '{}'))
  return parsed.success ? parsed.data : gatewaySettings.parse({})
}

const hostName = /^[A-Za-z0-9_](?:[A-Za-z0-9._-]{0,252}[A-Za-z0-9])?$/
/** Milliseconds between two looks at the machine's own names. */
const namesEvery = 300_000

export interface GatewayOptions {
  /** Path of the local socket or named pipe. */
  readonly socket: string
  /** Agents may connect; a command that does one thing takes none. */
  readonly isListening: boolean
  /** Turns the LAN on with this port, for this run. */
  readonly lanPort?: number
  readonly limits?: Partial<ListenerLimits>
}

export interface GatewayContext {
  readonly database: Database
  readonly fleet: Fleet
  readonly configurations: Configurations
  readonly authority: Authority
  readonly events: EventLog
  readonly settings: GatewaySettings
  readonly consoleVersion: string
  readonly routes: RoutesContext
  onChange(): void
}

export interface OpenGateway extends Gateway {
  /** Agents are served from now on. */
  listen(): Promise<void>
  needsApproval(): boolean
}

/** The servers that agents talk to. What cannot be opened is told in the state and as an issue; the rest goes on. */
export const createGateway = (context: GatewayContext, options: GatewayOptions): OpenGateway => {
  const { database, fleet, configurations, authority, events, consoleVersion } = context
  let settings = context.settings
  /** For this run. */
  let override = options.lanPort
  let local: Listener | undefined
  let lan: LanListener | undefined
  let problem = ''
  let lanProblem = ''
  let shownCertificate = ''
  let isClosed = false

  const lanWanted = () => ({
    enabled: settings.lanEnabled || override !== undefined,
    port: override ?? settings.lanPort,
  })
  const names = (): string[] => [...new Set([...settings.lanNames, ...ownNames()])]

  const routesFor = async (channel: 'local' | 'tls'): Promise<RequestListener> => {
    const [{ createGatewayRoutes }, { getRequestListener }] = await Promise.all([
      import('./gateway-routes.ts'),
      import('@hono/node-server'),
    ])
    return getRequestListener(createGatewayRoutes(context.routes, channel).fetch, { overrideGlobalObjects: false })
  }
  const identity = async () => {
    const { certificate, key } = await authority.server(names())
    return { certificate, key, authority: await authority.certificate() }
  }
  const openLan = async (port: number): Promise<LanListener> => {
    const { listenOnLan } = await import('./listeners.ts')
    return listenOnLan({ port, ...(await identity()) }, await routesFor('tls'), options.limits)
  }
  /** The machine may have got other addresses: agents look whether the certificate names the one they call. */
  const showNames = async (): Promise<void> => {
    if (!lan) return
    const own = await identity()
    if (own.certificate !== shownCertificate) lan.show(own)
    shownCertificate = own.certificate
  }
  const nameTimer = options.isListening
    ? setInterval(() => void showNames().catch((error) => context.routes.log(error, 'certificate')), namesEvery)
    : undefined
  nameTimer?.unref()
  const tell = async (): Promise<void> => {
    const current = [
      ...(problem ? [{ code: 'local-socket-failed' as const, detail: problem }] : []),
      ...(lanProblem ? [{ code: 'lan-failed' as const, detail: lanProblem }] : []),
    ]
    await events.troubles('', ['local-socket-failed', 'lan-failed'], current)
  }

  const state = (): GatewayState => {
    const counts = { online: 0, offline: 0, pending: 0, withIssues: 0, outdated: 0 }
    for (const agent of fleet.all()) {
      if (agent.standing !== 'approved') counts.pending++
      else if (fleet.isOnline(agent)) counts.online++
      else counts.offline++
      if (events.counts(agent.id).errors > 0) counts.withIssues++
      if (versionState(agent.version, consoleVersion) !== 'current') counts.outdated++
    }
    const wanted = lanWanted()
    const port = lan?.port ?? wanted.port
    return {
      socket: problem ? '' : options.socket,
      problem,
      lan: {
        enabled: wanted.enabled,
        port,
        address:
          wanted.enabled && !lanProblem && port > 0
            ? `https://${asHost(settings.lanNames[0] ?? hostname())}:${port}`
            : '',
        names: settings.lanNames,
        problem: lanProblem,
      },
      approval: settings.approval,
      interval: configurations.of('').interval,
      ...counts,
    }
  }

  const store = async (next: GatewaySettings): Promise<void> => {
    await database.transaction((tx) => storeScope(tx, 'gateway', next))
    settings = next
  }

  const apply = async ({ interval, ...change }: Parameters<Gateway['change']>[0]): Promise<GatewayState> => {
    const wrong = change.lanNames?.find((name) => isIP(name) === 0 && !hostName.test(name))
    if (wrong !== undefined)
      throw new ConsoleError('invalid', `${wrong} is neither a host name nor an address. Nothing was changed.`)
    const before = { settings, override }
    const wantedNow = lanWanted()
    // Turned on for this run only: another port is no wish to turn it off.
    const enabled = change.lanEnabled ?? (change.lanPort === undefined ? settings.lanEnabled : wantedNow.enabled)
    const next = gatewaySettings.parse({ ...settings, ...defined(change), lanEnabled: enabled })
    // Whoever is connected stays so when only names change; what did not work is tried again.
    const isAsked = change.lanEnabled !== undefined || change.lanPort !== undefined
    const isSamePort = change.lanPort === undefined || change.lanPort === (lan?.port ?? wantedNow.port)
    const isOtherPort = isAsked && (lanProblem !== '' || enabled !== wantedNow.enabled || !isSamePort)
    if (isOtherPort) override = undefined
    settings = next
    if (lan && !isOtherPort && change.lanNames !== undefined) await showNames()
    if (options.isListening && !isClosed && isOtherPort) {
      const earlier = lan?.port
      const wanted = lanWanted()
      // A port can only be opened again once it is closed.
      await lan?.close()
      lan = undefined
      lanProblem = ''
      try {
        if (wanted.enabled) lan = await openLan(change.lanPort === undefined ? (earlier ?? wanted.port) : wanted.port)
      } catch (error) {
        ;({ settings, override } = before)
        if (lanWanted().enabled)
          lan = await openLan(earlier ?? lanWanted().port).catch((failure: unknown) => {
            lanProblem = reason(failure)
            return undefined
          })
        await tell()
        context.onChange()
        throw error instanceof ConsoleError ? error : new ConsoleError('refused', reason(error))
      }
      await tell()
    }
    await store(next)
    if (interval !== undefined)
      await configurations.changeScope('global', { ...configurations.scope('global'), interval })
    context.onChange()
    return state()
  }
  /** Two windows may ask at once. */
  const inTurn = createQueue()

  return {
    state,
    needsApproval: () => settings.approval,
    async listen() {
      if (!options.isListening) return
      try {
        const { listenLocally } = await import('./listeners.ts')
        local = await listenLocally(options.socket, await routesFor('local'), options.limits)
      } catch (error) {
        problem = reason(error)
      }
      const { enabled, port } = lanWanted()
      if (enabled) {
        try {
          lan = await openLan(port)
        } catch (error) {
          lanProblem = reason(error)
        }
      }
      await tell()
      context.onChange()
    },
    change: (change) => inTurn(() => apply(change)),
    async close() {
      isClosed = true
      clearInterval(nameTimer)
      await Promise.all([local?.close(), lan?.close()])
    },
  }
}

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error))

const defined = <T extends object>(change: T): Partial<T> =>
  Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as Partial<T>

/** `[::1]` for an address of version 6. */
const asHost = (name: string): string => (name.includes(':') ? `[${name}]` : name)

/** What agents may call this machine by: its name, short as well, its addresses, and those of the machine itself. */
const ownNames = (): string[] => {
  const full = hostname()
  const addresses = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ address, internal }) => !internal && !address.startsWith('fe80:'))
    .map(({ address }) => address)
  const hosts = [full, full.split('.')[0] as string].filter((name) => hostName.test(name))
  return [...hosts, ...addresses, 'localhost', '127.0.0.1', '::1']
}
