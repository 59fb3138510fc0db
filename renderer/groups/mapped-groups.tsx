import { Button } from '@mantine/core'
import { useMemo, useState } from 'react'
import { EmptyState } from '../feedback/empty-state.tsx'
import { formatNumber } from '../formats.ts'
import { DataGrid } from '../grid/data-grid.tsx'
import type { GridColumn } from '../grid/grid-column.ts'
import { pathOfMap, wordsOfKind } from '../mapping/map-kinds.ts'
import { link, navigate } from '../navigation.ts'
import classes from './groups.module.css'
import { type MappedGroup, mapsOf } from './map-groups-store.ts'

interface MappedGroupsProps {
  readonly names: keyof typeof mapsOf
  readonly groups: readonly MappedGroup[]
}

const rowId = ({ kind, name, type }: MappedGroup) => [kind, name, type].join('\u001f')

const columnsFor = (names: MappedGroupsProps['names']): readonly GridColumn<MappedGroup>[] => [
  { id: 'group', title: 'Group', kind: 'text', value: (row) => row.name },
  { id: 'type', title: 'Group type', kind: 'text', value: (row) => row.type || null },
  {
    id: 'members',
    title: names === 'users' ? 'Users' : 'Hosts',
    help: `Known ${names} in it, by its lines and by DEFAULT`,
    kind: 'number',
    value: (row) => row.members,
  },
  {
    id: 'entries',
    title: 'Lines',
    help: 'Lines of the map that say who is in it',
    kind: 'number',
    value: (row) => row.entries,
  },
  { id: 'map', title: 'Map', help: 'Where it stands', kind: 'text', value: (row) => wordsOfKind(row.kind).title },
]

const edit = ({ kind }: MappedGroup) => navigate(pathOfMap(kind))

/** Groups of users or hosts, as the maps have them. They are changed there. */
export const MappedGroups = ({ names, groups }: MappedGroupsProps) => {
  const [chosen, setChosen] = useState<string>()
  const columns = useMemo(() => columnsFor(names), [names])
  const group = groups.find((it) => rowId(it) === chosen)
  if (groups.length === 0) return <NoMappedGroups names={names} />
  return (
    <div className={classes.mapped}>
      <p className={classes.note}>
        These groups come from the maps: a name, or a pattern such as <code>mnl*</code>, in a group. Change them in{' '}
        {mapsOf[names].map((kind, at) => (
          <span key={kind}>
            {at > 0 && ' and '}
            <a href={link(pathOfMap(kind))}>{wordsOfKind(kind).title}</a>
          </span>
        ))}
        .
      </p>
      <div className={classes.mappedGrid}>
        <DataGrid
          key={names}
          label={names === 'users' ? 'User groups' : 'Host groups'}
          columns={columns}
          rows={groups}
          rowId={rowId}
          layoutName={`${names}-groups`}
          remark={group ? undefined : `choose one to see its ${names}`}
          onSelect={(rows) => setChosen(rows[0] && rowId(rows[0]))}
          onOpen={edit}
          actionsOf={(row) => [{ label: 'Edit in Mapping', keys: 'Enter', onClick: () => edit(row) }]}
        />
      </div>
      {group && (
        <section className={classes.names} aria-label={`Known ${names} in ${group.name}`}>
          <h2 className={classes.smallTitle}>
            {group.name} <span className="muted">{formatNumber(group.members)}</span>
          </h2>
          {group.members === 0 ? (
            <p className="muted">None of the {names} that were imported so far.</p>
          ) : (
            <ul>
              {group.names.map((name) => (
                <li key={name}>{name}</li>
              ))}
              {group.members > group.names.length && (
                <li className="muted">and {formatNumber(group.members - group.names.length)} more</li>
              )}
            </ul>
          )}
        </section>
      )}
    </div>
  )
}

const NoMappedGroups = ({ names }: { readonly names: MappedGroupsProps['names'] }) => {
  const [first, second] = mapsOf[names]
  return (
    <EmptyState
      title={names === 'users' ? 'No user groups yet' : 'No host groups yet'}
      order={2}
      actions={
        <>
          <Button component="a" href={link(pathOfMap(second))}>
            {names === 'users' ? 'Put users in groups' : 'Put hosts in groups'}
          </Button>
          <Button variant="default" component="a" href={link(pathOfMap(first))}>
            One group each, for licences
          </Button>
        </>
      }
    >
      Departments, sites, clusters: reports tell use by them. {names === 'users' ? 'Users' : 'Hosts'} are put in groups
      by a map, a short text that is edited under Mapping or imported there.
    </EmptyState>
  )
}
