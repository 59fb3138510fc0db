import type { AgentRow } from '../../contract/agents.ts'
import { oldestSupportedAgent } from '../protocol/limits.ts'
import { compareVersions } from '../protocol/versions.ts'

const major = (version: string): number => Number.parseInt(version, 10) || 0

type State = AgentRow['versionState']

/** A fleet has few versions, and its rows are made anew all the time. */
const known = new Map<string, State>()
const mostKnown = 1000

/** How an agent's version stands to the console's: one of a later major version may speak what is not known here. */
export const versionState = (agent: string, console: string): State => {
  const key = `${agent} ${console}`
  const state = known.get(key) ?? judge(agent, console)
  if (known.size > mostKnown) known.clear()
  known.set(key, state)
  return state
}

const judge = (agent: string, console: string): State => {
  if (compareVersions(agent, oldestSupportedAgent) < 0) return 'too-old'
  if (major(agent) > major(console)) return 'too-new'
  return compareVersions(agent, console) < 0 ? 'older' : 'current'
}
