import { useMemo } from 'react'
import { useStore } from 'zustand'
import type { AgentUpdate } from '../../../core/contract/updates.ts'
import { TimeAgo } from '../../feedback/time-ago.tsx'
import { emDash, formatInstant } from '../../formats.ts'
import { DataGrid } from '../../grid/data-grid.tsx'
import type { GridColumn } from '../../grid/grid-column.ts'
import { navigate } from '../../navigation.ts'
import { updatesStore } from '../../stores.ts'
import { UpdateProgress } from './update-cell.tsx'
import { isUnderWay, progressWords } from './update-words.ts'
import classes from './updates.module.css'

const columns: readonly GridColumn<AgentUpdate>[] = [
  { id: 'agent', title: 'Agent', kind: 'text', width: 180, value: ({ agentName }) => agentName || emDash },
  {
    id: 'stage',
    title: 'Stage',
    kind: 'text',
    width: 168,
    value: progressWords,
    tone: (value) => (value === 'Failed' || value === 'Went back' ? 'danger' : undefined),
    cell: ({ row }) => (isUnderWay(row.stage) ? <UpdateProgress update={row} /> : progressWords(row)),
  },
  {
    id: 'since',
    title: 'Since',
    help: 'When this stage began',
    kind: 'time',
    width: 144,
    value: ({ since }) => new Date(since).toISOString(),
    show: (value) => (value === null ? emDash : formatInstant(value)),
    cell: ({ row }) => <TimeAgo at={row.since} />,
  },
  { id: 'from', title: 'From version', kind: 'text', width: 112, value: ({ from }) => from },
  { id: 'to', title: 'To version', kind: 'text', width: 112, value: ({ to }) => to },
  {
    id: 'wave',
    title: 'Wave',
    help: 'The first wave is one agent; the next begins when the one before works',
    kind: 'number',
    width: 84,
    value: ({ wave }) => wave + 1,
  },
  {
    id: 'attempts',
    title: 'Tries',
    help: 'Tries that were begun',
    kind: 'number',
    width: 84,
    value: ({ attempts }) => attempts,
  },
  {
    id: 'reason',
    title: 'Reason',
    help: 'Why it failed, or why the last try did not work',
    kind: 'text',
    width: 420,
    value: ({ reason }) => reason || null,
  },
]

const open = ({ agent }: AgentUpdate) => navigate(`/agents?agent=${agent}`)
const rowId = ({ agent }: AgentUpdate) => agent

/** The agents of one batch. An agent that a later batch took is listed there. */
export const BatchAgents = ({ batch }: { readonly batch: number }) => {
  const updates = useStore(updatesStore, (state) => state.updates)
  const rows = useMemo(() => [...updates.values()].filter((update) => update.batch === batch), [updates, batch])
  return (
    <div className={classes.grid}>
      <DataGrid
        label={`Agents of batch ${batch}`}
        columns={columns}
        rows={rows}
        rowId={rowId}
        layoutName="updates"
        onOpen={open}
        actionsOf={(update) => [{ label: 'Show the agent', keys: 'Enter', onClick: () => open(update) }]}
        nothing="Its agents were taken by later batches, or are gone."
      />
    </div>
  )
}
