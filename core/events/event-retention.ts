import type { Database } from '../database/connection.ts'
import { removeOldest } from '../database/event-table.ts'
import { removeOldIssues } from '../database/issue-table.ts'

/** However long they are kept: more make the page slow. */
const mostEvents = 200_000
const perTransaction = 5000

/**
 * Removes events and closed issues that are older than so many days, bit by bit; 0 keeps them, up to 200,000.
 * @returns how many events went
 */
export const removeOldEvents = async (
  database: Database,
  days: number,
  now: number,
  most = mostEvents,
): Promise<number> => {
  const cutoff = days === 0 ? 0 : now - days * 86_400_000
  let gone = 0
  for (let some = perTransaction; some === perTransaction; gone += some)
    some = await database.transaction((tx) => removeOldest(tx, cutoff, most, perTransaction))
  await database.transaction((tx) => removeOldIssues(tx, cutoff))
  return gone
}
