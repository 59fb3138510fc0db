import { spawnSync } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { writeFlexnetLog } from '../../bench/flexnet-log-generator.ts'
import { command, importInto, openConsole, reportLines } from '../cli/console-fixture.ts'
import { startBlock, writeLog } from '../cli/log-fixture.ts'
import { openDatabase } from '../database/connection.ts'
import { endTest, startProcess, temporaryFolder } from '../database/database-fixture.ts'
import { riskOfPath, riskOfPlace } from '../database/risky-folder.ts'
import { verifyDatabase } from '../database/verify.ts'
import { failing, lacks, lictor, lictorProcess, sized, smallDisk, titled, until } from './fault-fixture.ts'

// The database and its disk, through the whole program. core/database has the same faults for its own calls.

let folder: string
let db: string
beforeEach(async () => {
  folder = await temporaryFolder()
  db = join(folder, 'lictor.db')
})
afterEach(endTest)

const day = (date = '3/4/2024') => [
  ...startBlock({ date }),
  ' 9:00:00 (demo) OUT: "a" ann@ws1',
  ' 9:30:00 (demo) IN: "a" ann@ws1',
]
const shape = { by: 'day' as const, groupBy: ['Feature'] }
const told = async (database: string): Promise<string[]> => {
  const core = await openConsole(database)
  const lines: string[] = []
  for (const type of [51, 84, 104]) lines.push(...(await reportLines(core, type, shape)))
  await core.close()
  return lines
}
const cleanRun = async (log: string): Promise<string[]> => {
  const clean = join(await temporaryFolder(), 'clean.db')
  expect((await lictor('import', log, '--db', clean, '--zone', 'UTC')).status).toBe(0)
  return told(clean)
}
/** A database with one log in it, closed. */
const filled = async (path = db, date?: string): Promise<void> => {
  const core = await openConsole(path)
  await importInto(core, [writeLog(folder, `${date ?? 'first'}.log`.replaceAll('/', '-'), day(date))])
  await core.close()
}

test.skipIf(lacks.tmpfs !== '')(
  titled('I20 the disk fills up during an import: it waits, and goes on by itself once there is room', lacks.tmpfs),
  { timeout: 600_000 },
  async () => {
    const disk = smallDisk(sized(24, 96))
    const log = join(folder, 'lmgrd.log')
    writeFlexnetLog(log, { lines: sized(300_000, 1_500_000), features: 30, users: 80, days: 30 })
    const target = join(disk, 'lictor.db')
    const ballast = join(disk, 'ballast')
    writeFileSync(ballast, Buffer.alloc(sized(21, 88) * 1_000_000))
    const { ended, told: said } = lictorProcess(['import', log, '--db', target, '--zone', 'UTC'])
    await until(() => said().includes('The disk is full. It waits and goes on by itself once there is room'), 60)
    rmSync(ballast)
    const run = await ended
    expect(run.status, run.stderr).toBe(0)
    expect((await verifyDatabase(target)).ok).toBe(true)
    expect(await told(target)).toEqual(await cleanRun(log))
  },
)

test.skipIf(lacks.tmpfs !== '')(
  titled('I20 killed while it waits for room: the checkpoint is intact and the import is resumed', lacks.tmpfs),
  { timeout: 600_000 },
  async () => {
    const disk = smallDisk(sized(24, 96))
    const log = join(folder, 'lmgrd.log')
    writeFlexnetLog(log, { lines: sized(400_000, 1_500_000), features: 30, users: 80, days: 30 })
    const target = join(disk, 'lictor.db')
    const ballast = join(disk, 'ballast')
    writeFileSync(ballast, Buffer.alloc(sized(17, 70) * 1_000_000))
    const { child, ended, told: said } = lictorProcess(['import', log, '--db', target, '--zone', 'UTC'])
    await until(() => said().includes('The disk is full.'), 60)
    child.kill('SIGKILL')
    await ended
    rmSync(ballast)
    expect((await verifyDatabase(target)).problems).toEqual([])
    const core = await openConsole(target)
    for (const { id, state } of await core.api['imports.list']({}))
      if (state === 'interrupted') await core.api['imports.resume']({ id })
    await core.idle()
    await core.close()
    expect(await told(target)).toEqual(await cleanRun(log))
  },
)

