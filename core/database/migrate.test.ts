import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { endTest, openForTest, temporaryFolder } from './database-fixture.ts'
import { type Migration, migrate, readMigrations } from './migrate.ts'
import { verifyDatabase } from './verify.ts'

afterEach(endTest)

const steps: readonly Migration[] = [
  {
    number: 1,
    name: 'initial',
    sql: "CREATE TABLE note (text TEXT NOT NULL) STRICT; INSERT INTO note VALUES ('first');",
  },
  { number: 2, name: 'colour', sql: "ALTER TABLE note ADD COLUMN colour TEXT NOT NULL DEFAULT 'grey'" },
  { number: 3, name: 'size', sql: 'ALTER TABLE note ADD COLUMN size INTEGER NOT NULL DEFAULT 0' },
]
const newFile = async () => join(await temporaryFolder(), 'lictor.db')
const openNew = async () => openForTest(await newFile(), { create: true })

test('an empty database gets every step, each recorded, and no copy', async () => {
  const database = await openNew()
  expect(await migrate(database, steps)).toEqual({ from: 0, to: 3 })
  expect(await database.all('SELECT * FROM note')).toEqual([{ text: 'first', colour: 'grey', size: 0 }])
  expect(await database.get('PRAGMA user_version')).toEqual({ user_version: 3 })
  const records = await database.all<{ sha256: string }>('SELECT * FROM migration')
  expect(records).toMatchObject([
    { number: 1, name: 'initial' },
    { number: 2, name: 'colour' },
    { number: 3, name: 'size' },
  ])
  expect(records.every(({ sha256 }) => /^[0-9a-f]{64}$/.test(sha256))).toBe(true)
  expect(await readdir(join(database.path, '..'))).not.toContainEqual(expect.stringContaining('before'))
  expect(await migrate(database, steps)).toEqual({ from: 3, to: 3 })
})

test('an existing database is copied before it is changed, and the copy is a whole database of the old version', async () => {
  const database = await openNew()
  await migrate(database, steps.slice(0, 1))
  await database.transaction((tx) => tx.run("INSERT INTO note VALUES ('second')"))
  const backup = `${database.path}.before-2`
  expect(await migrate(database, steps)).toEqual({ from: 1, to: 3, backup })
  expect(await verifyDatabase(backup)).toMatchObject({ ok: true, facts: { schemaVersion: 1 } })
  const copy = await openForTest(backup, { newestVersion: 3 })
  expect(await copy.all('SELECT * FROM note')).toEqual([{ text: 'first' }, { text: 'second' }])
  expect(await migrate(copy, steps)).toMatchObject({ from: 1, to: 3 })
})

test('S4: a step that fails half way leaves the database as it was, and the copy', async () => {
  const database = await openNew()
  await migrate(database, steps.slice(0, 1))
  const broken = [steps[0], steps[1], { ...steps[2], sql: `${steps[2].sql}; INSERT INTO absent VALUES (1)` }]
  await expect(migrate(database, broken)).rejects.toMatchObject({
    message: expect.stringMatching(/could not be converted \(step 3, size\).*a copy is in .*\.before-2\. Go on with/),
    detail: 'SQLITE_ERROR: no such table: absent',
  })
  expect(await database.get('PRAGMA user_version')).toEqual({ user_version: 2 })
  expect(await database.all('SELECT * FROM note')).toEqual([{ text: 'first', colour: 'grey' }])
  expect((await verifyDatabase(`${database.path}.before-2`)).ok).toBe(true)
  expect(await migrate(database, steps)).toMatchObject({ from: 2, to: 3 })
})

test('S4: a newer database is refused and not changed', async () => {
  const database = await openNew()
  await migrate(database, steps)
  await expect(migrate(database, steps.slice(0, 2))).rejects.toMatchObject({
    code: 'refused',
    message: expect.stringContaining('was written by a newer version of Lictor. It was not changed.'),
  })
})

