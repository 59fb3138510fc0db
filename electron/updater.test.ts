import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { EventEmitter } from 'node:events'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AppUpdater } from 'electron-updater'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { verifyUpdate } from './update-verification.ts'
import { createUpdater, isAllowedFeed } from './updater.ts'

let folder: string
let file: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lictor-update-'))
  file = join(folder, 'lictor-2.0.0.exe')
  await writeFile(file, 'the new version')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const stage = ({ feed = 'https://updates.example/', isNewer = true, isConfirmed = true } = {}) => {
  const updater = Object.assign(new EventEmitter(), {
    autoDownload: true,
    autoInstallOnAppQuit: true,
    allowDowngrade: true,
    allowPrerelease: true,
    disableWebInstaller: false,
    currentVersion: { version: '1.0.0' },
    setFeedURL: vi.fn(),
    checkForUpdates: vi.fn(async () => ({ isUpdateAvailable: isNewer, updateInfo: { version: '2.0.0' } })),
    downloadUpdate: vi.fn(async () => [file]),
    quitAndInstall: vi.fn(),
  })
  const told: string[] = []
  const order: string[] = []
  const verify = vi.fn(async () => void order.push('verify'))
  const confirm = vi.fn(async () => isConfirmed)
  updater.quitAndInstall.mockImplementation(() => order.push('install'))
  const { check } = createUpdater({
    updater: updater as unknown as AppUpdater,
    feed: async () => feed,
    tell: ({ title }) => told.push(title),
    confirm,
    verify,
    beforeInstall: async () => void order.push('rest'),
    log: () => {},
  })
  return { updater, told, order, verify, confirm, check }
}

test('nothing is loaded or installed by itself', () => {
  const { updater } = stage()
  expect(updater).toMatchObject({
    autoDownload: false,
    autoInstallOnAppQuit: false,
    allowDowngrade: false,
    allowPrerelease: false,
    disableWebInstaller: true,
  })
  expect(() => updater.emit('error', new Error('no feed'))).not.toThrow()
})

test('without a feed nobody is asked for updates', async () => {
  const { updater, told, check } = stage({ feed: '' })
  await check(false)
  expect(told).toEqual([])
  await check(true)
  expect(told).toEqual(['Updates are off'])
  expect(updater.checkForUpdates).not.toHaveBeenCalled()
})

test('unasked, a new version is told once and nothing is downloaded', async () => {
  const { updater, told, check } = stage()
  for (let day = 0; day < 3; day++) await check(false)
  expect(told).toEqual(['Lictor 2.0.0 is available'])
  expect(updater.setFeedURL).toHaveBeenCalledWith({ provider: 'generic', url: 'https://updates.example/' })
  expect(updater.downloadUpdate).not.toHaveBeenCalled()
})

test('asked, it downloads, verifies, brings the database to rest and installs, in this order', async () => {
  const { order, check, confirm } = stage()
  await Promise.all([check(true), check(true)])
  expect(order).toEqual(['verify', 'rest', 'install'])
  expect(confirm).toHaveBeenCalledTimes(2)
})

test('a file that cannot be verified is removed and never installed', async () => {
  const { order, told, verify, check } = stage()
  verify.mockRejectedValueOnce(new Error('bad'))
  await check(true)
  expect(told).toEqual(['The update did not work'])
  expect(order).toEqual([])
  expect(await readdir(folder)).toEqual([])
})

test('whoever declines gets nothing', async () => {
  const { updater, check } = stage({ isConfirmed: false })
  await check(true)
  expect(updater.downloadUpdate).not.toHaveBeenCalled()
})

test('U12: a feed that fails is told once, and each time somebody asks', async () => {
  const { updater, told, check } = stage()
  updater.checkForUpdates.mockRejectedValue(new Error('404'))
  for (let day = 0; day < 3; day++) await check(false)
  expect(told.length).toBe(1)
  await check(true)
  expect(told.length).toBe(2)
})

test('asked, the newest version is said to be', async () => {
  const { told, check } = stage({ isNewer: false })
  await check(false)
  await check(true)
  expect(told).toEqual(['No update'])
})

test('a feed is an https folder, or one of this machine', async () => {
  for (const address of ['https://updates.example/lictor', 'http://127.0.0.1:8080/', 'http://localhost/'])
    expect(isAllowedFeed(address)).toBe(true)
  for (const address of [
    'http://updates.example/',
    'file:///updates',
    '\\\\server\\updates',
    'https://a:b@updates.example/',
    'http://127.0.0.1.evil/',
    'x',
  ])
    expect(isAllowedFeed(address), address).toBe(false)
  const { updater, told, check } = stage({ feed: 'http://updates.example/' })
  await check(true)
  expect(told).toEqual(['The update did not work'])
  expect(updater.setFeedURL).not.toHaveBeenCalled()
})

const { publicKey, privateKey } = generateKeyPairSync('ed25519')
const signed = (content: unknown, key = privateKey) => {
  const text = Buffer.from(JSON.stringify(content))
  return { text, signature: sign(null, text, key).toString('base64') }
}
const entry = (content: string) => ({
  sha512: createHash('sha512').update(content).digest('base64'),
  size: content.length,
})

test('a release signed with our key that names the file is let through', async () => {
  const release = signed({ version: '2.0.0', files: [entry('another file'), entry('the new version')] })
  await expect(verifyUpdate(file, '2.0.0', release, publicKey)).resolves.toBe(undefined)
})

test('U1, U2: everything else is refused', async () => {
  const good = { version: '2.0.0', files: [entry('the new version')] }
  const foreign = generateKeyPairSync('ed25519').privateKey
  const refused = [
    signed(good, foreign),
    { ...signed(good), signature: '' },
    { ...signed(good), text: Buffer.from(JSON.stringify({ ...good, version: '3.0.0' })) },
    signed({ ...good, version: '1.9.0' }),
    signed({ version: '2.0.0', files: [entry('the new versioN')] }),
    signed({ version: '2.0.0', files: [{ ...entry('the new version'), size: 14 }] }),
    signed({ version: '2.0.0', files: [] }),
    signed({}),
  ]
  for (const release of refused)
    await expect(verifyUpdate(file, '2.0.0', release, publicKey)).rejects.toMatchObject({ code: 'refused' })
  await expect(verifyUpdate(file, '2.0.0', signed(good), undefined)).rejects.toThrow('no key')
})