const damages: (readonly [string, () => Promise<void>])[] = [
  ['garbage', async () => writeFileSync(db, Buffer.alloc(100_000, 0xa5))],
  ['cut in half', async () => truncateSync(db, Math.floor(statSync(db).size / 2))],
  ['8 KB overwritten', () => overwrite(db, 16384 * 2, 8192)],
  ['0 bytes', async () => truncateSync(db, 0)],
]

// core/database refuses all four in `npm test` too.
test.each(sized(damages.slice(2), damages))(
  'S2 a database that is %s: a backup is restored, and what was there is kept aside',
  async (_, damage) => {
    await filled()
    const before = await told(db)
    const backup = join(folder, 'backup.db')
    expect((await command('backup', backup, '--db', db)).status).toBe(0)
    await damage()
    const bytes = readFileSync(db)
    const run = await command('verify', '--db', db)
    expect(run.status).toBe(1)
    const restored = await command('restore', backup, '--db', db)
    expect(restored.status, restored.stderr).toBe(0)
    expect(restored.stderr).toMatch(/What stood there before was moved to .*lictor\.db\.before-restore-\d{8}T\d{6}Z/)
    expect(await told(db)).toEqual(before)
    const aside = readdirSync(folder).find((name) => name.includes('before-restore'))
    expect(readFileSync(join(folder, aside as string)).equals(bytes)).toBe(true)
  },
)

const overwrite = async (path: string, offset: number, length: number): Promise<void> => {
  const handle = await open(path, 'r+')
  await handle.write(Buffer.alloc(length, 0xff), 0, length, offset)
  await handle.close()
}

/** Leaves a database as `kill -9` does, with changes in its -wal file that the database does not hold yet. */
const killed = async (path: string, customerId = 'in the wal'): Promise<void> => {
  const { child, lines, ended } = startProcess(`
    import { openCore } from '../open-core.ts'
    const core = await openCore({ database: ${JSON.stringify(path)}, resources: '', host: { kind: 'browser' } })
    await core.api['settings.change']({ customerId: ${JSON.stringify(customerId)} })
    console.log('written')
    setInterval(() => {}, 1000)`)
  await lines.next()
  child.kill('SIGKILL')
  await ended
  expect(statSync(`${path}-wal`).size).toBeGreaterThan(0)
}

test('S3 after a kill the -wal file is taken in; when somebody deleted it, that is said, and the rest is whole', async () => {
  await filled()
  await killed(db)
  const sound = await openConsole(db)
  expect((await sound.api['settings.read']({})).customerId).toBe('in the wal')
  expect(await sound.api['notices.list']({})).toEqual(
    expect.not.arrayContaining([expect.objectContaining({ title: 'The last changes are missing' })]),
  )
  await sound.close()
  await killed(db, 'lost')
  rmSync(`${db}-wal`)
  const core = await openConsole(db).catch((error) => error)
  const notices = await core.api['notices.list']({})
  expect(notices[0]).toMatchObject({ severity: 'warning', title: 'The last changes are missing' })
  expect(notices[0].message).toContain(`the file ${db}-wal, which held its last changes, is no longer there`)
  expect(await reportLines(core, 84)).toHaveLength(1)
  await core.close()
})

test('S3 the -wal file of another database is not taken in', async () => {
  await filled()
  const before = await told(db)
  const other = join(folder, 'other.db')
  await killed(other)
  copyFileSync(`${other}-wal`, `${db}-wal`)
  const bytes = readFileSync(db)
  await expect(openConsole(db)).rejects.toMatchObject({
    code: 'refused',
    message: expect.stringMatching(
      /(-wal belongs to another database|is damaged, so it was not opened).* Nothing was changed\./,
    ),
  })
  expect(readFileSync(db).equals(bytes)).toBe(true)
  rmSync(`${db}-wal`)
  expect(await told(db)).toEqual(before)
})

test('S5 a second program on the same database says who has it, and ends', async () => {
  const core = await openConsole(db)
  const run = await lictor('serve', '--db', db, '--no-open')
  expect(run.status).toBe(1)
  expect(run.stderr).toContain(
    `Another Lictor (process ${process.pid}) has ${db} open for writing. Nothing was changed. Use that one, or close it first.`,
  )
  const refused = await command('restore', join(folder, 'x.db'), '--db', db)
  expect(refused.status).toBe(1)
  expect(refused.stderr).toContain(`Another Lictor (process ${process.pid}) has ${db} open. Nothing was changed.`)
  await core.close()
})

