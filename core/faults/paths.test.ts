import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, renameSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { writeFlexnetLog } from '../../bench/flexnet-log-generator.ts'
import { importInto, openConsole, reportLines } from '../cli/console-fixture.ts'
import { startBlock, writeLog } from '../cli/log-fixture.ts'
import { endTest, temporaryFolder } from '../database/database-fixture.ts'
import type { Core } from '../open-core.ts'
import { failing, lacks, lictor, lictorProcess, sized, titled, until, withoutPrivileges } from './fault-fixture.ts'

let folder: string
let core: Core
beforeEach(async () => {
  folder = await temporaryFolder()
  core = await openConsole(join(folder, 'lictor.db'))
})
afterEach(async () => {
  await core.close()
  await endTest()
})

const day = [...startBlock(), ' 9:00:00 (demo) OUT: "a" ann@ws1', ' 9:30:00 (demo) IN: "a" ann@ws1']

/** Resolves when so many lines of the import under way were read. */
const readLines = (lines: number): Promise<void> =>
  until(async () => {
    const task = (await core.api['tasks.list']({})).find(({ kind, state }) => kind === 'import' && state === 'running')
    return Number(task?.detail.replace(/\D/g, '') ?? 0) >= lines
  })

test('I17 a log that is deleted or renamed while it is read is read to its end', { timeout: 60_000 }, async () => {
  const lines = sized(400_000, 3_000_000)
  for (const [name, change] of [
    ['deleted.log', (path: string) => rmSync(path)],
    ['renamed.log', (path: string) => renameSync(path, `${path}.1`)],
  ] as const) {
    const path = join(folder, name)
    writeFlexnetLog(path, { lines, features: 20, users: 50, days: 30, seed: name === 'deleted.log' ? 1 : 2 })
    const [started] = await core.api['imports.start']({ files: [{ path }], zone: 'UTC' })
    await readLines(50_000)
    change(path)
    await core.idle()
    const record = (await core.api['imports.list']({})).find(({ id }) => id === started?.id)
    expect(record, name).toMatchObject({ state: 'finished', linesRead: lines })
  }
})

test('I17 a log that is emptied while it is read ends at the last good line, says so, and goes on when it is imported again', {
  timeout: 60_000,
}, async () => {
  const path = join(folder, 'live.log')
  writeFlexnetLog(path, { lines: sized(600_000, 3_000_000), features: 20, users: 50, days: 30 })
  const [started] = await core.api['imports.start']({ files: [{ path }], zone: 'UTC' })
  await readLines(50_000)
  truncateSync(path, 0)
  await core.idle()
  const record = (await core.api['imports.list']({})).find(({ id }) => id === started?.id)
  expect(record?.state).toBe('finished')
  expect(record?.outcome).toMatch(
    /live\.log became shorter while it was read\. The first [\d,]+ bytes were kept; import it again/,
  )
  expect(record?.linesRead).toBeGreaterThan(0)
  // The server goes on writing the emptied file.
  writeFileSync(
    path,
    [
      ...startBlock({ date: '6/1/2024' }),
      ' 9:00:00 (demo) OUT: "a" ann@ws1',
      ' 9:30:00 (demo) IN: "a" ann@ws1',
      '',
    ].join('\n'),
  )
  const [again] = await importInto(core, [path])
  expect(again).toMatchObject({ state: 'finished', facts: 2 })
})

test.skipIf(lacks.strace !== '')(
  titled(
    'I17 a share that drops while it is read: what was read is kept aside, and resuming equals a clean run',
    lacks.strace,
  ),
  { timeout: 120_000 },
  async () => {
    const path = join(folder, 'share.log')
    writeFlexnetLog(path, { lines: sized(700_000, 3_000_000), features: 20, users: 50, days: 30 })
    const db = join(folder, 'other.db')
    // Reads are of 4 MB: some are good, then the share is gone.
    const run = await lictorProcess(['import', path, '--db', db, '--zone', 'UTC'], failing('pread64', path, 'EIO', 16))
      .ended
    expect(run.status).toBe(1)
    expect(run.stderr).toMatch(
      /Could not read .*share\.log after the first [\d,]+ bytes: the system says EIO\. What was read until then is kept aside and counts in no report yet\. Resume the import to go on/,
    )
    expect((await lictor('report', '84', '--db', db)).stdout.split('\n').length).toBe(2)
    const resumed = await openConsole(db)
    const [interrupted] = await resumed.api['imports.list']({})
    expect(interrupted?.state).toBe('interrupted')
    await resumed.api['imports.resume']({ id: interrupted?.id as number })
    await resumed.idle()
    await importInto(core, [path])
    const shape = { by: 'day' as const, groupBy: ['Feature'] }
    for (const type of [51, 84, 104])
      expect(await reportLines(resumed, type, shape)).toEqual(await reportLines(core, type, shape))
    await resumed.close()
  },
)

