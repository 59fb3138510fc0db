import { Button } from '@mantine/core'
import { EmptyState } from '../feedback/empty-state.tsx'
import { home, link, usePlace } from '../navigation.ts'
import { useCurrentView } from './current-view.ts'

export const NotFoundPage = () => {
  const { path } = usePlace()
  useCurrentView({ crumbs: [{ label: 'No such page' }] })
  return (
    <EmptyState
      title="There is no such page"
      actions={
        <Button component="a" href={link(home)}>
          Go to the overview
        </Button>
      }
    >
      Nothing is at <span className="mono">{path}</span>. The link may be from another version of Lictor.
    </EmptyState>
  )
}
