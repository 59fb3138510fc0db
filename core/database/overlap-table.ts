import type { Reader, Transaction } from './connection.ts'

export type LineRange = readonly [first: number, last: number]

export const overlapsOf = async (reader: Reader, file: number): Promise<LineRange[]> =>
  (
    await reader.all<{ first_line: number; last_line: number }>(
      'SELECT first_line, last_line FROM overlap WHERE file = ? ORDER BY first_line',
      [file],
    )
  ).map(({ first_line, last_line }) => [first_line, last_line])

export const replaceOverlaps = async (tx: Transaction, file: number, ranges: readonly LineRange[]): Promise<void> => {
  await tx.run('DELETE FROM overlap WHERE file = ?', [file])
  await tx.runMany(
    'INSERT INTO overlap SELECT value->>0, value->>1, value->>2 FROM jsonb_each(?)',
    ranges.map(([first, last]) => [file, first, last]),
  )
}
