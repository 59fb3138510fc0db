import { spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, onTestFinished, test } from 'vitest'
import { endTest, runProcess, temporaryFolder } from './database-fixture.ts'

afterEach(endTest)

const has = (command: string, ...args: string[]) => spawnSync(command, args).status === 0

/** Adds notes in the database until `trouble`, then sees what is left; `relief` ends the trouble, and writing goes on. */
const story = (folder: string, trouble: string, relief: string) => `
  import { execFileSync } from 'node:child_process'
  import { rmSync, writeFileSync } from 'node:fs'
  import { openDatabase } from './connection.ts'
  import { verifyDatabase } from './verify.ts'
  const path = ${JSON.stringify(join(folder, 'lictor.db'))}
  const database = await openDatabase(path, { create: true })
  await database.transaction((tx) => tx.run('CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT'))
  const add = (length) => database.transaction((tx) => tx.run('INSERT INTO note (text) VALUES (?)', ['x'.repeat(length)]))
  const count = async () => (await database.get('SELECT count(*) AS n FROM note')).n
  for (let i = 0; i < 5; i++) await add(1000)
  ${trouble}
  const errors = []
  for (let i = 0; i < 3; i++) await add(8_000_000).catch((error) => errors.push(error.code + ' ' + error.detail))
  const left = await count()
  ${relief}
  await add(8_000_000)
  const after = await count()
  await database.close()
  const { ok, problems } = await verifyDatabase(path)
  console.log(JSON.stringify({ errors, left, after, ok, problems }))`

const withPrlimit = test.skipIf(process.platform !== 'linux' || !has('prlimit', '--version'))

withPrlimit('S7: writes that fail: nothing of the batch is kept, and it can be written again afterwards', async () => {
  const limit = (bytes: string) =>
    `execFileSync('prlimit', ['--pid', String(process.pid), '--fsize=${bytes}:unlimited'])`
  const told = await runProcess(story(await temporaryFolder(), limit('3000000'), limit('unlimited')))
  const error = 'refused SQLITE_IOERR: disk I/O error'
  expect(told).toEqual({ errors: [error, error, error], left: 5, after: 6, ok: true, problems: [] })
})

const canMount = process.platform === 'linux' && process.getuid?.() === 0 && has('mount', '--version')

test.skipIf(!canMount)(
  'S7: a full disk: nothing of the batch is kept, and writing goes on once there is room',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'lictor-full-'))
    onTestFinished(() => rm(folder, { recursive: true, force: true }))
    if (!has('mount', '-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', folder)) return
    onTestFinished(() => void spawnSync('umount', [folder]))
    const ballast = JSON.stringify(join(folder, 'ballast'))
    const told = await runProcess(
      story(folder, `writeFileSync(${ballast}, Buffer.alloc(20_000_000))`, `rmSync(${ballast})`),
    )
    const error = 'refused SQLITE_FULL: database or disk is full'
    expect(told).toEqual({ errors: [error, error, error], left: 5, after: 6, ok: true, problems: [] })
  },
)
