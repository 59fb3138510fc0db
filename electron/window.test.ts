import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { app, BrowserWindow, nativeTheme } from './fake-electron.ts'
import { takeSingleInstance } from './single-instance.ts'
import { goTo, openWindow, showWindow } from './window.ts'
import { placeOnScreen, readWindowState } from './window-state.ts'

vi.mock('electron', () => import('./fake-electron.ts'))

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lictor-window-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const primary = { x: 0, y: 0, width: 1920, height: 1040 }
const left = { x: -1280, y: 100, width: 1280, height: 900 }
const size = { width: 1000, height: 700, isMaximized: false }

test('the first window is in the middle of the primary screen', () => {
  expect(placeOnScreen(undefined, [primary, left])).toEqual({
    x: 240,
    y: 70,
    width: 1440,
    height: 900,
    isMaximized: false,
  })
})

test('a window comes back where it was, also on another screen or partly outside', () => {
  for (const at of [
    { x: 100, y: 50 },
    { x: -1200, y: 150 },
    { x: 1700, y: 900 },
    { x: -500, y: 200 },
  ])
    expect(placeOnScreen({ ...size, ...at }, [primary, left])).toEqual({ ...size, ...at })
})

test('a window whose screen is gone, or whose title bar cannot be reached, comes to the middle', () => {
  for (const at of [
    { x: -1200, y: 150 },
    { x: 1850, y: 50 },
    { x: 100, y: -40 },
    { x: 100, y: 1030 },
    { x: 9999, y: 9999 },
  ])
    expect(placeOnScreen({ ...size, ...at }, [primary])).toEqual({ ...size, x: 460, y: 170 })
})

test('a window is never larger than its screen nor too small', () => {
  const small = { x: 0, y: 0, width: 1024, height: 700 }
  expect(placeOnScreen({ x: 0, y: 0, width: 4000, height: 3000, isMaximized: true }, [small])).toEqual({
    ...small,
    isMaximized: true,
  })
  expect(placeOnScreen({ x: 5, y: 5, width: 1, height: -4, isMaximized: false }, [primary])).toMatchObject({
    width: 800,
    height: 500,
  })
  expect(placeOnScreen(undefined, [{ x: 0, y: 0, width: 640, height: 400 }])).toMatchObject({ width: 640, height: 400 })
})

test('a saved state that is missing or damaged is none', () => {
  const file = join(folder, 'state.json')
  expect(readWindowState(file)).toBe(undefined)
  for (const text of [
    '',
    '{',
    'null',
    '{"x":1}',
    '{"x":"1","y":2,"width":3,"height":4,"isMaximized":false}',
    '{"x":1e99,"y":2,"width":3,"height":4,"isMaximized":false}',
  ]) {
    writeFileSync(file, text)
    expect(readWindowState(file)).toBe(undefined)
  }
})

const open = () => {
  const options = { preload: '/app/preload.cjs', stateFile: join(folder, 'state.json'), icon: '', devTools: false }
  return openWindow(options) as unknown as BrowserWindow
}

test('the window is sandboxed and isolated, dark from the first moment, and shown when it has painted', () => {
  const window = open()
  expect(window.options).toMatchObject({ show: false, backgroundColor: '#14171a', width: 1440, height: 900 })
  expect(window.options.webPreferences).toEqual({
    preload: '/app/preload.cjs',
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
    devTools: false,
  })
  expect(window.visible).toBe(false)
  window.emit('ready-to-show')
  expect(window.visible).toBe(true)
  nativeTheme.shouldUseDarkColors = false
  nativeTheme.emit('updated')
  expect(window.calls.at(-1)).toBe('#ffffff')
  nativeTheme.shouldUseDarkColors = true
})

test('a closed window is remembered', () => {
  const window = open()
  window.maximized = true
  window.emit('close')
  expect(JSON.parse(readFileSync(join(folder, 'state.json'), 'utf8'))).toEqual({ ...window.bounds, isMaximized: true })
  expect(open().maximized).toBe(true)
})

test('a moved window is remembered a second later', () => {
  vi.useFakeTimers()
  const window = open()
  for (const x of [1, 2, 3]) {
    window.bounds = { ...window.bounds, x }
    window.emit('move')
    vi.advanceTimersByTime(500)
  }
  expect(readWindowState(join(folder, 'state.json'))).toBe(undefined)
  vi.advanceTimersByTime(600)
  expect(readWindowState(join(folder, 'state.json'))).toMatchObject({ x: 3 })
  vi.useRealTimers()
})

test('a path leads the page there once, and the window to the front', async () => {
  const window = new BrowserWindow()
  window.minimized = true
  await goTo(window as never, '/import/12')
  expect(window.calls).toEqual(['restore', 'show', 'focus', 'app://console/#/import/12'])
})

test('a second console leaves and brings the first to the front', () => {
  const window = new BrowserWindow()
  expect(takeSingleInstance(() => showWindow(window as never))).toBe(true)
  app.emit('second-instance')
  expect(window.calls).toEqual(['show', 'focus'])
  app.requestSingleInstanceLock.mockReturnValueOnce(false)
  expect(takeSingleInstance(() => {})).toBe(false)
})
