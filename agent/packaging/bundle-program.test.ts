import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { bundleProgram } from './bundle-program.ts'

test('the agent is one file that runs alone, with the version it was built as and the licences of what is in it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'bundle-'))
  try {
    const { file, licences } = await bundleProgram(folder, '3.2.1-test')
    const run = (...args: readonly string[]) =>
      spawnSync(process.execPath, [file, ...args], { cwd: folder, encoding: 'utf8' })
    expect([run('--version').stdout, run('enrol').status]).toEqual(['3.2.1-test\n', 2])
    expect(licences.match(/^== \S+ ==$/gm)).toEqual(expect.arrayContaining(['== commander ==', '== zod ==']))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
