import type { LoggedEvent } from '../../core/contract/events.ts'
import { emDash, formatInstant, formatNumber } from '../formats.ts'
import type { CellProps, GridColumn } from '../grid/grid-column.ts'
import { NoticeIcon } from '../shell/notice-look.tsx'
import { kindWords, severityWords, stateWord } from './event-words.ts'
import classes from './events.module.css'

const iso = (at: number): string | null => (at === 0 ? null : new Date(at).toISOString())
const showTime = (value: unknown): string => (typeof value === 'string' ? formatInstant(value) : emDash)

const SeverityCell = ({ row: { severity } }: CellProps<LoggedEvent>) => (
  <span className={classes.severity}>
    <span aria-hidden>
      <NoticeIcon severity={severity} />
    </span>
    {severityWords[severity]}
  </span>
)

/** Without a zone in them, times are by the clock of this machine. */
export const eventColumns: readonly GridColumn<LoggedEvent>[] = [
  { id: 'time', title: 'Time', kind: 'time', value: ({ at }) => iso(at), show: showTime, width: 168 },
  {
    id: 'severity',
    title: 'Severity',
    kind: 'text',
    value: ({ severity }) => severityWords[severity],
    cell: SeverityCell,
    width: 104,
  },
  {
    id: 'state',
    title: 'State',
    help: 'Open: the issue goes on. Over: it ended by itself. New: nobody has acknowledged it yet.',
    kind: 'text',
    value: stateWord,
    width: 116,
  },
  { id: 'agent', title: 'Agent', kind: 'text', value: ({ agentName }) => agentName },
  { id: 'message', title: 'Message', kind: 'text', value: ({ message }) => message },
  {
    id: 'times',
    title: 'Times',
    help: 'Repeats within ten minutes are one line.',
    kind: 'number',
    value: ({ times }) => times,
    show: (value) => (value === 1 ? '' : `${formatNumber(value as number)} ×`),
    width: 72,
  },
  { id: 'detail', title: 'Detail', kind: 'text', value: ({ detail }) => detail, width: 420 },
  { id: 'subject', title: 'Subject', kind: 'text', value: ({ subject }) => subject },
  { id: 'kind', title: 'Kind', kind: 'text', value: ({ kind }) => kindWords[kind] },
  { id: 'last', title: 'Last time', kind: 'time', value: ({ lastAt }) => iso(lastAt), show: showTime },
  {
    id: 'acknowledged',
    title: 'Acknowledged at',
    kind: 'time',
    value: ({ acknowledgedAt }) => iso(acknowledgedAt),
    show: showTime,
  },
]

export const hiddenAtFirst = ['last', 'acknowledged']
