import type { AgentRow, GatewayState, JoinTokenRow, NewJoinToken } from '../contract/agents.ts'
import type { AgentUpdate, UpdateBatch, UpdateSettings } from '../contract/updates.ts'
import type { Transaction } from '../database/connection.ts'
import type { AgentConfiguration, CollectorSettings, SpoolSettings } from './protocol/configuration.ts'
import type { ConnectRequest, EnrolAnswer, EnrolRequest, SpoolState, Standing } from './protocol/messages.ts'
import type { AgentUpdateState, Platform, UpdateOffer } from './protocol/updates.ts'
import type { VerifiedFile } from './updates/installer-catalogue.ts'

/** An agent as the console knows it; kept in memory for all, written behind. Times are epoch milliseconds. */
export interface FleetAgent {
  readonly id: string
  /** As edited; empty: the host's. */
  readonly name: string
  readonly standing: Standing
  readonly channel: 'local' | 'tls'
  readonly version: string
  readonly host: string
  readonly domain: string
  readonly ip: string
  readonly addresses: readonly string[]
  readonly system: 'windows' | 'linux' | 'macos'
  readonly release: string
  readonly architecture: string
  readonly fingerprint: string
  readonly enrolledAt: number
  /** 0: never. */
  readonly lastConnection: number
  /** Seconds: what offline is judged by. */
  readonly interval: number
  readonly isOwnInterval: boolean
  readonly toldConfiguration: string
  readonly toldConfigurationAt: number
  readonly appliedConfiguration: string
  readonly clockOffset: number
  readonly observedUntil: number
  readonly startedAt: number
  readonly spool: SpoolState | undefined
  readonly servers: readonly string[]
  readonly applications: ConnectRequest['applications']
  /** Of its program, as it says; empty: it is none that the console can bring up to date. */
  readonly platform: Platform | ''
  /** Why it cannot replace itself; empty when it can. */
  readonly updateUnable: string
  /** An admin keeps it from being updated. */
  readonly isHeld: boolean
}

/** core/agents/fleet/fleet.ts: all agents, their groups and whether they are online. */
export interface Fleet {
  all(): readonly FleetAgent[]
  get(id: string): FleetAgent | undefined
  /** Judged by `offlineAfterIntervals` of its own interval at `now`. */
  isOnline(agent: FleetAgent, now?: number): boolean
  /** A new agent, or one that is enrolled again; with `also` in one transaction. */
  add(agent: FleetAgent, also?: (tx: Transaction) => Promise<void>): Promise<void>
  /** In memory at once and announced (at most once a second); connection times reach the database within seconds, the rest with the next write. */
  change(id: string, change: Partial<Omit<FleetAgent, 'id'>>): void
  /** With its credentials, groups and configuration; what it sent stays. */
  remove(ids: readonly string[]): Promise<void>
  /** Ids of the agent groups of an agent, and agents of a group. */
  groupsOf(agent: string): readonly number[]
  agentsOf(group: number): readonly string[]
  /** Names of an agent's groups, and all groups: by name. */
  groupNames(agent: string): readonly string[]
  groups(): readonly { readonly id: number; readonly name: string }[]
  setGroups(
    changes: readonly { readonly agent: string; readonly add: readonly number[]; readonly remove: readonly number[] }[],
  ): Promise<void>
  /** Groups were made, renamed or removed: read again. */
  reloadGroups(): Promise<void>
  /** Called with the agents that changed, at most once a second, and when one goes offline. */
  onChange(listener: (ids: readonly string[]) => void): () => void
  /** Writes what waits. */
  flush(): Promise<void>
  close(): Promise<void>
}

/** core/agents/fleet/configurations.ts: what each agent is told, all scopes put together: global, then groups (by name), then the agent. */
export interface Configurations {
  of(agent: string): AgentConfiguration
  scope(scope: string): {
    readonly interval?: number
    readonly collectors?: Partial<CollectorSettings>
    readonly spool?: SpoolSettings
  }
  changeScope(scope: string, settings: object): Promise<void>
  /** Applications or groups changed: what was put together before no longer holds. */
  forget(): Promise<void>
}

