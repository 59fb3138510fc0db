import { type ApplicationRules, applicationRules } from '../contract/agent-configuration.ts'
import type { Reader, Transaction } from './connection.ts'

/** A custom application as it is stored: what is told to the agents of its groups while it is enabled. */
export interface StoredApplication {
  readonly id: number
  readonly name: string
  readonly description: string
  readonly enabled: boolean
  readonly rules: ApplicationRules
  /** Ids of agent groups, ascending. */
  readonly groups: readonly number[]
  /** Epoch milliseconds; `lastSeen` is 0 when no agent ever saw it run. */
  readonly createdAt: number
  readonly lastSeen: number
}

interface Row {
  readonly id: number
  readonly name: string
  readonly description: string
  readonly enabled: number
  readonly rules: string
  readonly created_at: number
  readonly last_seen: number
}

/** By name. What another version wrote and this one cannot read is an application that fits no program. */
export const storedApplications = async (reader: Reader): Promise<StoredApplication[]> => {
  const rows = await reader.all<Row>('SELECT * FROM custom_application')
  const links = await reader.all<{ application: number; agent_group: number }>(
    'SELECT application, agent_group FROM custom_application_group ORDER BY application, agent_group',
  )
  const groups = Map.groupBy(links, (link) => link.application)
  return rows
    .map((row) => ({
      id: row.id,
      name: row.name,
      description: row.description,
      enabled: row.enabled === 1,
      rules: readRules(row.rules),
      groups: (groups.get(row.id) ?? []).map(({ agent_group }) => agent_group),
      createdAt: row.created_at,
      lastSeen: row.last_seen,
    }))
    .sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }))
}

const noRules: ApplicationRules = { executables: { windows: [], linux: [], macos: [] }, paths: [], publishers: [] }

const readRules = (text: string): ApplicationRules => {
  try {
    return applicationRules.safeParse(JSON.parse(text)).data ?? noRules
  } catch {
    return noRules
  }
}

type Written = Pick<StoredApplication, 'name' | 'description' | 'enabled' | 'rules' | 'groups'>

export const addApplication = async (tx: Transaction, given: Written, createdAt: number): Promise<number> => {
  const { lastId } = await tx.run(
    'INSERT INTO custom_application (name, description, enabled, rules, created_at, last_seen) VALUES (?, ?, ?, ?, ?, 0)',
    [given.name, given.description, given.enabled ? 1 : 0, JSON.stringify(given.rules), createdAt],
  )
  await writeApplicationGroups(tx, lastId, given.groups)
  return lastId
}

export const changeApplication = async (tx: Transaction, id: number, given: Written): Promise<void> => {
  await tx.run('UPDATE custom_application SET name = ?, description = ?, enabled = ?, rules = ? WHERE id = ?', [
    given.name,
    given.description,
    given.enabled ? 1 : 0,
    JSON.stringify(given.rules),
    id,
  ])
  await writeApplicationGroups(tx, id, given.groups)
}

/** Groups that are no more are left out. */
const writeApplicationGroups = async (tx: Transaction, id: number, groups: readonly number[]): Promise<void> => {
  await tx.run('DELETE FROM custom_application_group WHERE application = ?', [id])
  await tx.run(
    `INSERT OR IGNORE INTO custom_application_group (application, agent_group)
     SELECT ?, agent_group.id FROM json_each(?) AS asked JOIN agent_group ON agent_group.id = asked.value`,
    [id, JSON.stringify(groups)],
  )
}

export const removeApplication = async (tx: Transaction, id: number): Promise<void> => {
  await tx.run('DELETE FROM custom_application_group WHERE application = ?', [id])
  await tx.run('DELETE FROM custom_application WHERE id = ?', [id])
}

/** `at`: epoch milliseconds. An application that was removed meanwhile stays removed. */
export const markApplicationsSeen = async (tx: Transaction, ids: readonly number[], at: number): Promise<void> => {
  await tx.run(
    'UPDATE custom_application SET last_seen = max(last_seen, ?) WHERE id IN (SELECT value FROM json_each(?))',
    [at, JSON.stringify(ids)],
  )
}

export interface OpenSession {
  readonly agent: string
  readonly user: string
  readonly pid: number
  readonly startedAt: number
}

/**
 * Runs of an application that have begun and not ended, by host, at most `most`; as far as what agents sent was folded. Each is told by the
 * first of these agents that tells of it. `names`: what the application is called, and what it is called where a change has not come to yet.
 */
export const openSessions = async (
  reader: Reader,
  names: readonly string[],
  agents: readonly string[],
  most: number,
): Promise<OpenSession[]> => {
  const rows = await reader.all<{ agent: string; key: string; start: number; user: string }>(
    `SELECT agent.id AS agent, open_run.key AS key, start, user FROM open_run JOIN agent ON agent.id = (
       SELECT teller.value FROM json_each(agents) AS teller
       WHERE teller.value IN (SELECT value FROM json_each(?)) ORDER BY teller.key LIMIT 1)
     WHERE application IN (SELECT value FROM json_each(?)) AND application <> '' AND kind = 'process'
     ORDER BY agent.host, agent.id, start, open_run.key LIMIT ?`,
    [JSON.stringify(agents), JSON.stringify(names), most],
  )
  // key: '4711@1700000000000'
  return rows.map(({ agent, key, start, user }) => ({ agent, user, pid: Number.parseInt(key, 10), startedAt: start }))
}
