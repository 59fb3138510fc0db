import { mkdir, open, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import type { Database } from './connection.ts'
import { endTest, newDatabase, temporaryFolder } from './database-fixture.ts'
import { verifyDatabase } from './verify.ts'

afterEach(endTest)

const filled = async (): Promise<Database> => {
  const database = await newDatabase()
  await database.transaction(async (tx) => {
    await tx.run('CREATE INDEX note_text ON note (text)')
    const rows = Array.from({ length: 3000 }, (_, index) => [`note ${index} ${'x'.repeat(200)}`])
    await tx.runMany('INSERT INTO note (text) SELECT value->>0 FROM jsonb_each(?)', rows)
    await tx.run('PRAGMA user_version = 4')
  })
  return database
}

test('a sound database is ok, open or closed, and its facts are told', async () => {
  const database = await filled()
  expect(await verifyDatabase(database.path)).toMatchObject({
    ok: true,
    problems: [],
    facts: { path: database.path, schemaVersion: 4, pageSize: 16384, tables: 1, walSize: expect.any(Number) },
  })
  await database.close()
  const { ok, facts } = await verifyDatabase(database.path, 'quick')
  expect(ok).toBe(true)
  expect(facts.size).toBe((facts.pages ?? 0) * 16384)
})

test('rows that refer to nothing are counted', async () => {
  const database = await filled()
  await database.transaction((tx) =>
    tx.script(`CREATE TABLE label (note_id INTEGER NOT NULL) STRICT;
      INSERT INTO label VALUES (1), (7001), (7002);
      PRAGMA writable_schema = ON;
      UPDATE sqlite_schema SET sql = 'CREATE TABLE label (note_id INTEGER NOT NULL REFERENCES note (id)) STRICT'
        WHERE name = 'label'`),
  )
  const { ok, problems } = await verifyDatabase(database.path)
  expect(ok).toBe(false)
  expect(problems).toEqual(['2 rows of label refer to rows of note that do not exist.'])
})

test.each([
  ['8 KB overwritten', (path: string) => overwrite(path, 16384 * 10, 8192)],
  ['the first page overwritten', (path: string) => overwrite(path, 0, 16384)],
  ['the list of tables overwritten', (path: string) => overwrite(path, 100, 16284)],
  ['cut in half', (path: string) => truncate(path, 16384 * 20)],
  ['cut inside a page', (path: string) => truncate(path, 16384 * 20 + 77)],
  ['emptied', (path: string) => truncate(path, 0)],
  ['replaced by text', (path: string) => writeFile(path, 'a log, not a database\n'.repeat(1000))],
])('S2: a database %s is an answer, not an exception', async (_, damage) => {
  const database = await filled()
  await database.close()
  await damage(database.path)
  for (const depth of ['full', 'quick'] as const) {
    const { ok, problems } = await verifyDatabase(database.path, depth)
    expect(ok).toBe(false)
    expect(problems.length).toBeGreaterThan(0)
    expect(problems.length).toBeLessThan(120)
  }
})

test('an index that lost entries is found by the full check', async () => {
  const database = await filled()
  await database.transaction((tx) =>
    tx.script(`PRAGMA writable_schema = ON;
      UPDATE sqlite_schema SET sql = 'CREATE INDEX note_text ON note (id)' WHERE name = 'note_text'`),
  )
  await database.close()
  const { ok, problems } = await verifyDatabase(database.path)
  expect(ok).toBe(false)
  expect(problems.join('\n')).toContain('note_text')
})

test('a missing file rejects, a folder is a problem', async () => {
  const path = join(await temporaryFolder(), 'lictor.db')
  await expect(verifyDatabase(path)).rejects.toMatchObject({ code: 'not-found' })
  await mkdir(path)
  expect(await verifyDatabase(path)).toMatchObject({ ok: false, problems: [expect.stringContaining('is a folder')] })
})

const overwrite = async (path: string, offset: number, length: number): Promise<void> => {
  const handle = await open(path, 'r+')
  await handle.write(Buffer.alloc(length, 0xff), 0, length, offset)
  await handle.close()
}
