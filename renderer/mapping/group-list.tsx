import { Text, UnstyledButton } from '@mantine/core'
import { memo, useMemo, useState } from 'react'
import type { MapCheck, MapDefault, MapGroup } from '../../core/contract/mapping.ts'
import { count, formatNumber } from '../formats.ts'
import { DataGrid } from '../grid/data-grid.tsx'
import type { GridColumn } from '../grid/grid-column.ts'
import type { MapKindWords } from './map-kind-words.ts'
import { capital } from './map-kinds.ts'
import classes from './mapping.module.css'

interface GroupListProps {
  readonly check: MapCheck
  readonly words: MapKindWords
  readonly onGoTo: (line: number) => void
}

const rowIdOf = ({ name, type }: MapGroup) => `${name}\u001f${type}`

const columnsFor = (
  { names, group, brackets = 'In brackets', isTyped }: MapKindWords,
  hasBrackets: boolean,
): readonly GridColumn<MapGroup>[] => [
  { id: 'group', title: group, kind: 'text', value: (row) => row.name },
  ...(hasBrackets
    ? [
        {
          id: 'type',
          title: brackets,
          kind: 'text',
          value: (row) => (row.type === 'undef' && !isTyped ? null : row.type),
        } satisfies GridColumn<MapGroup>,
      ]
    : []),
  {
    id: 'members',
    title: capital(names),
    help: `Known ${names} in it, by its lines and by DEFAULT`,
    kind: 'number',
    value: (row) => row.members,
  },
  { id: 'entries', title: 'Lines', help: 'Lines below its MAP lines', kind: 'number', value: (row) => row.entryCount },
  {
    id: 'line',
    title: 'At line',
    help: 'Of its first MAP line; Enter or a double click leads there',
    kind: 'number',
    value: (row) => row.line,
  },
]

/** The groups as they were understood; the chosen one with its lines and the names they take. */
export const GroupList = memo(({ check, words, onGoTo }: GroupListProps) => {
  const [chosen, setChosen] = useState<string>()
  const hasBrackets = check.groups.some(({ type }) => type !== 'undef')
  const columns = useMemo(() => columnsFor(words, hasBrackets), [words, hasBrackets])
  const group = check.groups.find((it) => rowIdOf(it) === chosen)
  if (check.groups.length === 0)
    return (
      <Text c="dimmed" p={16}>
        Nothing yet. A block begins with a line such as <code>{words.heading}</code>; what belongs to it stands below.
      </Text>
    )
  return (
    <div className={classes.groups}>
      <div className={classes.groupGrid}>
        <DataGrid
          label="Groups of the map"
          columns={columns}
          rows={check.groups}
          rowId={rowIdOf}
          layoutName={`map-groups-${words.kind}`}
          remark={group ? undefined : 'choose one to see its lines'}
          onOpen={(row) => onGoTo(row.line)}
          onSelect={(rows) => rows.length > 0 && setChosen(rowIdOf(rows[0]!))}
          actionsOf={(row) => [{ label: `Go to line ${row.line}`, keys: 'Enter', onClick: () => onGoTo(row.line) }]}
        />
      </div>
      {check.defaults.length > 0 && <Defaults defaults={check.defaults} words={words} onGoTo={onGoTo} />}
      {group && <Members group={group} words={words} onGoTo={onGoTo} />}
    </div>
  )
})

const Defaults = ({
  defaults,
  words,
  onGoTo,
}: {
  readonly defaults: readonly MapDefault[]
  readonly words: MapKindWords
  readonly onGoTo: (line: number) => void
}) => (
  <p className={classes.defaults}>
    {words.name === 'user' ? 'Everybody' : 'Everything'} else:{' '}
    {defaults.map(({ line, group, type }, at) => (
      <span key={line}>
        {at > 0 && ', '}
        <UnstyledButton className={classes.inlineLink} onClick={() => onGoTo(line)}>
          {group}
        </UnstyledButton>
        {type !== '' && ` (${type})`}
      </span>
    ))}
  </p>
)

const mostEntries = 200

const Members = ({
  group,
  words,
  onGoTo,
}: {
  readonly group: MapGroup
  readonly words: MapKindWords
  readonly onGoTo: (line: number) => void
}) => (
  <section className={classes.members} aria-label={`Members of ${group.name}`}>
    <div>
      <h3 className={classes.smallTitle}>
        {group.name} <span className="muted">{count(group.entryCount, 'line')}</span>
      </h3>
      <table className={classes.entries}>
        <thead className="visually-hidden">
          <tr>
            <th scope="col">Line</th>
            <th scope="col">Pattern</th>
            <th scope="col">Known names it takes</th>
          </tr>
        </thead>
        <tbody>
          {group.entries.slice(0, mostEntries).map(({ line, pattern, takes }) => (
            <tr key={line}>
              <td>
                <UnstyledButton className={classes.inlineLink} onClick={() => onGoTo(line)} aria-label={`Line ${line}`}>
                  {line}
                </UnstyledButton>
              </td>
              <td className="mono">{pattern}</td>
              <td className={takes === 0 ? 'number muted' : 'number'}>{formatNumber(takes)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {group.entryCount > mostEntries && <Text size="xs">and {formatNumber(group.entryCount - mostEntries)} more</Text>}
    </div>
    <div>
      <h3 className={classes.smallTitle}>
        Known {words.names} in it <span className="muted">{formatNumber(group.members)}</span>
      </h3>
      {group.members === 0 ? (
        <Text size="xs" c="dimmed">
          None of the {words.names} that were imported so far.
        </Text>
      ) : (
        <ul className={classes.names}>
          {group.names.map((name) => (
            <li key={name}>{name}</li>
          ))}
          {group.members > group.names.length && (
            <li className="muted">and {formatNumber(group.members - group.names.length)} more</li>
          )}
        </ul>
      )}
    </div>
  </section>
)
