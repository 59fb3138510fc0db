import { z } from 'zod'
import { type CollectorSettings, collectorSettings, type SpoolSettings, spoolSettings } from './agent-configuration.ts'
import { call } from './call.ts'

/** `never`: enrolled, and not heard of since. */
export type AgentStatus = 'online' | 'offline' | 'never'

/** A row of the agents grid. Times are epoch milliseconds. */
export interface AgentRow {
  readonly id: string
  /** Edited, else the host's name. */
  readonly name: string
  /** Whether the name was edited. */
  readonly isNamed: boolean
  readonly standing: 'approved' | 'pending' | 'quarantined'
  readonly version: string
  /** `older`: than the console, and served; `too-old`, `too-new`: not served. */
  readonly versionState: 'current' | 'older' | 'too-old' | 'too-new'
  /** A later one that came with the console and can be used; else empty. */
  readonly newerVersion: string
  /** An admin keeps it from being updated. */
  readonly isHeld: boolean
  /** Why it cannot replace itself, as it says; empty when it can. */
  readonly updateUnable: string
  readonly status: AgentStatus
  readonly host: string
  readonly ip: string
  readonly system: 'windows' | 'linux' | 'macos'
  readonly channel: 'local' | 'tls'
  /** 0: never. */
  readonly lastConnection: number
  /** Seconds; offline is judged by twice this. */
  readonly interval: number
  readonly errors: number
  readonly warnings: number
  /** Agent groups, by name. */
  readonly groups: readonly string[]
  readonly licenseServers: readonly string[]
  /** Custom applications of its groups for which harvesting is enabled. */
  readonly applications: readonly string[]
  /** Records that wait at the agent. */
  readonly backlog: number
  readonly isConfigurationApplied: boolean
}

export interface AgentIssueRow {
  readonly id: number
  readonly code: string
  readonly severity: 'error' | 'warning'
  readonly title: string
  readonly subject: string
  /** Why, as the system or the agent says it. */
  readonly detail: string
  readonly cause: string
  readonly remedy: string
  readonly openedAt: number
  readonly lastAt: number
  readonly times: number
}

export interface AgentDetails {
  readonly agent: AgentRow
  readonly issues: readonly AgentIssueRow[]
  readonly domain: string
  readonly addresses: string
  readonly release: string
  readonly architecture: string
  readonly enrolledAt: number
  readonly startedAt: number
  /** Milliseconds, agent minus console. */
  readonly clockOffset: number
  readonly certificateNotAfter: number
  readonly spool: {
    readonly waiting: number
    readonly waitingSince: number
    readonly bytes: number
    readonly quota: number
    /** By reason: records given up, as the agent counts them. */
    readonly dropped: { readonly [reason: string]: number }
    /** What never came besides, and nobody knows why. */
    readonly missing: number
    readonly rejected: number
  }
  readonly configuration: {
    readonly told: string
    readonly applied: string
    readonly toldAt: number
    /** What holds for it, all scopes put together. */
    readonly collectors: CollectorSettings
    readonly spool: SpoolSettings
  }
  /** Custom applications that run there now. */
  readonly sessions: readonly {
    readonly application: string
    readonly sessions: number
    readonly users: readonly string[]
  }[]
  /** What happened to it lately, the latest first. */
  readonly events: readonly {
    readonly at: number
    readonly severity: 'info' | 'warning' | 'error'
    readonly message: string
  }[]
}

export interface JoinTokenRow {
  readonly id: string
  readonly uses: number
  readonly usesLeft: number
  readonly createdAt: number
  readonly expiresAt: number
  readonly revokedAt: number
  readonly note: string
}

export interface NewJoinToken extends JoinTokenRow {
  /** Shown once: only its hash is kept. */
  readonly token: string
  /** Where agents reach this console: the local socket, and the address on the LAN when it is on. */
  readonly socket: string
  readonly address: string
}

