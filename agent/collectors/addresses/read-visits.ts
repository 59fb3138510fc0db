import { copyFile, mkdtemp, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { HistoryKind } from './browser-profiles.ts'

/** A visit as the browser keeps it. Epoch milliseconds; `duration` 0: not known (Firefox never knows). */
export interface Visit {
  readonly id: number
  readonly at: number
  readonly duration: number
  readonly url: string
  readonly title: string
}

/** The last visit that is told already. */
export interface VisitMark {
  readonly at: number
  readonly id: number
}

/** Of one reading. */
export const mostVisits = 5000

/** Microseconds since 1601 become milliseconds since 1970 in SQL: as they stand they do not fit a number. Left out are steps of a redirect but the last, and frames. */
const queries: Readonly<Record<HistoryKind, string>> = {
  chromium: `select v.id as id, v.visit_time / 1000 - 11644473600000 as at, v.visit_duration / 1000 as duration, u.url as url,
      coalesce(u.title, '') as title
    from visits v join urls u on u.id = v.url
    where v.visit_time >= (:at + 11644473600000) * 1000 and (v.transition & 0x20000000) <> 0 and (v.transition & 0xff) not in (3, 4)
      and (v.visit_time / 1000 - 11644473600000 > :at or v.id > :id)
    order by at, id limit ${mostVisits}`,
  firefox: `select v.id as id, v.visit_date / 1000 as at, 0 as duration, p.url as url, coalesce(p.title, '') as title
    from moz_historyvisits v join moz_places p on p.id = v.place_id
    where v.visit_date >= :at * 1000 and v.visit_type not in (4, 8) and (v.visit_date / 1000 > :at or v.id > :id)
    order by at, id limit ${mostVisits}`,
}

/**
 * Visits after the mark, in their order, at most 5,000. Read from a copy below `folder`, which is deleted: the browser has its history open
 * and must not wait for us. @throws when it cannot be read, also because the browser wrote meanwhile
 */
export const readVisits = async (
  database: string,
  kind: HistoryKind,
  after: VisitMark,
  folder: string,
): Promise<readonly Visit[]> => {
  const copies = await mkdtemp(join(folder, 'history-'))
  try {
    const copy = join(copies, 'history')
    await copyWithJournals(database, copy)
    // Loaded only where an admin asked for addresses.
    const { DatabaseSync } = await import('node:sqlite')
    const opened = new DatabaseSync(copy)
    try {
      return opened.prepare(queries[kind]).all({ at: after.at, id: after.id }).map(visitOf)
    } finally {
      opened.close()
    }
  } finally {
    await rm(copies, { recursive: true, force: true })
  }
}

const visitOf = (row: Readonly<Record<string, unknown>>): Visit => ({
  id: Number(row.id),
  at: Number(row.at),
  duration: Number(row.duration),
  url: String(row.url),
  title: String(row.title),
})

/** Changes whenever the browser wrote. */
export const stateOfHistory = async (database: string): Promise<string> => {
  const states = await Promise.all(
    ['', '-wal', '-journal'].map(async (ending) => {
      const facts = await stat(database + ending).catch(() => undefined)
      return facts ? `${facts.size}@${facts.mtimeMs}` : '-'
    }),
  )
  return states.join(' ')
}

const copyWithJournals = async (database: string, copy: string): Promise<void> => {
  const before = await stateOfHistory(database)
  await copyFile(database, copy)
  for (const ending of ['-wal', '-journal'])
    await copyFile(database + ending, copy + ending).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error
    })
  if ((await stateOfHistory(database)) !== before) throw new Error('The browser wrote to its history meanwhile.')
}
