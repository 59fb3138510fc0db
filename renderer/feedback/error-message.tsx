import { Alert, Button, Group, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { messageOf } from './message-of.ts'

interface ErrorMessageProps {
  /** What could not be done, as a sentence without its end: `The reports could not be listed`. */
  readonly what: string
  readonly error: unknown
  readonly onRetry?: () => void
}

/** An error inside a page, in the place of what could not be shown. */
export const ErrorMessage = ({ what, error, onRetry }: ErrorMessageProps) => (
  <Alert
    variant="default"
    title={what}
    icon={<IconAlertTriangle size={18} color="var(--lictor-danger)" aria-hidden />}
    role="alert"
    maw={720}
  >
    <Text>{messageOf(error)}</Text>
    {onRetry && (
      <Group mt={8}>
        <Button variant="default" onClick={onRetry}>
          Try again
        </Button>
      </Group>
    )}
  </Alert>
)