export interface GatewayState {
  /** Path of the local socket or named pipe; empty when it could not be opened, then `problem` says why. */
  readonly socket: string
  readonly problem: string
  readonly lan: {
    readonly enabled: boolean
    readonly port: number
    /** `https://NAME:PORT`; empty when it is off. */
    readonly address: string
    /** What agents call this machine besides its own host name and addresses, as an admin typed it. */
    readonly names: readonly string[]
    readonly problem: string
  }
  /** New agents wait for an admin. */
  readonly approval: boolean
  /** Seconds. */
  readonly interval: number
  /** Agents by state, for badges and the status line. */
  readonly online: number
  readonly offline: number
  readonly pending: number
  readonly withIssues: number
  readonly outdated: number
}

/** Of one scope: what is left out holds as the wider scope has it. */
export interface ScopedConfiguration {
  readonly scope: string
  readonly interval?: number
  readonly collectors?: Partial<CollectorSettings>
  readonly spool?: SpoolSettings
}

const agentIds = z.array(z.string().max(64)).min(1).max(10_000)
/** `global`, `group:3` or `agent:UUID`. */
const scope = z.string().regex(/^(global|group:\d+|agent:[0-9a-f-]{36})$/)

export const agentCalls = {
  /** All agents, or those named; by name. */
  'agents.list': call<readonly AgentRow[]>()(z.strictObject({ ids: agentIds.optional() })),
  'agents.details': call<AgentDetails>()(z.strictObject({ id: z.string().max(64) })),
  /** An empty name is the host's again. */
  'agents.rename': call<AgentRow>()(z.strictObject({ id: z.string().max(64), name: z.string().trim().max(255) })),
  /** Only offline agents; @throws `refused` naming those that are online, and then removes none. Their data stays. */
  'agents.remove': call<{ readonly removed: number }>()(z.strictObject({ ids: agentIds })),
  /** Lets pending agents in, or those in quarantine out of it. */
  'agents.approve': call<{ readonly approved: number }>()(z.strictObject({ ids: agentIds })),
  /** Turns pending or quarantined agents away: their credentials are revoked and they go from the list. */
  'agents.reject': call<{ readonly rejected: number }>()(z.strictObject({ ids: agentIds })),
  /** Revokes what the agent identifies itself with; it must be enrolled anew. */
  'agents.revoke': call<{ readonly revoked: number }>()(z.strictObject({ ids: agentIds })),
  /** Groups are agent groups' ids. */
  'agents.changeGroups': call<readonly AgentRow[]>()(
    z.strictObject({
      ids: agentIds,
      add: z.array(z.number().int()).max(1000),
      remove: z.array(z.number().int()).max(1000),
    }),
  ),
  'agents.gateway': call<GatewayState>()(z.strictObject({})),
  /** Changes what is given. Turning the LAN on or its port takes effect at once; @throws `refused` when the port cannot be had. */
  'agents.changeGateway': call<GatewayState>()(
    z.strictObject({
      interval: z.number().int().min(30).max(600).optional(),
      approval: z.boolean().optional(),
      lanEnabled: z.boolean().optional(),
      lanPort: z.number().int().min(0).max(65_535).optional(),
      /** Names and addresses that agents use for this machine, for its certificate. */
      lanNames: z.array(z.string().min(1).max(255)).max(20).optional(),
    }),
  ),
  'agents.configuration': call<ScopedConfiguration>()(z.strictObject({ scope })),
  /** Replaces what the scope says. */
  'agents.changeConfiguration': call<ScopedConfiguration>()(
    z.strictObject({
      scope,
      interval: z.number().int().min(30).max(600).optional(),
      collectors: collectorSettings.partial().optional(),
      spool: spoolSettings.optional(),
    }),
  ),
  'agents.tokens': call<readonly JoinTokenRow[]>()(z.strictObject({})),
  /** `lifetime` is milliseconds: at most 30 days. */
  'agents.createToken': call<NewJoinToken>()(
    z.strictObject({
      uses: z.number().int().min(1).max(100_000),
      lifetime: z.number().int().min(60_000).max(2_592_000_000),
      note: z.string().trim().max(200),
    }),
  ),
  'agents.revokeToken': call<null>()(z.strictObject({ id: z.string().max(32) })),
  /** Answers when everything that agents have sent so far counts in reports. */
  'agents.settle': call<null>()(z.strictObject({})),
}
