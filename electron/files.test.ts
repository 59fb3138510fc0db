import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { dataFolder } from '../core/data-folder.ts'
import { createFileOffers } from '../core/host/file-offers.ts'
import { frameChannel, offerChannel } from './channels.ts'
import { BrowserWindow, dialog, exposed, ipcRenderer, webUtils } from './fake-electron.ts'
import { createFileCalls } from './files.ts'
import { menuTemplate } from './menu.ts'

vi.mock('electron', () => import('./fake-electron.ts'))

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lictor-files-'))
  await writeFile(join(folder, 'lmgrd.log'), 'x')
  await writeFile(join(folder, 'export.csv'), 'Time\n')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const stage = async (window = new BrowserWindow()) => {
  const fileOffers = await createFileOffers(join(folder, 'uploads'))
  const exportFile = (id: string) => (id === 'e1' ? { path: join(folder, 'export.csv') } : undefined)
  return { fileOffers, calls: createFileCalls({ window: () => window as never, fileOffers, exportFile }) }
}

test('chosen files become ids', async () => {
  const { fileOffers, calls } = await stage()
  expect(await calls['host.pickFiles']()).toEqual([])
  dialog.showOpenDialog.mockResolvedValueOnce({ canceled: false, filePaths: [join(folder, 'lmgrd.log')] })
  const [picked] = await calls['host.pickFiles']()
  expect(picked.name).toBe('lmgrd.log')
  expect(fileOffers.resolve(picked.fileId)?.path).toBe(join(folder, 'lmgrd.log'))
})

test('what is no file is refused, also from the dialog', async () => {
  const { calls } = await stage()
  dialog.showOpenDialog.mockResolvedValueOnce({ canceled: false, filePaths: [folder] })
  await expect(calls['host.pickFiles']()).rejects.toMatchObject({ code: 'refused' })
})

const save = async (exportId: string, fileName: string) =>
  (await stage()).calls['host.saveExport']({ exportId, fileName })

test('an export is saved where the user says, under a name without folders', async () => {
  expect(await save('e1', 'use.csv')).toEqual({ saved: false })
  const filePath = join(folder, 'saved.csv')
  dialog.showSaveDialog.mockResolvedValueOnce({ canceled: false, filePath })
  expect(await save('e1', '..\\..\\Startup/../use.csv')).toEqual({ saved: true })
  expect(dialog.showSaveDialog.mock.lastCall?.[1]).toMatchObject({ defaultPath: '/home/user/downloads/use.csv' })
  expect(await readFile(filePath, 'utf8')).toBe('Time\n')
})

test('an export that is gone, or cannot be written, says what to do', async () => {
  await expect(save('e2', 'use.csv')).rejects.toMatchObject({ code: 'not-found' })
  dialog.showSaveDialog.mockResolvedValueOnce({ canceled: false, filePath: join(folder, 'no', 'such', 'use.csv') })
  await expect(save('e1', 'use.csv')).rejects.toThrow('“use.csv” was not saved')
})

test('a closed window is said to be', async () => {
  const window = new BrowserWindow()
  window.destroyed = true
  await expect((await stage(window)).calls['host.pickFiles']()).rejects.toMatchObject({ code: 'refused' })
})

test('the preload script exposes three functions, and neither Electron nor its events', async () => {
  await import('./preload.ts')
  const bridge = exposed.lictor as {
    send(frame: unknown): void
    onFrame(listener: (...args: unknown[]) => void): void
    offerFile(file: unknown): Promise<unknown>
  }
  expect(Object.keys(exposed)).toEqual(['lictor'])
  expect(Object.keys(bridge)).toEqual(['send', 'onFrame', 'offerFile'])
  bridge.send({ id: 1, call: 'imports.list', params: {} })
  expect(ipcRenderer.send).toHaveBeenCalledExactlyOnceWith(frameChannel, '{"id":1,"call":"imports.list","params":{}}')
  const heard: unknown[] = []
  bridge.onFrame((...args) => heard.push(args))
  ipcRenderer.emit(frameChannel, { sender: ipcRenderer }, '{"id":1,"result":[]}')
  expect(heard).toEqual([[{ id: 1, result: [] }]])
  ipcRenderer.invoke.mockResolvedValueOnce({ fileId: 'f', name: 'lmgrd.log' })
  expect(await bridge.offerFile({})).toEqual({ fileId: 'f', name: 'lmgrd.log' })
  expect(ipcRenderer.invoke).toHaveBeenCalledExactlyOnceWith(offerChannel, webUtils.getPathForFile())
  ipcRenderer.invoke.mockResolvedValueOnce({ message: 'This is not a file of this machine.' })
  await expect(bridge.offerFile({})).rejects.toThrow('This is not a file of this machine.')
})

test('data lies where the platform keeps it', () => {
  expect(dataFolder('linux', { XDG_DATA_HOME: '/data' })).toBe('/data/lictor')
  expect(dataFolder('linux', {})).toMatch(/\/\.local\/share\/lictor$/)
  expect(dataFolder('darwin', {})).toMatch(/\/Library\/Application Support\/Lictor$/)
  expect(dataFolder('win32', { LOCALAPPDATA: '/local' })).toBe('/local/Lictor')
})

test('the menu leads to pages by their path, and has developer tools only where they are allowed', () => {
  const actions = { goTo: vi.fn(), checkForUpdates: vi.fn(), showLogs: vi.fn() }
  for (const isMac of [true, false]) {
    const template = menuTemplate(actions, { isMac, hasDevTools: false })
    expect(JSON.stringify(template)).not.toMatch(/toggleDevTools|reload/)
    expect(template.some(({ role }) => role === 'appMenu')).toBe(isMac)
  }
  const [file] = menuTemplate(actions, { isMac: false, hasDevTools: true })
  const [importFiles] = file.submenu as { click: () => void }[]
  importFiles.click()
  expect(actions.goTo).toHaveBeenCalledExactlyOnceWith('/import')
})
