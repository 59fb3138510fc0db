import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { openSigner, signInstallers } from '../../agent/packaging/signing.ts'
import { command } from '../cli/console-fixture.ts'
import { endTest, temporaryFolder } from '../database/database-fixture.ts'
import { serveCommandSocket } from '../host/command-socket.ts'
import { createDispatcher } from '../host/dispatcher.ts'
import { ask, connectBody, enrolLocally, machine, openGateway } from './gateway-fixture.ts'

afterEach(endTest)

const resourcesWithUpdate = async (): Promise<string> => {
  const resources = await temporaryFolder()
  const folder = join(resources, 'agent-installers')
  const file = 'lictor-agent-1.0.0-linux-x64.gz'
  await mkdir(folder)
  await writeFile(join(folder, file), 'packed')
  const unpacked = { bytes: 5, sha256: 'c'.repeat(64) }
  await signInstallers(
    folder,
    {
      version: '1.0.0',
      updatesFrom: '0.9.0',
      files: [{ platform: 'linux-x64', purpose: 'update', format: 'gz', file, unpacked }],
    },
    await openSigner(join(resources, 'keys'), {}),
  )
  return resources
}

test('batches are listed, paused, resumed and cancelled, whether a console runs or not', {
  timeout: 60_000,
}, async () => {
  const gateway = await openGateway({ resources: await resourcesWithUpdate() })
  const { core } = gateway
  const db = ['--db', join(gateway.folder, 'lictor.db')]
  const { id, headers } = await enrolLocally(gateway, 'ws1')
  const update = { platform: 'linux-x64', unable: '', release: 0, root: 0 } as const
  await ask(gateway.socket, '/v1/connect', connectBody(id, { version: '0.9.0', machine: machine('ws1'), update }), {
    headers,
  })

  const dispatcher = createDispatcher({ api: core.api, onEvent: core.onEvent, log: () => undefined })
  const commands = await serveCommandSocket(core.socket, (port) => dispatcher.connect(port), core.lock)
  expect((await command('agents', 'batches', ...db)).stderr).toContain('No agent was updated from here yet.')
  await core.api['updates.start']({ agents: [id] })
  const paused = await command('agents', 'pause', '1', ...db)
  expect([paused.status, paused.stderr]).toEqual([0, expect.stringContaining('Batch 1 is paused.')])
  expect(await core.api['updates.batches']({})).toMatchObject([{ state: 'paused' }])
  await commands.close()
  dispatcher.close()
  await gateway.close()

  const list = async () => JSON.parse((await command('agents', 'batches', '--format', 'json', ...db)).stdout)
  expect(await list()).toMatchObject([
    { batch: 1, version: '1.0.0', origin: 'manual', state: 'paused', counts: { queued: 1 }, finishedAt: null },
  ])
  expect(await command('agents', 'resume', '1', ...db)).toMatchObject({ status: 0, stderr: 'Batch 1 goes on.\n' })
  expect(await command('agents', 'cancel', '1', ...db)).toMatchObject({ status: 0 })
  expect(await list()).toMatchObject([{ state: 'cancelled', counts: { cancelled: 1 } }])
  expect((await command('agents', 'batches', ...db)).stdout).toMatch(/1 .+ 1\.0\.0 +cancelled +1 of 1 +1 +0 +0/)
  expect(await command('agents', 'resume', '1', ...db)).toMatchObject({ status: 1, stderr: 'Batch 1 is cancelled.\n' })
  expect(await command('agents', 'pause', '2', ...db)).toMatchObject({ status: 2 })
  expect(await command('agents', 'pause', 'all', ...db)).toMatchObject({ status: 2 })
})
