import { z } from 'zod'
import { call } from './call.ts'

/** An installer or update package that this console has beside it. */
export interface BundledInstaller {
  readonly platform: 'linux-x64' | 'linux-arm64' | 'win-x64' | 'darwin-arm64'
  readonly purpose: 'package' | 'update'
  readonly format: 'deb' | 'rpm' | 'tar.gz' | 'exe' | 'gz'
  readonly file: string
  readonly bytes: number
  readonly sha256: string
  readonly version: string
  /** Whether signature, length and hash are right; `problem` says what is not, and what to do. */
  readonly isVerified: boolean
  readonly problem: string
  /** How it is installed without a question; of an update empty. `\bTOKEN\b` stands for a join token, `\bSERVER\b(?!=)` for the console's address. */
  readonly command: string
}

export interface InstallerState {
  readonly installers: readonly BundledInstaller[]
  /** Of the bundled agent; empty when nothing is bundled or nothing of it can be trusted. */
  readonly version: string
  readonly issued: number
  readonly expires: number
  readonly isDevelopment: boolean
  /** Why nothing, or not all, of it can be used. */
  readonly problem: string
}

export type UpdateStage =
  | 'queued'
  | 'offered'
  | 'downloading'
  | 'verifying'
  | 'installing'
  | 'restarting'
  | 'done'
  | 'failed'
  | 'rolledBack'
  | 'cancelled'

export interface AgentUpdate {
  readonly agent: string
  readonly agentName: string
  readonly from: string
  readonly to: string
  readonly stage: UpdateStage
  readonly percent: number
  readonly reason: string
  /** Of the stage. */
  readonly since: number
  readonly batch: number
  readonly wave: number
  readonly attempts: number
}

export interface UpdateBatch {
  readonly id: number
  readonly createdAt: number
  readonly version: string
  readonly origin: 'manual' | 'automatic'
  readonly state: 'running' | 'paused' | 'stopped' | 'finished' | 'cancelled'
  readonly reason: string
  readonly wave: number
  /** Agents in each wave. */
  readonly waves: readonly number[]
  readonly counts: { readonly [Stage in UpdateStage]: number }
  readonly finishedAt: number
}

/** Minutes, seconds and shares that the scheduler works with. */
export const updateSettings = z.strictObject({
  /** Update agents automatically when a newer one is bundled. */
  automatic: z.boolean(),
  /** Local hours in which updates are offered; `null`: at any time. Days: 1 Monday ... 7 Sunday. */
  window: z
    .strictObject({
      days: z.array(z.number().int().min(1).max(7)).min(1).max(7),
      from: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
      to: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
    })
    .nullable(),
  /** Shares of a batch that the waves after the first agent reach, in percent, ascending; the last is 100. */
  waves: z.array(z.number().min(1).max(100)).min(1).max(10),
  /** A batch stops when so many of its agents failed, or so many percent of a wave. */
  stopAfterFailures: z.number().int().min(1).max(1000),
  stopAfterPercent: z.number().min(1).max(100),
  attempts: z.number().int().min(1).max(10),
  /** Of the agent's intervals. */
  offerIntervals: z.number().int().min(2).max(100),
  downloadStallSeconds: z.number().int().min(30).max(3600),
  installSeconds: z.number().int().min(30).max(3600),
  restartSeconds: z.number().int().min(30).max(3600),
  /** For so long the agents of a wave have to run the new version before the next wave begins. */
  soakSeconds: z.number().int().min(0).max(86_400),
  /** Bytes a second, of all downloads together and of one. */
  totalRate: z.number().int().min(10_000),
  agentRate: z.number().int().min(10_000),
})
export type UpdateSettings = z.infer<typeof updateSettings>

const agentIds = z.array(z.string().max(64)).min(1).max(100_000)

export const updateCalls = {
  'installers.list': call<InstallerState>()(z.strictObject({})),
  /** Looks at the files again. */
  'installers.verify': call<InstallerState>()(z.strictObject({})),
  /** A copy to hand on: fetched as reports' exports are. @throws `refused` for one that is not verified */
  'installers.save': call<{ readonly exportId: string; readonly fileName: string; readonly bytes: number }>()(
    z.strictObject({ file: z.string().max(200) }),
  ),
  'updates.list': call<readonly AgentUpdate[]>()(
    z.strictObject({ agents: agentIds.optional(), batch: z.number().int().optional() }),
  ),
  'updates.batches': call<readonly UpdateBatch[]>()(z.strictObject({})),
  /**
   * Puts agents into a new batch; `left` says of those that are not taken why (current already, cannot replace itself, on hold, too old). When that is so of all, there is none: 0.
   * @throws `refused` when nothing newer is bundled and verified
   */
  'updates.start': call<{
    readonly batch: number
    readonly queued: number
    /** Agents connect here; else they are updated once a console runs on this database. */
    readonly isServed: boolean
    readonly left: readonly { readonly agent: string; readonly agentName: string; readonly reason: string }[]
  }>()(z.strictObject({ agents: agentIds.optional(), all: z.boolean().optional() })),
  'updates.pause': call<UpdateBatch>()(z.strictObject({ batch: z.number().int() })),
  /** Also of a batch that stopped because of failures. */
  'updates.resume': call<UpdateBatch>()(z.strictObject({ batch: z.number().int() })),
  'updates.cancel': call<UpdateBatch>()(z.strictObject({ batch: z.number().int() })),
  /** Keeps agents from being updated, or lets them again. */
  'updates.hold': call<{ readonly changed: number }>()(z.strictObject({ agents: agentIds, hold: z.boolean() })),
  'updates.settings': call<UpdateSettings>()(z.strictObject({})),
  'updates.changeSettings': call<UpdateSettings>()(updateSettings.partial()),
}
