import { Button, Splitter, Text, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useDeferredValue, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import type { AgentGroup } from '../../core/contract/agent-groups.ts'
import type { AgentRow } from '../../core/contract/agents.ts'
import table from '../design/plain-table.module.css'
import { EmptyState } from '../feedback/empty-state.tsx'
import { count, emDash, formatNumber } from '../formats.ts'
import { link, navigate, usePlace } from '../navigation.ts'
import { useRemembered } from '../reports/use-remembered.ts'
import { agentsStore } from '../stores.ts'
import { editGroup } from './group-form.tsx'
import { GroupPanel } from './group-panel.tsx'
import classes from './groups.module.css'

/** From so many on a filter helps. */
const filterFrom = 8

const show = ({ id }: AgentGroup) => navigate(`/groups?group=${id}`)

/** The groups at the left, and at the right the agents of the chosen one. */
export const AgentGroups = ({ groups }: { readonly groups: readonly AgentGroup[] }) => {
  const { query } = usePlace()
  const rows = useStore(agentsStore, (state) => state.agents)
  const agents = useMemo(() => rows && new Map(rows.map((row) => [row.id, row])), [rows])
  const [split, setSplit] = useRemembered('groups.split', '38')
  const chosen = groups.find(({ id }) => String(id) === query.get('group')) ?? groups[0]
  if (!chosen) return <NoGroups />
  if (split === undefined) return null
  return (
    <Splitter
      className={classes.split}
      classNames={{ thumb: classes.thumb }}
      handleColor="var(--lictor-border)"
      lineSize={1}
      step={2}
      onResizeEnd={(_, sizes) => setSplit(String(Math.round(Number(sizes[0]))))}
    >
      <Splitter.Pane defaultSize={Number(split) || 38} min={22}>
        <GroupTable groups={groups} agents={agents} chosen={chosen.id} />
      </Splitter.Pane>
      <Splitter.Pane defaultSize={100 - (Number(split) || 38)} min={40}>
        <GroupPanel key={chosen.id} group={chosen} agents={agents} />
      </Splitter.Pane>
    </Splitter>
  )
}

const onlineOf = ({ agents: ids }: AgentGroup, agents: ReadonlyMap<string, AgentRow> | undefined) =>
  agents && ids.filter((id) => agents.get(id)?.status === 'online').length

const fits = ({ name, description, applications }: AgentGroup, typed: string): boolean => {
  const text = `${name} ${description} ${applications.join(' ')}`.toLowerCase()
  return typed.split(/\s+/).every((word) => text.includes(word))
}

interface GroupTableProps {
  readonly groups: readonly AgentGroup[]
  readonly agents: ReadonlyMap<string, AgentRow> | undefined
  readonly chosen: number
}

const GroupTable = ({ groups, agents, chosen }: GroupTableProps) => {
  const [filter, setFilter] = useState('')
  const typed = useDeferredValue(filter).trim().toLowerCase()
  const found = useMemo(() => groups.filter((group) => fits(group, typed)), [groups, typed])
  return (
    <div className={classes.list}>
      {groups.length >= filterFrom && (
        <div className={classes.listTools}>
          <TextInput
            data-page-filter
            size="xs"
            aria-label="Filter groups"
            placeholder="Filter groups  /"
            value={filter}
            onChange={(event) => setFilter(event.currentTarget.value)}
            onKeyDown={(event) => event.key === 'Escape' && setFilter('')}
            leftSection={<IconSearch size={14} aria-hidden />}
          />
          <Text size="xs" c="dimmed" role="status">
            {found.length === groups.length
              ? count(groups.length, 'group')
              : `${formatNumber(found.length)} of ${count(groups.length, 'group')}`}
          </Text>
        </div>
      )}
      <table className={`${table.table} ${classes.groupTable}`}>
        <caption className="visually-hidden">Agent groups</caption>
        <thead>
          <tr>
            <th scope="col">Group</th>
            <th scope="col" className={table.number}>
              Agents
            </th>
            <th scope="col" className={table.number}>
              Online
            </th>
            <th scope="col">Applications</th>
          </tr>
        </thead>
        <tbody>
          {found.map((group) => (
            <tr key={group.id} data-chosen={group.id === chosen || undefined}>
              <th scope="row" className={table.name}>
                <a
                  className={table.link}
                  href={link(`/groups?group=${group.id}`)}
                  aria-current={group.id === chosen ? 'true' : undefined}
                  title={group.description || group.name}
                >
                  {group.name}
                </a>
              </th>
              <td className={table.number}>{formatNumber(group.agents.length)}</td>
              <td className={table.number}>{formatNumber(onlineOf(group, agents))}</td>
              <td className={classes.applications} title={group.applications.join(', ')}>
                {group.applications.join(', ') || emDash}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {found.length === 0 && (
        <Text c="dimmed" p={16}>
          No group fits the filter.
        </Text>
      )}
    </div>
  )
}

const NoGroups = () => (
  <EmptyState
    title="No agent groups yet"
    order={2}
    actions={<Button onClick={() => editGroup({ onMade: show })}>New agent group…</Button>}
  >
    <p>
      A group puts agents together that are treated alike: which custom applications they watch, how often they connect,
      what they collect. An agent may be in any number of groups.
    </p>
    <p>Make one, then choose its agents here, or in the column Agent group of the Agents page.</p>
  </EmptyState>
)
