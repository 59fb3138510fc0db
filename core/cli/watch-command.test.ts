import { appendFileSync, mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { writeFlexnetLog } from '../../bench/flexnet-log-generator.ts'
import { endTest, temporaryFolder } from '../database/database-fixture.ts'
import { command, commandProcess } from './console-fixture.ts'
import { startBlock, writeLog } from './log-fixture.ts'

afterEach(endTest)

test('lictor watch imports what is written until it is stopped, and says so', { timeout: 60_000 }, async () => {
  const folder = await temporaryFolder()
  const logs = join(folder, 'logs')
  mkdirSync(logs)
  const path = writeLog(logs, 'lmgrd.log', [...startBlock(), ' 9:00:00 (demo) OUT: "a" ann@ws1'])
  const db = join(folder, 'lictor.db')
  const running = commandProcess('watch', logs, '--every', '1', '--zone', 'UTC', '--db', db)
  const says = (text: string) => vi.waitFor(() => expect(running.errors()).toContain(text), { timeout: 20_000 })
  try {
    await says('7 new lines of lmgrd.log.')
    appendFileSync(path, ' 9:30:00 (demo) IN: "a" ann@ws1\n')
    await says('1 new line of lmgrd.log.')
  } finally {
    running.child.kill('SIGINT')
  }
  expect((await running.ended).status).toBe(0)
  const { stdout } = await command('report', '84', '--db', db, '--format', 'csv')
  expect(stdout).toContain('2024-03-04T09:00:00+00:00,lic01;demo,a,undef,undef,ann,1,0.500000')
})

test('lictor watch without anything to watch says what to name', async () => {
  const folder = await temporaryFolder()
  const { status, stderr } = await command('watch', '--db', join(folder, 'lictor.db'))
  expect([status, stderr.includes('Name a folder or a file')]).toEqual([2, true])
})

test('killed while it reads a watched log, it goes on at the next start as if nothing had been', {
  timeout: 120_000,
}, async () => {
  const folder = await temporaryFolder()
  const logs = join(folder, 'logs')
  mkdirSync(logs)
  const path = join(logs, 'long.log')
  writeFlexnetLog(path, { lines: 400_000, features: 20, users: 100, days: 20 })
  const db = join(folder, 'lictor.db')
  const running = commandProcess('watch', logs, '--every', '1', '--zone', 'UTC', '--db', db)
  // Parts of it are stored, which no report sees yet.
  await vi.waitFor(() => expect(statSync(`${db}-wal`).size).toBeGreaterThan(3_000_000), {
    timeout: 60_000,
    interval: 20,
  })
  running.child.kill('SIGKILL')
  await running.ended
  const again = commandProcess('watch', logs, '--every', '1', '--zone', 'UTC', '--db', db)
  await vi.waitFor(() => expect(again.errors()).toContain('400,000 new lines'), { timeout: 60_000 })
  again.child.kill('SIGINT')
  expect((await again.ended).status).toBe(0)
  const whole = join(folder, 'whole.db')
  await command('import', path, '--zone', 'UTC', '--db', whole)
  const report = ['report', '51', '--group-by', 'Feature', '--by', 'day', '--db']
  expect((await command(...report, db)).stdout).toBe((await command(...report, whole)).stdout)
})
