import { Button } from '@mantine/core'
import { EmptyState } from '../feedback/empty-state.tsx'
import { navigate } from '../navigation.ts'

export const TypeMissing = ({ id }: { readonly id: number }) => (
  <EmptyState
    title={Number.isNaN(id) ? 'There is no such report' : `There is no data type ${id}`}
    actions={<Button onClick={() => navigate('/reports')}>Show all data types</Button>}
  >
    The address may be from another version of Lictor, or mistyped.
  </EmptyState>
)
