import type { HostCapabilities } from '../contract/application.ts'

/** What a host without a window of its own can do: the served page, and every command. */
export const browserHost: HostCapabilities = {
  kind: 'browser',
  picksFiles: false,
  savesExports: 'download',
  nativeNotifications: false,
}