test('a step that was shipped and then changed, renamed or lost is refused', async () => {
  const database = await openNew()
  await migrate(database, steps.slice(0, 2))
  for (const change of [{ sql: `${steps[1].sql} ` }, { name: 'color' }]) {
    const changed = [steps[0], { ...steps[1], ...change }, steps[2]]
    await expect(migrate(database, changed)).rejects.toMatchObject({
      code: 'refused',
      detail: expect.stringContaining('migration 2 (colour) differs'),
    })
  }
  await database.transaction((tx) => tx.run('DELETE FROM migration WHERE number = 1'))
  await expect(migrate(database, steps)).rejects.toMatchObject({ code: 'refused' })
  expect(await database.get('PRAGMA user_version')).toEqual({ user_version: 2 })
})

test('line ends of the checkout do not make a step another one', async () => {
  const database = await openNew()
  const twoLines = (end: string) => [{ ...steps[0], sql: steps[0].sql.replace('; ', `;${end}`) }]
  await migrate(database, twoLines('\n'))
  expect(await migrate(database, twoLines('\r\n'))).toEqual({ from: 1, to: 1 })
})

test('steps must be numbered without a gap', async () => {
  const database = await openNew()
  await expect(migrate(database, [steps[0], steps[2]])).rejects.toThrow(
    'Migration 3 (size) stands where number 2 belongs',
  )
  await expect(migrate(database, [steps[1]])).rejects.toThrow('stands where number 1 belongs')
})

test('a step that would leave rows without the rows they refer to is rolled back', async () => {
  const database = await openNew()
  await migrate(database, [{ number: 1, name: 'initial', sql: 'CREATE TABLE a (id INTEGER PRIMARY KEY) STRICT' }])
  const orphan = `CREATE TABLE b (a_id INTEGER NOT NULL REFERENCES a (id) DEFERRABLE INITIALLY DEFERRED) STRICT;
    INSERT INTO b VALUES (7)`
  const more = [
    { number: 1, name: 'initial', sql: 'CREATE TABLE a (id INTEGER PRIMARY KEY) STRICT' },
    { number: 2, name: 'orphan', sql: orphan },
  ]
  await expect(migrate(database, more)).rejects.toThrow('Some rows would refer to rows that do not exist')
  expect(await database.get("SELECT count(*) AS n FROM sqlite_schema WHERE name = 'b'")).toEqual({ n: 0 })
})

test('S11: when the copy cannot be made the database is not changed, and an older copy stays', async () => {
  const database = await openNew()
  await migrate(database, steps.slice(0, 1))
  await mkdir(`${database.path}.before-2`)
  await writeFile(join(`${database.path}.before-2`, 'older'), 'kept')
  await expect(migrate(database, steps)).rejects.toMatchObject({
    code: 'refused',
    message: expect.stringMatching(
      /the copy to make before that failed: .*\. The database was not changed\. Free some space/,
    ),
  })
  expect(await database.get('PRAGMA user_version')).toEqual({ user_version: 1 })
  expect(await readFile(join(`${database.path}.before-2`, 'older'), 'utf8')).toBe('kept')
  expect(await readdir(join(database.path, '..'))).not.toContainEqual(expect.stringMatching(/\.new/))
})

test('readMigrations reads a folder in order and refuses a file with another kind of name', async () => {
  const folder = await temporaryFolder()
  await writeFile(join(folder, '0002-more.sql'), 'SELECT 2')
  await writeFile(join(folder, '0001-initial.sql'), 'SELECT 1')
  await writeFile(join(folder, 'README.md'), 'not SQL')
  expect(await readMigrations(folder)).toEqual([
    { number: 1, name: 'initial', sql: 'SELECT 1' },
    { number: 2, name: 'more', sql: 'SELECT 2' },
  ])
  await writeFile(join(folder, '3-size.sql'), 'SELECT 3')
  await expect(readMigrations(folder)).rejects.toThrow('3-size.sql is not named like 0001-initial.sql')
})

test('a copy is compact and on disk under its own name only', async () => {
  const database = await openNew()
  await migrate(database, steps.slice(0, 1))
  await database.transaction((tx) => tx.run('INSERT INTO note SELECT hex(zeroblob(500000))'))
  await database.transaction((tx) => tx.run("DELETE FROM note WHERE text <> 'first'"))
  await migrate(database, steps)
  expect((await stat(`${database.path}.before-2`)).size).toBeLessThan(200_000)
  const names = await readdir(join(database.path, '..'))
  expect(names.filter((name) => name.includes('before'))).toEqual(['lictor.db.before-2'])
})
