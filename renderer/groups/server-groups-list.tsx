import { Button } from '@mantine/core'
import { useMemo } from 'react'
import { EmptyState } from '../feedback/empty-state.tsx'
import { DataGrid } from '../grid/data-grid.tsx'
import type { GridColumn } from '../grid/grid-column.ts'
import { link, navigate } from '../navigation.ts'
import classes from './groups.module.css'
import type { ServerGroup } from './server-groups.ts'

const columns: readonly GridColumn<ServerGroup>[] = [
  { id: 'group', title: 'Shown as', help: 'The name in reports', kind: 'text', value: (row) => row.name },
  { id: 'count', title: 'Vendor licences', kind: 'number', value: ({ members }) => members.length },
  {
    id: 'members',
    title: 'Which they are',
    help: 'Licence server and vendor daemon, as their files have them',
    kind: 'text',
    value: ({ members }) => members.map(({ vendorLicence }) => vendorLicence).join(', '),
  },
  {
    id: 'servers',
    title: 'Licence servers',
    kind: 'text',
    value: ({ members }) => [...new Set(members.map(({ server }) => server))].join(', '),
  },
]

const rowId = ({ name }: ServerGroup) => name
const open = ({ members }: ServerGroup) => navigate(`/sources/${members[0]!.sourceId}`)

/** Licence servers by the names that reports show them under: those of one name are one group. */
export const ServerGroups = ({ groups }: { readonly groups: readonly ServerGroup[] }) => {
  const sorted = useMemo(() => [...groups].sort((a, b) => b.members.length - a.members.length), [groups])
  if (groups.length === 0)
    return (
      <EmptyState
        title="No licence servers yet"
        order={2}
        actions={
          <Button component="a" href={link('/import')}>
            Import files
          </Button>
        }
      >
        Vendor licences that are shown under one name are one group: reports add their hours in one row. They appear
        here after the first log of a licence server was imported, and are named on the page of their source.
      </EmptyState>
    )
  return (
    <div className={classes.mapped}>
      <p className={classes.note}>
        Vendor licences that are shown under one name are one group: reports add their hours in one row. Give several
        the same name on the pages of their <a href={link('/sources')}>sources</a>.
      </p>
      <div className={classes.mappedGrid}>
        <DataGrid
          label="Licence server groups"
          columns={columns}
          rows={sorted}
          rowId={rowId}
          layoutName="server-groups"
          onOpen={open}
          actionsOf={({ name, members }) => [
            ...members.slice(0, 20).map(({ vendorLicence, sourceId }) => ({
              label: `Rename ${vendorLicence} on its source`,
              onClick: () => navigate(`/sources/${sourceId}`),
            })),
            {
              label: 'Show its use in report 51',
              onClick: () => navigate(`/reports/51?${new URLSearchParams([['where.Vendor License', name]])}`),
            },
          ]}
        />
      </div>
    </div>
  )
}
