import { statSync } from 'node:fs'
import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads'
import { afterEach, expect, test } from 'vitest'
import type { Value } from './connection.ts'
import { sqliteCode } from './database-error.ts'
import { endTest, newDatabase } from './database-fixture.ts'

afterEach(endTest)

test('the settings that durability and safety need are in force on every connection', async () => {
  const database = await newDatabase()
  const names = [
    'journal_mode',
    'synchronous',
    'foreign_keys',
    'trusted_schema',
    'cell_size_check',
    'recursive_triggers',
    'mmap_size',
    'page_size',
    'wal_autocheckpoint',
    'journal_size_limit',
    'busy_timeout',
    'query_only',
  ] // prettier-ignore
  const settings = async (all: typeof database.all) => {
    const rows = await Promise.all(names.map((name) => all<Record<string, unknown>>(`PRAGMA ${name}`)))
    return Object.fromEntries(rows.map(([row = {}], index) => [names[index], Object.values(row)[0]]))
  }
  const common = {
    journal_mode: 'wal',
    foreign_keys: 1,
    trusted_schema: 0,
    cell_size_check: 1,
    recursive_triggers: 1,
    page_size: 16384,
    busy_timeout: 5000,
  }
  expect(await database.transaction((tx) => settings(tx.all))).toMatchObject({
    ...common,
    synchronous: 2,
    wal_autocheckpoint: 2048,
    journal_size_limit: 67108864,
    query_only: 0,
  })
  expect(await database.snapshot((reader) => settings(reader.all))).toMatchObject({ ...common, query_only: 1 })
})

test('every kind of value comes back as it was stored', async () => {
  const database = await newDatabase()
  const values: Value[] = [
    '',
    'naïve\0“λ” 😀',
    0,
    -1,
    2 ** 31,
    2 ** 53 - 1,
    0.1,
    5e-324,
    null,
    Uint8Array.of(0, 255),
    new Uint8Array(),
  ]
  await database.transaction(async (tx) => {
    await tx.run('CREATE TABLE kept (id INTEGER PRIMARY KEY, value ANY) STRICT')
    for (const value of values) await tx.run('INSERT INTO kept (value) VALUES (?)', [value])
  })
  const rows = await database.all<{ value: Value }>('SELECT value FROM kept ORDER BY id')
  expect(rows.map(({ value }) => (value instanceof Uint8Array ? new Uint8Array(value) : value))).toEqual(values)
})

test('a whole number past 2^31 is stored as an integer in an INTEGER column', async () => {
  const database = await newDatabase()
  await database.transaction((tx) => tx.run('INSERT INTO note VALUES (?, ?)', [1_700_000_000_000, 'milliseconds']))
  const row = await database.get('SELECT typeof(id) AS type, id FROM note WHERE id = ?', [1_700_000_000_000])
  expect(row).toEqual({ type: 'integer', id: 1_700_000_000_000 })
})

test('a blob comes back alone in its ArrayBuffer and can be transferred to a worker', async () => {
  const database = await newDatabase()
  for (const size of [1, 100, 4000, 300_000]) {
    const row = await database.get<{ a: Buffer; b: Buffer }>('SELECT randomblob(?1) AS a, randomblob(?1) AS b', [size])
    const { a, b } = row as { a: Buffer<ArrayBuffer>; b: Buffer<ArrayBuffer> }
    expect([a.byteOffset, a.buffer.byteLength, b.byteOffset, b.buffer.byteLength]).toEqual([0, size, 0, size])
    expect(a.buffer).not.toBe(b.buffer)
    const copy = new Uint8Array(a)
    const { port1, port2 } = new MessageChannel()
    port1.postMessage(a.buffer, [a.buffer])
    expect(new Uint8Array(receiveMessageOnPort(port2)?.message)).toEqual(copy)
    expect(a.buffer.detached).toBe(true)
    port1.close()
  }
})

test('bytes of a larger buffer are stored from their own offset', async () => {
  const database = await newDatabase()
  const part = new Uint8Array([1, 2, 3, 4, 5]).subarray(1, 3)
  expect(await database.get('SELECT hex(?) AS bytes', [part])).toEqual({ bytes: '0203' })
})

