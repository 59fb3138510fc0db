import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { importInto, openConsole } from '../cli/console-fixture.ts'
import { startBlock, writeLog } from '../cli/log-fixture.ts'
import { endTest, temporaryFolder } from '../database/database-fixture.ts'
import type { Core } from '../open-core.ts'

let folder: string
let core: Core
beforeEach(async () => {
  folder = await temporaryFolder()
  core = await openConsole(join(folder, 'lictor.db'))
  const log = writeLog(folder, 'lmgrd.log', [
    ...startBlock(),
    ' 9:00:00 (demo) OUT: "solve" ann@ws1 (2 licenses)',
    ' 9:10:00 (demo) OUT: "solve" bob@ws2',
    ' 9:20:00 (demo) DENIED: "solve" cy@ws3  (Licensed number of users already reached. (-4,342))',
    ' 9:30:00 (demo) DENIED: "mesh" bob@ws2  (Licensed number of users already reached. (-4,342))',
    ' 9:30:01 (demo) OUT: "mesh" bob@ws2',
    ' 9:40:00 (demo) UNSUPPORTED: "paint" (PORT_AT_HOST_PLUS   ) dan@ws4  (License server system does not support this feature. (-18,327))',
    '10:00:00 (demo) IN: "solve" ann@ws1 (2 licenses)',
    '11:00:00 (demo) DENIED: "solve" dan@ws4  (Something odd (-999,1))',
    ' 2:00:00 (lmgrd) TIMESTAMP 3/5/2024',
    ' 2:10:00 (demo) DENIED: "solve" eve@ws5  (Licensed number of users already reached. (-4,342))',
  ])
  await importInto(core, [log], { zone: 'Europe/Berlin' })
})
afterEach(async () => {
  await core.close()
  await endTest()
})

const list = (more: object = {}) =>
  core.api['denials.list']({ verdict: 'all', text: '', count: 100, ...more } as Parameters<
    (typeof core.api)['denials.list']
  >[0])

test('failed requests come the latest first, with what decided them and what their codes mean', async () => {
  const { denials, next } = await list()
  expect(next).toBeUndefined()
  expect(
    denials.map(({ at, user, feature, kind, verdict }) => [at.slice(5, 16), user, feature, kind, verdict]),
  ).toEqual([
    ['03-05T02:10', 'eve', 'solve', 'denied', 'true'],
    ['03-04T11:00', 'dan', 'solve', 'denied', 'true'],
    ['03-04T09:40', 'dan', 'paint', 'unsupported', 'true'],
    ['03-04T09:30', 'bob', 'mesh', 'denied', 'local'],
    ['03-04T09:20', 'cy', 'solve', 'denied', 'true'],
  ])
  expect(denials[4]).toMatchObject({
    at: '2024-03-04T09:20:00+01:00',
    vendorLicence: 'lic01;demo',
    host: 'ws3',
    reason: 'Licensed number of users already reached.',
    codes: '-4,342',
    explanation: 'All licences of this feature were in use.',
  })
  expect(denials[3]?.grantedBy).toBe('lic01;demo')
  expect(denials[1]?.explanation).toBeUndefined()
})

test('they are filtered, and read page by page', async () => {
  expect((await list({ verdict: 'false' })).denials.map(({ user }) => user)).toEqual(['bob'])
  expect((await list({ text: 'WS4' })).denials.map(({ feature }) => feature)).toEqual(['solve', 'paint'])
  expect((await list({ from: '2024-03-05' })).denials.map(({ user }) => user)).toEqual(['eve'])
  expect((await list({ to: '2024-03-04', verdict: 'true' })).denials.map(({ user }) => user)).toEqual([
    'dan',
    'dan',
    'cy',
  ])
  const users: string[] = []
  for (let after: string | undefined, pages = 0; pages < 10; pages++) {
    const page = await list({ count: 2, ...(after ? { after } : {}) })
    users.push(...page.denials.map(({ user }) => user))
    after = page.next
    if (after === undefined) break
  }
  expect(users).toEqual(['eve', 'dan', 'dan', 'bob', 'cy'])
})

test('who held the licences at that moment is told', async () => {
  const { denials } = await list()
  const holders = await core.api['denials.holders']({ id: denials[4]?.id ?? '' })
  expect(holders).toMatchObject({ vendorLicence: 'lic01;demo', feature: 'solve', held: 3 })
  expect(holders.holders).toEqual([
    { user: 'ann', host: 'ws1', licences: 2, since: '2024-03-04T09:00:00+01:00' },
    { user: 'bob', host: 'ws2', licences: 1, since: '2024-03-04T09:10:00+01:00' },
  ])
  // The day after, what was carried over has no beginning on that day.
  const later = await core.api['denials.holders']({ id: denials[0]?.id ?? '' })
  expect(later.holders).toEqual([{ user: 'bob', host: 'ws2', licences: 1 }])
  await expect(core.api['denials.holders']({ id: '999/1' })).rejects.toThrow('derived anew')
})
