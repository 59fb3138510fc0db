import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { command } from '../cli/console-fixture.ts'
import { type Connection, openCopy } from '../database/connection.ts'
import { temporaryFolder } from '../database/database-fixture.ts'

const schemas = {
  chrome: `CREATE TABLE urls (id INTEGER PRIMARY KEY, url LONGVARCHAR, title LONGVARCHAR);
    CREATE TABLE visits (id INTEGER PRIMARY KEY, url INTEGER NOT NULL, visit_time INTEGER NOT NULL, transition INTEGER);`,
  firefox: `CREATE TABLE moz_places (id INTEGER PRIMARY KEY, url LONGVARCHAR, title LONGVARCHAR);
    CREATE TABLE moz_historyvisits (id INTEGER PRIMARY KEY, place_id INTEGER, visit_date INTEGER);`,
  other: 'CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT);',
}

const emptyDatabase = async (path: string, schema: keyof typeof schemas): Promise<Connection> => {
  writeFileSync(path, '')
  const connection = await openCopy(path)
  await connection.script(schemas[schema])
  return connection
}

/** A visit so many seconds after 2026-01-02 08:14 UTC. Chrome's microseconds since 1601 are too large for a number of ours. */
const visit = async (history: Connection, id: number, seconds: number, page: string): Promise<void> => {
  await history.run('INSERT INTO urls (id, url, title) VALUES (?, ?, ?)', [
    id,
    `https://wiki.halden.example/${page}`,
    page,
  ])
  await history.run('INSERT INTO visits (id, url, visit_time) VALUES (?, ?, ? * 1000000 + 11644473600000000)', [
    id,
    id,
    1767341640 + seconds,
  ])
}

const visitsIn = async (database: string, ...more: readonly string[]): Promise<string[]> => {
  const { stdout, stderr } = await command('report', '120', '--db', database, '--zone', 'UTC', ...more)
  expect(stderr).toBe('')
  return stdout.trim().split('\n').slice(1)
}

const leftBehind = (): string[] =>
  readdirSync(tmpdir()).filter((name) => name.startsWith(`lictor-history-${process.pid}-`))

test('a history that the browser has open gives its visits, later only the new ones, and none twice', async () => {
  const folder = await temporaryFolder()
  const database = join(folder, 'lictor.db')
  const profile = join(folder, 'home', 'k.osei', '.config', 'microsoft-edge', 'Default')
  mkdirSync(profile, { recursive: true })
  const path = join(profile, 'History')
  const history = await emptyDatabase(path, 'chrome')
  await history.script('PRAGMA journal_mode = WAL')
  for (let id = 1; id <= 6; id++) await visit(history, id, id * 10, `page-${id}`)

  const first = await command('import', path, '--db', database, '--server', 'HAL-WS-107')
  expect(first).toMatchObject({ status: 0 })
  const grouped = ['--group-by', 'URL,Web browser,Host,User']
  const rows = await visitsIn(database, ...grouped)
  expect(rows).toHaveLength(6)
  expect(rows[0]).toContain('https://wiki.halden.example/page-1,Microsoft Edge,HAL-WS-107,k.osei,1')

  // Ninety days later: the oldest are gone, a title is another one, and there are new ones.
  await history.run('DELETE FROM visits WHERE id <= 3')
  await history.run("UPDATE urls SET title = 'renamed' WHERE id = 5")
  await visit(history, 7, 70, 'page-7')
  const copy = join(folder, 'History of March')
  await history.script('PRAGMA wal_checkpoint(TRUNCATE)')
  copyFileSync(path, copy)
  expect(await command('import', copy, '--db', database)).toMatchObject({ status: 0 })
  expect(await visitsIn(database, ...grouped)).toHaveLength(7)

  const again = await command('import', copy, path, '--db', database)
  expect(again).toMatchObject({ status: 0 })
  expect(again.stdout + again.stderr).toContain('Nothing new: all 4 visits of this history were imported before.')
  expect(await visitsIn(database, ...grouped)).toHaveLength(7)
  await history.close()
  expect(leftBehind()).toEqual([])
})

test('an older copy that comes later brings only what the newer one had forgotten', async () => {
  const folder = await temporaryFolder()
  const database = join(folder, 'lictor.db')
  const newer = await emptyDatabase(join(folder, 'newer'), 'chrome')
  const older = await emptyDatabase(join(folder, 'older'), 'chrome')
  for (let id = 1; id <= 6; id++) await visit(older, id, id * 10, `page-${id}`)
  for (let id = 4; id <= 9; id++) await visit(newer, id, id * 10, `page-${id}`)
  await newer.close()
  await older.close()
  await command('import', join(folder, 'newer'), '--db', database)
  await command('import', join(folder, 'older'), '--db', database)
  expect(await visitsIn(database, '--group-by', 'URL')).toHaveLength(9)
  expect(await visitsIn(database, '--group-by', '')).toEqual([expect.stringMatching(/,9(,|$)/)])
})

test('a history of Firefox gives its visits', async () => {
  const folder = await temporaryFolder()
  const database = join(folder, 'lictor.db')
  const history = await emptyDatabase(join(folder, 'places.sqlite'), 'firefox')
  await history.run("INSERT INTO moz_places (id, url, title) VALUES (1, 'https://wiki.halden.example/', NULL)")
  for (const id of [1, 2])
    await history.run('INSERT INTO moz_historyvisits VALUES (?, 1, ?)', [id, 1767341640123456 + id])
  await history.close()
  expect(await command('import', join(folder, 'places.sqlite'), '--db', database)).toMatchObject({ status: 0 })
  expect(await visitsIn(database, '--group-by', 'URL,Title,Web browser,User')).toEqual([
    expect.stringContaining('https://wiki.halden.example/,undef,Mozilla Firefox,undef,2'),
  ])
})

test('what is no history is refused in words', async () => {
  const folder = await temporaryFolder()
  const database = join(folder, 'lictor.db')
  await (await emptyDatabase(join(folder, 'notes.db'), 'other')).close()
  writeFileSync(join(folder, 'torn'), `SQLite format 3\0${'x'.repeat(5000)}`)
  const other = await command('import', join(folder, 'notes.db'), '--db', database)
  expect(other.status).toBe(1)
  expect(other.stdout + other.stderr).toContain(
    'notes.db is an SQLite database, but not the history of Chrome, Edge or Firefox.',
  )
  const torn = await command('import', join(folder, 'torn'), '--db', database)
  expect(torn.status).toBe(1)
  expect(torn.stdout + torn.stderr).toContain('torn cannot be read as a database')
  expect(leftBehind()).toEqual([])
})
