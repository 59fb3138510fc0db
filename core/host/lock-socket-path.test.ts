import { chmod, mkdir, stat, symlink, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { endTest, temporaryFolder } from '../database/database-fixture.ts'
import { lockSocketPath } from './lock-socket-path.ts'

afterEach(endTest)

const onUnix = test.skipIf(process.platform === 'win32')

onUnix('the socket lies in a folder of our own below the runtime folder', async () => {
  const runtime = await temporaryFolder()
  const path = await lockSocketPath('/data/lictor.db', { XDG_RUNTIME_DIR: runtime })
  expect(path).toMatch(new RegExp(`^${runtime}/lictor/[0-9a-f]{16}\\.sock$`))
  expect((await stat(dirname(path))).mode & 0o777).toBe(0o700)
})

onUnix('one database has one socket however it is named, two have two', async () => {
  const folder = await temporaryFolder()
  const environment = { XDG_RUNTIME_DIR: await temporaryFolder() }
  const path = join(folder, 'lictor.db')
  const before = await lockSocketPath(path, environment)
  await writeFile(path, 'x')
  await symlink(path, join(folder, 'link.db'))
  for (const name of [path, join(folder, 'link.db'), relative(process.cwd(), path)]) {
    expect(await lockSocketPath(name, environment)).toBe(before)
  }
  expect(await lockSocketPath(join(folder, 'other.db'), environment)).not.toBe(before)
})

onUnix('A11: the path is at most 100 bytes, however long the runtime folder or the database is', async () => {
  const runtime = join(await temporaryFolder(), 'ü'.repeat(40))
  await mkdir(runtime)
  for (const environment of [{ XDG_RUNTIME_DIR: runtime }, {}, { XDG_RUNTIME_DIR: '/absent' }]) {
    const path = await lockSocketPath(`/data/${'x'.repeat(250)}.db`, environment)
    expect(Buffer.byteLength(path)).toBeLessThanOrEqual(100)
    expect(path).toContain(`lictor-${process.getuid?.()}`)
  }
})

onUnix('a folder that others may enter, or a link, is not used', async () => {
  const runtime = await temporaryFolder()
  await mkdir(join(runtime, 'lictor'))
  await chmod(join(runtime, 'lictor'), 0o755)
  const open = await lockSocketPath('/data/lictor.db', { XDG_RUNTIME_DIR: runtime })
  expect(open.startsWith(runtime)).toBe(false)
  const other = await temporaryFolder()
  await symlink(runtime, join(other, 'lictor'))
  const linked = await lockSocketPath('/data/lictor.db', { XDG_RUNTIME_DIR: other })
  expect(linked.startsWith(other)).toBe(false)
})

test('on Windows it is a named pipe, the same for upper and lower case', async () => {
  const path = await lockSocketPath('/Data/Lictor.db', {}, 'win32')
  expect(path).toMatch(/^\\\\\.\\pipe\\lictor-[0-9a-f]{16}$/)
  expect(await lockSocketPath('/data/lictor.DB', {}, 'win32')).toBe(path)
})
