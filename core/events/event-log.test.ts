import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { agentIssueCodes } from '../agents/protocol/messages.ts'
import type { EventFilter } from '../contract/events.ts'
import type { Notice } from '../contract/tasks.ts'
import { atEnd, endTest, openForTest, temporaryFolder } from '../database/database-fixture.ts'
import { countEvents, findEvents } from '../database/event-table.ts'
import { migrate, readMigrations } from '../database/migrate.ts'
import { createEventLog } from './event-log.ts'
import { removeOldEvents } from './event-retention.ts'
import { issueCatalogue, issueCodes } from './issue-catalogue.ts'
import { createNotices } from './notices.ts'
import { isQuiet } from './quiet-hours.ts'

afterEach(endTest)

const minute = 60_000
const [anna, bert] = ['0b8f2c1e-0000-4000-8000-00000000000a', '0b8f2c1e-0000-4000-8000-00000000000b']

const open = async () => {
  const database = await openForTest(join(await temporaryFolder(), 'lictor.db'), { create: true })
  await migrate(database, await readMigrations())
  const columns = await database.all<{ name: string; type: string }>(
    "SELECT name, type FROM pragma_table_info('agent')",
  )
  for (const [id, name, host] of [
    [anna, 'Drawing office', 'ws-01'],
    [bert, '', 'ws-02'],
  ])
    await database.transaction((tx) =>
      tx.run(
        `INSERT INTO agent (${columns.map((column) => column.name).join()}) VALUES (${columns.map(() => '?').join()})`,
        columns.map((column) => ({ id, name, host })[column.name] ?? (column.type === 'INTEGER' ? 0 : '')) as string[],
      ),
    )
  const announced: number[] = []
  const faults: unknown[] = []
  atEnd(() => expect(faults).toEqual([]))
  const clock = { now: 1_700_000_000_000 }
  const notices = createNotices(database, () => undefined)
  const start = async () => {
    const log = await createEventLog({
      database,
      notices,
      announce: (id) => announced.push(id),
      clock: () => clock.now,
      popups: { gather: 1, apart: { error: 1, warning: 1 } },
      log: (error) => void faults.push(error),
    })
    atEnd(() => log.close())
    return log
  }
  const list = (filter: EventFilter = {}) => findEvents(database, filter, 1000)
  return { database, notices, announced, faults, clock, log: await start(), start, list }
}

test('every issue that an agent can name has words, and all have them whole', () => {
  expect(agentIssueCodes.filter((code) => !issueCodes.includes(code))).toEqual([])
  for (const [code, words] of Object.entries(issueCatalogue))
    expect(
      [code, words.title, words.cause, words.remedy].filter((text) => text.length < 8 || /[!]/.test(text)),
    ).toEqual([])
})

test('trouble opens an issue once, and closes it when it is named no more; other codes are left alone', async () => {
  const { log, list, clock } = await open()
  await log.troubles(anna, ['clock-skew'], [{ code: 'clock-skew', detail: '2 h ahead' }])
  await log.troubles(anna, ['no-group'], [{ code: 'no-group', detail: '' }])
  await log.troubles(bert, ['no-group'], [])
  clock.now += 30_000
  await log.troubles(anna, ['clock-skew'], [{ code: 'clock-skew', detail: '3 h ahead' }])
  expect([log.counts(anna), log.counts(bert)]).toEqual([
    { errors: 1, warnings: 1 },
    { errors: 0, warnings: 0 },
  ])
  expect(log.open(anna).map(({ code, detail }) => `${code} ${detail}`)).toEqual(['clock-skew 3 h ahead', 'no-group '])
  await log.troubles(anna, ['clock-skew'], [])
  expect(log.counts(anna)).toEqual({ errors: 0, warnings: 1 })
  const events = await list()
  expect(events.map(({ message, severity, agentName, isOpen }) => [message, severity, agentName, isOpen])).toEqual([
    ['Over: Clock is off', 'info', 'Drawing office', false],
    ['No agent group', 'warning', 'Drawing office', true],
    ['Clock is off', 'error', 'Drawing office', false],
  ])
  expect(events[0].issue).toBe(events[2].issue)
})

