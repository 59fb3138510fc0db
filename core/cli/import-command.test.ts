import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { endTest, temporaryFolder } from '../database/database-fixture.ts'
import { command, commandProcess } from './console-fixture.ts'
import { startBlock, writeLog } from './log-fixture.ts'

let folder: string
let db: string
beforeEach(async () => {
  folder = await temporaryFolder()
  db = join(folder, 'lictor.db')
})
afterEach(endTest)

const good = [...startBlock(), ' 9:00:00 (demo) OUT: "a" ann@ws1', ' 9:30:00 (demo) IN: "a" ann@ws1']
const usersOf = async () =>
  (await command('report', '84', '--db', db, '--zone', 'UTC')).stdout.trimEnd().split('\n').slice(1)

test('a good log ends with 0 and says what was read and where it went', async () => {
  const { status, stdout, stderr } = await command(
    'import',
    writeLog(folder, 'lmgrd.log', good),
    '--db',
    db,
    '--zone',
    'Europe/Berlin',
  )
  expect(status).toBe(0)
  expect(stdout).toBe('')
  expect(stderr).toContain(`Created the database ${db}.`)
  expect(stderr).toContain('lmgrd.log: 8 lines read, 2 of them checkouts, check-ins and denials.')
  expect(stderr).toContain('server lic01, vendor daemons demo, time zone Europe/Berlin (given)')
})

test('the same log again ends with 0 and says that there is nothing new', async () => {
  const path = writeLog(folder, 'lmgrd.log', good)
  await command('import', path, '--db', db)
  const { status, stderr } = await command('import', path, '--db', db)
  expect(status).toBe(0)
  expect(stderr).toContain('Nothing new')
  expect(stderr).not.toContain('Created')
})

test('rejected lines end with 1; what was good is kept and said', async () => {
  const path = writeLog(folder, 'lmgrd.log', [...good, ' 9:40:00 (demo) OUT: "a" an'])
  const { status, stderr } = await command('import', path, '--db', db, '--zone', 'UTC')
  expect(status).toBe(1)
  expect(stderr).toMatch(/\b1 lines? rejected/)
  expect(stderr).toContain('line 9:  9:40:00 (demo) OUT: "a" an')
  expect(await usersOf()).toEqual(['2024-03-04T09:00:00+00:00,lic01;demo,a,undef,undef,ann,1,0.500000,1,1'])
})

test('a server that nobody names ends with 1 and counts for unknown; with --server it ends with 0', async () => {
  const path = writeLog(folder, 'old.log', [...good.slice(-2), ' 9:40:00 (lmgrd) TIMESTAMP 3/4/2024'])
  const asked = await command('import', path, '--db', db, '--zone', 'UTC')
  expect(asked.status).toBe(1)
  expect(asked.stderr).toContain('--server')
  expect(await usersOf()).toEqual(['2024-03-04T09:00:00+00:00,unknown;demo,a,undef,undef,ann,1,0.500000,1,1'])
  const told = await command('import', path, '--db', db, '--zone', 'UTC', '--server', 'lic07')
  expect(told.status).toBe(0)
  expect(await usersOf()).toEqual(['2024-03-04T09:00:00+00:00,lic07;demo,a,undef,undef,ann,1,0.500000,1,1'])
})

test('parts of one log that are given together join, and end with 0', async () => {
  const parts = [
    writeLog(folder, 'lmgrd.log.1', good),
    writeLog(folder, 'lmgrd.log.2', [
      '10:00:00 (demo) OUT: "b" bob@ws2',
      '10:30:00 (demo) IN: "b" bob@ws2',
      '10:40:00 (lmgrd) TIMESTAMP 3/4/2024',
    ]),
  ]
  const { status, stderr } = await command('import', ...parts.reverse(), '--db', db, '--zone', 'UTC')
  expect(stderr).not.toContain('does not name its server')
  expect(status).toBe(0)
  expect(await usersOf()).toHaveLength(2)
})

test('one file that is refused or missing ends with 1; the others are imported', async () => {
  const path = writeLog(folder, 'lmgrd.log', good)
  const letter = writeLog(folder, 'letter.txt', ['Dear Ann,', 'nothing to see.'])
  const { status, stderr } = await command(
    'import',
    letter,
    join(folder, 'gone.log'),
    path,
    '--db',
    db,
    '--zone',
    'UTC',
  )
  expect(status).toBe(1)
  expect(stderr).toContain('letter.txt: ')
  expect(stderr).toContain('gone.log')
  expect(await usersOf()).toHaveLength(1)
})

test.each([
  ['a zone that is none', ['--zone', 'Mars/Olympus'], 'Mars/Olympus is not a time zone'],
  ['a format that is none', ['--format', 'csv2'], 'csv2'],
  ['a date that is none', ['--start-date', '2024-13-45'], '2024-13-45'],
  ['a word for a date', ['--start-date', 'yesterday'], 'yesterday'],
  ['an empty server', ['--server', '  '], '--server'],
  ['an option that does not exist', ['--colour', 'red'], '--colour'],
])('%s is wrong usage: 2, and nothing is stored', async (_, options, said) => {
  const { status, stderr } = await command('import', writeLog(folder, 'lmgrd.log', good), '--db', db, ...options)
  expect(stderr).toContain(said)
  expect(status).toBe(2)
  if (existsSync(db)) expect(await usersOf()).toEqual([])
})

test('no file at all is wrong usage', async () => {
  expect((await command('import', '--db', db)).status).toBe(2)
  expect((await command('frobnicate')).status).toBe(2)
  expect(existsSync(db)).toBe(false)
})

test.each([[['report', '51']], [['sources']], [['verify']]])(
  '%j refuses a database that is not there with 2, and makes none',
  async (args) => {
    const { status, stderr } = await command(...args, '--db', db)
    expect(status).toBe(2)
    expect(stderr).toContain(db)
    expect(existsSync(db)).toBe(false)
  },
)

test('a database without any day gives the header alone', async () => {
  await command('import', writeLog(folder, 'letter.txt', ['Dear Ann,']), '--db', db)
  for (let i = 0; i < 5; i++) {
    const { status, stdout } = await command('report', '84', '--db', db)
    expect(status).toBe(0)
    expect(stdout.trimEnd().split('\n')).toHaveLength(1)
  }
})

test('a file that is no database is refused and left as it is', async () => {
  const path = writeLog(folder, 'lmgrd.log', good)
  const { status, stderr } = await command('import', path, '--db', path)
  expect(status).not.toBe(0)
  expect(stderr).toContain(path)
  expect((await command('import', path, '--db', db)).status).toBe(0)
})

test('while a served console has the database, the import is sent there', { timeout: 20_000 }, async () => {
  const serve = commandProcess('serve', '--no-open', '--db', db)
  try {
    for (let i = 0; i < 300 && !serve.told().includes('http'); i++) await new Promise((done) => setTimeout(done, 50))
    expect(serve.told()).toContain('http')
    const { status, stderr } = await command('import', writeLog(folder, 'lmgrd.log', good), '--db', db, '--zone', 'UTC')
    expect(stderr).toContain(
      `Another Lictor (process ${serve.child.pid}) has this database open; the import is sent there.`,
    )
    expect(status).toBe(0)
    expect(await usersOf()).toHaveLength(1)
    const bad = await command('import', writeLog(folder, 'l.log', good), '--db', db, '--zone', 'Mars/Olympus')
    expect(bad.status).toBe(2)
  } finally {
    serve.child.kill('SIGTERM')
  }
  expect((await serve.ended).status).toBe(0)
})