test('I17 an interrupted import is not resumed in the middle of another file that has taken its place', {
  timeout: 60_000,
}, async () => {
  const path = join(folder, 'rotated.log')
  const lines = sized(500_000, 2_000_000)
  writeFlexnetLog(path, { lines, features: 20, users: 50, days: 30, seed: 1 })
  const db = join(folder, 'other.db')
  const { child, ended } = lictorProcess(['import', path, '--db', db, '--zone', 'UTC'])
  const { openDatabase } = await import('../database/connection.ts')
  await until(async () => {
    const database = await openDatabase(db, { readOnly: true }).catch(() => undefined)
    const rows = await database?.all<{ progress: string }>('SELECT progress FROM file').catch(() => [])
    await database?.close()
    return (rows ?? []).some(({ progress }) => progress !== '')
  })
  child.kill('SIGKILL')
  await ended
  writeFlexnetLog(path, { lines, features: 20, users: 50, days: 30, seed: 2 })
  const resumed = await openConsole(db)
  const [interrupted] = await resumed.api['imports.list']({})
  expect(interrupted?.state).toBe('interrupted')
  await resumed.api['imports.resume']({ id: interrupted?.id as number })
  await resumed.idle()
  await importInto(core, [path])
  const shape = { by: 'day' as const, groupBy: ['Feature'] }
  expect(await reportLines(resumed, 51, shape)).toEqual(await reportLines(core, 51, shape))
  expect(await reportLines(resumed, 104, shape)).toEqual(await reportLines(core, 104, shape))
  await resumed.close()
})

test.skipIf(lacks.linux !== '')(
  titled('I18 folders, pipes, devices, link loops and long paths are refused by name; odd names are read', lacks.linux),
  async () => {
    const at = (name: string) => join(folder, name)
    execFileSync('mkfifo', [at('pipe')])
    symlinkSync(at('circle'), at('circle'))
    mkdirSync(at('logs'))
    const odd = at('ünï 😀 \u202egol.log ')
    writeLog(folder, 'ünï 😀 \u202egol.log ', day)
    symlinkSync(odd, at('link.log'))
    const records = await importInto(core, [
      at('logs'),
      at('pipe'),
      '/dev/zero',
      at('circle'),
      `/${'x'.repeat(4000)}`,
      at('gone.log'),
    ])
    expect(records.map(({ state }) => state)).toEqual(records.map(() => 'refused'))
    const words = [
      'is a folder',
      'is a named pipe',
      'is a device',
      'lead in a circle',
      'too long',
      'there is no such file',
    ]
    for (const [i, { outcome }] of records.entries()) expect(outcome).toContain(words[i])
    for (const record of await importInto(core, [odd, at('link.log')])) expect(record.state).toBe('finished')
    expect(await reportLines(core, 84)).toHaveLength(1)
  },
)

test.skipIf(lacks.permissions !== '')(
  titled('I19 a file and a folder without permission are named, and the others are imported', lacks.permissions),
  async () => {
    const secret = writeLog(folder, 'secret.log', day)
    chmodSync(secret, 0o000)
    mkdirSync(join(folder, 'closed'))
    const inside = writeLog(join(folder, 'closed'), 'inside.log', day)
    chmodSync(join(folder, 'closed'), 0o000)
    const good = writeLog(folder, 'good.log', day)
    const db = join(folder, 'other.db')
    const run = await lictorProcess(['import', secret, inside, good, '--db', db, '--zone', 'UTC'], {
      under: withoutPrivileges,
    }).ended
    chmodSync(join(folder, 'closed'), 0o700)
    expect(run.status).toBe(1)
    for (const path of [secret, inside])
      expect(run.stderr).toContain(`Could not read ${path}: this account has no permission to read it.`)
    expect(run.stderr).toContain('good.log: 8 lines read, 2 of them')
    expect((await lictor('report', '84', '--db', db)).stdout.split('\n')).toHaveLength(3)
  },
)

test.skipIf(lacks.windows !== '')(titled('I19 a path that ends in a blank or a dot', lacks.windows), async () => {
  for (const name of ['log. ', 'log.']) {
    const [record] = await importInto(core, [join(folder, name)])
    expect(record?.state).toBe('refused')
    expect(record?.outcome).toContain(join(folder, name))
  }
})