test(`S6 another program holds the database for ${sized(6.5, 60)} s during an import: it waits, and nothing is lost`, {
  timeout: 180_000,
}, async () => {
  await filled()
  const core = await openConsole(db)
  const holder = startProcess(`
    import { openDatabase } from './connection.ts'
    const database = await openDatabase(${JSON.stringify(db)})
    await database.transaction(async (tx) => {
      await tx.run("UPDATE setting SET value = value")
      console.log('holding')
      await new Promise((resolve) => setTimeout(resolve, ${sized(6500, 60_000)}))
    })
    process.exit(0)`)
  const [started] = await core.api['imports.start']({
    files: [{ path: writeLog(folder, 'next.log', day('3/5/2024')) }],
    zone: 'UTC',
  })
  await holder.lines.next()
  await core.idle()
  expect(await holder.ended).toBe(0)
  expect((await core.api['imports.list']({})).find(({ id }) => id === started?.id)).toMatchObject({
    state: 'finished',
    facts: 2,
  })
  expect(await reportLines(core, 84)).toHaveLength(2)
  await core.close()
})

test.skipIf(lacks.strace !== '').each([
  ['fsync of the database fails', 'fdatasync,fsync', 'EIO', 5, 6],
  ['writes find the disk full', 'pwrite64', 'ENOSPC', 60, 62],
])(
  titled('S7 %s for a while: the batch is written again, and the import equals a clean run', lacks.strace),
  { timeout: 600_000 },
  async (_, call, error, from, to) => {
    const log = join(folder, 'lmgrd.log')
    writeFlexnetLog(log, { lines: sized(80_000, 1_000_000), features: 20, users: 50, days: 20 })
    await filled()
    const run = await lictorProcess(
      ['import', log, '--db', db, '--zone', 'UTC'],
      failing(call, `${db}-wal`, error, from, to),
    ).ended
    expect(run.stderr).toMatch(/The disk reported an error\. It tries again\.|The disk is full\. It waits/)
    expect(run.status, run.stderr).toBe(0)
    expect((await verifyDatabase(db)).ok).toBe(true)
    expect((await told(db)).filter((line) => !line.startsWith('2024-03-04'))).toEqual(await cleanRun(log))
  },
)

test('S9 reports while an import writes: both finish, and the -wal file stays bounded', {
  timeout: 180_000,
}, async () => {
  await filled()
  const log = join(folder, 'lmgrd.log')
  writeFlexnetLog(log, { lines: sized(200_000, 5_000_000), features: 40, users: 200, days: 60 })
  const core = await openConsole(db)
  let running = true
  let largest = 0
  let reports = 0
  const [started] = await core.api['imports.start']({ files: [{ path: log }], zone: 'UTC' })
  const reading = (async () => {
    while (running) {
      await reportLines(core, 84, { groupBy: ['User name'], by: 'hour' })
      reports++
      largest = Math.max(largest, existsSync(`${db}-wal`) ? statSync(`${db}-wal`).size : 0)
    }
  })()
  await core.idle()
  running = false
  await reading
  expect((await core.api['imports.list']({})).find(({ id }) => id === started?.id)?.state).toBe('finished')
  expect(reports).toBeGreaterThan(0)
  expect(largest).toBeLessThan(192_000_000)
  await core.close()
})

