import { appendFileSync, cpSync, globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { dataFolderAt } from '../../agent/data-folder.ts'
import { readEnrolment } from '../../agent/enrolment.ts'
import { startAgent } from '../../agent/running-agent.ts'
import { usualConfiguration } from '../agents/protocol/configuration.ts'
import { atEnd, endTest } from '../database/database-fixture.ts'
import { agent } from './agent-fixture.ts'
import { newToken, openGateway } from './gateway-fixture.ts'

afterEach(endTest)

test('A8 what waits in a data folder of which a copy was sending is all taken once an admin has let it in', async () => {
  const { core, folder, socket } = await openGateway()
  const [original, copy] = [join(folder, 'original'), join(folder, 'copy')]
  await agent('enrol', '--server', socket, '--token', await newToken(core), '--data', original)
  const logOf = (data: string) => join(folder, `${data.endsWith('copy') ? 'copy' : 'original'}.log`)
  /** Follows a log of its own, and nothing else. */
  const start = async (data: string) => {
    const place = dataFolderAt(data)
    const logs = { enabled: true, files: [{ path: logOf(data), server: 'lic1' }] }
    const processes = { ...usualConfiguration.collectors.processes, enabled: false }
    const collectors = { ...usualConfiguration.collectors, processes, logs }
    writeFileSync(place.configuration, JSON.stringify({ ...usualConfiguration, revision: 'own', collectors }))
    writeFileSync(logOf(data), '')
    const enrolment = await readEnrolment(place)
    if (!enrolment) throw new Error('not enrolled')
    const running = await startAgent(
      place,
      enrolment,
      undefined,
      () => undefined,
      () => undefined,
    )
    atEnd(() => running.close())
    await running.applyConfiguration()
    return {
      ...running,
      /** A record for each line. */
      async writes(...lines: readonly string[]) {
        for (const line of lines) {
          appendFileSync(logOf(data), `${line}\n`)
          await running.collecting.settle()
        }
      },
    }
  }
  const first = await start(original)
  await first.connect()
  cpSync(original, copy, { recursive: true })
  const second = await start(copy)
  await second.writes('a', 'b', 'c')
  expect(await second.connect()).toEqual({ standing: 'approved', isDrained: true })
  await first.writes('1', '2', '3', '4', '5')
  expect((await first.connect()).standing).toBe('quarantined')
  const [{ id = '' } = {}] = await core.api['agents.list']({})
  await core.api['agents.approve']({ ids: [id] })
  expect(await first.connect()).toEqual({ standing: 'approved', isDrained: true })
  await core.api['agents.settle']({})
  const kept = globSync(join(folder, 'lictor.db-agent-files', '**', '*.log')).map((path) => readFileSync(path, 'utf8'))
  expect(kept.sort()).toEqual(['1\n2\n3\n4\n5\n', 'a\nb\nc\n'])
})
