import { randomBytes } from 'node:crypto'
import { appendFile, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { makeRoot, openSigner, rotateRoot, type Signer, signInstallers } from '../../agent/packaging/signing.ts'
import { makeKey } from '../../agent/packaging/signing-keys.ts'
import { openInstallerCatalogue } from '../agents/updates/installer-catalogue.ts'
import { browserHost } from '../cli/browser-host.ts'
import { command } from '../cli/console-fixture.ts'
import { atEnd, endTest, temporaryFolder } from '../database/database-fixture.ts'
import { serveCommandSocket } from '../host/command-socket.ts'
import { createDispatcher } from '../host/dispatcher.ts'
import { openCore } from '../open-core.ts'

afterAll(endTest)

const files = [
  { platform: 'linux-x64', purpose: 'package', format: 'deb', file: 'lictor-agent_1.0.0_amd64.deb' },
  { platform: 'win-x64', purpose: 'package', format: 'exe', file: 'lictor-agent-1.0.0.exe' },
  {
    platform: 'linux-x64',
    purpose: 'update',
    format: 'gz',
    file: 'lictor-agent-1.0.0-linux-x64.gz',
    unpacked: { bytes: 5, sha256: 'c'.repeat(64) },
  },
] as const
const [deb, exe, update] = files.map(({ file }) => file) as [string, string, string]

const issued = Date.UTC(2026, 10, 1)

/** Installers as a build leaves them, and a catalogue that looks at them. */
const bundle = async ({
  signer,
  refusesDevelopment = false,
}: {
  signer?: Signer
  refusesDevelopment?: boolean
} = {}) => {
  const folder = await temporaryFolder()
  for (const { file } of files) await writeFile(join(folder, file), randomBytes(100_000))
  const signed = signer ?? (await openSigner(join(folder, 'cache'), {}))
  await signInstallers(folder, { version: '1.0.0', updatesFrom: '0.9.0', files, issued }, signed)
  const told: string[] = []
  const options = {
    folder,
    refusesDevelopment,
    consoleVersion: '1.0.0',
    now: () => issued,
    tell: (_: string, problem: string) => void told.push(problem),
  }
  return {
    folder,
    told,
    signer: signed,
    options,
    catalogue: openInstallerCatalogue(options),
    in: (name: string) => join(folder, name),
  }
}

const lastingSigner = (): Signer => {
  const [rootKey, releaseKey] = [makeKey(), makeKey()]
  return {
    roots: [makeRoot({ rootKeys: [rootKey], releaseKeys: [releaseKey], issued })],
    releaseKeys: [releaseKey],
  }
}

test('U10 what a build left is verified, and each file found by its name or hash', async () => {
  const { catalogue, told, in: path } = await bundle()
  const state = await catalogue.state()
  expect(state).toMatchObject({ version: '1.0.0', issued, isDevelopment: true, problem: '' })
  expect(state.installers.map(({ file, isVerified }) => [file, isVerified])).toEqual(
    files.map(({ file }) => [file, true]),
  )
  const offered = await catalogue.offered()
  expect([...(offered?.updates.keys() ?? [])]).toEqual(['linux-x64'])
  const hash = offered?.updates.get('linux-x64')?.sha256 ?? ''
  expect(await catalogue.update(hash)).toMatchObject({ path: path(update), bytes: 100_000 })
  // A package is nothing that an agent may fetch.
  const package_ = state.installers[0]?.sha256 ?? ''
  expect([await catalogue.update(package_), await catalogue.file('manifest.json'), told]).toEqual([
    undefined,
    undefined,
    [],
  ])
})

test('U10 a file that is missing, altered, short or long is left out with the reason; the others go on', async () => {
  const { catalogue, told, in: path } = await bundle()
  let changes = 0
  catalogue.onChange(() => changes++)
  await catalogue.state()
  await rm(path(deb))
  const bytes = await readFile(path(exe))
  bytes[50_000] = (bytes[50_000] ?? 0) ^ 1
  await writeFile(path(exe), bytes)
  const reasons = async () => (await catalogue.state()).installers.map(({ problem }) => problem.split('. ')[0])
  expect(await reasons()).toEqual([`${deb} is missing`, `${exe} has other content than was signed`, ''])
  expect([changes, await catalogue.file(exe)]).toEqual([0, undefined])
  expect((await catalogue.offered())?.updates.size).toBe(1)
  await truncate(path(update), 99_999)
  expect((await reasons())[2]).toBe(`${update} has 99999 bytes instead of 100000`)
  expect([(await catalogue.offered())?.updates.size, changes]).toEqual([0, 1])
  await appendFile(path(update), 'xy')
  expect((await reasons())[2]).toBe(`${update} has 100001 bytes instead of 100000`)
  expect(told.at(-1)).toMatch(/^3 of 3 files cannot be used; the first: .* is missing\. /)
  bytes[50_000] = (bytes[50_000] ?? 0) ^ 1
  await writeFile(path(exe), bytes)
  expect((await reasons())[1]).toBe('')
})

test('U10 a list that is missing, damaged or signed by others stops everything, and says so', async () => {
  const { catalogue, told, signer, in: path } = await bundle({ signer: lastingSigner() })
  const problem = async () => {
    const state = await catalogue.state()
    expect(state.version).toBe('')
    expect(state.installers.some(({ isVerified, command }) => isVerified || command !== '')).toBe(false)
    expect(await catalogue.offered()).toBe(undefined)
    return state.problem
  }
  const manifest = await readFile(path('manifest.json'), 'utf8')
  const root = await readFile(path('root.json'), 'utf8')
  expect((await catalogue.state()).problem).toBe('')
  await writeFile(path('root.json'), JSON.stringify({ roots: lastingSigner().roots }))
  expect(await problem()).toMatch(
    /^The list of installers is signed by 0 trusted keys; 1 are needed\. None of the installers/,
  )
  await writeFile(path('root.json'), root.slice(0, -20))
  expect(await problem()).toMatch(/^A signed file is cut off or damaged\./)
  await rm(path('root.json'))
  expect(await problem()).toMatch(/^root\.json is missing\./)
  await writeFile(path('root.json'), root)
  await writeFile(path('manifest.json'), manifest.replace(/"payload": "..../, '"payload": "AAAA'))
  expect(await problem()).toMatch(/^(A signed file is cut off|The list of installers is signed by 0)/)
  expect(told).toHaveLength(4)
  await rm(path('manifest.json'))
  await rm(path('root.json'))
  expect(await problem()).toBe('No installers of the agent came with this console.')
  expect(told).toHaveLength(4)
  // A new root beside the same manifest: its keys have to have signed it.
  await writeFile(path('manifest.json'), manifest)
  const plan = { rootKeys: [makeKey()], releaseKeys: [makeKey()], issued }
  expect(() => rotateRoot(signer.roots, plan, signer.releaseKeys)).toThrow(
    /The list of keys 2 is signed by 0 trusted keys/,
  )
})

test('U2 a throw-away key, a later version and an expired list are refused or told', async () => {
  const packaged = await bundle({ refusesDevelopment: true })
  expect((await packaged.catalogue.state()).problem).toMatch(/throw-away key of a development build/)
  const { options, folder, signer } = await bundle({ signer: lastingSigner(), refusesDevelopment: true })
  const stateWith = (more: object) => openInstallerCatalogue({ ...options, ...more }).state()
  expect(await stateWith({})).toMatchObject({ problem: '', isDevelopment: false })
  expect((await stateWith({ consoleVersion: '0.9.9' })).problem).toMatch(/later than the console's own 0\.9\.9/)
  const late = await stateWith({ now: () => issued + 3 * 365 * 86_400_000 })
  expect([late.version, late.problem.slice(0, 11)]).toEqual(['', 'Release 179'])
  const other = await openSigner(join(folder, 'cache'), {})
  const mixed = { roots: signer.roots, releaseKeys: other.releaseKeys }
  const plan = { version: '1.0.0', updatesFrom: '0.9.0', files, issued }
  await expect(signInstallers(folder, plan, mixed)).rejects.toThrow(/signed by 0 trusted keys/)
  expect(await stateWith({})).toMatchObject({ problem: '' })
})

test('U10 a console lists them, hands out what is verified and says in its event log what is not', async () => {
  const { folder } = await bundle()
  const resources = await temporaryFolder()
  const installers = join(resources, 'agent-installers')
  await rename(folder, installers)
  const db = join(resources, 'lictor.db')
  const core = await openCore({ database: db, resources, host: browserHost })
  const dispatcher = createDispatcher({ api: core.api, onEvent: core.onEvent, log: () => undefined })
  const commands = await serveCommandSocket(core.socket, (port) => dispatcher.connect(port), core.lock)
  atEnd(async () => {
    await commands.close()
    dispatcher.close()
    await core.close()
  })
  const { api } = core
  const saved = await api['installers.save']({ file: deb })
  expect(saved).toMatchObject({ fileName: deb, bytes: 100_000 })
  expect(await readFile(core.exportFile(saved.exportId)?.path ?? '')).toEqual(await readFile(join(installers, deb)))
  expect(await api['installers.save']({ file: deb })).toEqual(saved)
  const good = await command('agents', 'installers', '--db', db)
  expect([good.status, good.stdout.split('\n').length]).toEqual([0, files.length + 2])
  await truncate(join(installers, deb), 5)
  await expect(api['installers.save']({ file: deb })).rejects.toThrow(/has 5 bytes instead of 100000/)
  await expect(api['installers.save']({ file: '../lictor.db' })).rejects.toThrow(/^No installer/)
  const { status, stdout, stderr } = await command('agents', 'installers', '--db', db, '--format', 'json')
  const told = JSON.parse(stdout)
  expect([status, told.version, told.installers[0].verified, told.installers[1].verified]).toEqual([
    1,
    '1.0.0',
    false,
    true,
  ])
  expect(stderr).toContain(`${deb} has 5 bytes instead of 100000`)
  const { events } = await api['events.list']({ kinds: ['update'], limit: 10 })
  expect(events.map(({ severity, message }) => `${severity} ${message.split('. ')[0]}`)).toEqual([
    `error ${deb} has 5 bytes instead of 100000`,
  ])
})

test('the same throw-away key signs again; lasting keys are named by the environment', async () => {
  const folder = join(await temporaryFolder(), 'signing')
  const [one, again] = [await openSigner(folder, {}), await openSigner(folder, {})]
  expect(again.releaseKeys[0]?.name).toBe(one.releaseKeys[0]?.name)
  const named = await openSigner('unused', {
    LICTOR_AGENT_ROOT: join(folder, 'development-root.json'),
    LICTOR_AGENT_RELEASE_KEYS: join(folder, 'development-key.pem'),
  })
  expect(named.roots).toEqual(one.roots)
  await expect(openSigner(folder, { LICTOR_AGENT_ROOT: 'x' })).rejects.toThrow(/belong together/)
  await rename(join(folder, 'development-key.pem'), join(folder, 'gone'))
  expect((await openSigner(folder, {})).roots).not.toEqual(one.roots)
})
