import { Button } from '@mantine/core'
import { useEffect } from 'react'
import { useStore } from 'zustand'
import { EmptyState } from '../feedback/empty-state.tsx'
import { ErrorMessage } from '../feedback/error-message.tsx'
import { isLineLost } from '../feedback/is-line-lost.ts'
import { useCurrentView } from '../shell/current-view.ts'
import { PageBody } from '../shell/page-body.tsx'
import { importStore } from '../stores.ts'
import { DropZone } from './drop-zone.tsx'
import { ImportOptionsForm } from './import-options-form.tsx'
import { ImportQueue } from './import-queue.tsx'
import { importSample } from './import-sample.ts'
import { PastImports } from './past-imports.tsx'
import { ServerQuestions } from './server-questions.tsx'
import { TableQuestions } from './table-questions.tsx'
import { usePastedFiles } from './use-pasted-files.ts'
import { WatchedFolders } from './watched-folders.tsx'

const NothingImported = () => (
  <EmptyState
    title="Nothing was imported yet"
    order={2}
    actions={
      <Button variant="default" onClick={importSample}>
        Try with the sample log
      </Button>
    }
  >
    Each file gets a report: how many lines were read, which were rejected and why. Importing the same file again, or
    the same log after it has grown, never counts a line twice, and an import can be removed with all it brought.
  </EmptyState>
)

export const ImportListPage = () => {
  const { records, error, reload } = useStore(importStore)
  useEffect(() => importStore.getState().watch(), [])
  useCurrentView({ crumbs: [{ label: 'Import' }] })
  usePastedFiles()
  return (
    <PageBody title="Import">
      <DropZone />
      <ImportOptionsForm />
      {error !== undefined && !(records && isLineLost(error)) && (
        <ErrorMessage what="The imports could not be listed" error={error} onRetry={reload} />
      )}
      <ImportQueue />
      <ServerQuestions />
      <TableQuestions />
      {records?.length === 0 && <NothingImported />}
      <WatchedFolders />
      {records && records.length > 0 && <PastImports records={records} />}
    </PageBody>
  )
}
