import { chmod, mkdir, open, readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { openDatabase } from './connection.ts'
import {
  addNote,
  countNotes,
  endTest,
  newDatabase,
  openForTest,
  runProcess,
  startProcess,
  temporaryFolder,
} from './database-fixture.ts'

afterEach(endTest)

/** What happened, what was kept, what to do: at least three sentences, the path in the first. */
const inWords = (path: string) => expect.stringMatching(new RegExp(`^[^]*${path}[^]*\\. [^]+\\. [^]+\\.$`))

const closedDatabase = async (): Promise<string> => {
  const database = await newDatabase()
  for (let number = 0; number < 200; number++) await addNote(database, `note ${number} ${'x'.repeat(1000)}`)
  await database.close()
  return database.path
}

test('S1: a missing database is refused and nothing is created, unless creating is asked for', async () => {
  const folder = await temporaryFolder()
  const path = join(folder, 'lictor.db')
  for (const options of [{}, { readOnly: true }, { readOnly: true, create: true }]) {
    await expect(openDatabase(path, options)).rejects.toMatchObject({ code: 'not-found', message: inWords(path) })
  }
  expect(await readdir(folder)).toEqual([])
  const database = await openForTest(path, { create: true })
  expect(database).toMatchObject({ path, readOnly: false, openedVersion: 0 })
  await database.close()
  expect(await readdir(folder)).toEqual(['lictor.db'])
})

test('S1: no folder to create the database in', async () => {
  const path = join(await temporaryFolder(), 'absent', 'lictor.db')
  await expect(openDatabase(path, { create: true })).rejects.toMatchObject({
    code: 'refused',
    message: expect.stringContaining('there is no folder'),
  })
})

const tryAllWays = (path: string) => `
  import { openDatabase } from './connection.ts'
  const results = {}
  for (const [name, options] of Object.entries({ write: {}, create: { create: true }, read: { readOnly: true } })) {
    try {
      const database = await openDatabase(${JSON.stringify(path)}, options)
      results[name] = (await database.get('SELECT count(*) AS n FROM note')).n
      await database.close()
    } catch (error) {
      results[name] = error.code + ': ' + error.message
    }
  }
  console.log(JSON.stringify(results))`

const onLinux = test.skipIf(process.platform !== 'linux')

onLinux('S1: a read-only file can be read and is not written', async () => {
  const path = await closedDatabase()
  await chmod(path, 0o444)
  const refused = expect.stringMatching(
    /^refused: .* cannot be written: the file is read-only\. Nothing was changed\. Allow/,
  )
  expect(await runProcess(tryAllWays(path), 'no override')).toEqual({ write: refused, create: refused, read: 200 })
})

onLinux('S1: a database in a read-only folder can be read, and none can be created there', async () => {
  const path = await closedDatabase()
  const folder = join(path, '..')
  await chmod(folder, 0o555)
  const refused = expect.stringMatching(
    /^refused: .* cannot be written: the folder it is in is read-only\. Nothing was/,
  )
  expect(await runProcess(tryAllWays(path), 'no override')).toEqual({ write: refused, create: refused, read: 200 })
  expect(await runProcess(tryAllWays(join(folder, 'new.db')), 'no override')).toEqual({
    write: expect.stringMatching(/^not-found/),
    create: expect.stringMatching(
      /^refused: .* could not be created: the folder .* is read-only\. Nothing was changed\./,
    ),
    read: expect.stringMatching(/^not-found/),
  })
  await chmod(folder, 0o755)
  expect(await readdir(folder)).toEqual(['lictor.db'])
})

onLinux('S1: a file that may not be read', async () => {
  const path = await closedDatabase()
  await chmod(path, 0o000)
  const refused = expect.stringMatching(/^refused: .*Nothing was changed/)
  expect(await runProcess(tryAllWays(path), 'no override')).toEqual({ write: refused, create: refused, read: refused })
})

test.each([
  ['a folder', (path: string) => mkdir(path), 'is a folder'],
  ['an empty file', (path: string) => writeFile(path, ''), 'is empty \\(0 bytes\\)'],
  ['a text file', (path: string) => writeFile(path, 'a log, not a database\n'.repeat(1000)), 'is not a database'],
  ['one byte', (path: string) => writeFile(path, 'S'), 'is too short \\(1 bytes\\)'],
  ['garbage', (path: string) => writeFile(path, Buffer.alloc(100_000, 0xa5)), 'is not a database'],
  ['another kind of database', makeForeign, 'is a database of another program'],
])('S2: %s is refused and stays as it is', async (_, make, words) => {
  const path = join(await temporaryFolder(), 'lictor.db')
  await make(path)
  const before = await stat(path)
  for (const options of [{}, { create: true }, { readOnly: true }]) {
    await expect(openDatabase(path, options)).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringMatching(new RegExp(`${path} ${words}[^]*\\. [^]+\\. [^]+\\.$`)),
    })
  }
  const { size, mtimeMs } = await stat(path)
  expect([size, mtimeMs]).toEqual([before.size, before.mtimeMs])
})

/** A database without our application id: 4 bytes at offset 68 of the header. */
async function makeForeign(path: string): Promise<void> {
  const ours = await closedDatabase()
  const bytes = await readFile(ours)
  bytes.writeUInt32BE(0x47504b47, 68)
  await writeFile(path, bytes)
}

