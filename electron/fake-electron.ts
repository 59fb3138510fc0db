import { EventEmitter } from 'node:events'
import { vi } from 'vitest'

/**
 * For tests: what stands in for the `electron` module, whose binary a test machine need not have. Events are real, everything else
 * records how it was called. `vi.mock('electron', () => import('./fake-electron.ts'))`.
 */
export class FakeContents extends EventEmitter {
  static count = 0
  readonly id = ++FakeContents.count
  readonly sent: { readonly channel: string; readonly text: string }[] = []
  readonly reload = vi.fn()
  readonly frame = topFrame('app://console/')
  openHandler: (details: { url: string }) => unknown = () => undefined
  destroyed = false
  send(channel: string, text: string): void {
    this.sent.push({ channel, text })
  }
  isDestroyed(): boolean {
    return this.destroyed
  }
  getURL(): string {
    return this.frame.url
  }
  setWindowOpenHandler(handler: (details: { url: string }) => unknown): void {
    this.openHandler = handler
  }
}

interface FakeFrame {
  readonly url: string
  readonly top: FakeFrame | null
}

export const topFrame = (url: string): FakeFrame => {
  const frame = { url, top: null as FakeFrame | null }
  frame.top = frame
  return frame
}

export class BrowserWindow extends EventEmitter {
  static readonly opened: BrowserWindow[] = []
  readonly webContents = new FakeContents()
  readonly calls: string[] = []
  visible = false
  minimized = false
  maximized = false
  destroyed = false
  bounds = { x: 10, y: 20, width: 1000, height: 700 }
  readonly options: Record<string, unknown>
  constructor(options: Record<string, unknown> = {}) {
    super()
    this.options = options
    BrowserWindow.opened.push(this)
  }
  show(): void {
    this.calls.push('show')
    this.visible = true
  }
  hide(): void {
    this.calls.push('hide')
    this.visible = false
  }
  focus(): void {
    this.calls.push('focus')
  }
  restore(): void {
    this.calls.push('restore')
    this.minimized = false
  }
  maximize(): void {
    this.maximized = true
  }
  close(): void {
    this.calls.push('close')
  }
  setBackgroundColor(colour: string): void {
    this.calls.push(colour)
  }
  loadURL(address: string): Promise<void> {
    this.calls.push(address)
    return Promise.resolve()
  }
  isFocused(): boolean {
    return this.visible
  }
  static fromWebContents(contents: unknown): BrowserWindow | null {
    return BrowserWindow.opened.find(({ webContents }) => webContents === contents) ?? null
  }
  isVisible(): boolean {
    return this.visible
  }
  isMinimized(): boolean {
    return this.minimized
  }
  isMaximized(): boolean {
    return this.maximized
  }
  isDestroyed(): boolean {
    return this.destroyed
  }
  getNormalBounds() {
    return this.bounds
  }
}

export class Notification extends EventEmitter {
  static readonly shown: { readonly title: string; readonly body: string; readonly click: () => void }[] = []
  static readonly isSupported = vi.fn(() => true)
  readonly options: { readonly title: string; readonly body: string }
  constructor(options: { readonly title: string; readonly body: string }) {
    super()
    this.options = options
  }
  show(): void {
    Notification.shown.push({ ...this.options, click: () => this.emit('click') })
  }
}

const emitter = <T extends object>(members: T): EventEmitter & T => Object.assign(new EventEmitter(), members)

const handlers = new Map<string, (...args: never[]) => unknown>()
export const ipcMain = emitter({
  handlers,
  handle: (channel: string, handler: (...args: never[]) => unknown) => void handlers.set(channel, handler),
  removeHandler: (channel: string) => void handlers.delete(channel),
})
export const app = emitter({
  home: '/home/user',
  isPackaged: false,
  requestSingleInstanceLock: vi.fn(() => true),
  enableSandbox: vi.fn(),
  quit: vi.fn(),
  exit: vi.fn(),
  whenReady: () => Promise.resolve(),
  getAppPath: () => process.cwd(),
  getPath: (name: string) => `${app.home}/${name}`,
})
export const dialog = {
  showMessageBox: vi.fn(async (..._args: unknown[]) => ({ response: 0, checkboxChecked: false })),
  showOpenDialog: vi.fn(async (..._args: unknown[]) => ({ canceled: true, filePaths: [] as string[] })),
  showErrorBox: vi.fn(),
  showSaveDialog: vi.fn(async (..._args: unknown[]) => ({ canceled: true, filePath: '' })),
}
export const shell = { openExternal: vi.fn(async () => {}), openPath: vi.fn(async () => '') }
export const net = { fetch: vi.fn() }
export const Menu = { buildFromTemplate: (template: unknown) => template, setApplicationMenu: vi.fn() }
export const nativeTheme = emitter({ shouldUseDarkColors: true, themeSource: 'system' })
/** What was set on the default session, by the name of what set it. */
export const sessionHandlers: Record<string, (...args: never[]) => unknown> = {}
const keep = (name: string) => (handler: (...args: never[]) => unknown) => {
  sessionHandlers[name] = handler
}
export const session = {
  defaultSession: emitter({
    setPermissionRequestHandler: keep('request'),
    setPermissionCheckHandler: keep('check'),
    setDevicePermissionHandler: keep('device'),
    setBluetoothPairingHandler: keep('bluetooth'),
    setDisplayMediaRequestHandler: keep('display'),
    webRequest: {
      onBeforeRequest: (filter: { readonly urls: readonly string[] }, handler: (...args: never[]) => unknown) => {
        keep('network')(handler)
        keep('urls')(() => filter.urls)
      },
    },
    protocol: { handle: (_scheme: string, handler: (...args: never[]) => unknown) => keep('page')(handler) },
  }),
}
const display = { id: 1, workArea: { x: 0, y: 0, width: 1920, height: 1040 } }
export const screen = { getPrimaryDisplay: () => display, getAllDisplays: () => [display] }
export const crashReporter = { start: vi.fn() }
export const protocol = { registerSchemesAsPrivileged: vi.fn() }

export const exposed: Record<string, unknown> = {}
export const contextBridge = {
  exposeInMainWorld: (name: string, value: unknown) => Object.assign(exposed, { [name]: value }),
}
export const ipcRenderer = emitter({ send: vi.fn(), invoke: vi.fn() })
export const webUtils = { getPathForFile: vi.fn(() => '/logs/lmgrd.log') }
