import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, expect, test as vitest } from 'vitest'
import { openConnection } from '../../agent/connection/console-connection.ts'
import { readServerAddress } from '../../agent/connection/server-address.ts'
import { dataFolderAt } from '../../agent/data-folder.ts'
import { makeRoot, rotateRoot } from '../../agent/packaging/signing.ts'
import { makeKey, signPayload } from '../../agent/packaging/signing-keys.ts'
import { installationAt, programOf, readPointer, thisPlatform } from '../../agent/update/installation.ts'
import { isHealthy, readProbation, writeProbation } from '../../agent/update/probation.ts'
import { openUpdater } from '../../agent/update/updater.ts'
import type { Release, Signed, UpdateOffer } from '../agents/protocol/updates.ts'
import { atEnd, endTest, temporaryFolder } from '../database/database-fixture.ts'
import { lacks, smallDisk, titled, until } from './fault-fixture.ts'

// What an agent does with an update that it is offered. What its launcher does with a version that is in place:
// agent/launcher/supervise-agent.test.ts. What counts as signed: update-trust.test.ts.

afterEach(endTest)

// The programs here are shell scripts.
const test = vitest.skipIf(process.platform === 'win32' || thisPlatform() === undefined)

const [old, fresh] = ['1.0.0', '1.1.0']
const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const program = (version: string, rest = '') =>
  Buffer.from(
    `#!/bin/sh\n[ "$1" = --self-check ] && echo ${version}\n${rest}\n# ${'0123456789abcdef'.repeat(60_000)}\n`,
  )
const rootKey = makeKey()
const releaseKey = makeKey()
const firstRoot = makeRoot({ rootKeys: [rootKey], releaseKeys: [releaseKey], issued: Date.now() })

/** An offer of a program, as it would be signed. */
const offerOf = (
  unpacked: Buffer,
  {
    name = 'try-1',
    number = 7,
    version = fresh,
    packed = gzipSync(unpacked, { level: 0 }),
    keys = [releaseKey],
    roots = [] as Signed[],
  } = {},
) => {
  const release: Release = {
    kind: 'release',
    number,
    version,
    issued: Date.now(),
    expires: Date.now() + 86_400_000,
    updatesFrom: '0.9.0',
    artifacts: [
      {
        platform: thisPlatform() ?? 'linux-x64',
        purpose: 'update',
        format: 'gz',
        file: 'agent.gz',
        bytes: packed.length,
        sha256: hash(packed),
        unpacked: { bytes: unpacked.length, sha256: hash(unpacked) },
      },
    ],
  }
  const offer: UpdateOffer = {
    kind: 'offer',
    offer: name,
    manifest: signPayload(release, keys),
    roots,
    rate: 1_000_000_000,
  }
  return { offer, packed }
}

/** A console that hands out one file, as it is told to. */
const artifactServer = async (folder: string) => {
  const ranges: string[] = []
  const told = { bytes: Buffer.alloc(0), cutAfter: Number.POSITIVE_INFINITY, onRequest: () => {} }
  const server = createServer((request, response) => {
    const { range = '' } = request.headers
    ranges.push(range)
    told.onRequest()
    const from = Number(/^bytes=(\d+)-$/.exec(range)?.[1] ?? 0)
    const rest = told.bytes.subarray(from)
    response.writeHead(from > 0 ? 206 : 200, {
      'content-length': rest.length,
      ...(from > 0 ? { 'content-range': `bytes ${from}-${told.bytes.length - 1}/${told.bytes.length}` } : {}),
    })
    const cut = told.cutAfter - from
    if (cut >= rest.length) return void response.end(rest)
    response.write(rest.subarray(0, Math.max(0, cut)), () => setTimeout(() => response.destroy(), 30))
  })
  const path = join(folder, 'artifacts.sock')
  await new Promise<void>((resolve) => server.listen(path, resolve))
  atEnd(() => void server.close())
  return { path, ranges, told }
}

