import { readFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test as vitest } from 'vitest'
import { readPointer } from '../../agent/update/installation.ts'
import { endTest, temporaryFolder } from '../database/database-fixture.ts'
import { isFullSize, until } from './fault-fixture.ts'
import { newToken, openGateway } from './gateway-fixture.ts'
import { bundledProgram, cannotRun, installedAgent, programText } from './installed-agent-fixture.ts'

// Updates from end to end: a console, launchers and agents as processes of their own.

afterEach(endTest)

const test = vitest.skipIf(cannotRun)

/** A console that has this program bundled as version 1.0.0, and where its agents are put. */
const consoleWith = async (folder: string, program: string) => {
  const { resources, roots } = await bundledProgram(program)
  const gateway = await openGateway({ folder, resources })
  await gateway.core.api['updates.changeSettings']({ soakSeconds: 0, attempts: 1 })
  return { ...gateway, roots }
}
type Console = Awaited<ReturnType<typeof consoleWith>>

/** An agent of version 0.9.5 that its launcher runs. */
const installed = async (
  { core, folder, roots, socket }: Console,
  name: string,
  program: string,
  server: string = socket,
) => {
  const agent = await installedAgent({ folder, name, program, roots, server, token: await newToken(core) })
  return { ...agent, launcher: agent.launch() }
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
