import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { endTest, temporaryFolder } from '../database/database-fixture.ts'
import { command } from './console-fixture.ts'
import { startBlock, writeLog } from './log-fixture.ts'

afterEach(endTest)

test('licence files are told by what they hold; numbers are listed, typed in and removed', async () => {
  const folder = await temporaryFolder()
  const db = join(folder, 'lictor.db')
  const file = join(folder, 'license.lic')
  writeFileSync(
    file,
    'SERVER lic01 ANY\nVENDOR demo\nINCREMENT a demo 1.0 permanent 5 SIGN=1\nINCREMENT a demo 1.0 31-mar-2024 2 SIGN=2\nINCREMENT b demo\n',
  )
  await command('import', writeLog(folder, 'lmgrd.log', startBlock()), '--db', db, '--zone', 'UTC')
  const imported = await command('import', file, '--db', db)
  expect(imported.status).toBe(1)
  expect(imported.stderr).toContain('license.lic: 2 records of 1 feature. 1 record left out.')
  expect(imported.stderr).toContain('FlexNet licence file, vendor daemons demo. Counts for lic01;demo.')
  expect(imported.stderr).toContain('line 5: INCREMENT b demo')

  const typed = await command(
    'capacity',
    'set',
    'lic01;demo',
    'b',
    '9',
    '--from',
    '2024-03-01',
    '--note',
    'order 12',
    '--db',
    db,
  )
  expect(typed).toMatchObject({ status: 0, stderr: 'lic01;demo has 9 licences of b from 2024-03-01 on.\n' })
  const listed = await command('capacity', 'list', '--at', '2024-03-04', '--db', db)
  expect(listed.stdout).toBe(
    'lic01;demo  a  7  (licence-file: license.lic, line 3 and 4)  expires 2024-03-31\nlic01;demo  b  9  (typed: order 12)\n',
  )
  await command('capacity', 'set', 'lic01;demo', 'b', 'uncounted', '--from', '2024-03-01', '--db', db)
  const json = JSON.parse((await command('capacity', 'list', '--db', db, '--format', 'json')).stdout)
  expect(json).toMatchObject([
    { feature: 'a', licences: 5 },
    { feature: 'b', licences: 'uncounted', detail: 'order 12' },
  ])
  expect((await command('capacity', 'remove', 'lic01;demo', 'b', '--from', '2024-03-01', '--db', db)).status).toBe(0)
  expect((await command('capacity', 'list', '--db', db)).stdout).toContain('lic01;demo  b  unknown')
})

test('what is no vendor licence, number or date is wrong usage', async () => {
  const folder = await temporaryFolder()
  const db = join(folder, 'lictor.db')
  await command('import', writeLog(folder, 'lmgrd.log', startBlock()), '--db', db, '--zone', 'UTC')
  const status = async (...args: readonly string[]) => (await command('capacity', ...args, '--db', db)).status
  expect(await status('set', 'lic01', 'b', '9', '--from', '2024-03-01')).toBe(2)
  expect(await status('set', 'lic01;demo', 'b', 'many', '--from', '2024-03-01')).toBe(2)
  expect(await status('set', 'lic01;demo', 'b', '9', '--from', '2024-02-30')).toBe(2)
  expect(await status('set', 'lic01;demo', 'b', '9')).toBe(2)
  expect(await status('set', 'lic01;demo', 'b', '99999999', '--from', '2024-03-01')).toBe(2)
  expect(await status('set', 'lic01;demo', 'b', '9', '--from', '1.3.2024')).toBe(2)
  expect(await status('remove', 'lic01;demo', 'b', '--from', '2024-03-01')).toBe(2)
  expect(await status('list', '--at', 'soon')).toBe(2)
})
