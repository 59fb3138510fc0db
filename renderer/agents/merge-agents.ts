import type { AgentRow } from '../../core/contract/agents.ts'

/**
 * Puts an answer into what is on show: `asked` are the ids that were asked for, undefined for all. A row in which nothing changed stays the
 * same object, and when no row changed so does the list: what is drawn of it is not drawn anew.
 */
export const mergeAgents = (
  before: readonly AgentRow[],
  answered: readonly AgentRow[],
  asked: readonly string[] | undefined,
): readonly AgentRow[] => {
  const known = new Map(before.map((row) => [row.id, row]))
  const fresh = new Map(
    answered.map((row) => {
      const old = known.get(row.id)
      return [row.id, old && isSame(old, row) ? old : row]
    }),
  )
  const wanted = asked && new Set(asked)
  const kept = before.flatMap((row) => (wanted && !wanted.has(row.id) ? row : (fresh.get(row.id) ?? [])))
  const added = answered.filter(({ id }) => !known.has(id))
  const merged = [...kept, ...added]
  return merged.length === before.length && merged.every((row, at) => row === before[at]) ? before : merged
}

/** Plain JSON, made by the same code: equal texts are equal rows. */
const isSame = (one: AgentRow, other: AgentRow): boolean => JSON.stringify(one) === JSON.stringify(other)
