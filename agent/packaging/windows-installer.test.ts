import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { packNsis, windowsCompiler } from './pack-nsis.ts'
import { targetPlatforms } from './platforms.ts'
import { lacks, titled } from './throw-away-root-suite.ts'

const folder = mkdtempSync(join(tmpdir(), 'windows-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const missing = lacks('makensis', windowsCompiler)

const version = '1.0.0-beta.1'
let file = ''
beforeAll(async () => {
  if (missing !== '') return
  const executable = join(folder, 'program.exe')
  writeFileSync(executable, 'not run here')
  file = await packNsis(
    {
      target: targetPlatforms.find(({ system }) => system === 'windows')!,
      version,
      executable,
      packed: { gzip: '', bytes: 0 },
      root: '{"roots":[]}\n',
      licences: 'None.\n',
      seconds: 1_790_000_000,
    },
    folder,
  )
}, 60_000)

test.skipIf(missing !== '')(
  titled('the installer for Windows is made, without a warning, for 64-bit Windows', missing),
  () => {
    expect(file).toBe(`lictor-agent-${version}-win-x64.exe`)
    const bytes = readFileSync(join(folder, file))
    const header = bytes.readUInt32LE(0x3c)
    // IMAGE_FILE_MACHINE_AMD64; the number and words that Windows shows are UTF-16.
    expect([bytes.toString('latin1', header, header + 2), bytes.readUInt16LE(header + 4)]).toEqual(['PE', 0x8664])
    expect(bytes.includes(Buffer.from(version, 'utf16le'))).toBe(true)
  },
)

const noList = [missing, lacks('7z')].filter(Boolean).join(' and ')
test.skipIf(noList !== '')(
  titled('everything that an installation is made of lies in the installer for Windows (listed by 7z)', noList),
  () => {
    const seven = (...args: readonly string[]) => spawnSync('7z', args, { cwd: folder, encoding: 'utf8' })
    const { status, stdout } = seven('l', '-slt', file)
    expect(status, stdout).toBe(0)
    const [, list = ''] = stdout.split('----------\n')
    const program = `versions/${version}/new-lictor-agent.exe`
    expect([...list.matchAll(/^Path = (.+)$/gm)].map(([, path]) => path).sort()).toEqual([
      '$PLUGINSDIR/System.dll',
      '$PLUGINSDIR/nsExec.dll',
      'LICENCES.txt',
      'README.txt',
      'root.json',
      'service.exe',
      'uninstall.exe',
      program,
    ])
    expect(seven('e', '-so', file, program).stdout).toBe('not run here')
    expect(seven('e', '-so', file, 'root.json').stdout).toBe('{"roots":[]}\n')
  },
)
