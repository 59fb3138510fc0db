import type { MenuItemConstructorOptions } from 'electron'

export interface MenuActions {
  readonly goTo: (path: string) => void
  readonly checkForUpdates: () => void
  readonly showLogs: () => void
}

/** The application's menu as data. Pages are reached by their path, as everywhere else. */
export const menuTemplate = (
  { goTo, checkForUpdates, showLogs }: MenuActions,
  { isMac, hasDevTools }: { readonly isMac: boolean; readonly hasDevTools: boolean },
): readonly MenuItemConstructorOptions[] => [
  ...(isMac ? [{ role: 'appMenu' } as const] : []),
  {
    label: '&File',
    submenu: [
      { label: 'Import files…', accelerator: 'CmdOrCtrl+O', click: () => goTo('/import') },
      { label: 'Settings', accelerator: 'CmdOrCtrl+,', click: () => goTo('/settings') },
      { type: 'separator' },
      isMac ? { role: 'close' } : { role: 'quit', label: 'Quit' },
    ],
  },
  { role: 'editMenu' },
  {
    label: '&View',
    submenu: [
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      { type: 'separator' },
      { role: 'togglefullscreen' },
      ...(hasDevTools ? [{ role: 'reload' } as const, { role: 'toggleDevTools' } as const] : []),
    ],
  },
  { role: 'windowMenu' },
  {
    role: 'help',
    submenu: [
      { label: 'Check for updates…', click: checkForUpdates },
      { label: 'Show log files', click: showLogs },
      ...(isMac ? [] : [{ role: 'about', label: 'About Lictor' } as const]),
    ],
  },
]
