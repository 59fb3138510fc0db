import { type AgentMark, agentMarks } from '../../database/agent-batch-table.ts'
import type { Reader } from '../../database/connection.ts'
import { reasonsAfterNumbering, type SpoolState } from '../protocol/messages.ts'

export interface Losses {
  /** Sequences that never came, without those of which the agent says itself why (`spool.dropped`): each loss counts once. */
  readonly missing: number
  readonly rejected: number
}

/**
 * Of the sequences of one epoch that never came, those that nobody gave a reason for. Both are totals of the epoch: what is given up is told
 * with one batch, and missed with that or a later one.
 * @param spool as the agent told it last
 */
export const unexplained = ({ epoch, missing }: Pick<AgentMark, 'epoch' | 'missing'>, spool?: SpoolState): number => {
  if (spool?.epoch !== epoch) return missing
  return Math.max(0, missing - reasonsAfterNumbering.reduce((sum, reason) => sum + (spool.dropped[reason] ?? 0), 0))
}

/** Of an agent in all its epochs. What it gave up in earlier ones it no longer tells: that never came. */
export const lossesOf = async (reader: Reader, agent: string, spool?: SpoolState): Promise<Losses> =>
  (await agentMarks(reader, agent)).reduce<Losses>(
    (sum, mark) => ({ missing: sum.missing + unexplained(mark, spool), rejected: sum.rejected + mark.rejected }),
    { missing: 0, rejected: 0 },
  )
