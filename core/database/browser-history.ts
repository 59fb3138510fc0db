import { openCopy } from './connection.ts'
import type { Value } from './parameters.ts'

export interface HistoryVisit {
  readonly id: number
  /** Microseconds since 1970; null where it is none. */
  readonly time: number | null
  readonly url: string
  readonly title: string
}

export interface BrowserHistory {
  readonly kind: 'chrome' | 'edge' | 'firefox'
  /** Visits in the order of their numbers, behind the one told. */
  visitsAfter(id: number, limit: number): Promise<readonly HistoryVisit[]>
  /** Whether one of these visits, number and time, is in it. */
  holdsAny(visits: readonly (readonly [id: number, time: number])[]): Promise<boolean>
  close(): Promise<void>
}

/** Where each family of browsers keeps a visit. Chrome's clock begins in 1601; its times are too large for a number, so SQLite takes that off. */
const shapes = {
  chrome: {
    tables: ['visits', 'urls'],
    from: 'visits v LEFT JOIN urls u ON u.id = v.url',
    time: 'v.visit_time - 11644473600000000',
  },
  firefox: {
    tables: ['moz_historyvisits', 'moz_places'],
    from: 'moz_historyvisits v LEFT JOIN moz_places u ON u.id = v.place_id',
    time: 'v.visit_date',
  },
} as const

/**
 * Opens a copy of a browser's history. What was still in its -wal or -journal file is taken in, so it must be our own copy.
 * @returns undefined where it is a database of something else. Rejects with a ConsoleError where it is damaged
 */
export const openBrowserHistory = async (path: string): Promise<BrowserHistory | undefined> => {
  const connection = await openCopy(path)
  try {
    const rows = await connection.all<{ name: string }>(
      "SELECT lower(name) AS name FROM sqlite_master WHERE type = 'table'",
    )
    const tables = new Set(rows.map(({ name }) => name))
    const family = (['chrome', 'firefox'] as const).find((name) =>
      shapes[name].tables.every((table) => tables.has(table)),
    )
    if (family === undefined) {
      await connection.close()
      return undefined
    }
    const { from, time } = shapes[family]
    const isEdge = family === 'chrome' && [...tables].some((name) => name.startsWith('edge_'))
    return {
      kind: isEdge ? 'edge' : family,
      visitsAfter: (id, limit) =>
        connection.all<HistoryVisit>(
          `SELECT v.id AS id, CASE typeof(${time}) WHEN 'integer' THEN ${time} END AS time,
             substr(CAST(coalesce(u.url, '') AS TEXT), 1, 4000) AS url, substr(CAST(coalesce(u.title, '') AS TEXT), 1, 1000) AS title
           FROM ${from} WHERE v.id > ? ORDER BY v.id LIMIT ?`,
          [id, limit] satisfies Value[],
        ),
      holdsAny: async (visits) => {
        const found = await connection.all(
          `SELECT 1 AS found FROM json_each(?) anchor JOIN ${shapes[family].tables[0]} v ON v.id = anchor.value ->> 0
           WHERE ${time} = anchor.value ->> 1 LIMIT 1`,
          [JSON.stringify(visits)],
        )
        return found.length > 0
      },
      close: () => connection.close(),
    }
  } catch (error) {
    await connection.close()
    throw error
  }
}
