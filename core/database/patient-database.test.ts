import { afterEach, expect, test } from 'vitest'
import { ConsoleError } from '../contract/errors.ts'
import { addNote, endTest, newDatabase } from './database-fixture.ts'
import { patientDatabase } from './patient-database.ts'

afterEach(endTest)

const full = () => new ConsoleError('refused', 'The disk is full.', 'SQLITE_FULL: database or disk is full')
const texts = async (database: Awaited<ReturnType<typeof newDatabase>>) =>
  (await database.all<{ text: string }>('SELECT text FROM note ORDER BY id')).map(({ text }) => text)

test('S7 a transaction that waits keeps its place: those asked for later, by whomever, come after it', async () => {
  const database = await newDatabase()
  const waits: string[] = []
  const first = patientDatabase(database, { every: 20, onWait: (reason) => waits.push(reason) })
  const second = patientDatabase(database, { every: 20 })
  let attempts = 0
  await Promise.all([
    first.transaction(async (tx) => {
      await tx.run("INSERT INTO note (text) VALUES ('one')")
      if (++attempts < 4) throw full()
    }),
    addNote(first, 'two'),
    addNote(second, 'three'),
  ])
  expect(attempts).toBe(4)
  expect(waits).toHaveLength(1)
  expect(await texts(database)).toEqual(['one', 'two', 'three'])
})

test('I20 the waiting ends when the patience does, when it is stopped, and at once for what will not pass', async () => {
  const database = await newDatabase()
  const failing = (patient: typeof database, error: () => Error) =>
    patient.transaction(async (tx) => {
      await tx.run("INSERT INTO note (text) VALUES ('never')")
      throw error()
    })
  await expect(failing(patientDatabase(database, { every: 10, longest: 50 }), full)).rejects.toMatchObject({
    message: 'The disk is full.',
  })
  const stop = new AbortController()
  setTimeout(() => stop.abort(), 50)
  await expect(failing(patientDatabase(database, { every: 10, signal: stop.signal }), full)).rejects.toMatchObject({
    message: 'The disk is full.',
  })
  let attempts = 0
  await expect(
    failing(patientDatabase(database), () => {
      attempts++
      return new Error('a fault of the program')
    }),
  ).rejects.toThrow('a fault of the program')
  expect(attempts).toBe(1)
  expect(await texts(database)).toEqual([])
})
