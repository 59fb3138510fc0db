import { spawn } from 'node:child_process'
import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, test } from 'vitest'
import { installationAt, readPointer } from '../../agent/update/installation.ts'
import { atEnd, endTest, temporaryFolder } from '../database/database-fixture.ts'
import { until } from './fault-fixture.ts'
import { newToken, openGateway } from './gateway-fixture.ts'

// The whole story with what is really handed out: executables and packages of two versions are built for this machine (the runtime is
// fetched once), installed by the package's own script into roots of their own, and updated by a console.

afterEach(endTest)

const cannotRun = process.platform === 'linux' ? '' : ' (not run: the script is for Linux)'
const buildScript = fileURLToPath(new URL('../../agent/packaging/build-agents.ts', import.meta.url))

/** The console lives in this process: it must go on meanwhile. */
const run = async (program: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<void> => {
  const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let told = ''
  child.stdout.on('data', (data) => (told += data))
  child.stderr.on('data', (data) => (told += data))
  expect(await new Promise((resolve) => child.once('close', resolve)), told).toBe(0)
}

const build = (version: string, output: string): Promise<void> =>
  run(process.execPath, [buildScript, '--agent-version', version, '--output', output])

const agents = ['one', 'two', 'three']

test.skipIf(cannotRun !== '')(
  `U6 agents installed from the package of 0.9.0 are all brought to 1.0.0 by the console, one of them first${cannotRun}`,
  { timeout: 600_000 },
  async () => {
    const folder = await temporaryFolder()
    const resources = join(folder, 'resources')
    const [old, unpacked] = [join(folder, 'old'), join(folder, 'unpacked')]
    await mkdir(resources)
    await mkdir(unpacked)
    await build('0.9.0', old)
    await build('1.0.0', join(resources, 'agent-installers'))
    const archive = (await readdir(old)).find((name) => name.endsWith('.tar.gz')) as string
    await run('tar', ['-xzf', join(old, archive), '-C', unpacked, '--strip-components=1'])

    const { core, socket } = await openGateway({ folder, resources, withoutLan: true })
    const { api } = core
    await api['updates.changeSettings']({ soakSeconds: 0 })
    const roots = agents.map((name) => join(folder, name, 'root'))
    for (const [i, name] of agents.entries()) {
      const data = join(folder, name, 'data')
      await run(
        join(unpacked, 'install.sh'),
        ['--no-service', '--root', roots[i] as string, '--data', data, '--server', socket],
        { ...process.env, LICTOR_TOKEN: await newToken(core) },
      )
      const launcher = spawn(
        join(roots[i] as string, 'launcher'),
        ['launch', '--root', roots[i] as string, '--data', data, '--', '--interval', '1'],
        { stdio: 'ignore' },
      )
      const ended = new Promise((resolve) => launcher.once('close', resolve))
      atEnd(async () => {
        launcher.kill('SIGTERM')
        await ended
      })
    }
    const versions = async () => (await api['agents.list']({})).map(({ version }) => version)
    await until(async () => (await api['agents.list']({})).filter(({ status }) => status === 'online').length === 3, 30)
    expect(await versions()).toEqual(['0.9.0', '0.9.0', '0.9.0'])

    // An agent is taken once it has said that it can replace itself.
    await until(async () => {
      await api['updates.start']({ all: true })
      return (await api['updates.list']({})).length === 3
    }, 30)
    const told = async () => JSON.stringify(await api['updates.list']({}))
    const stages = async () => (await api['updates.list']({})).map(({ stage }) => stage)
    await until(async () => (await stages()).includes('done'), 120).catch(async () => expect(await told()).toBe('done'))
    await until(async () => (await versions()).every((version) => version === '1.0.0'), 180).catch(async () =>
      expect(await told()).toBe('done'),
    )
    await until(async () => (await stages()).every((stage) => stage === 'done'), 60)
    expect(await Promise.all(roots.map((root) => readPointer(installationAt(root).current)))).toEqual([
      '1.0.0',
      '1.0.0',
      '1.0.0',
    ])
    expect(await Promise.all(roots.map((root) => readPointer(installationAt(root).previous)))).toEqual([
      '0.9.0',
      '0.9.0',
      '0.9.0',
    ])
  },
)
