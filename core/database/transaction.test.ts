import { stat } from 'node:fs/promises'
import { afterEach, expect, test } from 'vitest'
import { sqliteCode } from './database-error.ts'
import { addNote, countNotes, endTest, newDatabase } from './database-fixture.ts'
import type { Transaction } from './transaction.ts'

afterEach(endTest)

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))
const insert = 'INSERT INTO note (text) VALUES (?)'

test('a transaction commits what it did and answers what its work returned', async () => {
  const database = await newDatabase()
  const answer = await database.transaction(async (tx) => {
    expect(await tx.run(insert, ['a'])).toEqual({ changes: 1, lastId: 1 })
    expect(await tx.all('SELECT text FROM note')).toEqual([{ text: 'a' }])
    expect(await countNotes(database)).toBe(0)
    return 'done'
  })
  expect(answer).toBe('done')
  expect(await countNotes(database)).toBe(1)
})

test('an exception rolls everything back and comes through unchanged', async () => {
  const database = await newDatabase()
  const thrown = new Error('on purpose')
  const work = async (tx: Transaction) => {
    await tx.run(insert, ['a'])
    throw thrown
  }
  await expect(database.transaction(work)).rejects.toBe(thrown)
  expect(await countNotes(database)).toBe(0)
  await addNote(database, 'b')
  expect(await countNotes(database)).toBe(1)
})

test('transactions asked for at once run one after the other', async () => {
  const database = await newDatabase()
  let inside = 0
  const work = async (tx: Transaction) => {
    expect(++inside).toBe(1)
    await pause(3)
    const row = await tx.get<{ n: number }>('SELECT count(*) AS n FROM note')
    await tx.run(insert, [`${row?.n}`])
    inside--
  }
  await Promise.all(Array.from({ length: 20 }, () => database.transaction(work)))
  const notes = await database.all<{ text: string }>('SELECT text FROM note ORDER BY id')
  expect(notes.map(({ text }) => text)).toEqual(Array.from({ length: 20 }, (_, index) => `${index}`))
})

test('a tx used after its transaction throws and changes nothing', async () => {
  const database = await newDatabase()
  let kept: Transaction | undefined
  await database.transaction(async (tx) => {
    kept = tx
  })
  await expect(kept?.run(insert, ['late'])).rejects.toThrow('This transaction has ended')
  await expect(kept?.all('SELECT 1')).rejects.toThrow('This transaction has ended')
  expect(await countNotes(database)).toBe(0)
})

test('a failed step rolls back even when its error was caught, and the steps after it are not executed', async () => {
  const database = await newDatabase()
  const attempt = database.transaction(async (tx) => {
    await tx.run(insert, ['a'])
    await tx.run('INSERT INTO note (id, text) VALUES (1, ?)', ['again']).catch(() => undefined)
    await tx.run(insert, ['c']).catch(() => undefined)
  })
  const error = await attempt.catch((reason: unknown) => reason)
  expect(error).toMatchObject({ code: 'internal', detail: expect.stringContaining('UNIQUE constraint failed') })
  expect(sqliteCode(error)).toBe('SQLITE_CONSTRAINT')
  expect(await countNotes(database)).toBe(0)
})

test('steps nobody waited for belong to the transaction all the same', async () => {
  const database = await newDatabase()
  await database.transaction(async (tx) => {
    for (let number = 0; number < 50; number++) void tx.run(insert, [`${number}`])
  })
  expect(await countNotes(database)).toBe(50)
})

test('a full disk: the transaction is rolled back, what was committed is kept, and writing goes on afterwards', async () => {
  const database = await newDatabase()
  await addNote(database, 'committed before')
  await database.transaction((tx) => tx.all('PRAGMA max_page_count = 20'))
  const attempt = database.transaction(async (tx) => {
    const steps = Array.from({ length: 40 }, () => tx.run(insert, ['x'.repeat(20_000)]))
    await Promise.allSettled([...steps, tx.run(insert, ['after the failure'])])
  })
  const error = await attempt.catch((reason: unknown) => reason)
  expect(error).toMatchObject({
    code: 'refused',
    message: expect.stringMatching(/^The disk is full: .* is kept\. Free/),
  })
  expect(sqliteCode(error)).toBe('SQLITE_FULL')
  expect(await database.all('SELECT text FROM note')).toEqual([{ text: 'committed before' }])
  await database.transaction((tx) => tx.all('PRAGMA max_page_count = 1000'))
  await addNote(database, 'committed after')
  expect(await countNotes(database)).toBe(2)
})

