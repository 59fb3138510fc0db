import type { EventFilter, EventKind, EventSeverity, LoggedEvent } from '../contract/events.ts'
import type { Value } from './parameters.ts'
import type { Reader, Transaction } from './transaction.ts'

/** A line of the log as it is written. */
export interface EventRow {
  readonly id: number
  readonly at: number
  readonly lastAt: number
  readonly times: number
  readonly severity: EventSeverity
  readonly kind: EventKind
  readonly agent: string
  readonly subject: string
  readonly message: string
  readonly detail: string
  readonly issue: number
}

/** Agents as they are called now: as edited, else their host. */
export const agentNames = async (reader: Reader, agents: readonly string[]): Promise<ReadonlyMap<string, string>> => {
  if (agents.length === 0) return new Map()
  const rows = await reader.all<{ id: string; name: string }>(
    "SELECT id, COALESCE(NULLIF(name, ''), host) AS name FROM agent WHERE id IN (SELECT value FROM json_each(?))",
    [JSON.stringify(agents)],
  )
  return new Map(rows.map(({ id, name }) => [id, name]))
}

/** New lines, and lines that repeats were grouped into; who acknowledged what stays. */
export const writeEvents = async (
  tx: Transaction,
  rows: readonly EventRow[],
  names: ReadonlyMap<string, string>,
): Promise<void> => {
  const values = rows.map((row) => {
    const name = names.get(row.agent) ?? ''
    const words = [row.message, row.subject, row.detail, name].join('\n').toLowerCase()
    const { id, at, lastAt, times, severity, kind, agent, subject, message, detail, issue } = row
    return [id, at, lastAt, times, severity, kind, agent, name, subject, message, detail, words, issue]
  })
  await tx.runMany(
    `INSERT INTO event (id, at, last_at, times, severity, kind, agent, agent_name, subject, message, detail, words, issue, acknowledged_at)
     SELECT value->>0, value->>1, value->>2, value->>3, value->>4, value->>5, value->>6, value->>7, value->>8, value->>9, value->>10, value->>11, value->>12, 0
     FROM jsonb_each(?) WHERE true
     ON CONFLICT (id) DO UPDATE SET last_at = excluded.last_at, times = excluded.times, detail = excluded.detail, words = excluded.words`,
    values,
  )
}

export const lastEventId = async (reader: Reader): Promise<number> =>
  (await reader.get<{ id: number | null }>('SELECT MAX(id) AS id FROM event'))?.id ?? 0

const tables = 'event AS e LEFT JOIN issue AS i ON i.id = e.issue LEFT JOIN agent AS a ON a.id = e.agent'
const needsLook = "e.acknowledged_at = 0 AND e.severity <> 'info' AND (e.issue = 0 OR i.closed_at = 0)"

const conditionOf = (filter: EventFilter): { readonly sql: string; readonly values: readonly Value[] } => {
  const parts: string[] = []
  const values: Value[] = []
  const add = (sql: string, value: Value): void => {
    parts.push(sql)
    values.push(value)
  }
  const oneOf = (column: string, list: readonly string[] | undefined): void => {
    if (list) add(`${column} IN (SELECT value FROM json_each(?))`, JSON.stringify(list))
  }
  oneOf('e.severity', filter.severities)
  oneOf('e.kind', filter.kinds)
  oneOf('e.agent', filter.agents)
  for (const word of (filter.search ?? '').toLowerCase().split(/\s+/)) {
    if (word === '') continue
    // As the agent was called then, or is now.
    add('(instr(e.words, ?) > 0 OR e.agent IN (SELECT id FROM agent WHERE instr(lower(name), ?) > 0))', word)
    values.push(word)
  }
  if (filter.from !== undefined) add('e.last_at >= ?', filter.from)
  if (filter.to !== undefined) add('e.at < ?', filter.to)
  if (filter.unacknowledged) parts.push(`(${needsLook})`)
  return { sql: parts.length === 0 ? 'true' : parts.join(' AND '), values }
}

type StoredEvent = Omit<LoggedEvent, 'isOpen'> & { readonly isOpen: number }

/** The latest first, at most `limit`, only those before event `before`. */
export const findEvents = async (
  reader: Reader,
  filter: EventFilter,
  limit: number,
  before = Number.MAX_SAFE_INTEGER,
): Promise<readonly LoggedEvent[]> => {
  const { sql, values } = conditionOf(filter)
  const rows = await reader.all<StoredEvent>(
    `SELECT e.id, e.at, e.last_at AS lastAt, e.times, e.severity, e.kind, e.agent,
       COALESCE(NULLIF(a.name, ''), a.host, e.agent_name) AS agentName, e.subject, e.message, e.detail, e.issue,
       COALESCE(i.closed_at = 0, 0) AS isOpen, e.acknowledged_at AS acknowledgedAt
     FROM ${tables} WHERE e.id < ? AND ${sql} ORDER BY e.id DESC LIMIT ?`,
    [before, ...values, limit],
  )
  return rows.map((row) => ({ ...row, isOpen: row.isOpen === 1 }))
}

export const countEvents = async (reader: Reader, filter: EventFilter): Promise<number> => {
  const { sql, values } = conditionOf(filter)
  return (await reader.get<{ n: number }>(`SELECT COUNT(*) AS n FROM ${tables} WHERE ${sql}`, values))?.n ?? 0
}

/** Of those that need a look: these, or all that fit. @returns how many were acknowledged */
export const acknowledgeEvents = async (
  tx: Transaction,
  which: { readonly ids: readonly number[] } | { readonly filter: EventFilter },
  at: number,
): Promise<number> => {
  const isList = 'ids' in which
  const { sql, values } = isList
    ? { sql: 'e.id IN (SELECT value FROM json_each(?))', values: [JSON.stringify(which.ids)] }
    : conditionOf(which.filter)
  const { changes } = await tx.run(
    `UPDATE event SET acknowledged_at = ? WHERE id IN (SELECT e.id FROM ${tables} WHERE ${needsLook} AND ${sql})`,
    [at, ...values],
  )
  return changes
}

export const takeBackAcknowledged = async (tx: Transaction, at: number): Promise<void> => {
  await tx.run('UPDATE event SET acknowledged_at = 0 WHERE acknowledged_at = ?', [at])
}

/** Up to `limit` of the oldest: those that ended before `cutoff`, and what is over `most`. @returns how many went */
export const removeOldest = async (tx: Transaction, cutoff: number, most: number, limit: number): Promise<number> => {
  const first = await tx.get<{ id: number }>('SELECT id FROM event ORDER BY id DESC LIMIT 1 OFFSET ?', [most - 1])
  const { changes } = await tx.run(
    'DELETE FROM event WHERE id IN (SELECT id FROM event WHERE (at < ? AND last_at < ?) OR id < ? ORDER BY id LIMIT ?)',
    [cutoff, cutoff, first?.id ?? 0, limit],
  )
  return changes
}
