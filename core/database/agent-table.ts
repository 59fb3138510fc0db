import type { Reader, Transaction } from './connection.ts'

/** A row of the table agent; see the migration. */
export interface StoredAgent {
  readonly id: string
  readonly name: string
  readonly standing: string
  readonly channel: string
  readonly version: string
  readonly host: string
  readonly domain: string
  readonly ip: string
  readonly addresses: string
  readonly system: string
  readonly release: string
  readonly architecture: string
  readonly fingerprint: string
  readonly enrolled_at: number
  readonly last_connection: number
  readonly interval: number
  readonly is_own_interval: number
  readonly told_configuration: string
  readonly told_configuration_at: number
  readonly applied_configuration: string
  readonly clock_offset: number
  readonly observed_until: number
  readonly started: number
  readonly spool: string
  readonly servers: string
  readonly applications: string
  readonly platform: string
  readonly update_unable: string
  readonly hold: number
}

const columns = [
  'id',
  'name',
  'standing',
  'channel',
  'version',
  'host',
  'domain',
  'ip',
  'addresses',
  'system',
  'release',
  'architecture',
  'fingerprint',
  'enrolled_at',
  'last_connection',
  'interval',
  'is_own_interval',
  'told_configuration',
  'told_configuration_at',
  'applied_configuration',
  'clock_offset',
  'observed_until',
  'started',
  'spool',
  'servers',
  'applications',
  'platform',
  'update_unable',
  'hold',
] as const satisfies readonly (keyof StoredAgent)[]

// The ON CONFLICT of an INSERT ... SELECT needs a WHERE before it, or SQLite takes it for a join.
const upsert = `INSERT INTO agent (${columns.join(', ')})
  SELECT ${columns.map((_, index) => `value->>${index}`).join(', ')} FROM jsonb_each(?) WHERE true
  ON CONFLICT (id) DO UPDATE SET ${columns
    .slice(1)
    .map((name) => `${name} = excluded.${name}`)
    .join(', ')}`

export const allAgents = (reader: Reader): Promise<StoredAgent[]> =>
  reader.all<StoredAgent>(`SELECT ${columns.join(', ')} FROM agent`)

/** Writes agents as they are now, new ones too. */
export const storeAgents = (tx: Transaction, agents: readonly StoredAgent[]): Promise<void> =>
  tx.runMany(
    upsert,
    agents.map((agent) => columns.map((name) => agent[name])),
  )

/** Removes agents with all that is theirs, but for what they sent. */
export const deleteAgents = async (tx: Transaction, ids: readonly string[]): Promise<void> => {
  const list = JSON.stringify(ids)
  const named = 'IN (SELECT value FROM json_each(?))'
  await tx.run(`DELETE FROM agent_credential WHERE agent ${named}`, [list])
  await tx.run(`DELETE FROM agent_group_member WHERE agent ${named}`, [list])
  await tx.run(`DELETE FROM agent_update WHERE agent ${named}`, [list])
  await tx.run(`DELETE FROM agent_configuration WHERE scope IN (SELECT 'agent:' || value FROM json_each(?))`, [list])
  await tx.run(`DELETE FROM agent WHERE id ${named}`, [list])
}

export interface StoredMember {
  readonly agent_group: number
  readonly agent: string
}

/** In order of group and agent. */
export const allMembers = (reader: Reader): Promise<StoredMember[]> =>
  reader.all<StoredMember>('SELECT agent_group, agent FROM agent_group_member ORDER BY agent_group, agent')

/** By name. */
export const groupNames = (reader: Reader): Promise<{ id: number; name: string }[]> =>
  reader.all<{ id: number; name: string }>('SELECT id, name FROM agent_group ORDER BY name COLLATE NOCASE, id')

export const changeMembers = async (
  tx: Transaction,
  added: readonly (readonly [group: number, agent: string])[],
  removed: readonly (readonly [group: number, agent: string])[],
): Promise<void> => {
  await tx.runMany(
    `DELETE FROM agent_group_member WHERE (agent_group, agent) IN (SELECT value->>0, value->>1 FROM jsonb_each(?))`,
    removed,
  )
  // A group or an agent may have gone meanwhile.
  await tx.runMany(
    `INSERT OR IGNORE INTO agent_group_member (agent_group, agent) SELECT value->>0, value->>1 FROM jsonb_each(?)
     WHERE value->>0 IN (SELECT id FROM agent_group) AND value->>1 IN (SELECT id FROM agent)`,
    added,
  )
}
