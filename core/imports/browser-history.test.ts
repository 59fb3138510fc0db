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

/** One row for each page of each browser. */
const visitsIn = async (database: string): Promise<string[]> => {
  const grouped = ['--group-by', 'URL,Title,Web browser,Host,User']
  const { stdout, stderr } = await command('report', '120', '--db', database, '--zone', 'UTC', ...grouped)
  expect(stderr).toBe('')
  return stdout.trim().split('\n').slice(1)
}

test('histories give their visits, later only the new ones and none twice; what is no history is refused in words', async () => {
  const folder = await temporaryFolder()
  const database = join(folder, 'lictor.db')
  const profile = join(folder, 'home', 'k.osei', '.config', 'microsoft-edge', 'Default')
  mkdirSync(profile, { recursive: true })
  const path = join(profile, 'History')
  // Open all the time, as by a browser that runs: what is new stands in its -wal file.
  const edge = await emptyDatabase(path, 'chrome')
  await edge.script('PRAGMA journal_mode = WAL')
  for (let id = 1; id <= 3; id++) await visit(edge, id, id * 10, `page-${id}`)
  const early = join(folder, 'early')
  copyFileSync(path, early)
  copyFileSync(`${path}-wal`, `${early}-wal`)
  for (let id = 4; id <= 9; id++) await visit(edge, id, id * 10, `page-${id}`)
  await edge.run('DELETE FROM visits WHERE id <= 2')
  const firefox = await emptyDatabase(join(folder, 'places.sqlite'), 'firefox')
  await firefox.run("INSERT INTO moz_places (id, url, title) VALUES (1, 'https://wiki.halden.example/?q=1', NULL)")
  for (const id of [1, 2])
    await firefox.run('INSERT INTO moz_historyvisits VALUES (?, 1, ?)', [id, 1767341640123456 + id])
  await firefox.close()
  await (await emptyDatabase(join(folder, 'notes.db'), 'other')).close()
  writeFileSync(join(folder, 'torn'), `SQLite format 3\0${'x'.repeat(5000)}`)

  const files = [path, 'places.sqlite', 'notes.db', 'torn'].map((name) => (name === path ? path : join(folder, name)))
  const first = await command('import', ...files, '--db', database, '--server', 'HAL-WS-107')
  expect(first.status).toBe(1)
  const told = first.stdout + first.stderr
  expect(told).toContain('notes.db is an SQLite database, but not the history of Chrome, Edge or Firefox.')
  expect(told).toContain('torn cannot be read as a database')
  const rows = await visitsIn(database)
  expect(rows).toHaveLength(8)
  expect(rows).toContainEqual(
    expect.stringContaining('https://wiki.halden.example/page-3,page-3,Microsoft Edge,HAL-WS-107,k.osei,1'),
  )
  expect(rows).toContainEqual(
    expect.stringContaining('https://wiki.halden.example/,undef,Mozilla Firefox,HAL-WS-107,undef,2'),
  )

  // Months later: the oldest are gone, a title is another one, and one is new. An early copy comes late, and all of it again.
  await edge.run('DELETE FROM visits WHERE id <= 5')
  await edge.run("UPDATE urls SET title = 'renamed' WHERE id = 7")
  await visit(edge, 10, 100, 'page-10')
  const later = await command('import', path, early, early, '--db', database)
  expect(later.status).toBe(0)
  expect(later.stdout + later.stderr).toContain('Nothing new: all 3 visits of this history were imported before.')
  const urls = (await visitsIn(database)).map((row) => /page-\d+/.exec(row)?.[0])
  expect(urls.filter(Boolean).sort()).toEqual(Array.from({ length: 10 }, (_, i) => `page-${i + 1}`).sort())
  await edge.close()
  expect(readdirSync(tmpdir()).filter((name) => name.startsWith(`lictor-history-${process.pid}-`))).toEqual([])
})
