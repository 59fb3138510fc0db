import { EventEmitter } from 'node:events'
import { beforeEach, expect, test, vi } from 'vitest'
import { askBeforeClosing } from './closing.ts'
import { watchPage } from './crashes.ts'
import { BrowserWindow, dialog } from './fake-electron.ts'

vi.mock('electron', () => import('./fake-electron.ts'))

const answers = (response: number): void => {
  dialog.showMessageBox.mockResolvedValueOnce({ response, checkboxChecked: false })
}
const settle = () => new Promise((resolve) => setImmediate(resolve))

const stage = (isRunning: boolean) => {
  const window = new BrowserWindow()
  window.visible = true
  const work = { isRunning }
  const changes = new EventEmitter()
  const quit = vi.fn()
  askBeforeClosing(window as never, {
    hasRunningWork: () => work.isRunning,
    onWorkChanged: (listener) => {
      changes.on('changed', listener)
      return () => changes.off('changed', listener)
    },
    quit,
  })
  const close = (): boolean => {
    const preventDefault = vi.fn()
    window.emit('close', { preventDefault })
    return preventDefault.mock.calls.length === 0
  }
  return { window, work, changes, quit, close }
}

beforeEach(() => dialog.showMessageBox.mockClear())

test('an idle console closes unasked', () => {
  const { close } = stage(false)
  expect(close()).toBe(true)
  expect(dialog.showMessageBox).not.toHaveBeenCalled()
})

test('a running import is asked about once; cancelled, everything stays', async () => {
  const { close, quit, window } = stage(true)
  answers(2)
  expect([close(), close()]).toEqual([false, false])
  await settle()
  expect(dialog.showMessageBox).toHaveBeenCalledTimes(1)
  expect(quit).not.toHaveBeenCalled()
  expect(window.visible).toBe(true)
})

test('“Stop and quit” closes now', async () => {
  const { close, quit } = stage(true)
  answers(1)
  expect(close()).toBe(false)
  await settle()
  expect(quit).toHaveBeenCalledTimes(1)
  expect(close()).toBe(true)
})

test('“Finish in the background” hides the window and quits when the work is done', async () => {
  const { close, quit, window, work, changes } = stage(true)
  answers(0)
  close()
  await settle()
  expect(window.visible).toBe(false)
  changes.emit('changed')
  expect(quit).not.toHaveBeenCalled()
  work.isRunning = false
  changes.emit('changed')
  expect(quit).toHaveBeenCalledTimes(1)
  expect(close()).toBe(true)
})

test('a console that is opened again while it finishes does not quit', async () => {
  const { close, quit, window, work, changes } = stage(true)
  answers(0)
  close()
  await settle()
  window.show()
  changes.emit('changed')
  work.isRunning = false
  changes.emit('changed')
  expect(quit).not.toHaveBeenCalled()
  expect(changes.listenerCount('changed')).toBe(0)
})

const watched = () => {
  const window = new BrowserWindow()
  const log = { error: vi.fn(), warn: vi.fn() }
  const showLogs = vi.fn()
  watchPage(window as never, log as never, showLogs)
  return { window, log, showLogs }
}

test('a page that crashed is logged and can be reloaded', async () => {
  const { window, log } = watched()
  answers(0)
  window.webContents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 })
  await settle()
  expect(log.error).toHaveBeenCalledTimes(1)
  expect(window.webContents.reload).toHaveBeenCalledTimes(1)
})

test('a page that ended on purpose is not asked about; one that hangs is, and can be closed', async () => {
  const { window, showLogs } = watched()
  window.webContents.emit('render-process-gone', {}, { reason: 'clean-exit', exitCode: 0 })
  expect(dialog.showMessageBox).not.toHaveBeenCalled()
  answers(2)
  window.emit('unresponsive')
  await settle()
  expect(window.calls).toEqual(['close'])
  answers(1)
  window.emit('unresponsive')
  await settle()
  expect(showLogs).toHaveBeenCalledTimes(1)
})