/** An installation of the old version, its data, and a console to fetch from. */
const place = async ({ root, dataPath }: { readonly root?: string; readonly dataPath?: string } = {}) => {
  const folder = await temporaryFolder()
  const installation = installationAt(root ?? join(folder, 'root'))
  const data = dataFolderAt(dataPath ?? join(folder, 'data'))
  mkdirSync(join(installation.versions, old), { recursive: true })
  mkdirSync(data.path)
  writeFileSync(programOf(installation, old), program(old), { mode: 0o755 })
  writeFileSync(installation.current, `${old}\n`)
  writeFileSync(installation.roots, JSON.stringify({ roots: [firstRoot] }))
  const server = await artifactServer(folder)
  let replaced = 0
  const open = async (version = old) => {
    const updater = await openUpdater({
      folder: data,
      version,
      root: installation.path,
      log: () => undefined,
      now: Date.now,
      connect: async () => ({
        connection: await openConnection(readServerAddress(server.path), undefined),
        headers: {},
      }),
      onReplaced: () => void replaced++,
    })
    atEnd(() => updater.close())
    return updater
  }
  /** Offers it to an agent that has just started, and waits for what becomes of it. */
  const follow = async ({ offer, packed }: ReturnType<typeof offerOf>) => {
    server.told.bytes = packed
    const updater = await open()
    updater.take(offer)
    await until(() => {
      const { current } = updater.state()
      return current?.offer === offer.offer && ['restarting', 'failed'].includes(current.stage)
    })
    await updater.close()
    return updater.state().current
  }
  const versions = () => readdirSync(installation.versions).sort()
  return { folder, installation, data, server, open, follow, versions, replaced: () => replaced }
}

test('U3 a download that is cut at 99 % goes on there, also in another process, and the new version takes over', async () => {
  const { installation, data, server, open, follow, versions, replaced } = await place()
  const update = offerOf(program(fresh))
  server.told.bytes = update.packed
  server.told.cutAfter = Math.floor(update.packed.length * 0.99)
  const before = await open()
  await before.answered()
  before.take(update.offer)
  await until(() => (before.state().current?.percent ?? 0) >= 98.9)
  await before.close()
  expect(before.state().current).toMatchObject({ stage: 'failed', reason: 'The agent was ended meanwhile.' })
  expect([versions(), replaced()]).toEqual([[old], 0])

  server.told.cutAfter = Number.POSITIVE_INFINITY
  server.ranges.length = 0
  const again = offerOf(program(fresh), { name: 'try-2' })
  expect(await follow({ ...again, packed: update.packed })).toMatchObject({ stage: 'restarting', version: fresh })
  expect(server.ranges).toEqual([`bytes=${Math.floor(update.packed.length * 0.99)}-`])
  expect([await readPointer(installation.current), await readPointer(installation.previous)]).toEqual([fresh, old])
  expect(await readProbation(data.path)).toEqual({ version: fresh, from: old, starts: 0, rolledBack: '' })
  expect([versions(), replaced(), await isHealthy(data.path, old)]).toEqual([[old, fresh], 1, false])
  expect(readFileSync(programOf(installation, fresh))).toEqual(program(fresh))

  const after = await open(fresh)
  expect(after.state()).toMatchObject({ unable: '', release: 7, root: 1, current: { stage: 'done', offer: 'try-2' } })
  await after.answered()
  expect(await isHealthy(data.path, fresh)).toBe(true)
})

test('U1 U2 what was altered, or is signed by others, or older than what was seen, is refused, and nothing of it stays', async () => {
  const { data, server, follow, versions } = await place()
  const good = program(fresh)
  const { packed } = offerOf(good)
  const altered = Buffer.from(packed)
  altered[altered.length - 100] = (altered.at(-100) ?? 0) ^ 1
  const failed = async (update: ReturnType<typeof offerOf>) => {
    const current = await follow(update)
    expect([current?.stage, versions()]).toEqual(['failed', [old]])
    return current?.reason
  }
  let tries = 0
  const name = () => ({ name: `try-${++tries}` })
  expect(await failed({ ...offerOf(good, name()), packed: altered })).toBe(
    'The update has other content than was signed. It was thrown away.',
  )
  expect(readdirSync(data.downloads)).toEqual([])
  expect(await failed({ ...offerOf(good, name()), packed: Buffer.concat([packed, packed]) })).toContain('more than the')
  expect(await failed(offerOf(good, { ...name(), keys: [makeKey()] }))).toContain('signed by 0 trusted keys')
  expect(await failed(offerOf(good, { ...name(), packed: gzipSync(program(fresh, 'more of it')) }))).toContain(
    'more than the',
  )
  expect(await failed(offerOf(good, { ...name(), packed: gzipSync(Buffer.alloc(100)) }))).toContain('bytes instead of')
  expect(await failed(offerOf(good, { ...name(), packed: Buffer.alloc(50) }))).toBe('The update could not be unpacked.')
  const asked = server.ranges.length
  expect(await failed(offerOf(good, { ...name(), number: 6 }))).toContain('older than release 7')
  expect(await failed(offerOf(good, { ...name(), version: old }))).toBe('Version 1.0.0 runs already.')
  expect(await failed(offerOf(good, { ...name(), version: '0.9.5' }))).toContain('older than 1.0.0')
  expect(server.ranges.length).toBe(asked)
})

