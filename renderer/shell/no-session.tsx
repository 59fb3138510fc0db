import { Code } from '@mantine/core'
import { EmptyState } from '../feedback/empty-state.tsx'

/** The host is there but does not know this page: the address was used before, is too old, or lacks its token. */
export const NoSession = () => (
  <main>
    <EmptyState title="This page has no session">
      Every address of Lictor opens one session, once, soon after it was printed. Start Lictor again, or run{' '}
      <Code>lictor serve</Code>, and open the new address. Nothing is lost.
    </EmptyState>
  </main>
)
