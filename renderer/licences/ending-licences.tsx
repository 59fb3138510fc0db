import { useMemo } from 'react'
import type { ExpiringLicences } from '../../core/contract/capacity.ts'
import { EmptyState } from '../feedback/empty-state.tsx'
import { DataGrid } from '../grid/data-grid.tsx'
import type { GridColumn } from '../grid/grid-column.ts'
import { navigate } from '../navigation.ts'
import { expiryState, expiryText } from './expiry.ts'
import { expiryDays } from './licences-store.ts'

const rowId = ({ importId, line, feature }: ExpiringLicences) => `${importId} ${line} ${feature}`

const columnsFor = (today: string): readonly GridColumn<ExpiringLicences>[] => [
  {
    id: 'expires',
    title: 'Expires',
    kind: 'text',
    value: (row) => row.expires,
    show: (value) => expiryText(String(value), today),
    tone: (value) => (expiryState(String(value), today) === 'near' ? 'warning' : 'danger'),
  },
  { id: 'vendor-licence', title: 'Vendor licence', kind: 'text', value: (row) => row.shownName },
  { id: 'feature', title: 'Feature', kind: 'text', value: (row) => row.feature },
  {
    id: 'licences',
    title: 'Go then',
    help: 'Licences that end on that day',
    kind: 'number',
    value: (row) => row.licences,
  },
  { id: 'left', title: 'Left', help: 'Licences after that day', kind: 'number', value: (row) => row.left ?? 'undef' },
  { id: 'file', title: 'Licence file', kind: 'text', value: (row) => row.fileName },
  { id: 'line', title: 'Line', kind: 'number', value: (row) => row.line },
  { id: 'version', title: 'Version', kind: 'text', value: (row) => row.version },
  { id: 'serial', title: 'Serial number', kind: 'text', value: (row) => row.serial ?? null },
]

/** What must be renewed soon, or should have been. */
export const EndingLicences = ({
  ending,
  today,
}: {
  readonly ending: readonly ExpiringLicences[]
  readonly today: string
}) => {
  const columns = useMemo(() => columnsFor(today), [today])
  if (ending.length === 0)
    return (
      <EmptyState title={`Nothing ends within ${expiryDays} days`} order={2}>
        Records of licence files that end within {expiryDays} days, or have ended in the last {expiryDays}, are listed
        here.
      </EmptyState>
    )
  return (
    <DataGrid
      label="Licences that end"
      columns={columns}
      rows={ending}
      rowId={rowId}
      layoutName="licences-ending"
      onOpen={(row) => navigate(`/licences/files/${row.importId}`)}
      actionsOf={(row) => [
        {
          label: 'Show the licence file',
          keys: 'Enter',
          onClick: () => navigate(`/licences/files/${row.importId}`),
        },
      ]}
    />
  )
}
