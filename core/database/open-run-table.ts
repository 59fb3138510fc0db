import type { Reader, Transaction } from './connection.ts'

/** In the order of the table's columns; the kind is `process`, `module` or `address`. */
type OpenRun<Kind extends string> = readonly [
  host: string,
  kind: Kind,
  key: string,
  start: number,
  subject: number,
  detail: number,
  application: string,
  user: string,
  agents: string,
  seen: number,
  lostAt: number,
]
type EndedRun<Kind extends string> = readonly [host: string, kind: Kind, key: string, ended: number, toldAt: number]

export interface RunChanges {
  readonly stored: readonly OpenRun<string>[]
  readonly removed: readonly (readonly [host: string, kind: string, key: string])[]
  readonly ended: readonly EndedRun<string>[]
  /** What ended before this, as it was told, is forgotten. */
  readonly endedSince: number
  /** Up to when the agents looked, by the console's clock. */
  readonly until: readonly (readonly [agent: string, at: number])[]
}

export const storeRunChanges = async (tx: Transaction, changes: RunChanges): Promise<void> => {
  const { stored, removed, ended, endedSince, until } = changes
  await tx.runMany(
    `INSERT OR REPLACE INTO open_run (host, kind, key, start, subject, detail, application, user, agents, seen, lost_at)
     SELECT ${values(11)} FROM jsonb_each(?)`,
    stored,
  )
  await tx.runMany(`DELETE FROM open_run WHERE (host, kind, key) IN (SELECT ${values(3)} FROM jsonb_each(?))`, removed)
  await tx.runMany(
    `INSERT OR REPLACE INTO ended_run (host, kind, key, ended, told_at) SELECT ${values(5)} FROM jsonb_each(?)`,
    ended,
  )
  if (ended.length > 0) await tx.run('DELETE FROM ended_run WHERE told_at < ?', [endedSince])
  await tx.runMany(`INSERT OR REPLACE INTO agent_observed (agent, until) SELECT ${values(2)} FROM jsonb_each(?)`, until)
}

const values = (count: number): string => Array.from({ length: count }, (_, i) => `value->>${i}`).join(', ')

/** All that is known of runs: what goes on, what ended lately on machines with several agents, and up to when each agent looked. */
export const readRuns = async <Kind extends string>(reader: Reader) => ({
  runs: await rowsAsLists<OpenRun<Kind>>(
    reader,
    'SELECT host, kind, key, start, subject, detail, application, user, agents, seen, lost_at FROM open_run',
  ),
  ended: await rowsAsLists<EndedRun<Kind>>(reader, 'SELECT host, kind, key, ended, told_at FROM ended_run'),
  until: await rowsAsLists<readonly [agent: string, until: number]>(reader, 'SELECT agent, until FROM agent_observed'),
})

/** In the order of the columns asked for. */
const rowsAsLists = async <List>(reader: Reader, sql: string): Promise<List[]> =>
  (await reader.all<object>(sql)).map((row) => Object.values(row) as List)