/** core/agents/enrolment/enrolment.ts */
export interface Enrolment {
  createToken(uses: number, lifetime: number, note: string): Promise<NewJoinToken>
  /** The latest first. */
  tokens(): Promise<readonly JoinTokenRow[]>
  /** @throws `not-found` */
  revokeToken(id: string): Promise<void>
  /** @throws GatewayRefusal */
  enrol(request: EnrolRequest, channel: 'local' | 'tls', ip: string): Promise<EnrolAnswer>
  /** Makes all that the agents identify themselves with worthless. */
  revoke(agents: readonly string[]): Promise<void>
  /** Lets agents in that are pending or in quarantine. @returns how many those were */
  approve(agents: readonly string[]): Promise<number>
  /** Epoch milliseconds; 0 for an agent that has no certificate. */
  certificateNotAfter(agent: string): number
}

/** core/agents/gateway/gateway.ts: the servers that agents talk to. */
export interface Gateway {
  state(): GatewayState
  change(change: {
    readonly lanEnabled?: boolean
    readonly lanPort?: number
    readonly lanNames?: readonly string[]
    readonly approval?: boolean
    readonly interval?: number
  }): Promise<GatewayState>
  close(): Promise<void>
}

/** What an agent's batch looks like to the ingest, after the gateway knows who sent it. */
export interface ReceivedBatch {
  readonly agent: FleetAgent
  readonly spool: SpoolState
  /** Lines of records, decompressed, each with its line end; empty when the batch is. */
  readonly records: Buffer
  /** Milliseconds, agent's clock minus the console's. `observedUntil` and the records have the agent's own times. */
  readonly clockOffset: number
  readonly observedUntil: number | undefined
}

/** What becomes of a batch. */
export interface Acknowledgement {
  /** The last sequence that is committed. */
  readonly acknowledged: number
  readonly resendFrom?: number
  /** All of it has come, and is being committed. */
  readonly isPending?: boolean
}

/** core/agents/ingest/: commits batches, folds them into usage rows, keeps the files that agents send. */
export interface Ingest {
  /**
   * Resolves when the batch is committed (many are committed together), or after a moment with `isPending`: it has come, and is being committed. Records that were committed before are left out; a batch that does
   * not go on from the mark is answered with `resendFrom`, unless the agent no longer has what is missing: then the gap is counted.
   */
  take(batch: ReceivedBatch): Promise<Acknowledgement>
  /** Batches that may be sent right away: 0 when the database is behind. */
  credit(): number
  /** Resolves when everything committed so far counts in reports. */
  settle(): Promise<void>
  /** Sequences that never came (but for what the agent says it gave up) and records that were refused, of an agent in all its epochs. */
  losses(agent: string): Promise<{ readonly missing: number; readonly rejected: number }>
  close(): Promise<void>
}

/** core/agents/updates/scheduler.ts: brings agents up to date, at most twenty at the same moment. */
export interface Updates {
  list(filter: { readonly agents?: readonly string[]; readonly batch?: number }): readonly AgentUpdate[]
  batches(): readonly UpdateBatch[]
  /** @throws ConsoleError `refused` when nothing can be offered, `not-found` when one of the agents is not there */
  start(agents: readonly string[] | 'all'): Promise<{
    readonly batch: number
    readonly queued: number
    readonly isServed: boolean
    readonly left: readonly { readonly agent: string; readonly agentName: string; readonly reason: string }[]
  }>
  /** @throws ConsoleError `not-found` */
  decide(decision: 'pause' | 'resume' | 'cancel', batch: number): Promise<UpdateBatch>
  hold(agents: readonly string[], isHeld: boolean): Promise<number>
  settings(): UpdateSettings
  changeSettings(change: Partial<UpdateSettings>): Promise<UpdateSettings>
  /** What an agent could be brought to; empty when it runs that already, or nothing is bundled. */
  newerVersion(agent: FleetAgent): string
  /** What an agent that connected tells, and what it is told. Whatever is told is written before. */
  connected(agent: FleetAgent, version: string, state: AgentUpdateState | undefined): Promise<UpdateOffer | undefined>
  /** Whether an agent may fetch (any more of) this file now. */
  mayFetch(agent: string, sha256: string): boolean
  artifact(sha256: string): Promise<VerifiedFile | undefined>
}

/** Everything about agents that the calls of the contract need. */
export interface Agents {
  readonly fleet: Fleet
  readonly configurations: Configurations
  readonly enrolment: Enrolment
  readonly gateway: Gateway
  readonly ingest: Ingest
  readonly updates: Updates
  /** A row of the grid. core/agents/fleet/agent-rows.ts */
  row(agent: FleetAgent): AgentRow
}