test('the same collector twice is one issue, two collectors are two', async () => {
  const { log } = await open()
  const fails = (subject: string) => ({ code: 'collector-failing' as const, subject, detail: 'EACCES' })
  await log.troubles(anna, ['collector-failing'], [fails('modules'), fails('logs'), fails('modules')])
  expect(log.open().map(({ subject }) => subject)).toEqual(['modules', 'logs'])
  await log.troubles(anna, ['collector-failing'], [fails('addresses')])
  expect(log.open(anna).map(({ subject }) => subject)).toEqual(['addresses'])
  await log.forget(anna)
  expect(log.open()).toEqual([])
})

test('what comes and goes is two lines that count; later it is another issue', async () => {
  const { log, list, clock, database } = await open()
  for (let i = 0; i < 3; i++) {
    await log.troubles(bert, ['spool-full'], [{ code: 'spool-full', detail: `${i}` }])
    await log.troubles(bert, ['spool-full'], [])
    clock.now += minute
  }
  expect((await list()).map(({ message, times, detail }) => [message, times, detail])).toEqual([
    ['Over: Spool is full', 3, ''],
    ['Spool is full', 3, '2'],
  ])
  clock.now += 11 * minute
  await log.troubles(bert, ['spool-full'], [{ code: 'spool-full', detail: '' }])
  expect(await list()).toHaveLength(3)
  expect((await database.get<{ n: number }>('SELECT COUNT(*) AS n FROM issue'))?.n).toBe(2)
})

test('open issues are known after a start', async () => {
  const { log, start, database, list } = await open()
  await log.troubles(anna, ['no-group'], [{ code: 'no-group', detail: '' }])
  await log.log({ severity: 'info', kind: 'change', message: 'one' })
  await log.close()
  const again = await start()
  expect(again.open(anna).map(({ code }) => code)).toEqual(['no-group'])
  await again.troubles(anna, ['no-group'], [])
  await again.log({ severity: 'info', kind: 'change', message: 'two' })
  expect((await list()).map(({ message }) => message)).toEqual(['two', 'Over: No agent group', 'one', 'No agent group'])
  expect(await countEvents(database, { unacknowledged: true })).toBe(0)
})

test('what cannot be written now is written later, and an act that is told late stands at its own time', async () => {
  const { log, list, database, faults, clock } = await open()
  await database.transaction((tx) => tx.run('ALTER TABLE event RENAME TO away'))
  await log.troubles(bert, ['spool-full'], [{ code: 'spool-full', detail: '' }])
  expect([faults.splice(0).length, log.open(bert).length]).toEqual([1, 1])
  await database.transaction((tx) => tx.run('ALTER TABLE away RENAME TO event'))
  const at = clock.now - 90 * minute
  await log.log({ at, severity: 'info', kind: 'harvesting', agent: bert, message: 'Closed' })
  expect((await list()).map(({ message, at }) => [message, at])).toEqual([
    ['Closed', at],
    ['Spool is full', clock.now],
  ])
})

