import type { Reader, Transaction } from './connection.ts'

/** In the order of the table's columns; the kind is `process`, `module` or `address`. */
type OpenRun<Kind extends string> = readonly [
  agent: string,
  kind: Kind,
  key: string,
  start: number,
  subject: number,
  detail: number,
  application: string,
  user: string,
]

export const storeOpenRuns = async (
  tx: Transaction,
  stored: readonly OpenRun<string>[],
  ended: readonly (readonly [agent: string, kind: string, key: string])[],
): Promise<void> => {
  await tx.runMany(
    `INSERT OR REPLACE INTO open_run (agent, kind, key, start, subject, detail, application, user)
     SELECT value->>0, value->>1, value->>2, value->>3, value->>4, value->>5, value->>6, value->>7 FROM jsonb_each(?)`,
    stored,
  )
  await tx.runMany(
    `DELETE FROM open_run WHERE (agent, kind, key) IN (SELECT value->>0, value->>1, value->>2 FROM jsonb_each(?))`,
    ended,
  )
}

/** Up to when the agents looked, by the console's clock. */
export const storeObserved = (
  tx: Transaction,
  until: readonly (readonly [agent: string, at: number])[],
): Promise<void> =>
  tx.runMany(
    'INSERT OR REPLACE INTO agent_observed (agent, until) SELECT value->>0, value->>1 FROM jsonb_each(?)',
    until,
  )

export const allOpenRuns = async <Kind extends string>(reader: Reader) => ({
  runs: (
    await reader.all<{
      agent: string
      kind: Kind
      key: string
      start: number
      subject: number
      detail: number
      application: string
      user: string
    }>('SELECT * FROM open_run')
  ).map(
    ({ agent, kind, key, start, subject, detail, application, user }): OpenRun<Kind> => [
      agent,
      kind,
      key,
      start,
      subject,
      detail,
      application,
      user,
    ],
  ),
  until: (await reader.all<{ agent: string; until: number }>('SELECT * FROM agent_observed')).map(
    ({ agent, until }) => [agent, until] as const,
  ),
})

/** Whether anything runs as far as agents have told. */
export const hasOpenRuns = async (reader: Reader): Promise<boolean> =>
  (await reader.get('SELECT 1 AS one FROM open_run LIMIT 1')) !== undefined
