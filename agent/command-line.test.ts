import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { writeJoinToken } from '../core/agents/protocol/join-token.ts'
import { runCommandLine } from './command-line.ts'
import { dataFolderAt, makeDataFolder } from './data-folder.ts'
import { writeEnrolment } from './enrolment.ts'
import { takeRunLock } from './run-lock.ts'
import { writeUpdateRecord } from './update/update-record.ts'

let data: string
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'agent-'))
})
afterEach(() => rmSync(data, { recursive: true, force: true }))

const run = async (...args: readonly string[]) => {
  const told = { out: '', err: '' }
  const status = await runCommandLine([...args, '--data', data], {
    out: (text) => (told.out += text),
    err: (text) => (told.err += text),
  })
  return { status, ...told }
}
const agent = '3b0e0d5c-7a57-4b60-8a3e-1d9a1f0c2b11'
const enrolHere = async () => {
  const folder = dataFolderAt(data)
  await makeDataFolder(folder)
  const server = join(data, 'nobody.sock')
  await writeEnrolment(folder, {
    agent,
    server,
    console: 'works',
    standing: 'approved',
    credential: { kind: 'secret', secret: 's'.repeat(40) },
  })
  return folder
}

test('what cannot be done is said, with what to do, and nothing is left behind', async () => {
  const token = writeJoinToken({ id: 'a1', secret: '00'.repeat(32), authority: '11'.repeat(32) })
  expect(await run('enrol', '--server', '/nowhere.sock', '--token', 'lt1_wrong')).toMatchObject({
    status: 1,
    err: expect.stringContaining('This is no join token. Nothing was sent.'),
  })
  expect(await run('enrol', '--server', 'https://works', '--token', token)).toMatchObject({ status: 1 })
  expect(readdirSync(data)).toEqual([])
  expect(await run('enrol', '--server', '/nowhere.sock', '--token', token)).toMatchObject({
    status: 1,
    err: expect.stringContaining('Nobody listens at /nowhere.sock'),
  })
  // What comes through a pipe is read: the address is tried with it.
  const main = fileURLToPath(new URL('main.ts', import.meta.url))
  const piped = spawnSync(
    process.execPath,
    [main, 'enrol', '--server', '/nowhere.sock', '--token', '-', '--data', join(data, 'piped')],
    { input: `${token}\n`, encoding: 'utf8' },
  )
  expect(piped.stderr).toContain('Nobody listens at /nowhere.sock')
  expect(await run('run', '--once')).toMatchObject({ status: 1, err: expect.stringContaining('is not enrolled') })
  expect((await run('run', '--interval', 'often')).status).toBe(2)
  expect((await run('dance')).status).toBe(2)
  expect(await run('status')).toMatchObject({ status: 1, out: expect.stringContaining('not enrolled') })
  expect((await run('service', '--kind', 'systemd')).out).toContain(`"--data" "${data}"`)
})

test('an agent whose console is away says so, and keeps what it found', async () => {
  const folder = await enrolHere()
  expect(await run('run', '--once')).toMatchObject({ status: 1, err: expect.stringContaining('Nobody listens at') })
  const status = JSON.parse((await run('status', '--format', 'json')).out)
  expect(status).toMatchObject({
    isRunning: false,
    enrolment: { agent },
    last: { lastConnection: 0, standing: 'approved' },
  })
  if (process.platform === 'linux') expect(status.last.spool.waiting).toBeGreaterThan(0)
  expect(JSON.stringify(status)).not.toContain('s'.repeat(40))
  await writeUpdateRecord(folder.update, {
    trust: undefined,
    current: { offer: 'o1', version: '9.9.9', stage: 'rolledBack', percent: 100, reason: 'It hung.' },
  })
  const doctor = await run('doctor')
  expect([doctor.status, doctor.out]).toEqual([1, expect.stringContaining('fault    Nobody listens at')])
  expect(doctor.out).toContain('not an installed agent')
  expect(doctor.out).toContain('The last update to version 9.9.9 did not work, and the one before runs again: It hung.')
  if (process.platform !== 'win32') expect(statSync(folder.enrolment).mode & 0o077).toBe(0)
})

test('one process at a time runs the agent of a folder; a lock goes with its process', async () => {
  const folder = await enrolHere()
  const lock = takeRunLock(folder)
  expect(await run('run', '--once')).toMatchObject({ status: 1, err: expect.stringContaining('runs already') })
  expect((await run('status')).out).toMatch(/Runs +yes/)
  lock.release()
  expect((await run('status')).out).toMatch(/Runs +no/)
})

test('a damaged enrolment is told, and left as it is', async () => {
  const folder = await enrolHere()
  writeFileSync(folder.enrolment, '{"agent":')
  expect(await run('run', '--once')).toMatchObject({ status: 1, err: expect.stringContaining('is damaged') })
  expect((await run('doctor')).out).toContain('is damaged')
})
