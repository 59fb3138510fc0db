import { ActionIcon } from '@mantine/core'
import { IconAlertTriangle, IconCircleX, IconPencil, IconTrash } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { AgentRow } from '../../core/contract/agents.ts'
import { TimeAgo } from '../feedback/time-ago.tsx'
import { emDash, formatNumber } from '../formats.ts'
import type { CellProps } from '../grid/grid-column.ts'
import { isRemovable, statusWords, versionWords } from './agent-words.ts'
import classes from './agents.module.css'

// Buttons are out of the order of Tab: the grid's own keys and the menu of a row do the same.

type Cell = (props: CellProps<AgentRow>) => ReactNode

export const issueCell =
  (severity: 'error' | 'warning', open: (agent: AgentRow) => void): Cell =>
  ({ row }) => {
    const n = severity === 'error' ? row.errors : row.warnings
    // Mostly there is nothing: an empty cell is calmer than a column of zeros.
    if (n === 0) return <span className="visually-hidden">0</span>
    const Sign = severity === 'error' ? IconCircleX : IconAlertTriangle
    return (
      <button
        type="button"
        tabIndex={-1}
        className={classes.issues}
        data-severity={severity}
        aria-label={`${n} ${severity}${n === 1 ? '' : 's'} of ${row.name}: show`}
        onClick={() => open(row)}
      >
        <Sign size={14} aria-hidden /> {formatNumber(n)}
      </button>
    )
  }

export const nameCell =
  (open: (agent: AgentRow) => void): Cell =>
  ({ row, onEdit }) => (
    <span className={classes.name}>
      <button type="button" tabIndex={-1} className={classes.open} onClick={() => open(row)}>
        {row.name}
      </button>
      <ActionIcon
        size={22}
        tabIndex={-1}
        className={classes.pencil}
        aria-label={`Rename ${row.name}`}
        title="Rename (F2)"
        onClick={(event) => onEdit(event.currentTarget)}
      >
        <IconPencil size={14} aria-hidden />
      </ActionIcon>
    </span>
  )

export const versionCell =
  (ofConsole: string): Cell =>
  ({ row }) => (
    <span
      className={classes.version}
      data-state={row.versionState}
      data-newer={row.newerVersion === '' ? undefined : ''}
      title={[
        versionWords(row.versionState, ofConsole),
        row.newerVersion === '' ? '' : `It can be updated to ${row.newerVersion}.`,
      ]
        .filter(Boolean)
        .join(' ')}
    >
      {row.version}
      {row.versionState !== 'current' && (
        <IconAlertTriangle
          size={14}
          role="img"
          aria-label={row.versionState === 'older' ? 'older than the console' : 'not served'}
        />
      )}
    </span>
  )

export const StatusSign = ({ row }: { readonly row: Pick<AgentRow, 'standing' | 'status'> }) => (
  <span className={classes.status} data-status={row.standing === 'approved' ? row.status : 'waiting'}>
    {statusWords(row)}
  </span>
)

export const timeCell: Cell = ({ row }) =>
  row.lastConnection === 0 ? <span className={classes.none}>{emDash}</span> : <TimeAgo at={row.lastConnection} />

export const groupsCell: Cell = ({ row, onEdit }) => (
  <button
    type="button"
    tabIndex={-1}
    className={classes.groups}
    data-empty={row.groups.length === 0 || undefined}
    aria-label={
      row.groups.length === 0
        ? `Select groups of ${row.name}`
        : `${row.groups.join(', ')}: agent groups of ${row.name}. Change`
    }
    onClick={(event) => {
      // The cell hears the click as well.
      event.stopPropagation()
      onEdit(event.currentTarget)
    }}
  >
    <span>{row.groups.join(', ') || 'Select groups'}</span>
  </button>
)

export const removeCell =
  (remove: (agent: AgentRow) => void): Cell =>
  ({ row }) => (
    <ActionIcon
      size={22}
      tabIndex={-1}
      className={classes.remove}
      disabled={!isRemovable(row)}
      aria-label={`Remove ${row.name}`}
      title={isRemovable(row) ? 'Remove…' : 'Only an agent that is offline can be removed'}
      onClick={() => remove(row)}
    >
      <IconTrash size={14} aria-hidden />
    </ActionIcon>
  )
