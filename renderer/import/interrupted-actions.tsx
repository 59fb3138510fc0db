import { Button, Group } from '@mantine/core'
import type { ImportRecord } from '../../core/contract/imports.ts'
import { notifyFailed } from '../feedback/notify.ts'
import { importStore } from '../stores.ts'
import { removeImport } from './remove-import.tsx'

/** An import that ended with the program: go on where it stopped, or take out what it brought. */
export const InterruptedActions = ({ record }: { readonly record: ImportRecord }) => {
  const { id, fileName } = record
  return (
    <Group gap={8} wrap="nowrap">
      <Button
        size="compact-xs"
        aria-label={`Resume the import of ${fileName}`}
        onClick={() =>
          importStore
            .getState()
            .resume(id)
            .catch((error: unknown) => notifyFailed(`The import of ${fileName} was not resumed`, error))
        }
      >
        Resume
      </Button>
      <Button
        size="compact-xs"
        variant="default"
        aria-label={`Remove the import of ${fileName}`}
        onClick={() => removeImport(record)}
      >
        Remove…
      </Button>
    </Group>
  )
}
