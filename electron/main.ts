import { createPublicKey } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { app, BrowserWindow, dialog, Menu, Notification, nativeTheme, net, session, shell } from 'electron'
import electronUpdater from 'electron-updater'
import { ConsoleError } from '../core/contract/errors.ts'
import { dataFolder } from '../core/data-folder.ts'
import { createDispatcher } from '../core/host/dispatcher.ts'
import { createFileOffers } from '../core/host/file-offers.ts'
import { openBuiltFiles } from '../core/host/web-files.ts'
import { type Core, openCore } from '../core/open-core.ts'
import { askBeforeClosing } from './closing.ts'
import { watchCrashes, watchPage } from './crashes.ts'
import { openExternally } from './external-links.ts'
import { createFileCalls } from './files.ts'
import { guardContents, guardNetwork, guardPermissions } from './guards.ts'
import { createIpcHost } from './ipc-host.ts'
import { openLog } from './log.ts'
import { menuTemplate } from './menu.ts'
import { notify, showNotices } from './notifications.ts'
import { pageAddress } from './page-address.ts'
import { registerPageScheme, servePage } from './protocol.ts'
import { takeSingleInstance } from './single-instance.ts'
import { verifyUpdate } from './update-verification.ts'
import { createUpdater } from './updater.ts'
import { goTo, openWindow, showWindow } from './window.ts'

// Only lists: what each part does is in its own file. Built, this file is `out/main/main.js`.
const inBuild = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
const resources = app.isPackaged ? process.resourcesPath : join(app.getAppPath(), 'resources')
const icon = app.isPackaged ? join(resources, 'icon.png') : join(resources, 'icons', '512x512.png')
const logs = app.getPath('logs')
const logger = openLog(logs)
const log = (error: unknown, where: string): void => logger.error({ err: error, where })
const showLogs = (): void => void shell.openPath(logs)

let window: BrowserWindow | undefined
let core: Core | undefined

const start = async (): Promise<void> => {
  const database = databaseFile()
  mkdirSync(dirname(database), { recursive: true })
  const fileOffers = await createFileOffers(join(app.getPath('userData'), 'uploads'))
  const files = await openBuiltFiles(inBuild('../renderer'))
  const exportFile = (id: string) => core?.exportFile(id)
  const opened = await openCore({
    database,
    resources,
    isPackaged: app.isPackaged,
    host: {
      kind: 'electron',
      picksFiles: true,
      savesExports: 'dialog',
      nativeNotifications: Notification.isSupported(),
    },
    fileOffers,
    watches: true,
    agents: {},
    hostCalls: createFileCalls({ window: () => window, fileOffers, exportFile }),
  })
  core = opened
  const { api, onEvent } = opened
  const theme = async () => (await api['settings.read']({})).theme
  const dispatcher = createDispatcher({ api, onEvent, log })

  const pages = session.defaultSession
  guardPermissions(pages)
  guardNetwork(pages)
  servePage(pages, { files, theme, log })
  const followTheme = async (): Promise<void> => {
    nativeTheme.themeSource = await theme()
  }
  await followTheme()
  onEvent(({ event }) => {
    if (event === 'settings.changed') followTheme().catch((error) => log(error, 'theme'))
  })

  const main = openWindow({
    preload: inBuild('../preload/preload.cjs'),
    stateFile: join(app.getPath('userData'), 'window-state.json'),
    icon,
    devTools: !app.isPackaged,
  })
  window = main
  createIpcHost({ dispatcher, fileOffers, log }).serve(main.webContents)
  watchPage(main, logger, showLogs)
  askBeforeClosing(main, {
    hasRunningWork: () => core?.hasRunningWork() ?? false,
    onWorkChanged: (listener) => onEvent(({ event }) => event === 'tasks.changed' && listener()),
    quit: () => app.quit(),
  })
  main.once('closed', () => {
    window = undefined
  })

  const open = (path: string): void => {
    goTo(main, path).catch((error) => log(error, 'window'))
  }
  await showNotices({ api, onEvent, isInFront: () => main.isFocused(), open, log })
  const updater = createUpdater({
    updater: electronUpdater.autoUpdater,
    feed: async () => (await api['settings.read']({})).updateFeed.trim(),
    tell: ({ title, message }) => notify(title, message, () => showWindow(main)),
    confirm: async (message, detail, button) => {
      const options = { message, detail, buttons: [button, 'Cancel'], defaultId: 0, cancelId: 1, noLink: true }
      return (await dialog.showMessageBox(main, options)).response === 0
    },
    verify: async (file, version, feed) => verifyUpdate(file, version, await readRelease(feed), await readUpdateKey()),
    beforeInstall: closeCore,
    log,
  })
  const actions = { goTo: open, checkForUpdates: () => void updater.check(true), showLogs }
  const template = menuTemplate(actions, { isMac: process.platform === 'darwin', hasDevTools: !app.isPackaged })
  Menu.setApplicationMenu(Menu.buildFromTemplate([...template]))

  await main.loadURL(pageAddress())
  void updater.check(false)
  setInterval(() => void updater.check(false), 24 * 3_600_000).unref()
}

/** `--db FILE`, relative to where the application was started, else the platform's data folder. */
const databaseFile = (): string => {
  const args = process.argv.slice(app.isPackaged ? 1 : 2)
  const { db } = parseArgs({ args, options: { db: { type: 'string' } }, strict: false, allowPositionals: true }).values
  return typeof db === 'string' ? resolve(db) : join(dataFolder(), 'lictor.db')
}

const closeCore = async (): Promise<void> => {
  if (core?.hasRunningWork())
    throw new ConsoleError('refused', 'An import is still running. Install the update when it has finished.')
  const closing = core
  core = undefined
  await closing?.close()
}

const readRelease = async (feed: string) => {
  const at = (name: string): string => new URL(name, feed.endsWith('/') ? feed : `${feed}/`).href
  const [text, signature] = await Promise.all([net.fetch(at('release.json')), net.fetch(at('release.json.sig'))])
  if (!text.ok || !signature.ok)
    throw new ConsoleError('refused', 'The update was not installed: the feed has no signed list of its files.')
  return { text: new Uint8Array(await text.arrayBuffer()), signature: await signature.text() }
}

const readUpdateKey = async () => {
  const pem = await readFile(join(resources, 'update-key.pem')).catch(() => undefined)
  return pem && createPublicKey(pem)
}

const failed = (error: unknown): void => {
  log(error, 'start')
  const message = error instanceof ConsoleError ? error.message : `${error instanceof Error ? error.message : error}`
  dialog.showErrorBox('Lictor could not start', message)
  app.exit(1)
}

app.enableSandbox()
registerPageScheme()
watchCrashes(logger)
guardContents((contents, address) => {
  const from = BrowserWindow.fromWebContents(contents)
  if (from) openExternally(from, address).catch((error) => log(error, 'link'))
})
app.on('activate', () => window && showWindow(window))
app.on('window-all-closed', () => app.quit())
app.on('will-quit', (event) => {
  if (!core) return
  event.preventDefault()
  const closing = core
  core = undefined
  closing
    .close()
    .catch((error) => log(error, 'close'))
    .finally(() => app.exit(0))
})

if (takeSingleInstance(() => window && showWindow(window))) app.whenReady().then(start).catch(failed)
else app.quit()
