import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { endTest, temporaryFolder } from '../database/database-fixture.ts'
import { command, commandProcess, openConsole } from './console-fixture.ts'
import { startBlock, writeLog } from './log-fixture.ts'

let folder: string
let db: string
beforeEach(async () => {
  folder = await temporaryFolder()
  db = join(folder, 'lictor.db')
})
afterEach(endTest)

/** Monday, 4 March 2024. Ann and Bob overlap from 9:00 to 9:30, Carl is alone, ten minutes nobody holds anything. */
const log = [
  ...startBlock(),
  ' 8:30:00 (demo) OUT: "a" ann@ws1',
  ' 9:00:00 (demo) OUT: "a" bob@ws2  (2 licenses)',
  ' 9:30:00 (demo) IN: "a" ann@ws1',
  ' 9:40:00 (demo) IN: "a" bob@ws2  (2 licenses)',
  ' 9:50:00 (demo) OUT: "a" carl@ws2',
  ' 9:55:00 (demo) DENIED: "a" bob@ws2  (Licensed number of users already reached. (-4,342))',
  '10:00:00 (demo) IN: "a" carl@ws2',
  '10:30:00 (lmgrd) TIMESTAMP 3/4/2024',
]
const imported = () => command('import', writeLog(folder, 'lmgrd.log', log), '--db', db, '--zone', 'UTC')
const write = (name: string, text: string): string => {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}
const rows = async (...args: readonly string[]) =>
  (await command('report', ...args, '--db', db, '--zone', 'UTC')).stdout.trimEnd().split('\n').slice(1)

const users = 'MAP: Sales\nANN\nb?b\nDEFAULT: others\n'

test('a group type counts the checkouts of all its members together', async () => {
  await imported()
  const { status, stdout, stderr } = await command('map', 'import', write('license-user-mapping', users), '--db', db)
  expect(stdout).toBe('')
  expect(stderr).toBe(
    'license-user-mapping: Saved as license-user-mapping, revision 1: 1 group; 3 users change their groups.\n',
  )
  expect(status).toBe(0)
  // 9:00 to 9:30 ann and bob hold three, to 9:40 bob holds two: 1.5 h + 1/3 h in the hour from nine.
  expect(await rows('85')).toEqual([
    '2024-03-04T08:00:00+00:00,lic01;demo,a,undef,Sales,1,0.500000,0.500000,1,0',
    '2024-03-04T09:00:00+00:00,lic01;demo,a,undef,Sales,1,1.833333,1.833333,3,0',
    '2024-03-04T09:00:00+00:00,lic01;demo,a,undef,others,1,0.166667,0.166667,1,0',
  ])
  expect(await rows('85', '--group-by', 'User group', '--by', 'day')).toEqual([
    // 2 1/3 h over the two and a half hours that the feature was watched.
    '2024-03-04T00:00:00+00:00,Sales,2,2.333333,0.933333,3,0',
    '2024-03-04T00:00:00+00:00,others,1,0.166667,0.066667,1,0',
  ])
  expect(await rows('85', '--where', 'User group=o*')).toEqual([
    '2024-03-04T09:00:00+00:00,lic01;demo,a,undef,others,1,0.166667,0.166667,1,0',
  ])
})

test('a user keeps a record of its own, with the group beside it', async () => {
  await imported()
  await command('map', 'import', write('license-user-mapping', users), '--db', db)
  await command('map', 'import', write('license-host-mapping', 'MAP: Oslo\nws1\n'), '--db', db)
  expect(await rows('84', '--group-by', 'User group,User name')).toEqual([
    '2024-03-04T08:00:00+00:00,Sales,ann,2,1.000000,1,1',
    '2024-03-04T08:00:00+00:00,Sales,bob,1,1.333333,2,1',
    '2024-03-04T08:00:00+00:00,others,carl,1,0.166667,1,1',
  ])
  expect(await rows('84', '--group-by', 'User group')).toEqual([
    '2024-03-04T08:00:00+00:00,Sales,3,2.333333,2,1',
    '2024-03-04T08:00:00+00:00,others,1,0.166667,1,1',
  ])
  // By whole days, as stored.
  expect(await rows('84', '--group-by', 'User group', '--by', 'day')).toEqual([
    '2024-03-04T00:00:00+00:00,Sales,3,2.333333,2,1',
    '2024-03-04T00:00:00+00:00,others,1,0.166667,1,1',
  ])
  expect(await rows('50', '--group-by', 'User group,Host group', '--by', 'day')).toEqual([
    '2024-03-04T00:00:00+00:00,Sales,Oslo,2,1.000000,1,1',
    '2024-03-04T00:00:00+00:00,Sales,undef,1,1.333333,2,1',
    '2024-03-04T00:00:00+00:00,others,undef,1,0.166667,1,1',
  ])
  expect(await rows('50', '--group-by', '', '--where', 'User group=Sales', '--where', 'Host group=undef')).toEqual([
    '2024-03-04T08:00:00+00:00,1,1.333333,2,1',
  ])
  expect(await rows('86', '--group-by', 'Host group')).toEqual([
    '2024-03-04T08:00:00+00:00,Oslo,2,1.000000,0.400000,1,0',
    '2024-03-04T08:00:00+00:00,undef,1,1.500000,0.600000,2,0',
  ])
  expect(await rows('75', '--where', 'Event type=denied')).toEqual([
    '2024-03-04T09:00:00+00:00,lic01;demo,a,undef,denied,Sales,bob,undef,ws2,Licensed number of users already reached.,undef,1,1',
  ])
})

