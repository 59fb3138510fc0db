import { Button, Group, Text } from '@mantine/core'
import { modals } from '@mantine/modals'
import { notifyFailed } from '../feedback/notify.ts'
import { importStore } from '../stores.ts'

/** Asks what becomes of the lines that were read before cancelling an import. */
export const askHowToCancel = (importId: number, name: string): void => {
  const cancel = (keep: boolean) => {
    modals.closeAll()
    importStore
      .getState()
      .cancel(importId, keep)
      .catch((error: unknown) => notifyFailed('The import was not cancelled', error))
  }
  modals.open({
    title: 'Cancel the import?',
    children: (
      <>
        <Text>
          <i>Discard</i> removes everything that the import of <b>{name}</b> brought. <i>Keep</i> keeps the lines read
          so far, as if the file ended there; importing the file again later adds only the rest.
        </Text>
        <Group mt={16} gap={8} justify="flex-end">
          <Button variant="default" onClick={() => modals.closeAll()} data-autofocus>
            Do not cancel
          </Button>
          <Button variant="default" onClick={() => cancel(true)}>
            Keep what was read
          </Button>
          <Button color="red" onClick={() => cancel(false)}>
            Discard
          </Button>
        </Group>
      </>
    ),
  })
}
