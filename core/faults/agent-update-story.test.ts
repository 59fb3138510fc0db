import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, expect, test as vitest } from 'vitest'
import { bundleProgram } from '../../agent/packaging/bundle-program.ts'
import { openSigner, signInstallers } from '../../agent/packaging/signing.ts'
import { installationAt, programOf, readPointer, thisPlatform } from '../../agent/update/installation.ts'
import { atEnd, endTest, temporaryFolder } from '../database/database-fixture.ts'
import { isFullSize, until } from './fault-fixture.ts'
import { newToken, openGateway } from './gateway-fixture.ts'

// Updates from end to end: a console, launchers and agents as processes of their own. The program is bundled as it is for a single
// executable.

afterEach(endTest)

const platform = thisPlatform()
const cannotRun = process.platform === 'win32' || platform === undefined
const test = vitest.skipIf(cannotRun)

/** As it is called, it is one module with a first line that says what runs it. */
const programText = async (folder: string, version: string): Promise<string> => {
  const { file } = await bundleProgram(folder, version)
  return `#!/usr/bin/env -S ${process.execPath} --disable-warning=ExperimentalWarning\n${await readFile(file, 'utf8')}`
}

/** A console that has this program bundled as version 1.0.0, and where its agents are put. */
const consoleWith = async (folder: string, program: string) => {
  const resources = join(folder, 'resources')
  const installers = join(resources, 'agent-installers')
  await mkdir(installers, { recursive: true })
  await writeFile(join(installers, 'agent.gz'), gzipSync(program))
  const signer = await openSigner(join(folder, 'keys'), {})
  const unpacked = {
    bytes: Buffer.byteLength(program),
    sha256: createHash('sha256').update(program).digest('hex'),
  }
  await signInstallers(
    installers,
    {
      version: '1.0.0',
      updatesFrom: '0.9.0',
      files: [{ platform: platform ?? 'linux-x64', purpose: 'update', format: 'gz', file: 'agent.gz', unpacked }],
    },
    signer,
  )
  const gateway = await openGateway({ folder, resources })
  await gateway.core.api['updates.changeSettings']({ soakSeconds: 0, attempts: 1 })
  return { ...gateway, roots: JSON.stringify({ roots: signer.roots }) }
}
type Console = Awaited<ReturnType<typeof consoleWith>>

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

/** Installs version 0.9.5 into a root of its own, enrols it, and lets its launcher run it. */
const installed = async (console: Console, name: string, program: string, server: string = console.socket) => {
  const installation = installationAt(join(console.folder, name))
  const data = join(console.folder, `${name}-data`)
  const path = programOf(installation, '0.9.5')
  await mkdir(join(installation.versions, '0.9.5'), { recursive: true })
  await writeFile(path, program, { mode: 0o755 })
  await writeFile(installation.roots, console.roots)
  await writeFile(installation.current, '0.9.5\n')
  const enrol = run(path, ['enrol', '--server', server, '--token', await newToken(console.core), '--data', data])
  expect(await enrol.ended, enrol.told()).toBe(0)
  const launcher = run(path, ['launch', '--root', installation.path, '--data', data, '--', '--interval', '1'])
  return { installation, data, launcher }
}

/** Once the agent has said that it can be updated. */
const started = ({ core }: Console) => until(async () => (await core.api['updates.start']({ all: true })).queued === 1)

test('over TLS an agent is offered a version, fetches and checks it, takes it up, and reports', {
  timeout: 90_000,
}, async () => {
  const folder = await temporaryFolder()
  const old = await programText(folder, '0.9.5')
  const console = await consoleWith(folder, await programText(folder, '1.0.0'))
  const { api } = console.core
  const { installation, launcher, data } = await installed(console, 'first', old, `https://localhost:${console.port}`)
  const row = async () => (await api['agents.list']({}))[0]
  expect(await row()).toMatchObject({ version: '0.9.5', newerVersion: '1.0.0', host: hostname() })
  await started(console)
  await until(async () => (await api['updates.list']({}))[0]?.stage === 'done', 60).catch(async (error) => {
    throw new Error(`${error}\n${JSON.stringify(await api['updates.list']({}))}\n${launcher.told()}`)
  })
  expect(await row()).toMatchObject({ version: '1.0.0', newerVersion: '', status: 'online' })
  expect([await readPointer(installation.current), await readPointer(installation.previous)]).toEqual([
    '1.0.0',
    '0.9.5',
  ])
  launcher.child.kill('SIGTERM')
  expect([await launcher.ended, await readFile(join(data, 'agent.log'), 'utf8')]).toEqual([
    0,
    expect.stringMatching(/version 1\.0\.0 is in place[\s\S]*ended\n$/),
  ])
})

// In `npm test` agent/launcher and agent-updates.test.ts stand for it.
vitest.skipIf(cannotRun || !isFullSize)(
  'U4 an update that runs its check and nothing else is rolled back, and the console hears why',
  {
    timeout: 90_000,
  },
  async () => {
    const folder = await temporaryFolder()
    const console = await consoleWith(folder, '#!/bin/sh\n[ "$1" = --self-check ] && echo 1.0.0 && exit 0\nexit 9\n')
    const { api } = console.core
    const { launcher, installation, data } = await installed(console, 'first', await programText(folder, '0.9.5'))
    await started(console)
    await until(async () => (await api['updates.list']({}))[0]?.stage === 'rolledBack', 60).catch(async (error) => {
      throw new Error(`${error}\n${JSON.stringify(await api['updates.list']({}))}\n${launcher.told()}`)
    })
    expect((await api['updates.list']({}))[0]?.reason).toBe(
      'It ended 3 times within 60 s; at last it ended with status 9.',
    )
    expect(await readPointer(installation.current)).toBe('0.9.5')
    expect((await api['agents.list']({}))[0]).toMatchObject({ version: '0.9.5', status: 'online' })
    // Nobody looks after an agent whose launcher is gone: it ends.
    const log = () => readFile(join(data, 'agent.log'), 'utf8')
    expect((await log()).match(/ ended\n/g)).toHaveLength(1)
    launcher.child.kill('SIGKILL')
    await until(async () => (await log()).match(/ ended\n/g)?.length === 2)
  },
)