test.each([1, 0.5, 0.02])(
  'S2: a file cut to %d of its size is refused or read, never taken for something else',
  async (part) => {
    const path = await closedDatabase()
    const { size } = await stat(path)
    await truncate(path, Math.floor(size * part))
    if (part === 1) return expect(await countNotes(await openForTest(path))).toBe(200)
    await expect(openDatabase(path)).rejects.toMatchObject({
      code: 'refused',
      detail: expect.stringMatching(/^SQLITE_(CORRUPT|NOTADB): /),
      message: inWords(path),
    })
    expect((await stat(path)).size).toBe(Math.floor(size * part))
  },
)

test('S2: 8 KB of damage inside is reported when it is met', async () => {
  const path = await closedDatabase()
  const handle = await open(path, 'r+')
  await handle.write(Buffer.alloc(8192, 0xff), 0, 8192, 16384 * 4)
  await handle.close()
  const database = await openForTest(path)
  await expect(database.all('SELECT sum(length(text)) FROM note')).rejects.toMatchObject({
    code: 'refused',
    detail: expect.stringMatching(/^SQLITE_CORRUPT: /),
    message: inWords(path),
  })
})

test('S4: a database with a newer schema is refused, for reading too', async () => {
  const database = await newDatabase()
  await database.transaction((tx) => tx.run('PRAGMA user_version = 8'))
  await database.close()
  for (const options of [{ newestVersion: 7 }, { newestVersion: 7, readOnly: true }]) {
    await expect(openDatabase(database.path, options)).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringContaining('was written by a newer version of Lictor. It was not changed. Install'),
      detail: 'schema 8, known up to 7',
    })
  }
  expect((await openForTest(database.path, { newestVersion: 8 })).openedVersion).toBe(8)
})

test('a database open for reading only reads what another connection commits, and refuses to write', async () => {
  const writing = await newDatabase()
  const reading = await openForTest(writing.path, { readOnly: true })
  expect(reading.readOnly).toBe(true)
  await addNote(writing, 'a')
  expect(await countNotes(reading)).toBe(1)
  await expect(addNote(reading, 'b')).rejects.toMatchObject({ code: 'refused', message: inWords(writing.path) })
})

test('two processes that create the same database at once share one', async () => {
  const path = join(await temporaryFolder(), 'lictor.db')
  const source = `
    import { openDatabase } from './connection.ts'
    const database = await openDatabase(${JSON.stringify(path)}, { create: true })
    await database.transaction(async (tx) => {
      await tx.run('CREATE TABLE IF NOT EXISTS note (text TEXT NOT NULL) STRICT')
      await tx.run('INSERT INTO note VALUES (?)', [String(process.pid)])
    })
    await database.close()
    console.log('true')`
  expect(await Promise.all([runProcess(source), runProcess(source), runProcess(source)])).toEqual([true, true, true])
  expect(await countNotes(await openForTest(path))).toBe(3)
  expect((await readdir(join(path, '..'))).filter((name) => name.includes('new'))).toEqual([])
})

test('S6: another program holds the database: waits, then says so, and loses nothing', {
  timeout: 20_000,
}, async () => {
  const database = await newDatabase()
  const { child, lines } = startProcess(`
    import { openDatabase } from './connection.ts'
    const database = await openDatabase(${JSON.stringify(database.path)})
    await database.transaction(async (tx) => {
      await tx.run("INSERT INTO note (text) VALUES ('never committed')")
      console.log('holding')
      await new Promise((resolve) => setTimeout(resolve, 60_000))
    })`)
  expect((await lines.next()).value).toBe('holding')
  const startedAt = performance.now()
  await expect(addNote(database, 'refused')).rejects.toMatchObject({
    code: 'busy',
    detail: expect.stringMatching(/^SQLITE_BUSY: /),
    message: inWords(database.path),
  })
  expect(performance.now() - startedAt).toBeGreaterThan(4500)
  expect(await countNotes(database)).toBe(0)

  const waiting = addNote(database, 'written once it is free')
  child.kill('SIGKILL')
  await waiting
  expect(await database.all('SELECT text FROM note')).toEqual([{ text: 'written once it is free' }])
})

test('kill -9 in the middle of writing loses nothing that was said to be written', { timeout: 20_000 }, async () => {
  const path = await closedDatabase()
  const { child, lines, ended } = startProcess(`
    import { writeSync } from 'node:fs'
    import { openDatabase } from './connection.ts'
    const database = await openDatabase(${JSON.stringify(path)})
    for (let number = 0; ; number++) {
      const rows = Array.from({ length: 50 }, () => [String(number)])
      await database.transaction((tx) => tx.runMany('INSERT INTO note (text) SELECT value->>0 FROM jsonb_each(?)', rows))
      writeSync(1, number + '\\n')
    }`)
  let last = -1
  for await (const line of lines) {
    last = Number(line)
    if (last === 40) child.kill('SIGKILL')
  }
  expect(await ended).toBe('SIGKILL')
  const database = await openForTest(path)
  const batches = await database.all<{ text: string; n: number }>(
    "SELECT text, count(*) AS n FROM note WHERE text NOT LIKE 'note %' GROUP BY text ORDER BY CAST(text AS INTEGER)",
  )
  expect(batches.length).toBeGreaterThanOrEqual(last + 1)
  expect(batches.every(({ text, n }, index) => text === `${index}` && n === 50)).toBe(true)
  expect(await database.get('PRAGMA integrity_check')).toEqual({ integrity_check: 'ok' })
})
