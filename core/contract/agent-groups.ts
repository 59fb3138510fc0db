import { z } from 'zod'
import { call } from './call.ts'

export interface AgentGroup {
  readonly id: number
  readonly name: string
  readonly description: string
  /** Agents' ids. */
  readonly agents: readonly string[]
  /** Custom applications that its agents watch, by name. */
  readonly applications: readonly string[]
}

const id = z.number().int()
const name = z.string().trim().min(1).max(100)

export const agentGroupCalls = {
  /** By name. */
  'agentGroups.list': call<readonly AgentGroup[]>()(z.strictObject({})),
  /** @throws `refused` when there is one of that name */
  'agentGroups.create': call<AgentGroup>()(
    z.strictObject({
      name,
      description: z.string().trim().max(500).optional(),
      agents: z.array(z.string().max(64)).max(100_000).optional(),
      /** Custom applications, by name, that watch for it too: as `agentGroups.remove` answered them. Those that are no more are left out, agents likewise. */
      applications: z.array(z.string().max(200)).max(10_000).optional(),
    }),
  ),
  'agentGroups.change': call<AgentGroup>()(
    z.strictObject({ id, name: name.optional(), description: z.string().trim().max(500).optional() }),
  ),
  'agentGroups.setAgents': call<AgentGroup>()(z.strictObject({ id, agents: z.array(z.string().max(64)).max(100_000) })),
  /** Its agents stay; applications lose it. Answers what it was, so that it can be made again. */
  'agentGroups.remove': call<AgentGroup>()(z.strictObject({ id })),
}
