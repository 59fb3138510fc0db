import { chmod, mkdir, readdir, readFile, stat, symlink, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { endTest, runProcess, startProcess, temporaryFolder } from '../database/database-fixture.ts'
import { identityOf } from './process-identity.ts'
import { findWriter, type LockHolder, takeWriterLock, type WriterLock } from './writer-lock.ts'

const locks: WriterLock[] = []
const endAll = async (): Promise<void> => {
  for (const lock of locks.splice(0)) await lock.release()
  await endTest()
}
afterEach(endAll)

/** `takeWriterLock`; what it took goes with the test. */
const take: typeof takeWriterLock = async (path, socket) => {
  const attempt = await takeWriterLock(path, socket)
  if ('lock' in attempt) locks.push(attempt.lock)
  return attempt
}

const newPath = async (): Promise<string> => join(await temporaryFolder(), 'lictor.db')

/** Another process that takes the lock, says so, and keeps it until it is killed or `milliseconds` are over. */
const holder = (path: string, milliseconds = 60_000): string => `
  import { takeWriterLock } from '../host/writer-lock.ts'
  const result = await takeWriterLock(${JSON.stringify(path)}, '/run/socket-of-' + process.pid)
  console.log('held' in result ? 'held by ' + result.held.pid : 'taken by ' + process.pid)
  if ('lock' in result) setTimeout(() => {}, ${milliseconds})`

/** A lock whose process was killed. */
const leaveStaleLock = async (path: string): Promise<LockHolder> => {
  const { child, lines, ended } = startProcess(holder(path))
  expect((await lines.next()).value).toBe(`taken by ${child.pid}`)
  child.kill('SIGKILL')
  await ended
  return JSON.parse(await readFile(`${path}.lock`, 'utf8'))
}

test('the lock names the process and where it listens, is for this user only, and goes with its release', async () => {
  const path = await newPath()
  const result = await take(path, '/run/here')
  if (!('lock' in result)) throw new Error('the lock was not free')
  expect(result.lock).toMatchObject({ path: `${path}.lock`, socket: '/run/here' })
  expect(await findWriter(path)).toMatchObject({ pid: process.pid, socket: '/run/here', startedAt: expect.any(Number) })
  if (process.platform !== 'win32') expect((await stat(`${path}.lock`)).mode & 0o777).toBe(0o600)
  expect(await readdir(join(path, '..'))).toEqual(['lictor.db.lock'])
  await result.lock.release()
  expect(await readdir(join(path, '..'))).toEqual([])
  expect(await findWriter(path)).toBeUndefined()
  await result.lock.release()
})

test('S5: a second process learns who holds the lock', async () => {
  const path = await newPath()
  const { child, lines } = startProcess(holder(path))
  expect((await lines.next()).value).toBe(`taken by ${child.pid}`)
  const expected = { pid: child.pid, socket: `/run/socket-of-${child.pid}` }
  expect(await take(path, '/run/mine')).toMatchObject({ held: expected })
  expect(await findWriter(path)).toMatchObject(expected)
})

test('a second attempt in the same process is held too', async () => {
  const path = await newPath()
  await take(path, '/run/first')
  expect(await take(path, '/run/second')).toMatchObject({ held: { pid: process.pid, socket: '/run/first' } })
})

test('the same database through a link has the same lock', async () => {
  const path = await newPath()
  await writeFile(path, 'x')
  await symlink(path, `${path}-link`)
  await take(`${path}-link`, '/run/first')
  expect(await take(path, '/run/second')).toMatchObject({ held: { socket: '/run/first' } })
})

test('a process that ends by itself leaves no lock, whether it ran out or called exit', async () => {
  const path = await newPath()
  for (const end of ['', 'process.exit(3)']) {
    const { lines, ended } = startProcess(`${holder(path, 1)};${end}`)
    expect((await lines.next()).value).toMatch(/^taken/)
    await ended
    expect(await readdir(join(path, '..'))).toEqual([])
  }
})

test('kill -9 leaves the lock, and the next one takes it over', async () => {
  const path = await newPath()
  const stale = await leaveStaleLock(path)
  expect(await findWriter(path)).toBeUndefined()
  expect(await take(path, '/run/next')).toHaveProperty('lock')
  expect(await findWriter(path)).toMatchObject({ pid: process.pid, socket: '/run/next' })
  expect((await findWriter(path))?.token).not.toBe(stale.token)
  expect(await readdir(join(path, '..'))).toEqual(['lictor.db.lock'])
})

const onLinux = test.skipIf(process.platform !== 'linux')

onLinux('a number that another process has by now, or a lock from before the last boot, is stale', async () => {
  for (const change of [{ processStart: '1' }, { bootId: 'another' }]) {
    const path = await newPath()
    const stale = await leaveStaleLock(path)
    const reused = { ...stale, pid: process.pid, ...change }
    await writeFile(`${path}.lock`, JSON.stringify(reused))
    expect(await take(path, '/run/next')).toHaveProperty('lock')
  }
})

test('processes that race for a stale lock: exactly one wins, and the others name it', {
  timeout: 60_000,
}, async () => {
  for (let round = 0; round < 3; round++) {
    const path = await newPath()
    await leaveStaleLock(path)
    // All begin at the same instant, when every one is loaded.
    const at = Date.now() + 700
    const racer = holder(path).replace(
      'const result',
      `while (Date.now() < ${at}) await new Promise((resolve) => setImmediate(resolve))\nconst result`,
    )
    const racers = Array.from({ length: 6 }, () => startProcess(racer))
    const words = await Promise.all(racers.map(async ({ lines }) => (await lines.next()).value))
    const winner = words.find((word) => word?.startsWith('taken'))?.replace('taken by ', '')
    expect(words.filter((word) => word === `taken by ${winner}`)).toHaveLength(1)
    expect(words.filter((word) => word === `held by ${winner}`)).toHaveLength(5)
    await endAll()
  }
})

test('many attempts at once within one process: exactly one wins each time', async () => {
  for (let round = 0; round < 30; round++) {
    const path = await newPath()
    const dead = { pid: 2 ** 22 + 1, startedAt: 0, processStart: null, bootId: null, socket: '', token: 'deadbeef' }
    if (round % 2 === 0) await writeFile(`${path}.lock`, JSON.stringify(dead))
    const attempts = Array.from({ length: 20 }, (_, number) => take(path, `/run/${number}`))
    const results = await Promise.all(attempts)
    expect(results.filter((result) => 'lock' in result)).toHaveLength(1)
    expect(await readdir(join(path, '..'))).toEqual(['lictor.db.lock'])
    await endAll()
  }
})

test('a takeover that was itself killed half way does not block the next one', async () => {
  const path = await newPath()
  const stale = await leaveStaleLock(path)
  await writeFile(`${path}.lock.${stale.token}`, JSON.stringify({ ...stale, token: 'deadbeef-0000' }))
  expect(await take(path, '/run/next')).toHaveProperty('lock')
  expect(await readdir(join(path, '..'))).toEqual(['lictor.db.lock'])
})

test.each(['', '{"pid":', 'not a lock', '{"pid":-1}'])('a lock torn long ago (%j) is taken over', async (text) => {
  const path = await newPath()
  await writeFile(`${path}.lock`, text)
  await utimes(`${path}.lock`, 1, 1)
  expect(await take(path, '/run/next')).toHaveProperty('lock')
})

test('a lock that is just being written is waited for', async () => {
  const path = await newPath()
  await writeFile(`${path}.lock`, '')
  const attempt = take(path, '/run/mine')
  await new Promise((resolve) => setTimeout(resolve, 150))
  const other = { ...(await identityOf(process.pid)), startedAt: 0, socket: '/run/other', token: 'deadbeef' }
  await writeFile(`${path}.lock`, JSON.stringify(other))
  expect(await attempt).toMatchObject({ held: { socket: '/run/other' } })
})

test('a lock that somebody deleted and another process took is not removed by our release', async () => {
  const path = await newPath()
  const result = await take(path, '/run/first')
  await writeFile(`${path}.lock`, JSON.stringify({ pid: 1, token: 'another' }))
  if ('lock' in result) await result.lock.release()
  expect(await readdir(join(path, '..'))).toEqual(['lictor.db.lock'])
})

onLinux('a folder that cannot be written is refused in words', async () => {
  const path = await newPath()
  await chmod(join(path, '..'), 0o555)
  const told = await runProcess(
    `import { takeWriterLock } from '../host/writer-lock.ts'
     const error = await takeWriterLock(${JSON.stringify(path)}, '').catch((reason) => reason)
     console.log(JSON.stringify([error.code, error.message]))`,
    'no override',
  )
  expect(told).toEqual([
    'refused',
    expect.stringMatching(/could not be written \(EACCES\)\. Nothing was changed\. Allow/),
  ])
})

test('no folder for the lock is refused, too', async () => {
  const path = join(await temporaryFolder(), 'absent', 'lictor.db')
  await expect(take(path, '')).rejects.toMatchObject({ code: 'refused', detail: 'ENOENT' })
  await mkdir(join(path, '..'))
  expect(await take(path, '')).toHaveProperty('lock')
})