test('S10 a database in a folder that is synchronised or on another machine is warned of', async () => {
  for (const [path, words] of [
    ['C:\\Users\\ann\\OneDrive - Halden\\lictor.db', 'OneDrive - Halden'],
    ['/home/ann/Dropbox/lictor.db', 'Dropbox'],
    ['/Users/ann/Library/Mobile Documents/com~apple~CloudDocs/lictor.db', 'com~apple~CloudDocs'],
    ['\\\\nas\\share\\lictor.db', 'on another machine'],
  ])
    expect(riskOfPath(path as string)).toContain(words)
  for (const path of [
    '/var/lib/lictor/lictor.db',
    'C:\\ProgramData\\Lictor\\lictor.db',
    '\\\\?\\C:\\x\\lictor.db',
    '/home/dropbox-admin/lictor.db',
  ])
    expect(riskOfPath(path)).toBeUndefined()
  if (process.platform === 'linux')
    expect(await riskOfPlace(db, async () => 0x6969)).toContain('lies on another machine (NFS)')
  expect(await riskOfPlace(db)).toBeUndefined()
  const { mkdirSync } = await import('node:fs')
  mkdirSync(join(folder, 'OneDrive'))
  const run = await lictor(
    'import',
    writeLog(folder, 'a.log', day()),
    '--db',
    join(folder, 'OneDrive', 'lictor.db'),
    '--zone',
    'UTC',
  )
  expect(run.status).toBe(0)
  expect(run.stderr).toContain('lies in a folder that OneDrive copies to other machines.')
  const core = await openConsole(join(folder, 'OneDrive', 'lictor.db'))
  expect(
    (await core.api['notices.list']({})).filter(({ title }) => title === 'The database lies in a risky place'),
  ).toHaveLength(1)
  await core.close()
})

test('S11 a backup: of a database in use, checked; an older one stays where the new one cannot be written', async () => {
  await filled()
  const core = await openConsole(db)
  const backup = join(folder, 'backup.db')
  const run = await command('backup', backup, '--db', db)
  expect(run.status, run.stderr).toBe(0)
  expect(run.stderr).toMatch(/Wrote the backup .*backup\.db \([\d,]+ bytes\), checked\./)
  expect((await verifyDatabase(backup)).ok).toBe(true)
  const bytes = readFileSync(backup)
  const foreign = writeLog(folder, 'notes.txt', 'not a database, but somebody needs it\n'.repeat(100))
  for (const [target, words] of [
    [join(folder, 'unplugged', 'backup.db'), 'could not be written'],
    [foreign, 'is not a database of Lictor, so it was not overwritten'],
    [db, 'must be another file'],
  ] as const) {
    const refused = await command('backup', target, '--db', db)
    expect(refused.status, target).toBe(2)
    expect(refused.stderr, target).toContain(words)
  }
  expect(readFileSync(foreign, 'utf8')).toContain('somebody needs it')
  expect(readFileSync(backup).equals(bytes)).toBe(true)
  await core.close()
})

test.skipIf(lacks.tmpfs !== '')(
  titled('S11 a backup to a full disk leaves the older backup as it was', lacks.tmpfs),
  async () => {
    await filled()
    const disk = smallDisk(4)
    const backup = join(disk, 'backup.db')
    expect((await command('backup', backup, '--db', db)).status).toBe(0)
    const bytes = readFileSync(backup)
    spawnSync('sh', ['-c', `head -c 4000000 /dev/zero > ${disk}/ballast`])
    const refused = await command('backup', backup, '--db', db)
    expect(refused.status).toBe(2)
    expect(refused.stderr).toContain(
      'database or disk is full. The database was not changed. The backup that was there before is as it was.',
    )
    expect(readFileSync(backup).equals(bytes)).toBe(true)
    expect(readdirSync(disk).sort()).toEqual(['backup.db', 'ballast'])
  },
)

test('S11 what is no backup is not restored, and the database stays', async () => {
  await filled()
  const before = readFileSync(db)
  const damaged = join(folder, 'damaged.db')
  copyFileSync(db, damaged)
  await overwrite(damaged, 16384 * 2, 8192)
  const newer = join(folder, 'newer.db')
  copyFileSync(db, newer)
  const database = await openDatabase(newer)
  await database.transaction((tx) => tx.run('PRAGMA user_version = 999'))
  await database.close()
  for (const [file, words] of [
    [writeLog(folder, 'log.db', day()), 'cannot be restored'],
    [damaged, 'cannot be restored'],
    [newer, 'was written by a newer version'],
    [join(folder, 'gone.db'), 'There is no database at'],
  ] as const) {
    const refused = await command('restore', file, '--db', db)
    expect(refused.status, file).toBe(2)
    expect(refused.stderr, file).toContain(words)
  }
  expect(readFileSync(db).equals(before)).toBe(true)
  expect(readdirSync(folder).filter((name) => /restor|\.new/.test(name))).toEqual([])
})
