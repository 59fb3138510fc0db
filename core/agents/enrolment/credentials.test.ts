import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { endTest, openForTest, temporaryFolder } from '../../database/database-fixture.ts'
import { migrate, readMigrations } from '../../database/migrate.ts'
import { openCredentials } from './credentials.ts'

afterEach(endTest)

test('a renewal that is under way when the agent is revoked gives nothing that counts', async () => {
  const database = await openForTest(join(await temporaryFolder(), 'lictor.db'), { create: true })
  await migrate(database, await readMigrations())
  await database.transaction((tx) =>
    tx.run(
      `INSERT INTO agent (id, name, standing, channel, version, host, domain, ip, addresses, system, release, architecture, fingerprint,
         enrolled_at, last_connection, interval, is_own_interval, told_configuration, told_configuration_at, applied_configuration,
         clock_offset, observed_until, started, spool, servers, applications)
       VALUES ('a', '', 'approved', 'tls', '1', 'h', '', '', '[]', 'linux', '', '', 'f', 0, 0, 30, 0, '', 0, '', 0, 0, 0, '', '[]', '[]')`,
    ),
  )
  const one = (key: string, issued_at: number) => ({
    key,
    agent: 'a',
    kind: 'certificate' as const,
    issued_at,
    not_after: 1e15,
  })
  const credentials = await openCredentials(database)
  await database.transaction((tx) => credentials.insert(tx, one('old', 1)))
  credentials.added(one('old', 1))
  const renewing = credentials.renew(one('new', 2), 'old')
  const revoking = credentials.revoke(['a'], 3)
  // From the call on.
  expect(credentials.check('old', 'certificate', 4).state).toBe('revoked')
  expect(await renewing).toBe(false)
  await revoking
  for (const known of [credentials, await openCredentials(database)])
    expect(['old', 'new'].map((key) => known.check(key, 'certificate', 4).state)).not.toContain('valid')
  expect(await credentials.renew(one('newer', 5), 'old')).toBe(false)
})