test('U4 a new version that does not run here, or is another one, never becomes one', async () => {
  const { follow, versions, replaced } = await place()
  expect(await follow(offerOf(program(fresh, 'echo no such library >&2; exit 127')))).toMatchObject({
    stage: 'failed',
    reason: 'Version 1.1.0 does not run on this machine: no such library',
  })
  expect(await follow(offerOf(program('1.0.7'), { name: 'try-2' }))).toMatchObject({
    reason: 'The program calls itself 1.0.7, and not 1.1.0.',
  })
  expect([versions(), replaced()]).toEqual([[old], 0])
})

test(titled('U5 a disk that is full while staging: the old version runs on', lacks.tmpfs), async ({ skip }) => {
  const disk = smallDisk(70)
  if (disk === undefined) return skip()
  const { installation, data, follow, versions, server } = await place({ root: join(disk, 'root') })
  const ballast = join(disk, 'ballast')
  server.told.onRequest = () => {
    try {
      writeFileSync(ballast, Buffer.alloc(70 * 1_048_576))
    } catch {
      // As much as there was room for.
    }
  }
  const current = await follow(offerOf(program(fresh)))
  expect(current).toMatchObject({ stage: 'failed', reason: expect.stringContaining('There is no room left for') })
  expect([await readPointer(installation.current), versions()]).toEqual([old, [old]])
  // What was fetched does not keep a full disk full.
  expect(existsSync(data.downloads)).toBe(false)
  // And with too little from the start it is not begun.
  server.told.onRequest = () => undefined
  expect(await follow(offerOf(program(fresh), { name: 'try-2' }))).toMatchObject({
    reason: expect.stringContaining('MB left, and the update needs'),
  })
  rmSync(ballast)
  expect(await follow(offerOf(program(fresh), { name: 'try-3' }))).toMatchObject({ stage: 'restarting' })
})

test(
  titled('U5 what is fetched and what is unpacked need room together when they lie on one disk', lacks.tmpfs),
  async ({ skip }) => {
    const disk = smallDisk(70)
    if (disk === undefined) return skip()
    const { follow, server } = await place({ root: join(disk, 'root'), dataPath: join(disk, 'data') })
    const { bavail, bsize } = statfsSync(disk)
    // Enough for one of the two besides the 64 MB that are left free.
    writeFileSync(join(disk, 'ballast'), Buffer.alloc(bavail * bsize - 65.4 * 1_048_576))
    expect(await follow(offerOf(program(fresh)))).toMatchObject({
      stage: 'failed',
      reason: expect.stringContaining('MB left, and the update needs'),
    })
    expect(server.ranges).toEqual([])
  },
)

test('U8 a pointer that cannot be turned leaves nothing on probation', async () => {
  const { installation, data, follow } = await place()
  mkdirSync(installation.previous)
  expect(await follow(offerOf(program(fresh)))).toMatchObject({
    stage: 'failed',
    reason: expect.stringContaining('could not be written (EISDIR)'),
  })
  expect([await readPointer(installation.current), await readProbation(data.path)]).toEqual([old, undefined])
})

