import { notifications } from '@mantine/notifications'
import { messageOf } from './message-of.ts'

/** A quiet confirmation that goes by itself: `Exported report-51.csv`. */
export const notifyDone = (message: string): void => {
  notifications.show({ message, color: 'green', autoClose: 4000, role: 'status' })
}

/** An action failed. Stays until it is closed. The same failure again replaces itself. */
export const notifyFailed = (what: string, error: unknown): void => {
  const id = `failed:${what}`
  notifications.hide(id)
  notifications.show({ id, title: what, message: messageOf(error), color: 'red', autoClose: false, role: 'alert' })
}
