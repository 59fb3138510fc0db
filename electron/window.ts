import { BrowserWindow, nativeTheme, screen } from 'electron'
import { pageAddress } from './page-address.ts'
import { placeOnScreen, readWindowState, rememberWindowState, smallestSize } from './window-state.ts'

export interface WindowOptions {
  /** The preload script, one CommonJS file: a sandboxed one can load nothing else. */
  readonly preload: string
  readonly stateFile: string
  readonly icon: string
  readonly devTools: boolean
}

/** What is seen until the page has painted; the page's own background in either theme. */
const background = () => (nativeTheme.shouldUseDarkColors ? '#14171a' : '#ffffff')

/** The console's one window, where it was last time, shown once it has something to show. */
export const openWindow = ({ preload, stateFile, icon, devTools }: WindowOptions): BrowserWindow => {
  const primary = screen.getPrimaryDisplay()
  const others = screen.getAllDisplays().filter(({ id }) => id !== primary.id)
  const { isMaximized, ...bounds } = placeOnScreen(
    readWindowState(stateFile),
    [primary, ...others].map(({ workArea }) => workArea),
  )
  const window = new BrowserWindow({
    ...bounds,
    minWidth: smallestSize.width,
    minHeight: smallestSize.height,
    show: false,
    title: 'Lictor',
    icon,
    backgroundColor: background(),
    webPreferences: {
      preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools,
    },
  })
  if (isMaximized) window.maximize()
  rememberWindowState(window, stateFile)
  const follow = (): void => window.setBackgroundColor(background())
  nativeTheme.on('updated', follow)
  window.once('closed', () => nativeTheme.off('updated', follow))
  window.once('ready-to-show', () => window.show())
  return window
}

/** Brings the window to the front, from the task bar or from being hidden. */
export const showWindow = (window: BrowserWindow): void => {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}

/** Leads the page to a path of its own such as `/import/12`. The address differs in its fragment alone, so nothing is loaded anew. */
export const goTo = async (window: BrowserWindow, path: string): Promise<void> => {
  showWindow(window)
  if (window.webContents.getURL() !== pageAddress(path)) await window.loadURL(pageAddress(path))
}
