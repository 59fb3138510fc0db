import { z } from 'zod'
import { type ApplicationRules, applicationRules } from './agent-configuration.ts'
import { call } from './call.ts'

export interface CustomApplication extends ApplicationRules {
  readonly id: number
  readonly name: string
  readonly description: string
  readonly enabled: boolean
  /** Agent groups whose agents watch for it: ids, and names in the same order. */
  readonly groups: readonly number[]
  readonly groupNames: readonly string[]
  /** One process id is one session. Of agents that are online. */
  readonly sessions: number
  readonly hosts: number
  readonly users: number
  /** 0: never. */
  readonly lastSeen: number
  /** Agents that watch for it, and how many of those have an open error or warning. */
  readonly agents: number
  readonly agentsWithErrors: number
  readonly agentsWithWarnings: number
}

export interface ApplicationSession {
  readonly agent: string
  readonly agentName: string
  readonly host: string
  readonly user: string
  readonly pid: number
  readonly startedAt: number
}

const id = z.number().int()
const fields = {
  name: z.string().trim().min(1).max(200),
  description: z.string().trim().max(1000),
  enabled: z.boolean(),
  groups: z.array(z.number().int()).max(1000),
  ...applicationRules.shape,
}

export const customApplicationCalls = {
  /** By name. */
  'customApplications.list': call<readonly CustomApplication[]>()(z.strictObject({})),
  /** @throws `invalid` naming the field: no executable on any system, harvesting without a trigger; `refused`: the name is taken */
  'customApplications.create': call<CustomApplication>()(z.strictObject(fields)),
  'customApplications.change': call<CustomApplication>()(z.strictObject({ id, ...z.object(fields).partial().shape })),
  /** What was recorded stays. Answers what it was, so that it can be made again. */
  'customApplications.remove': call<CustomApplication>()(z.strictObject({ id })),
  /** Sessions of this moment, at most 1,000, by host. */
  'customApplications.sessions': call<readonly ApplicationSession[]>()(z.strictObject({ id })),
}
