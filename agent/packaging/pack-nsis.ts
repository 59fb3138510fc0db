import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runTool } from './build-tool.ts'
import { type Payload, scriptText } from './payload.ts'

export const windowsCompiler = 'x86_64-w64-mingw32-gcc'

/** The installer for Windows, by `makensis`; the service is compiled beside it. @returns its file name */
export const packNsis = async (payload: Payload, folder: string): Promise<string> => {
  const { version, executable, root, licences } = payload
  const work = await mkdtemp(join(tmpdir(), 'lictor-nsis-'))
  try {
    await compileService(join(work, 'service.exe'))
    await copyFile(executable, join(work, 'lictor-agent.exe'))
    await writeFile(join(work, 'root.json'), root)
    await writeFile(join(work, 'LICENCES.txt'), licences.replaceAll(/\r?\n/g, '\r\n'))
    await writeFile(join(work, 'README.txt'), (await scriptText('README')).replaceAll('\n', '\r\n'))
    await copyFile(fileURLToPath(new URL('./windows/installer.nsi', import.meta.url)), join(work, 'installer.nsi'))
    const file = `lictor-agent-${version}-${payload.target.platform}.exe`
    const numbers = version.split('-', 1)[0]
    await runTool(
      'makensis',
      [
        '-V2',
        '-NOCD',
        '-INPUTCHARSET',
        'UTF8',
        `-DVERSION=${version}`,
        `-DNUMBERS=${numbers}.0`,
        '-DOUTPUT=made.exe',
        'installer.nsi',
      ],
      { cwd: work },
    )
    await copyFile(join(work, 'made.exe'), join(folder, file))
    return file
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

export const compileService = async (output: string): Promise<void> => {
  const source = fileURLToPath(new URL('./windows/service.c', import.meta.url))
  await runTool(windowsCompiler, [
    '-O2',
    '-s',
    '-Wall',
    '-Wextra',
    '-Werror',
    '-municode',
    '-mwindows',
    '-static',
    '-o',
    output,
    source,
  ])
}
