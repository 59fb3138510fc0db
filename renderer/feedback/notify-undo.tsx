import { Button, Group, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { notifyFailed } from './notify.ts'

/** Time to think twice, in milliseconds. */
const undoableFor = 10_000

/**
 * Says what was done, with a button that takes it back, for ten seconds. `failed`: what to say when taking it back fails, as a
 * sentence without its end.
 */
export const notifyUndo = (message: string, undo: () => unknown, failed = 'It could not be taken back'): void => {
  const id = notifications.show({
    color: 'green',
    autoClose: undoableFor,
    role: 'status',
    message: (
      <Group gap={12} justify="space-between" wrap="nowrap">
        <Text>{message}</Text>
        <Button
          size="xs"
          flex="none"
          variant="default"
          onClick={() => {
            notifications.hide(id)
            Promise.resolve()
              .then(undo)
              .catch((error: unknown) => notifyFailed(failed, error))
          }}
        >
          Undo
        </Button>
      </Group>
    ),
  })
}