test('a changed map is in force for all history with the next report', async () => {
  await imported()
  expect(await rows('85', '--group-by', 'User group')).toEqual([
    '2024-03-04T08:00:00+00:00,undef,2,2.500000,1.000000,3,0',
  ])
  await command('map', 'import', write('license-user-mapping', users), '--db', db)
  await command('map', 'import', write('license-user-mapping', 'MAP: Sales\ncarl\nann\n'), '--db', db)
  expect(await rows('85', '--group-by', 'User group')).toEqual([
    '2024-03-04T08:00:00+00:00,Sales,2,1.166667,0.466667,1,0',
    '2024-03-04T08:00:00+00:00,undef,1,1.333333,0.533333,2,0',
  ])
})

test('a missing database is created and said', async () => {
  const { status, stderr } = await command('map', 'import', write('license-user-mapping', users), '--db', db)
  expect(status).toBe(0)
  expect(stderr).toContain(`Created the database ${db}.`)
  expect((await command('map', 'show', 'license-user-mapping', '--db', db)).stdout).toBe(users)
  expect((await command('map', 'list', '--db', db)).stdout.split('\n')[0]).toBe(
    'license-user-mapping  revision 1 (imported from license-user-mapping), 1 group, 2 members',
  )
  expect((await command('map', 'show', 'license-host-mapping', '--db', db)).status).toBe(1)
})

test('a line that says nothing is told with its number, the others count, and the status is 1', async () => {
  await imported()
  const path = write('people.txt', 'dora\nMAP: Sales\nann\nMAP Support\nbob\n')
  const { status, stderr } = await command('map', 'import', path, '--db', db, '--kind', 'license-user-mapping')
  expect(status).toBe(1)
  expect(stderr).toContain('people.txt: Saved as license-user-mapping, revision 1: 1 group; 1 user changes its group.')
  expect(stderr).toContain('Line 1 stands before the first MAP line, so it belongs to no group: “dora”.')
  expect(stderr).toContain('Line 4 begins with MAP and has no colon after it: “MAP Support”.')
  expect(stderr).toContain('Line 5 stands under a MAP line that was not understood: “bob”.')
  expect((await rows('84', '--group-by', 'User group')).map((row) => row.split(',')[1])).toEqual(['Sales', 'undef'])
})

test('the same map again makes no revision', async () => {
  const path = write('license-user-mapping', users)
  await command('map', 'import', path, '--db', db)
  const { status, stderr } = await command('map', 'import', path, '--db', db)
  expect(status).toBe(0)
  expect(stderr).toBe('license-user-mapping: Nothing new: license-user-mapping says the same already.\n')
})

test('what is no map is turned down and the map in force stays', async () => {
  await command('map', 'import', write('license-user-mapping', users), '--db', db)
  const binary = join(folder, 'binary', 'license-user-mapping')
  mkdirSync(join(folder, 'binary'))
  writeFileSync(binary, Buffer.from([77, 65, 80, 58, 32, 65, 10, 0, 1, 2, 10]))
  for (const [path, told] of [
    [binary, 'is no text file'],
    [join(folder, 'nowhere', 'license-user-mapping'), 'there is no such file'],
    [folder, 'a folder'],
    [write('other', 'ann\nbob\n'), 'No line of it names a group.'],
  ] as const) {
    const { status, stderr } = await command('map', 'import', path, '--db', db, '--kind', 'license-user-mapping')
    expect(stderr).toContain(told)
    expect(stderr).toContain('The license-user-mapping in force stays.')
    expect(status).toBe(1)
  }
  expect((await command('map', 'show', 'license-user-mapping', '--db', db)).stdout).toBe(users)
})

