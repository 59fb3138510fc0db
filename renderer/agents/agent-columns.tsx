import type { AgentRow } from '../../core/contract/agents.ts'
import { emDash, formatInstant, formatNumber } from '../formats.ts'
import type { GridColumn } from '../grid/grid-column.ts'
import { groupsCell, issueCell, nameCell, removeCell, StatusSign, timeCell, versionCell } from './agent-cells.tsx'
import { isRemovable, statusWords, systemWords } from './agent-words.ts'
import type { ListedAgent } from './updates/listed-agent.ts'
import { updateCell } from './updates/update-cell.tsx'
import { updateWords } from './updates/update-words.ts'

/** What the cells of the grid do. The same functions for as long as the page is open. */
export interface AgentCellActions {
  readonly open: (agent: AgentRow) => void
  readonly rename: (agent: AgentRow, cell: HTMLElement) => void
  readonly editGroups: (agent: AgentRow, cell: HTMLElement) => void
  readonly remove: (agent: AgentRow) => void
  readonly update: (agent: ListedAgent) => void
}

/** Of the console itself, and of the agent that came with it (empty: none). A change of either draws all cells anew. */
export interface VersionsHere {
  readonly console: string
  readonly bundled: string
}

/** Hidden until somebody asks for them. */
export const hiddenAtFirst: readonly string[] = ['id', 'system', 'channel', 'interval', 'backlog', 'configuration']

type Column = GridColumn<ListedAgent>

const list = (names: readonly string[]): string | null => (names.length === 0 ? null : names.join(', '))

/** The columns of the seed's page in its order, then what else is known of an agent. */
export const agentColumns = (versions: VersionsHere, act: AgentCellActions): readonly Column[] => [
  {
    id: 'errors',
    title: 'Errors',
    help: 'Open errors; open the agent for what each means and what to do',
    kind: 'number',
    width: 76,
    value: (row) => row.errors,
    cell: issueCell('error', act.open),
  },
  {
    id: 'warnings',
    title: 'Warnings',
    help: 'Open warnings; open the agent for what each means and what to do',
    kind: 'number',
    width: 96,
    value: (row) => row.warnings,
    cell: issueCell('warning', act.open),
  },
  {
    id: 'name',
    title: 'Name',
    help: 'The host’s name unless it was changed. F2 or the pencil changes it',
    kind: 'text',
    width: 160,
    value: (row) => row.name,
    cell: nameCell(act.open),
    edit: act.rename,
  },
  {
    id: 'version',
    title: 'Version',
    help: 'Of the agent; orange when a newer one came with this console, marked when it is older than the console',
    kind: 'text',
    width: 84,
    value: (row) => row.version,
    cell: versionCell(versions.console),
  },
  {
    id: 'status',
    title: 'Status',
    help: 'Offline: it has not connected for two of its intervals',
    kind: 'text',
    width: 152,
    value: statusWords,
    cell: StatusSign,
  },
  { id: 'host', title: 'Host', kind: 'text', value: (row) => row.host },
  { id: 'ip', title: 'Host IP', kind: 'text', width: 124, value: (row) => row.ip },
  {
    id: 'lastConnection',
    title: 'Last connection',
    help: 'Whether it brought data or not',
    kind: 'time',
    width: 144,
    value: (row) => (row.lastConnection === 0 ? null : new Date(row.lastConnection).toISOString()),
    show: (value) => (value === null ? emDash : formatInstant(value)),
    cell: timeCell,
  },
  {
    id: 'licenseServers',
    title: 'License servers',
    help: 'Licence servers that it provided data of',
    kind: 'text',
    value: (row) => list(row.licenseServers),
  },
  {
    id: 'applications',
    title: 'Applications',
    help: 'Custom applications of its groups that have harvesting enabled',
    kind: 'text',
    value: (row) => list(row.applications),
  },
  {
    id: 'groups',
    title: 'Agent groups',
    help: 'Click the cell, or press F2, to change them',
    kind: 'text',
    width: 160,
    value: (row) => list(row.groups),
    cell: groupsCell,
    edit: act.editGroups,
    editsOnClick: true,
  },
  { id: 'id', title: 'Agent ID', kind: 'text', width: 290, value: (row) => row.id },
  { id: 'system', title: 'System', kind: 'text', value: (row) => systemWords[row.system] },
  {
    id: 'channel',
    title: 'Connects by',
    kind: 'text',
    value: (row) => (row.channel === 'tls' ? 'Network (TLS)' : 'Local socket'),
  },
  {
    id: 'interval',
    title: 'Interval',
    unit: 's',
    help: 'Seconds between two connections, as it was told last',
    kind: 'number',
    value: (row) => row.interval,
    show: (value) => formatNumber(value as number),
  },
  {
    id: 'backlog',
    title: 'Waiting records',
    help: 'Records that wait at the agent to be sent',
    kind: 'number',
    value: (row) => row.backlog,
  },
  {
    id: 'configuration',
    title: 'Configuration',
    help: 'Whether it does what it was told last',
    kind: 'text',
    value: (row) => (row.isConfigurationApplied ? 'Applied' : 'Not applied yet'),
    tone: (value) => (value === 'Applied' ? undefined : 'warning'),
  },
  {
    id: 'update',
    title: 'Update',
    help: 'Brings the agent to the version that came with this console, and shows how far that is',
    kind: 'text',
    width: 148,
    value: updateWords,
    cell: updateCell(act.update),
  },
  {
    id: 'remove',
    title: 'Remove',
    help: 'Takes the agent off the list; only while it is offline',
    kind: 'text',
    width: 84,
    value: (row) => (isRemovable(row) ? 'Can be removed' : null),
    cell: removeCell(act.remove),
  },
]
