import type { AgentRow } from '../../core/contract/agents.ts'
import type { GridColumn } from '../grid/grid-column.ts'

const statusWords: { readonly [Status in AgentRow['status']]: string } = {
  online: 'Online',
  offline: 'Offline',
  never: 'Not heard of yet',
}

const systemWords: { readonly [System in AgentRow['system']]: string } = {
  windows: 'Windows',
  linux: 'Linux',
  macos: 'macOS',
}

const listed = (names: readonly string[]): string | null => (names.length === 0 ? null : names.join(', '))
const amount = (of: number): number | null => (of === 0 ? null : of)

/** What one needs to see of an agent to know whether it belongs to a group. */
export const memberColumns = (): readonly GridColumn<AgentRow>[] => [
  { id: 'name', title: 'Name', kind: 'text', value: (row) => row.name },
  {
    id: 'status',
    title: 'Status',
    help: 'Offline: it has not connected for two of its intervals',
    kind: 'text',
    value: (row) => statusWords[row.status],
  },
  { id: 'host', title: 'Host', kind: 'text', value: (row) => row.host },
  { id: 'system', title: 'System', kind: 'text', value: (row) => systemWords[row.system] },
  {
    id: 'groups',
    title: 'Agent groups',
    help: 'All groups that it is in',
    kind: 'text',
    value: (row) => listed(row.groups),
  },
  {
    id: 'errors',
    title: 'Errors',
    kind: 'number',
    value: (row) => amount(row.errors),
    tone: (value) => (value === null ? undefined : 'danger'),
  },
  {
    id: 'warnings',
    title: 'Warnings',
    kind: 'number',
    value: (row) => amount(row.warnings),
    tone: (value) => (value === null ? undefined : 'warning'),
  },
]
