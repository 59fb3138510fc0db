import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { insertCredential } from '../database/agent-credential-table.ts'
import { openDatabase } from '../database/connection.ts'
import { endTest } from '../database/database-fixture.ts'
import { ask, connectBody, enrolLocally, machine, openGateway } from './gateway-fixture.ts'

afterEach(endTest)

const day = 86_400_000

test('credentials that ended long ago are removed at start, but for the last of each agent: that one hears why', async () => {
  const gateway = await openGateway({ withoutLan: true })
  const agents = [
    await enrolLocally(gateway, 'revoked'),
    await enrolLocally(gateway, 'away'),
    await enrolLocally(gateway),
  ]
  const [revoked = '', away = '', active = ''] = agents.map(({ id }) => id)
  await gateway.close()
  const path = join(gateway.folder, 'lictor.db')
  const now = Date.now()
  const database = await openDatabase(path)
  await database.transaction(async (tx) => {
    const put = (name: string, agent: string, revokedAt: number, notAfter = now + 300 * day) =>
      insertCredential(tx, {
        key: createHash('sha256').update(name).digest('hex'),
        agent,
        kind: 'certificate',
        issued_at: 1,
        not_after: notAfter,
        revoked_at: revokedAt,
      })
    // An admin revoked all that it had; which of the two it uses nobody knows. One before was given up when it was renewed.
    await tx.run('UPDATE agent_credential SET revoked_at = ? WHERE agent = ?', [now - 40 * day, revoked])
    await put('revoked twin', revoked, now - 40 * day)
    await put('revoked earlier', revoked, now - 41 * day)
    // It did not come back before its certificate ended.
    await tx.run('DELETE FROM agent_credential WHERE agent = ?', [away])
    await put('away', away, 0, now - 35 * day)
    await put('away earlier', away, 0, now - 100 * day)
    // What it uses counts; before that it had others.
    await put('active lately', active, now - 29 * day)
    await put('active once', active, now - 31 * day)
    await put('active expired', active, 0, now - 31 * day)
  })
  await database.close()

  const again = await openGateway({ withoutLan: true, folder: gateway.folder })
  const connect = async (index: number, host: string) => {
    const { id = '', headers = {} } = agents[index] ?? {}
    return ask(again.socket, '/v1/connect', connectBody(id, { machine: machine(host) }), { headers })
  }
  expect(await connect(0, 'revoked')).toMatchObject({
    status: 401,
    body: { code: 'credential', message: expect.stringContaining('was revoked') },
  })
  expect((await connect(2, 'ws1')).status).toBe(200)
  await again.close()
  const after = await openDatabase(path)
  const left = await after.all<{ agent: string; rows: number }>(
    'SELECT agent, count(*) AS rows FROM agent_credential GROUP BY agent',
  )
  await after.close()
  expect(Object.fromEntries(left.map(({ agent, rows }) => [agent, rows]))).toEqual({
    [revoked]: 2,
    [away]: 1,
    [active]: 2,
  })
})
