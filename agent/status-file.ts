import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { agentIssue, spoolState, standing } from '../core/agents/protocol/messages.ts'
import type { DataFolder } from './data-folder.ts'
import { replaceFile } from './replace-file.ts'

/** How the agent is, written after each connection for `lictor-agent status`. Times are epoch milliseconds, 0: never. */
const agentStatus = z.object({
  version: z.string(),
  pid: z.number(),
  startedAt: z.number(),
  writtenAt: z.number(),
  standing,
  lastConnection: z.number(),
  /** Why the last attempt failed; empty when it did not. */
  lastProblem: z.string(),
  nextConnection: z.number(),
  /** Seconds. */
  interval: z.number(),
  isOwnInterval: z.boolean(),
  configuration: z.string(),
  /** Milliseconds, this machine minus console. */
  clockOffset: z.number(),
  spool: spoolState,
  issues: z.array(agentIssue),
  servers: z.array(z.string()),
})
export type AgentStatus = z.infer<typeof agentStatus>

/** @returns undefined where the agent has not run yet, or another version left something else */
export const readStatus = async (folder: DataFolder): Promise<AgentStatus | undefined> => {
  try {
    return agentStatus.parse(JSON.parse(await readFile(folder.status, 'utf8')))
  } catch {
    return undefined
  }
}

export const writeStatus = (folder: DataFolder, status: AgentStatus): Promise<void> =>
  replaceFile(folder.status, `${JSON.stringify(status, undefined, 1)}\n`)
