import type { AgentGroup } from '../contract/agent-groups.ts'
import { allMembers } from './agent-table.ts'
import type { Reader, Transaction } from './connection.ts'

interface GroupRow {
  readonly id: number
  readonly name: string
  readonly description: string
}

/** By name; agents by id, applications by name. */
export const storedGroups = async (reader: Reader): Promise<AgentGroup[]> => {
  const groups = await reader.all<GroupRow>('SELECT id, name, description FROM agent_group')
  const members = Map.groupBy(await allMembers(reader), (row) => row.agent_group)
  const watched = await reader.all<{ agent_group: number; name: string }>(
    `SELECT agent_group, name FROM custom_application_group
     JOIN custom_application ON custom_application.id = custom_application_group.application ORDER BY name`,
  )
  const applications = Map.groupBy(watched, (row) => row.agent_group)
  return groups
    .map((group) => ({
      ...group,
      agents: (members.get(group.id) ?? []).map(({ agent }) => agent),
      applications: (applications.get(group.id) ?? []).map(({ name }) => name),
    }))
    .sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }))
}

export const addGroup = async (tx: Transaction, name: string, description: string): Promise<number> => {
  const { lastId } = await tx.run('INSERT INTO agent_group (name, description) VALUES (?, ?)', [name, description])
  return lastId
}

export const changeGroup = async (tx: Transaction, id: number, name: string, description: string): Promise<void> => {
  await tx.run('UPDATE agent_group SET name = ?, description = ? WHERE id = ?', [name, description, id])
}

/** These and no others; an agent that is no more is left out. */
export const writeGroupAgents = async (tx: Transaction, group: number, agents: readonly string[]): Promise<void> => {
  await tx.run('DELETE FROM agent_group_member WHERE agent_group = ?', [group])
  await tx.run(
    `INSERT OR IGNORE INTO agent_group_member (agent_group, agent)
     SELECT ?, agent.id FROM json_each(?) AS asked JOIN agent ON agent.id = asked.value`,
    [group, JSON.stringify(agents)],
  )
}

/** Custom applications of these names watch for this group as well. */
export const addGroupApplications = async (
  tx: Transaction,
  group: number,
  applications: readonly string[],
): Promise<void> => {
  await tx.run(
    `INSERT OR IGNORE INTO custom_application_group (application, agent_group)
     SELECT custom_application.id, ? FROM json_each(?) AS asked JOIN custom_application ON name = asked.value`,
    [group, JSON.stringify(applications)],
  )
}

/** With its members, its part in applications and what was set for it: its id may be given again. */
export const removeGroup = async (tx: Transaction, id: number): Promise<void> => {
  await tx.run('DELETE FROM agent_group_member WHERE agent_group = ?', [id])
  await tx.run('DELETE FROM custom_application_group WHERE agent_group = ?', [id])
  await tx.run('DELETE FROM agent_configuration WHERE scope = ?', [`group:${id}`])
  await tx.run('DELETE FROM agent_group WHERE id = ?', [id])
}
