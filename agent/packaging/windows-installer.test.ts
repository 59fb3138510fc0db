import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { packNsis, windowsCompiler } from './pack-nsis.ts'
import { targetPlatforms } from './platforms.ts'

const folder = mkdtempSync(join(tmpdir(), 'windows-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const isInstalled = (command: string) => spawnSync(command, ['--version'], { stdio: 'ignore' }).error === undefined
const hasTools = isInstalled('makensis') && isInstalled(windowsCompiler)

test.skipIf(!hasTools)('the installer for Windows is made, without a warning, for 64-bit Windows', async () => {
  const executable = join(folder, 'program.exe')
  writeFileSync(executable, 'not run here')
  const file = await packNsis(
    {
      target: targetPlatforms.find(({ system }) => system === 'windows')!,
      version: '1.0.0-beta.1',
      executable,
      packed: { gzip: '', bytes: 0 },
      root: '{"roots":[]}\n',
      licences: 'None.\n',
      seconds: 1_790_000_000,
    },
    folder,
  )
  expect(file).toBe('lictor-agent-1.0.0-beta.1-win-x64.exe')
  const bytes = readFileSync(join(folder, file))
  const header = bytes.readUInt32LE(0x3c)
  // IMAGE_FILE_MACHINE_AMD64; the number and words that Windows shows are UTF-16.
  expect([bytes.toString('latin1', header, header + 2), bytes.readUInt16LE(header + 4)]).toEqual(['PE', 0x8664])
  expect(bytes.includes(Buffer.from('1.0.0-beta.1', 'utf16le'))).toBe(true)
})
