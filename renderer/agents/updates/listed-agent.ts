import type { AgentRow } from '../../../core/contract/agents.ts'
import type { AgentUpdate } from '../../../core/contract/updates.ts'
import { isUnderWay } from './update-words.ts'

/** A row of the grid: an agent, and its update where there is something to say of it. */
export interface ListedAgent extends AgentRow {
  readonly update?: AgentUpdate
}

/** Under way, or given up while there is still something to update to. */
const isWorthTelling = ({ newerVersion }: AgentRow, { stage, to }: AgentUpdate): boolean =>
  isUnderWay(stage) || (newerVersion === to && (stage === 'failed' || stage === 'rolledBack'))

/** Puts agents and updates together; a row of which neither changed is the same object as before, so it is not drawn anew. */
export const createListing = () => {
  const known = new WeakMap<AgentRow, ListedAgent>()
  return (agents: readonly AgentRow[], updates: ReadonlyMap<string, AgentUpdate>): readonly ListedAgent[] =>
    agents.map((agent) => {
      const update = updates.get(agent.id)
      if (!update || !isWorthTelling(agent, update)) return agent
      const before = known.get(agent)
      if (before?.update === update) return before
      const listed = { ...agent, update }
      known.set(agent, listed)
      return listed
    })
}
