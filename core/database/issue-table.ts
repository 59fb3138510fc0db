import type { Reader, Transaction } from './transaction.ts'

/** Times are epoch milliseconds; `closedAt` is 0 while it is open. */
export interface IssueRow {
  readonly id: number
  readonly code: string
  readonly severity: 'error' | 'warning'
  readonly agent: string
  readonly subject: string
  readonly detail: string
  readonly openedAt: number
  readonly lastAt: number
  readonly times: number
  readonly closedAt: number
}

const columns =
  'id, code, severity, agent, subject, detail, opened_at AS openedAt, last_at AS lastAt, times, closed_at AS closedAt'

export const openIssues = (reader: Reader): Promise<IssueRow[]> =>
  reader.all<IssueRow>(`SELECT ${columns} FROM issue WHERE closed_at = 0`)

export const issueById = (reader: Reader, id: number): Promise<IssueRow | undefined> =>
  reader.get<IssueRow>(`SELECT ${columns} FROM issue WHERE id = ?`, [id])

export const lastIssueId = async (reader: Reader): Promise<number> =>
  (await reader.get<{ id: number | null }>('SELECT MAX(id) AS id FROM issue'))?.id ?? 0

/** New issues and changed ones; those that closed must come first, so that one trouble is open once at any moment. */
export const writeIssues = (tx: Transaction, rows: readonly IssueRow[]): Promise<void> =>
  tx.runMany(
    `INSERT INTO issue (id, code, severity, agent, subject, detail, opened_at, last_at, times, closed_at)
     SELECT value->>0, value->>1, value->>2, value->>3, value->>4, value->>5, value->>6, value->>7, value->>8, value->>9
     FROM jsonb_each(?) WHERE true
     ON CONFLICT (id) DO UPDATE SET detail = excluded.detail, last_at = excluded.last_at, times = excluded.times, closed_at = excluded.closed_at`,
    rows.map((row) => [
      row.id,
      row.code,
      row.severity,
      row.agent,
      row.subject,
      row.detail,
      row.openedAt,
      row.lastAt,
      row.times,
      row.closedAt,
    ]),
  )

/** Closed before `cutoff`. */
export const removeOldIssues = async (tx: Transaction, cutoff: number): Promise<void> => {
  await tx.run('DELETE FROM issue WHERE closed_at > 0 AND closed_at < ?', [cutoff])
}
