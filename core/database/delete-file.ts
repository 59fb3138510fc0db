import type { Transaction } from './connection.ts'
import { discardDays } from './day-table.ts'
import { deleteSegments } from './segment-table.ts'
import { deleteUsage } from './usage-table.ts'

/** Forgets a file and all that was read of it: lines, days derived ahead of its end, overlaps; licence records go with its row. */
export const deleteFile = async (tx: Transaction, file: number): Promise<void> => {
  await deleteSegments(tx, file, 0)
  await deleteUsage(tx, file, 0)
  await discardDays(tx, file)
  await tx.run('DELETE FROM overlap WHERE file = ?', [file])
  await tx.run('DELETE FROM file WHERE id = ?', [file])
}