test('runMany stores any number of rows exactly, in order', async () => {
  const database = await newDatabase()
  const rows = Array.from({ length: 5001 }, (_, index) => [index * 1_000_000_007, `naïve\0“λ” 😀 ${index}`])
  await database.transaction((tx) =>
    tx.runMany('INSERT INTO note SELECT value->>0, value->>1 FROM jsonb_each(?)', rows),
  )
  const stored = await database.all<{ id: number; text: string }>('SELECT id, text FROM note ORDER BY id')
  expect(stored.map(({ id, text }) => [id, text])).toEqual(rows)
})

test('runMany with one bad row among many stores none', async () => {
  const database = await newDatabase()
  const rows = Array.from({ length: 5000 }, (_, index) => [index, index === 4321 ? undefined : 'fine'])
  const sql = 'INSERT INTO note SELECT value->>0, value->>1 FROM jsonb_each(?)'
  await expect(database.transaction((tx) => tx.runMany(sql, rows))).rejects.toThrow('Row 4321, column 1 is undefined')
  expect(await countNotes(database)).toBe(0)
})

test('a script runs many statements, triggers included, and is rolled back as a whole', async () => {
  const database = await newDatabase()
  const script = `CREATE TABLE log (text TEXT NOT NULL) STRICT;
    CREATE TRIGGER logged AFTER INSERT ON note BEGIN INSERT INTO log VALUES (new.text); END; -- done`
  await database.transaction(async (tx) => {
    await tx.script(script)
    await tx.run(insert, ['a'])
  })
  expect(await database.all('SELECT text FROM log')).toEqual([{ text: 'a' }])
  const attempt = database.transaction((tx) => tx.script('DROP TABLE log; DROP TABLE absent'))
  await expect(attempt).rejects.toMatchObject({ detail: 'SQLITE_ERROR: no such table: absent' })
  expect(await database.all('SELECT text FROM log')).toEqual([{ text: 'a' }])
})

test('a snapshot sees one state while others write, and gives it up at its end', async () => {
  const database = await newDatabase()
  await addNote(database, 'a')
  const counts = await database.snapshot(async (reader) => {
    const first = await reader.get('SELECT count(*) AS n FROM note')
    await addNote(database, 'b')
    return [first, await reader.get('SELECT count(*) AS n FROM note')]
  })
  expect(counts).toEqual([{ n: 1 }, { n: 1 }])
  expect(await countNotes(database)).toBe(2)
})

test('a snapshot whose work throws is given up too', async () => {
  const database = await newDatabase()
  for (let time = 0; time < 3; time++) {
    await expect(database.snapshot(() => Promise.reject(new Error('on purpose')))).rejects.toThrow('on purpose')
  }
  await addNote(database, 'a')
  expect(await countNotes(database)).toBe(1)
})

test('S9: reads leave no snapshot open, so the -wal file stays small however much is written', async () => {
  const database = await newDatabase()
  await database.transaction((tx) => tx.run('CREATE TABLE segment (id INTEGER PRIMARY KEY, data BLOB NOT NULL) STRICT'))
  const data = new Uint8Array(4_000_000)
  for (let id = 0; id < 25; id++) {
    await database.transaction((tx) => tx.run('INSERT INTO segment VALUES (?, ?)', [id, data]))
    await database.get('SELECT id FROM segment')
    await database.snapshot((reader) => reader.get('SELECT count(*) FROM segment'))
  }
  expect((await stat(`${database.path}-wal`)).size).toBeLessThan(64_000_000)
})