test('search, ranges and kinds narrow; what somebody has seen needs no look, and that can be taken back', async () => {
  const { log, list, clock, announced, database } = await open()
  await log.log({
    severity: 'error',
    kind: 'import',
    subject: 'lmgrd.log',
    message: 'Was not imported',
    detail: 'Straße 7',
  })
  clock.now += minute
  await log.log({ severity: 'info', kind: 'connection', agent: bert, message: 'Is online' })
  await log.troubles(anna, ['no-group'], [{ code: 'no-group', detail: '' }])
  const found = async (filter: EventFilter) => (await list(filter)).map(({ message }) => message)
  expect(await found({ search: 'STRASSE' })).toEqual([])
  expect(await found({ search: 'STRAße not' })).toEqual(['Was not imported'])
  expect(await found({ search: 'ws-02' })).toEqual(['Is online'])
  expect(await found({ search: '100%_' })).toEqual([])
  await database.transaction((tx) => tx.run('UPDATE agent SET name = ? WHERE id = ?', ['Lobby', bert]))
  expect(await found({ search: 'lobby online' })).toEqual(['Is online'])
  expect(await found({ agents: [anna], severities: ['warning'] })).toEqual(['No agent group'])
  expect(await found({ to: clock.now })).toEqual(['Was not imported'])
  expect(await found({ from: clock.now, kinds: ['issue', 'connection'] })).toEqual(['No agent group', 'Is online'])
  expect(await found({ unacknowledged: true })).toEqual(['No agent group', 'Was not imported'])

  const { acknowledged, at } = await log.acknowledge({ filter: { search: 'lmgrd' } })
  expect([acknowledged, await found({ unacknowledged: true })]).toEqual([1, ['No agent group']])
  expect((await log.acknowledge({ ids: (await list()).map(({ id }) => id) })).acknowledged).toBe(1)
  // A repeat of what was seen is a line of its own.
  await log.log({
    severity: 'error',
    kind: 'import',
    subject: 'lmgrd.log',
    message: 'Was not imported',
    detail: 'Straße 7',
  })
  expect(await found({ unacknowledged: true })).toEqual(['Was not imported'])
  await log.takeBack(at)
  expect(await found({ unacknowledged: true })).toEqual(['Was not imported', 'Was not imported'])
  expect(announced.length).toBeGreaterThan(3)
})

test('a fleet with the same trouble is one popup, and what was over at once is none', async () => {
  const { log, notices } = await open()
  await log.troubles(anna, ['clock-skew'], [{ code: 'clock-skew', detail: '2 h ahead' }])
  await vi.waitFor(async () => expect(await notices.list()).toHaveLength(1))
  void log.troubles(bert, ['spool-full'], [{ code: 'spool-full', detail: '' }])
  void log.troubles(bert, ['spool-full'], [])
  await Promise.all(
    Array.from({ length: 40 }, (_, i) => log.troubles(`agent-${i}`, ['no-group'], [{ code: 'no-group', detail: '' }])),
  )
  await vi.waitFor(async () => expect(await notices.list()).toHaveLength(2))
  const words = (await notices.list()).map(({ title, message, link }: Notice) => [title, message, link])
  expect(words).toEqual([
    ['No agent group: 40 agents', issueCatalogue['no-group'].remedy, '/agents?issues=1'],
    ['Clock is off: Drawing office', '2 h ahead', `/agents?agent=${anna}`],
  ])
})

test('the old go, and the oldest when there are too many', async () => {
  const { log, list, clock, database } = await open()
  const day = 1440 * minute
  for (let i = 0; i < 10; i++) {
    await log.log({ severity: 'info', kind: 'console', message: `${i}` })
    clock.now += day
  }
  const left = async () => (await list()).map(({ message }) => message).join('')
  await removeOldEvents(database, 0, clock.now)
  expect(await left()).toBe('9876543210')
  await removeOldEvents(database, 8, clock.now)
  expect(await left()).toBe('98765432')
  await removeOldEvents(database, 8, clock.now, 3)
  expect(await left()).toBe('987')
})

test('quiet hours may go over midnight; their end is loud', () => {
  const at = (time: string) => new Date(`2024-03-04T${time}:00`)
  const night = { from: '22:00', to: '06:30' }
  expect(['21:59', '22:00', '00:00', '06:29', '06:30'].map((time) => isQuiet(night, at(time)))).toEqual([
    false,
    true,
    true,
    true,
    false,
  ])
  expect([isQuiet({ from: '12:00', to: '13:00' }, at('12:30')), isQuiet(null, at('12:30'))]).toEqual([true, false])
})
