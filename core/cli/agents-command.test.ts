import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { readJoinToken } from '../agents/protocol/join-token.ts'
import { endTest, temporaryFolder } from '../database/database-fixture.ts'
import { command, commandProcess } from './console-fixture.ts'

afterEach(endTest)

test('a token is printed alone, whether a console runs or not, and agents are listed', {
  timeout: 60_000,
}, async () => {
  const folder = await temporaryFolder()
  const db = join(folder, 'lictor.db')
  const socket = join(folder, 'agents.sock')
  const served = commandProcess('serve', '--db', db, '--no-open', '--agent-socket', socket, '--agent-port', '0')
  try {
    await vi.waitFor(() => expect(served.errors()).toMatch(/Agents of other machines connect to https:\/\/\S+:\d+/), {
      timeout: 20_000,
    })
    expect(served.errors()).toContain(`Agents of this machine connect to ${socket}`)
    const made = await command('agents', 'token', '--uses', '3', '--expires', '90m', '--db', db)
    expect(made.status).toBe(0)
    expect(made.stdout).toMatch(/^lt1_\S+\n$/)
    expect(readJoinToken(made.stdout)?.authority).toMatch(/^[0-9a-f]{64}$/)
    expect(made.stderr).toContain(`printf '%s' TOKEN | lictor-agent enrol --server ${socket} --token -`)
    const list = await command('agents', 'list', '--db', db, '--format', 'json')
    expect([list.status, list.stdout]).toEqual([0, '[]\n'])
  } finally {
    served.child.kill('SIGINT')
  }
  expect((await served.ended).status).toBe(0)
  expect(existsSync(socket)).toBe(false)
  const alone = await command('agents', 'token', '--db', db)
  expect([alone.status, readJoinToken(alone.stdout) !== undefined]).toEqual([0, true])
})

test('what cannot be is said, with the exit status of wrong usage', async () => {
  const folder = await temporaryFolder()
  const db = join(folder, 'lictor.db')
  const wrong = [
    await command('agents', 'token', '--uses', '0', '--db', db),
    await command('agents', 'token', '--expires', 'soon', '--db', db),
    await command('agents', 'token', '--expires', '31d', '--db', db),
    await command('agents', 'list', '--db', db),
    await command('serve', '--db', db, '--agent-port', 'x'),
    await command('serve', '--db', db, '--no-open', '--agent-socket', join(folder, 'none', 'a.sock')),
  ]
  expect(wrong.map(({ status }) => status)).toEqual([2, 2, 2, 2, 2, 2])
  expect(wrong.map(({ stdout }) => stdout).join('')).toBe('')
  expect(wrong.at(-1)?.stderr).toContain('there is no folder')
})