test('wrong usage ends with 2 before anything is touched', async () => {
  const nameless = await command('map', 'import', write('people.txt', users), '--db', db)
  expect(nameless.status).toBe(2)
  expect(nameless.stderr).toContain('Say it with --kind')
  const path = write('license-user-mapping', users)
  expect((await command('map', 'import', path, '--db', db, '--kind', 'feature-mapping')).status).toBe(2)
  expect((await command('map', 'import', '--db', db)).status).toBe(2)
  expect((await command('map', 'list', '--db', db)).status).toBe(2)
  const twice = await command('map', 'import', path, write('license-user-mapping.txt', users), '--db', db)
  expect(twice.status).toBe(2)
})

test('UTF-16 and windows-1252 are read, BOM and CRLF are no text', async () => {
  const utf16 = join(folder, 'license-user-mapping')
  writeFileSync(utf16, Buffer.from('\uFEFFMAP: Größe\r\nann\r\n', 'utf16le'))
  expect((await command('map', 'import', utf16, '--db', db)).status).toBe(0)
  await imported()
  expect((await rows('84', '--group-by', 'User group')).map((row) => row.split(',')[1])).toEqual(['Größe', 'undef'])
  writeFileSync(utf16, Buffer.from('MAP: Größe\nann\nbob\n', 'latin1'))
  await command('map', 'import', utf16, '--db', db)
  expect((await command('map', 'show', 'license-user-mapping', '--db', db)).stdout).toContain('Größe')
})

test('an open console takes the map and tells its pages', async () => {
  await imported()
  const core = await openConsole(db)
  const { createDispatcher } = await import('../host/dispatcher.ts')
  const { serveCommandSocket } = await import('../host/command-socket.ts')
  const dispatcher = createDispatcher({ api: core.api, onEvent: core.onEvent, log: () => undefined })
  const commands = await serveCommandSocket(core.socket, (port) => dispatcher.connect(port), core.lock)
  const heard: string[] = []
  // The event log is written behind.
  core.onEvent(({ event }) => event !== 'events.changed' && heard.push(event))
  try {
    const path = write('license-user-mapping', users)
    const { status, stderr } = await commandProcess('map', 'import', path, '--db', db).ended
    expect(stderr).toContain('has this database open; the map is sent there.')
    expect(status).toBe(0)
    expect(heard).toEqual(['maps.changed', 'data.changed'])
    expect((await core.api['maps.list']({}))[0]).toMatchObject({
      kind: 'license-user-mapping',
      types: expect.arrayContaining([50, 75, 77, 84, 85]),
      revision: 1,
      groups: 1,
      knownNames: 3,
      unmatchedNames: 1,
      errors: 0,
    })
  } finally {
    await commands.close()
    dispatcher.close()
    await core.close()
  }
})

test('maps of programs and licences are known by their names; a line that says nothing is told', async () => {
  await imported()
  const prices = write('price-list.map', 'MAP: 12 annual (2024-01-01)\n*;demo / a\nMAP: cheap\nb\n')
  const sets = write('featureset.map.txt', 'GROUP "Suite"\n  elements:\n    feature="a"\nUNMAPPED\n')
  const { status, stderr } = await command('map', 'import', prices, sets, '--db', db)
  expect(status).toBe(1)
  expect(stderr.split('\n')).toEqual([
    'price-list.map: Saved as price-list.map, revision 1: 1 group; 1 feature changes its group.',
    '  Line 3 names no price such as 1200 annual, 95.50 monthly split or none: “MAP: cheap”. It has no effect.',
    '  Line 4 stands under a MAP line that was not understood: “b”. It has no effect.',
    'featureset.map.txt: Saved as featureset.map, revision 1: 1 group; 2 features change their groups.',
    '',
  ])
  const list = await command('map', 'list', '--db', db)
  expect(list.stdout).toContain('price-list.map  revision 1 (imported from price-list.map), 1 group, 1 member\n')
  expect(list.stdout).toContain('entitlement.map  none\n')
})
