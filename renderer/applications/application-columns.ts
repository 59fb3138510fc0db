import type { CustomApplication } from '../../core/contract/custom-applications.ts'
import { formatMinute } from '../formats.ts'
import type { GridColumn } from '../grid/grid-column.ts'
import { ErrorsCell, NameCell, WarningsCell } from './application-cells.tsx'
import { harvestingSummary } from './harvesting-words.ts'

const listed = (names: readonly string[]): string | null => (names.length === 0 ? null : names.join(', '))

/** Whether anybody looks for it, and why not. */
export const watchState = ({ enabled, groups, agents }: CustomApplication) => {
  if (!enabled) return 'Off'
  if (groups.length === 0) return 'In no group'
  return agents === 0 ? 'No agents' : 'Watched'
}

/** The programs of all systems, each once. */
export const programsOf = ({ executables }: CustomApplication): readonly string[] => [
  ...new Set([...executables.windows, ...executables.linux, ...executables.macos]),
]

const amount = (of: number): number | null => (of === 0 ? null : of)

/** Hidden until somebody wants them. */
export const hiddenAtFirst: readonly string[] = ['description', 'paths', 'publishers']

export const applicationColumns: readonly GridColumn<CustomApplication>[] = [
  { id: 'name', title: 'Application', kind: 'text', value: (row) => row.name, cell: NameCell },
  {
    id: 'state',
    title: 'State',
    help: 'Watched: agents of its groups look for it. Off: somebody switched it off.',
    kind: 'text',
    value: watchState,
    tone: (value) => (value === 'In no group' || value === 'No agents' ? 'warning' : undefined),
  },
  {
    id: 'sessions',
    title: 'Sessions now',
    help: 'Running programs: one process id is one session. Of agents that are online.',
    kind: 'number',
    value: (row) => row.sessions,
  },
  { id: 'hosts', title: 'Hosts', help: 'Machines it runs on now', kind: 'number', value: (row) => row.hosts },
  { id: 'users', title: 'Users', help: 'People who run it now', kind: 'number', value: (row) => row.users },
  { id: 'agents', title: 'Agents', help: 'Agents that watch for it', kind: 'number', value: (row) => row.agents },
  {
    id: 'errors',
    title: 'With errors',
    help: 'Agents that watch for it and have an error',
    kind: 'number',
    value: (row) => amount(row.agentsWithErrors),
    cell: ErrorsCell,
    tone: (value) => (value === null ? undefined : 'danger'),
  },
  {
    id: 'warnings',
    title: 'With warnings',
    help: 'Agents that watch for it and have a warning',
    kind: 'number',
    value: (row) => amount(row.agentsWithWarnings),
    cell: WarningsCell,
    tone: (value) => (value === null ? undefined : 'warning'),
  },
  {
    id: 'harvesting',
    title: 'Harvesting',
    help: 'What is done with a licence that nobody uses',
    kind: 'text',
    value: (row) => harvestingSummary(row.harvesting),
  },
  { id: 'groups', title: 'Agent groups', kind: 'text', value: (row) => listed(row.groupNames) },
  { id: 'programs', title: 'Programs', kind: 'text', value: (row) => listed(programsOf(row)) },
  {
    id: 'last-seen',
    title: 'Last seen',
    help: 'When an agent last saw it run',
    kind: 'time',
    value: (row) => (row.lastSeen === 0 ? null : new Date(row.lastSeen).toISOString()),
    show: (value) => (typeof value === 'string' ? formatMinute(value) : 'Never'),
  },
  { id: 'description', title: 'Description', kind: 'text', value: (row) => row.description || null },
  { id: 'paths', title: 'Paths', kind: 'text', value: (row) => listed(row.paths) },
  { id: 'publishers', title: 'Publishers', kind: 'text', value: (row) => listed(row.publishers) },
]
