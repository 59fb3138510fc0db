import { EventEmitter } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { until } from '../core/host/host-suite.ts'
import { frameChannel } from './channels.ts'
import { app, BrowserWindow, dialog, ipcMain, Menu, nativeTheme, sessionHandlers } from './fake-electron.ts'

vi.mock('electron', () => import('./fake-electron.ts'))
vi.mock('electron-updater', () => ({ default: { autoUpdater: new EventEmitter() } }))

test('the application starts on the real core: one guarded window, answered over the channel, closed at the end', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lictor-main-'))
  app.home = folder
  process.argv = ['electron', '.', '--db', join(folder, 'data', 'lictor.db')]
  await import('./main.ts')
  await until(
    () => BrowserWindow.opened[0]?.calls.includes('app://console/') || dialog.showErrorBox.mock.calls.length > 0,
  )
  expect(dialog.showErrorBox.mock.calls).toEqual([])

  expect(app.enableSandbox).toHaveBeenCalled()
  expect(BrowserWindow.opened.length).toBe(1)
  expect(Menu.setApplicationMenu).toHaveBeenCalledTimes(1)
  for (const name of ['request', 'check', 'device', 'network', 'page'])
    expect(Object.keys(sessionHandlers)).toContain(name)

  const { webContents } = BrowserWindow.opened[0]
  const say = (frame: unknown): void =>
    void ipcMain.emit(frameChannel, { sender: webContents, senderFrame: webContents.frame }, JSON.stringify(frame))
  const answers = () => webContents.sent.map(({ text }) => JSON.parse(text))
  say({ id: 1, call: 'application.info', params: {} })
  await until(() => answers().some(({ id }) => id === 1))
  expect(answers().find(({ id }) => id === 1).result).toMatchObject({
    isEmpty: true,
    host: { kind: 'electron', picksFiles: true, savesExports: 'dialog' },
  })
  expect(existsSync(join(folder, 'data', 'lictor.db'))).toBe(true)

  say({ id: 2, call: 'settings.change', params: { theme: 'dark' } })
  await until(() => nativeTheme.themeSource === 'dark')

  BrowserWindow.opened[0].minimized = true
  app.emit('second-instance')
  expect(BrowserWindow.opened[0].calls).toContain('restore')

  const preventDefault = vi.fn()
  app.emit('will-quit', { preventDefault })
  expect(preventDefault).toHaveBeenCalledTimes(1)
  await until(() => app.exit.mock.calls.length === 1)
  expect(existsSync(join(folder, 'data', 'lictor.db-wal'))).toBe(false)
  expect(await readFile(join(folder, 'logs', 'main.log'), 'utf8')).toBe('')
  await rm(folder, { recursive: true, force: true })
})
