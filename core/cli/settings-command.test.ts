import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { endTest, temporaryFolder } from '../database/database-fixture.ts'
import { command, openConsole } from './console-fixture.ts'
import { startBlock, writeLog } from './log-fixture.ts'

afterEach(endTest)

const imported = async () => {
  const folder = await temporaryFolder()
  const db = join(folder, 'lictor.db')
  const log = [
    ...startBlock(),
    ' 9:00:00 (demo) DENIED: "a" ann@ws1  (Licensed number of users already reached. (-4,342))',
    ' 9:00:08 (demo) OUT: "a" ann@ws1',
    '10:00:00 (demo) IN: "a" ann@ws1',
  ]
  expect(await command('import', writeLog(folder, 'a.log', log), '--db', db, '--zone', 'UTC')).toMatchObject({
    status: 0,
  })
  return { folder, db }
}

test('settings are listed, read and changed', async () => {
  const { folder, db } = await imported()
  const list = await command('settings', 'list', '--db', db)
  expect(list.stdout).toContain('primeTime = null\n')
  expect((await command('settings', 'get', 'queuehours', '--db', db)).stdout).toBe('8\n')
  expect(await command('settings', 'set', 'customerId', '4711', '--db', db)).toMatchObject({ status: 0 })
  expect((await command('settings', 'get', 'customerId', '--db', db)).stdout).toBe('4711\n')
  expect((await command('report', '116', '--db', db)).stdout).toContain(',4711,lic01;demo')

  const calendar = { ranges: [{ days: ['mon'], from: '09:30', to: '18:00' }], holidays: [] }
  const file = join(folder, 'calendar.json')
  writeFileSync(file, JSON.stringify(calendar))
  expect(await command('settings', 'set', 'primeTime', `@${file}`, '--db', db)).toMatchObject({ status: 0 })
  expect(JSON.parse((await command('settings', 'get', 'primeTime', '--db', db)).stdout)).toEqual(calendar)
  expect((await command('report', '84', '--db', db)).stdout.split('\n').slice(1)).toEqual([
    '2024-03-04T09:00:00+00:00,lic01;demo,a,non-prime,undef,ann,1,0.497778,1,1',
    '2024-03-04T09:00:00+00:00,lic01;demo,a,prime,undef,ann,1,0.500000,1,1',
    '',
  ])
  expect(await command('settings', 'set', 'primeTime', 'null', '--db', db)).toMatchObject({ status: 0 })
  expect((await command('report', '84', '--db', db)).stdout).toContain(',undef,undef,ann,1,0.997778,1,1')
})

test('a setting that days depend on is through when the command ends', async () => {
  const { db } = await imported()
  const denials = async () => (await command('report', '104', '--group-by', 'Event type', '--db', db)).stdout
  expect(await denials()).toContain(',DENIED,1,1')
  const { status, stderr } = await command('settings', 'set', 'denialBefore', '10', '--db', db)
  expect(status).toBe(0)
  expect(stderr).toContain('All days follow the changed settings.')
  expect(await denials()).toContain(',FALSE DENIAL,1,1')
})

test('what is no setting or no value for it changes nothing', async () => {
  const { db } = await imported()
  for (const [name, value] of [
    ['colour', 'red'],
    ['queueHours', 'eight'],
    ['reportZone', 'Mars/Olympus'],
    ['primeTime', '{"ranges":[]}'],
    ['primeTime', '{"ranges":[{"days":["mon"],"from":"08:00","to":"08:00"}],"holidays":[]}'],
    ['primeTime', '{"ranges":[{"days":["mon"],"from":"08:00","to":"18:00"}],"holidays":[{"date":"2024-02-30"}]}'],
    ['primeTime', '@missing.json'],
  ] as const)
    expect(await command('settings', 'set', name, value, '--db', db), `${name} ${value}`).toMatchObject({
      status: 2,
      stdout: '',
    })
  expect((await command('settings', 'get', 'primeTime', '--db', db)).stdout).toBe('null\n')
  expect(await command('settings', 'list', '--db', `${db}.none`)).toMatchObject({ status: 2 })
  expect(await command('settings', 'set', 'theme', 'dark', '--db', `${db}.none`)).toMatchObject({ status: 2 })
})

test('sources tell zone, vendor daemons and coverage; the zone and shown names are changed from here', async () => {
  const { db } = await imported()
  const { stdout } = await command('sources', '--db', db)
  expect(stdout).toContain('time zone       UTC (given)')
  expect(stdout).toContain('vendor daemon   demo: 1 run, 2 features, 2.00 hours')
  expect(
    await command('sources', '--set-zone', 'lic01=Asia/Kolkata', '--rename', 'lic01;demo=Pool', '--db', db),
  ).toMatchObject({ status: 0 })
  expect((await command('report', '84', '--db', db)).stdout).toContain('2024-03-04T09:00:00+05:30,Pool,a,')
  expect((await command('sources', '--db', db)).stdout).toContain('shown as Pool')
  expect(await command('sources', '--rename', 'lic01;demo=', '--db', db)).toMatchObject({ status: 0 })
  const [source] = JSON.parse((await command('sources', '--format', 'json', '--db', db)).stdout)
  expect(source).toMatchObject({
    zone: 'Asia/Kolkata',
    daemons: [{ shownName: 'lic01;demo', runs: [{ ending: 'end-of-log' }] }],
  })
  expect(await command('sources', '--set-zone', 'lic02=UTC', '--db', db)).toMatchObject({ status: 2 })
  expect(await command('sources', '--set-zone', 'lic01=Mars', '--db', db)).toMatchObject({ status: 2 })
})

test('a console that has the database open makes the change', async () => {
  const { db } = await imported()
  const core = await openConsole(db)
  const { createDispatcher } = await import('../host/dispatcher.ts')
  const { serveCommandSocket } = await import('../host/command-socket.ts')
  const dispatcher = createDispatcher({ api: core.api, onEvent: core.onEvent, log: () => undefined })
  const commands = await serveCommandSocket(core.socket, (port) => dispatcher.connect(port), core.lock)
  const { status, stderr } = await command('settings', 'set', 'queueHours', '4', '--db', db)
  expect(stderr).toContain('has this database open')
  expect(status).toBe(0)
  expect((await core.api['settings.read']({})).queueHours).toBe(4)
  await commands.close()
  dispatcher.close()
  await core.close()
})
