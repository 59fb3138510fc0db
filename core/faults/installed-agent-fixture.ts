import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { bundleProgram } from '../../agent/packaging/bundle-program.ts'
import { installationAt, programOf, thisPlatform } from '../../agent/update/installation.ts'
import { atEnd } from '../database/database-fixture.ts'
import { type BundledUpdate, bundledUpdate } from './bundled-update-fixture.ts'

// Agents as they are installed, as processes of their own. The program is bundled as it is for a single executable.

export const platform = thisPlatform()
/** The program is a script here. */
export const cannotRun = process.platform === 'win32' || platform === undefined

/** For tests: as it is called, it is one module with a first line that says what runs it. */
export const programText = async (folder: string, version: string): Promise<string> => {
  const { file } = await bundleProgram(folder, version)
  return `#!/usr/bin/env -S ${process.execPath} --disable-warning=ExperimentalWarning\n${await readFile(file, 'utf8')}`
}

/** For tests: resources that have this program as version 1.0.0 for this machine. */
export const bundledProgram = (program: string): Promise<BundledUpdate> =>
  bundledUpdate({
    content: gzipSync(program),
    unpacked: {
      bytes: Buffer.byteLength(program),
      sha256: createHash('sha256').update(program).digest('hex'),
    },
    platform,
  })

const run = (program: string, args: readonly string[]) => {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  let text = ''
  child.stdout.on('data', (data) => (text += data))
  child.stderr.on('data', (data) => (text += data))
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  atEnd(async () => {
    child.kill('SIGTERM')
    await ended
  })
  return { child, ended, told: () => text }
}

export interface WhereToInstall {
  readonly folder: string
  readonly name: string
  /** Of version 0.9.5. */
  readonly program: string
  readonly roots: string
  /** Socket or address of the console. */
  readonly server: string
  readonly token: string
}

/** For tests: installs version 0.9.5 into a root of its own and enrols it; `launch` lets a launcher run it, as a service manager does. */
export const installedAgent = async ({ folder, name, program, roots, server, token }: WhereToInstall) => {
  const installation = installationAt(join(folder, name))
  const data = join(folder, `${name}-data`)
  const path = programOf(installation, '0.9.5')
  await mkdir(join(installation.versions, '0.9.5'), { recursive: true })
  await writeFile(path, program, { mode: 0o755 })
  await writeFile(installation.roots, roots)
  await writeFile(installation.current, '0.9.5\n')
  const enrol = run(path, ['enrol', '--server', server, '--token', token, '--data', data])
  if ((await enrol.ended) !== 0) throw new Error(`The agent was not enrolled: ${enrol.told()}`)
  const launcher = join(installation.path, 'launcher')
  await writeFile(launcher, program, { mode: 0o755 })
  return {
    installation,
    data,
    launch: () => run(launcher, ['launch', '--root', installation.path, '--data', data, '--', '--interval', '1']),
  }
}
