import type { Session, WebContents } from 'electron'
import { expect, test, vi } from 'vitest'
import { externalAddress, openExternally } from './external-links.ts'
import { app, BrowserWindow, dialog, FakeContents, session, sessionHandlers, shell } from './fake-electron.ts'
import { guardContents, guardNetwork, guardPermissions } from './guards.ts'
import { isOurPage } from './page-address.ts'

vi.mock('electron', () => import('./fake-electron.ts'))

const foreign = [
  'https://evil.example/',
  'http://127.0.0.1:80/',
  'file:///etc/passwd',
  'app://console.evil/',
  'app://evil/console',
  'app://console@evil/',
  'app://user@console/',
  'app://console:1/',
  'apps://console/',
  'javascript:alert(1)',
  'data:text/html,x',
  'blob:app://evil/1',
  'about:blank',
  'app:console',
  '//console/',
  '',
]

test('only our own scheme and host are our page', () => {
  for (const address of ['app://console/', 'app://console/#/import/12', 'app://console/assets/a.js'])
    expect(isOurPage(address)).toBe(true)
  for (const address of foreign) expect(isOurPage(address), address).toBe(false)
})

const opened: string[] = []
guardContents((_contents: WebContents, address: string) => opened.push(address))
const guarded = (): FakeContents => {
  const contents = new FakeContents()
  app.emit('web-contents-created', {}, contents)
  return contents
}
const happens = (contents: FakeContents, name: string, url: string): boolean => {
  const preventDefault = vi.fn()
  contents.emit(name, { url, preventDefault })
  return preventDefault.mock.calls.length === 0
}

for (const name of ['will-navigate', 'will-frame-navigate', 'will-redirect'])
  test(`${name}: the page stays at home`, () => {
    const contents = guarded()
    expect(happens(contents, name, 'app://console/#/reports/51')).toBe(true)
    for (const address of foreign) expect(happens(contents, name, address), address).toBe(false)
  })

test('no second window and no embedded browser; a link is handed on', () => {
  const contents = guarded()
  opened.length = 0
  expect(contents.openHandler({ url: 'https://evil.example/' })).toEqual({ action: 'deny' })
  expect(contents.openHandler({ url: 'app://console/' })).toEqual({ action: 'deny' })
  expect(opened).toEqual(['https://evil.example/', 'app://console/'])
  expect(happens(contents, 'will-attach-webview', 'app://console/')).toBe(false)
})

const pages = session.defaultSession as unknown as Session
const call = (name: string, ...args: unknown[]): unknown => sessionHandlers[name](...(args as never[]))

const permissions = [
  'media',
  'geolocation',
  'notifications',
  'midi',
  'clipboard-read',
  'openExternal',
  'fileSystem',
  'usb',
  'serial',
  'hid',
  'unknown',
  'local-network',
  'fullscreen',
]

test('every permission is denied but copying text, and that only to our page', () => {
  guardPermissions(pages)
  const requested = (permission: string, requestingUrl = 'app://console/'): unknown => {
    const callback = vi.fn()
    call('request', {}, permission, callback, { requestingUrl })
    return callback.mock.calls[0][0]
  }
  for (const permission of permissions) {
    expect(requested(permission)).toBe(false)
    expect(call('check', {}, permission, 'app://console/')).toBe(false)
  }
  expect(requested('clipboard-sanitized-write')).toBe(true)
  expect(call('check', {}, 'clipboard-sanitized-write', 'app://console/')).toBe(true)
  expect(requested('clipboard-sanitized-write', 'https://evil.example/')).toBe(false)
  expect(call('check', null, 'clipboard-sanitized-write', 'https://evil.example/')).toBe(false)
  expect(call('check', null, 'clipboard-sanitized-write', '')).toBe(false)
  expect(call('device', { deviceType: 'usb' })).toBe(false)
  const paired = vi.fn()
  call('bluetooth', {}, paired)
  expect(paired).toHaveBeenCalledWith({ confirmed: false })
  const shared = vi.fn()
  call('display', {}, shared)
  expect(shared).toHaveBeenCalledWith(null)
})

test('nothing is asked of a network, and only what the page made itself is saved', () => {
  guardNetwork(pages)
  expect(call('urls')).toEqual(expect.arrayContaining(['https://*/*', 'http://*/*', 'ws://*/*', 'file:///*']))
  const answer = vi.fn()
  call('network', {}, answer)
  expect(answer).toHaveBeenCalledWith({ cancel: true })
  const saved = (url: string): boolean => {
    const preventDefault = vi.fn()
    session.defaultSession.emit('will-download', { preventDefault }, { getURL: () => url })
    return preventDefault.mock.calls.length === 0
  }
  expect(saved('blob:app://console/8a7e')).toBe(true)
  expect(saved('data:image/png;base64,AA')).toBe(true)
  for (const url of ['https://evil.example/a.exe', 'data:application/x-msdownload,x', 'blob:app://console.evil/1'])
    expect(saved(url)).toBe(false)
})

test('only https and mailto may leave, and never with a user before the host', () => {
  expect(externalAddress('https://example.com/a?b#c')).toBe('https://example.com/a?b#c')
  expect(externalAddress('mailto:admin@example.com')).toBe('mailto:admin@example.com')
  for (const address of [
    'http://example.com/',
    'https://login@evil.example/',
    'smb://server/share',
    'file:///bin/sh',
    'ms-msdt:x',
    'javascript:1',
    'C:\\Windows\\calc.exe',
    '\\\\server\\x',
    '',
    `https://example.com/${'a'.repeat(3000)}`,
  ])
    expect(externalAddress(address), address.slice(0, 40)).toBe(undefined)
})

test('a link is opened outside only after asking', async () => {
  const window = new BrowserWindow() as never
  await openExternally(window, 'file:///bin/sh')
  expect(dialog.showMessageBox).not.toHaveBeenCalled()
  dialog.showMessageBox.mockResolvedValueOnce({ response: 1, checkboxChecked: false })
  await openExternally(window, 'https://example.com/')
  expect(shell.openExternal).not.toHaveBeenCalled()
  await openExternally(window, 'https://example.com/')
  expect(shell.openExternal).toHaveBeenCalledExactlyOnceWith('https://example.com/')
})
