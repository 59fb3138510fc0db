import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { defaultSettings } from '../contract/default-settings.ts'
import { endTest, openForTest, temporaryFolder } from '../database/database-fixture.ts'
import { migrate, readMigrations } from '../database/migrate.ts'
import { createNotices } from '../events/notices.ts'
import { openSettings } from './settings.ts'

afterEach(endTest)

const open = async (path?: string) => {
  const file = path ?? join(await temporaryFolder(), 'lictor.db')
  const database = await openForTest(file, { create: true })
  if (path === undefined) await migrate(database, await readMigrations())
  return { database, file }
}

test('a new database has the defaults; a change stays', async () => {
  const { database } = await open()
  const settings = await openSettings(database)
  expect(settings.current).toEqual(defaultSettings)
  expect(await settings.change({ reportZone: 'Asia/Kolkata', queueHours: 4 })).toMatchObject({
    reportZone: 'Asia/Kolkata',
    queueHours: 4,
    denialBefore: 5,
  })
  expect((await openSettings(database)).current).toEqual({
    ...defaultSettings,
    reportZone: 'Asia/Kolkata',
    queueHours: 4,
  })
})

test('a stored value that no longer fits, or that nobody knows, is ignored', async () => {
  const { database } = await open()
  await database.transaction(async (tx) => {
    await tx.run(
      "INSERT INTO setting (name, value) VALUES ('queueHours', '\"eight\"'), ('theme', '\"dark\"'), ('colour', '\"red\"')",
      [],
    )
  })
  expect((await openSettings(database)).current).toEqual({ ...defaultSettings, theme: 'dark' })
})

test('notices are kept, the newest first, until they are cleared', async () => {
  const { database } = await open()
  const announced: number[] = []
  const notices = createNotices(database, (id) => announced.push(id))
  await notices.tell({
    severity: 'success',
    title: 'lmgrd.log was imported',
    message: '12 checkouts',
    link: '/import/1',
  })
  await notices.tell({ severity: 'error', title: 'bad.log was not imported', message: 'No date.' })
  const [second, first] = await notices.list()
  expect(first).toMatchObject({ title: 'lmgrd.log was imported', seen: false, link: '/import/1' })
  expect(second).not.toHaveProperty('link')
  await notices.markSeen([first?.id as number])
  expect((await notices.list()).map(({ seen }) => seen)).toEqual([false, true])
  await notices.clear()
  expect(await notices.list()).toEqual([])
  expect(announced).toHaveLength(4)
})

test('no more than the last few hundred notices are kept', async () => {
  const { database } = await open()
  const notices = createNotices(database, () => undefined)
  for (let i = 0; i < 520; i++) await notices.tell({ severity: 'info', title: `${i}`, message: '' })
  const stored = await database.get<{ n: number; last: string }>(
    'SELECT COUNT(*) AS n, MAX(CAST(title AS INTEGER)) AS last FROM notice',
  )
  expect(stored?.n).toBeLessThanOrEqual(502)
  expect(stored?.last).toBe(519)
})