test('U11 keys are replaced while an agent was away: it follows both steps, and keeps to them', async () => {
  const [nextRoot, nextRelease] = [makeKey(), makeKey()]
  const once = rotateRoot([firstRoot], { rootKeys: [nextRoot], releaseKeys: [nextRelease], issued: Date.now() }, [
    rootKey,
  ])
  const [, ...roots] = rotateRoot(once, { rootKeys: [nextRoot], releaseKeys: [nextRelease], issued: Date.now() }, [
    nextRoot,
  ])
  const { open, follow, versions } = await place()
  expect(await follow(offerOf(program(fresh), { keys: [nextRelease], roots: roots.slice(1) }))).toMatchObject({
    stage: 'failed',
    reason: expect.stringContaining('does not follow on 1'),
  })
  const broken = program(fresh, 'exit 1')
  expect(await follow(offerOf(broken, { name: 'try-2', keys: [nextRelease], roots }))).toMatchObject({
    reason: expect.stringContaining('does not run on this machine'),
  })
  // In another process, by what is on the disk.
  expect((await open()).state()).toMatchObject({ root: 3, release: 7 })
  expect(await follow(offerOf(program(fresh), { name: 'try-3', number: 8 }))).toMatchObject({
    reason: expect.stringContaining('signed by 0 trusted keys'),
  })
  expect(versions()).toEqual([old])
  expect(await follow(offerOf(program(fresh), { name: 'try-4', keys: [nextRelease] }))).toMatchObject({
    stage: 'restarting',
  })
})

test('U8 what the launcher left, and what was interrupted, is told', async () => {
  const { installation, data, follow, open } = await place()
  await follow(offerOf(program(fresh)))
  await writeProbation(data.path, { version: fresh, from: old, starts: 3, rolledBack: 'It hung.' })
  writeFileSync(installation.current, `${old}\n`)
  expect((await open()).state()).toMatchObject({ unable: '', current: { stage: 'rolledBack', reason: 'It hung.' } })
  expect(await readProbation(data.path)).toBeUndefined()
  expect((await open()).state().current).toMatchObject({ stage: 'rolledBack', reason: 'It hung.' })

  // The power failed before the pointer was turned.
  await follow(offerOf(program(fresh), { name: 'try-2' }))
  writeFileSync(installation.current, `${old}\n`)
  expect((await open()).state().current).toMatchObject({ offer: 'try-2', stage: 'failed' })
  // What cannot be read is as if it were not there, and what was shipped is trusted.
  writeFileSync(data.update, '{"trust": 5, "current"')
  expect((await open()).state()).toMatchObject({ unable: '', release: 0, root: 1 })
})

test('U9 a version that ran here before is taken up again without fetching it, unless it was altered', async () => {
  const { installation, server, follow } = await place()
  await follow(offerOf(program(fresh)))
  writeFileSync(installation.current, `${old}\n`)
  server.ranges.length = 0
  expect(await follow(offerOf(program(fresh), { name: 'try-2' }))).toMatchObject({ stage: 'restarting' })
  expect([server.ranges, await readPointer(installation.current)]).toEqual([[], fresh])

  writeFileSync(installation.current, `${old}\n`)
  writeFileSync(programOf(installation, fresh), 'exit 1')
  expect(await follow(offerOf(program(fresh), { name: 'try-3' }))).toMatchObject({ stage: 'restarting' })
  expect(server.ranges).toEqual([''])
  expect(readFileSync(programOf(installation, fresh))).toEqual(program(fresh))
})

test('an update is called off, what was fetched stays; an agent that nobody would start again takes none', async () => {
  const { installation, data, server, open, versions } = await place()
  const { offer, packed } = offerOf(program(fresh))
  server.told.bytes = packed
  server.told.cutAfter = 100_000
  const updater = await open()
  updater.take(offer)
  await until(() => (updater.state().current?.percent ?? 0) > 5)
  updater.take({ kind: 'cancel', offer: 'another' })
  expect(updater.state().current?.stage).toBe('downloading')
  updater.take({ kind: 'cancel', offer: 'try-1' })
  await until(() => updater.state().current?.stage === 'failed')
  expect(updater.state().current?.reason).toBe('The console called it off.')
  expect([readdirSync(data.downloads).length, versions()]).toEqual([1, [old]])

  writeFileSync(installation.current, '1.0.9\n')
  const other = await open()
  other.take(offer)
  expect(other.state().unable).toContain('names 1.0.9, and 1.0.0 runs')
  await other.answered()
  expect(await isHealthy(data.path, old)).toBe(true)
  rmSync(installation.roots)
  writeFileSync(installation.current, `${old}\n`)
  expect((await open()).state().unable).toContain('could not be read (ENOENT)')
  expect(existsSync(join(installation.versions, fresh))).toBe(false)
})
