import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { watchCrashes } from './crashes.ts'
import { app, crashReporter } from './fake-electron.ts'
import { openLog } from './log.ts'

vi.mock('electron', () => import('./fake-electron.ts'))

const records = async (file: string) =>
  (await readFile(file, 'utf8'))
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))

test('the log is lines of JSON without secrets; a long one is put aside at the next start', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lictor-log-'))
  const logs = join(folder, 'logs')
  const file = join(logs, 'main.log')
  openLog(logs).error({ err: new Error('broken'), token: 't0p', request: { cookie: 'c00kie' } }, 'line\nbreak')
  const [record] = await records(file)
  expect(record).toMatchObject({ err: { message: 'broken' }, msg: 'line\nbreak' })
  expect(JSON.stringify(record)).not.toMatch(/t0p|c00kie/)
  await writeFile(file, 'x'.repeat(11 * 1024 * 1024))
  openLog(logs).info('again')
  expect((await records(file)).length).toBe(1)
  expect((await readFile(join(logs, 'main.1.log'))).length).toBe(11 * 1024 * 1024)
  await rm(folder, { recursive: true, force: true })
})

test('crashes stay on this machine and are logged, ends on purpose are not', () => {
  const before = process.listeners('uncaughtException')
  const log = { error: vi.fn(), fatal: vi.fn() }
  watchCrashes(log as never)
  expect(crashReporter.start).toHaveBeenCalledExactlyOnceWith({ uploadToServer: false })
  app.emit('child-process-gone', {}, { type: 'GPU', reason: 'clean-exit', exitCode: 0 })
  app.emit('child-process-gone', {}, { type: 'GPU', reason: 'crashed', exitCode: 5 })
  expect(log.error).toHaveBeenCalledTimes(1)
  for (const listener of process.listeners('uncaughtException'))
    if (!before.includes(listener)) process.off('uncaughtException', listener)
})
