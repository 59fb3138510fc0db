import { z } from 'zod'
import { applicationRules, collectorSettings, spoolSettings } from '../../contract/agent-configuration.ts'
import { connectionInterval, usualCollectors, usualSpool } from '../../contract/agent-defaults.ts'

export type {
  ApplicationRules,
  CollectorSettings,
  HarvestingRules,
  PollCommand,
  SpoolSettings,
} from '../../contract/agent-configuration.ts'

/** A custom application: every process that fits is a session of it (one process id, one session). */
export const watchedApplication = z.strictObject({
  id: z.number().int().positive(),
  name: z.string().min(1).max(200),
  ...applicationRules.shape,
})
export type WatchedApplication = z.infer<typeof watchedApplication>

/** All that the console tells an agent to do. */
export const agentConfiguration = z.strictObject({
  /** Short hash of the rest: the agent repeats it once it is applied. */
  revision: z.string().min(1).max(64),
  interval: z.number().int().min(connectionInterval.least).max(connectionInterval.most),
  collectors: collectorSettings,
  spool: spoolSettings,
  applications: z.array(watchedApplication).max(2000),
})
export type AgentConfiguration = z.infer<typeof agentConfiguration>

/** What holds until somebody changes it. */
export const usualConfiguration: Omit<AgentConfiguration, 'revision'> = {
  interval: connectionInterval.usual,
  collectors: usualCollectors,
  spool: usualSpool,
  applications: [],
}
