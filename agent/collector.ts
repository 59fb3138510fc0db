import type { AgentConfiguration } from '../core/agents/protocol/configuration.ts'
import type { AgentIssue, MachineFacts } from '../core/agents/protocol/messages.ts'
import type { AgentRecord } from '../core/agents/protocol/records.ts'

/** What a collector may use of the agent. */
export interface CollectorContext {
  readonly machine: MachineFacts
  /** Folder that the agent owns; a collector keeps what it must remember in a file of its own there (where a log was read to). */
  readonly dataFolder: string
  /** Appends to the spool, in order; resolves once the records are safe on the disk. @throws SpoolFull when the quota is used up and the policy is to pause */
  record(records: readonly AgentRecord[]): Promise<void>
  /** Counts records that were given up because there was no room for them and nothing that would keep them. */
  gaveUp(count: number, reason: string): void
  /** False while the spool is full and the policy is to pause: a source that keeps its data (a log) is not read meanwhile. */
  readonly hasRoom: boolean
  /** Says that something goes wrong (`detail`), or that it works again (`undefined`). Repeating it costs nothing. */
  trouble(code: AgentIssue['code'], subject: string, detail: string | undefined): void
  /** A licence server that this machine gave data of. */
  server(name: string): void
  /** For the agent's own log file. */
  log(message: string, error?: unknown): void
  /** Epoch milliseconds; tests give their own. */
  now(): number
}

/** One process as a look at the machine sees it. */
export interface SeenProcess {
  readonly pid: number
  readonly parent: number
  /** Epoch milliseconds, as the system states it. */
  readonly start: number
  readonly user: string
  readonly domain: string
  /** Whether a person runs it (not a system or service account). */
  readonly isOfUser: boolean
  readonly executable: string
  /** Empty where the system does not tell. */
  readonly path: string
  readonly version: string
  readonly publisher: string
  readonly architecture: string
  /** Seconds of CPU so far, and bytes read and written; `undefined` where the system does not tell. */
  readonly cpuSeconds: number | undefined
  readonly ioBytes: number | undefined
  /** Ids of the custom applications that it is a session of. */
  readonly applications: readonly number[]
}

/** What a look found to be otherwise than the look before. */
export interface ProcessChange {
  readonly began: readonly SeenProcess[]
  /** The same process, but its program was replaced (exec), or it is a session of other applications since the configuration changed. */
  readonly changed: readonly SeenProcess[]
  readonly ended: readonly EndedProcess[]
}

export interface EndedProcess extends SeenProcess {
  /** Epoch milliseconds: as the system states it, else the last look that saw it. */
  readonly end: number
  readonly exitStatus: string | undefined
}

/** What all collectors and harvesting share: one look at the machine's processes, no older than the configured seconds. */
export interface ProcessWatch {
  /** The processes of the last look, by process id. */
  readonly current: ReadonlyMap<number, SeenProcess>
  /** When that look was; 0 before the first. */
  readonly lookedAt: number
  /** Called after each look with what began, changed and ended in between. */
  onLook(listener: (change: ProcessChange) => void): () => void
}

/** Something that is switched on and off by the configuration. */
export interface Collector {
  /** As the console names it: `processes`, `modules`, `idle`, `addresses`, `polls`, `logs`, `harvesting`. */
  readonly name: string
  /** Takes a configuration, at the start and whenever it changes: begins, goes on otherwise, or ends. Never throws: it says `trouble`. */
  configure(configuration: AgentConfiguration): Promise<void>
  /** Resolves when all that can be seen now is recorded; what takes long (a large log) does not make `configure` wait. */
  settle?(): Promise<void>
  /** Ends what runs; what was seen is recorded. */
  close(): Promise<void>
}