test('values that the driver would store as something else are refused, and a call never reuses the values before it', async () => {
  const database = await newDatabase()
  expect(await database.all('SELECT ? AS value', [1])).toEqual([{ value: 1 }])
  await expect(database.all('SELECT ? AS value')).rejects.toThrow('0 values for 1 parameters')
  await expect(database.all('SELECT ? AS value', [undefined as never])).rejects.toThrow('Parameter 1 is undefined')
  expect(await database.all('SELECT ? AS value', [2])).toEqual([{ value: 2 }])
})

test('get answers the same each time it is asked, with and without a row', async () => {
  const database = await newDatabase()
  for (let time = 0; time < 3; time++) {
    expect(await database.get('SELECT 1 AS one UNION ALL SELECT 2')).toEqual({ one: 1 })
    expect(await database.get('SELECT 1 AS one WHERE 0')).toBeUndefined()
  }
})

test('more statements than are kept prepared work, and a changed schema is seen by the kept ones', async () => {
  const database = await newDatabase()
  for (let number = 0; number < 250; number++) {
    expect(await database.get(`SELECT ${number} AS number`)).toEqual({ number })
  }
  expect(await database.all('SELECT * FROM note')).toEqual([])
  await database.transaction(async (tx) => {
    await tx.run(`ALTER TABLE note ADD COLUMN more TEXT NOT NULL DEFAULT 'x'`)
    await tx.run('INSERT INTO note (text) VALUES (?)', ['a'])
  })
  expect(await database.all('SELECT * FROM note')).toEqual([{ id: 1, text: 'a', more: 'x' }])
})

test('interruptReads stops a long read, and the next one works', async () => {
  const database = await newDatabase()
  const endless = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) AS n FROM n'
  const long = [database.get(endless), database.snapshot((reader) => reader.get(endless))]
  setTimeout(() => database.interruptReads(), 100)
  for (const result of await Promise.allSettled(long)) {
    expect(result).toMatchObject({ status: 'rejected', reason: { code: 'cancelled' } })
    expect(sqliteCode((result as PromiseRejectedResult).reason)).toBe('SQLITE_INTERRUPT')
  }
  expect(await database.get('SELECT 1 AS one')).toEqual({ one: 1 })
})

test('a quick read does not wait behind a long one', async () => {
  const database = await newDatabase()
  const endless = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) AS n FROM n'
  const long = database.get(endless).catch((error: unknown) => error)
  expect(await database.get('SELECT 1 AS one')).toEqual({ one: 1 })
  database.interruptReads()
  expect(await long).toMatchObject({ code: 'cancelled' })
})

test('reading connections cannot write', async () => {
  const database = await newDatabase()
  const attempt = database.all("INSERT INTO note (text) VALUES ('x')")
  await expect(attempt).rejects.toMatchObject({ code: 'refused' })
  expect(await database.all('SELECT * FROM note')).toEqual([])
})

test('a checkpoint moves the -wal file into the database beside what is written, and the file begins anew', async () => {
  const database = await newDatabase()
  await database.transaction((tx) => tx.script('CREATE TABLE bulk (id INTEGER PRIMARY KEY, bytes BLOB)'))
  const write = (bytes: number): Promise<unknown> =>
    database.transaction((tx) => tx.run('INSERT INTO bulk (bytes) VALUES (?)', [new Uint8Array(bytes)]))
  const walBytes = (): number => statSync(`${database.path}-wal`).size
  for (let i = 0; i < 10; i++) {
    await write(400_000)
    await database.checkpoint()
  }
  expect(walBytes()).toBeLessThan(1_000_000)
  await Promise.all([write(400_000), database.checkpoint(), write(400_000), database.checkpoint()])
  expect((await database.get<{ count: number }>('SELECT COUNT(*) AS count FROM bulk'))?.count).toBe(12)
  const closing = [database.checkpoint(), database.close()]
  await Promise.all(closing)
  await database.checkpoint()
})

test('close waits for what was asked before and refuses what comes after', async () => {
  const database = await newDatabase()
  const before = database.get('SELECT count(*) AS n FROM note')
  const write = database.transaction((tx) => tx.run('INSERT INTO note (text) VALUES (?)', ['kept']))
  const closing = database.close()
  expect(await before).toEqual({ n: 0 })
  expect(await write).toEqual({ changes: 1, lastId: 1 })
  await expect(database.get('SELECT 1')).rejects.toMatchObject({ code: 'cancelled' })
  await expect(database.transaction(async () => 1)).rejects.toMatchObject({ code: 'cancelled' })
  await closing
  await database.close()
})
