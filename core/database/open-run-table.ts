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

/** What ended lately on machines with several agents, and up to when each agent looked. */
export const readEndedRuns = async <Kind extends string>(reader: Reader) => ({
  ended: await rowsAsLists<EndedRun<Kind>>(reader, 'SELECT host, kind, key, ended, told_at FROM ended_run'),
  until: await rowsAsLists<readonly [agent: string, until: number]>(reader, 'SELECT agent, until FROM agent_observed'),
})

/** In the order of the columns asked for. */
const rowsAsLists = async <List>(reader: Reader, sql: string): Promise<List[]> =>
  (await reader.all<object>(sql)).map((row) => Object.values(row) as List)

const rowsPerPage = 5000

/**
 * What goes on, some thousand rows at a time, each page as the JSON of a list of `OpenRun`: there may be hundreds of thousands, and a text is
 * the cheapest way to a worker.
 */
export async function* openRunPages(reader: Reader): AsyncGenerator<string> {
  let last: readonly [string, string, string] = ['', '', '']
  for (;;) {
    const page = await reader.get<{ rows: string; count: number; last: string | null }>(
      `SELECT rows, count, rows->'$[#-1]' AS last FROM (
         SELECT json_group_array(json_array(host, kind, key, start, subject, detail, application, user, agents, seen, lost_at)) AS rows,
           COUNT(*) AS count
         FROM (SELECT * FROM open_run WHERE (host, kind, key) > (?, ?, ?) ORDER BY host, kind, key LIMIT ${rowsPerPage}))`,
      last,
    )
    if (!page || page.last === null) return
    yield page.rows
    if (page.count < rowsPerPage) return
    const [host, kind, key] = JSON.parse(page.last) as OpenRun<string>
    last = [host, kind, key]
  }
}
