import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import type { Database } from '../../database/connection.ts'
import { endTest, openForTest, temporaryFolder } from '../../database/database-fixture.ts'
import { migrate, readMigrations } from '../../database/migrate.ts'
import type { FleetAgent, ReceivedBatch } from '../agents-context.ts'
import type { SpoolState } from '../protocol/messages.ts'
import { createCommitter } from './commit-batches.ts'
import { lossesOf } from './losses.ts'

afterEach(endTest)

const open = async () => {
  const database = await openForTest(join(await temporaryFolder(), 'lictor.db'), { create: true })
  await migrate(database, await readMigrations())
  return { database, committer: await begin(database) }
}
const on = { committed: () => undefined, looked: () => undefined, missed: () => undefined }
const begin = (database: Database) => createCommitter(database, on, { patience: 60_000 })

const batch = (first: number, last: number, { oldestKept = 1, epoch = 'epoch-1', id = 'a' } = {}): ReceivedBatch => ({
  agent: { id, host: 'ws-1', startedAt: 0 } as FleetAgent,
  spool: { epoch, first, last, oldestKept, waiting: 0, bytes: 0, quota: 1, dropped: {} },
  records: Buffer.from(Array.from({ length: last - first + 1 }, (_, i) => `${first + i}\n`).join('')),
  clockOffset: 0,
  observedUntil: undefined,
})
const stored = async (database: Database): Promise<string[]> =>
  (await database.all<{ body: Buffer }>('SELECT body FROM agent_batch ORDER BY id')).map(({ body }) =>
    body.toString().trimEnd().replaceAll('\n', ','),
  )

test('what comes again is left out, what is missing is asked for, and what is gone is counted', async () => {
  const { database, committer } = await open()
  expect(await committer.take(batch(1, 2))).toEqual({ acknowledged: 2 })
  // The acknowledgement was lost; then more is sent along.
  expect(await committer.take(batch(1, 2))).toEqual({ acknowledged: 2 })
  expect(await committer.take(batch(1, 3))).toEqual({ acknowledged: 3 })
  expect(await committer.take(batch(5, 6))).toEqual({ acknowledged: 3, resendFrom: 4 })
  // Sequence 4 and 5 are gone where they came from: nothing is asked for that is not there.
  expect(await committer.take(batch(8, 8, { oldestKept: 6 }))).toEqual({ acknowledged: 3, resendFrom: 6 })
  expect(await committer.take(batch(6, 7, { oldestKept: 6 }))).toEqual({ acknowledged: 7 })
  expect(await lossesOf(database, 'a')).toEqual({ missing: 2, rejected: 0 })
  // A spool made anew begins anew.
  expect(await committer.take(batch(1, 1, { epoch: 'epoch-2' }))).toEqual({ acknowledged: 1 })
  expect(await stored(database)).toEqual(['1,2', '3', '6,7', '1'])
})

test('what the agent says it gave up is no loss besides, whenever the gap is seen; what it gives no reason for is told', async () => {
  const { database } = await open()
  const missed: number[] = []
  let spool: SpoolState | undefined
  const takes = async (committer: Awaited<ReturnType<typeof begin>>, first: number, last: number, dropped = {}) => {
    const one = batch(first, last, { oldestKept: first })
    const told = { ...one.spool, dropped }
    await committer.take({ ...one, agent: { ...one.agent, spool }, spool: told })
    spool = told
    return (await lossesOf(database, 'a', spool)).missing
  }
  const beginHere = () => createCommitter(database, { ...on, missed: (_, { first = 0 }) => missed.push(first) })
  const committer = await beginHere()
  expect(await takes(committer, 1, 2)).toBe(0)
  // Told together with the gap.
  expect(await takes(committer, 13, 14, { 'spool-full': 10 })).toBe(0)
  // Damage is found behind what was read, so the gap is in the batch after; what had no sequence makes none.
  expect(await takes(committer, 15, 15, { 'spool-full': 10, damaged: 4, 'too-long': 50 })).toBe(0)
  expect(await takes(committer, 20, 20, { 'spool-full': 10, damaged: 4, 'too-long': 50 })).toBe(0)
  expect(missed).toEqual([])
  const again = await beginHere()
  expect(await takes(again, 24, 24, { 'spool-full': 10, damaged: 4 })).toBe(3)
  expect(await takes(again, 26, 26, { 'spool-full': 11, damaged: 4 })).toBe(3)
  expect(missed).toEqual([24])
  // Of an epoch that is over nobody gives reasons any more.
  expect(await lossesOf(database, 'a', { ...(spool as SpoolState), epoch: 'epoch-2' })).toMatchObject({ missing: 18 })
})

test('what was committed is known after a restart', async () => {
  const { database, committer } = await open()
  await committer.take(batch(1, 4))
  const again = await begin(database)
  expect(await again.take(batch(2, 5))).toEqual({ acknowledged: 5 })
  expect(await stored(database)).toEqual(['1,2,3,4', '5'])
})

test('batches that come together are committed together, each once', async () => {
  const { database, committer } = await open()
  const agents = Array.from({ length: 40 }, (_, i) => `agent-${i}`)
  const answers = await Promise.all(
    agents.flatMap((id) => [
      committer.take(batch(1, 2, { id })),
      committer.take(batch(1, 3, { id })),
      committer.take(batch(3, 4, { id })),
    ]),
  )
  expect(answers.map(({ acknowledged }) => acknowledged)).toEqual(agents.flatMap(() => [2, 3, 4]))
  const bodies = await stored(database)
  expect(bodies.toSorted()).toEqual(agents.flatMap(() => ['1,2', '3', '4']).toSorted())
})

test('a commit that fails takes nothing, and the same batch is taken later', async () => {
  const { database, committer } = await open()
  await committer.take(batch(1, 2))
  let isFull = true
  const failing = await createCommitter(
    {
      ...database,
      transaction: (work) => (isFull ? Promise.reject(new Error('The disk is full.')) : database.transaction(work)),
    },
    { committed: () => undefined, looked: () => undefined, missed: () => undefined },
  )
  const [first, second] = await Promise.allSettled([failing.take(batch(3, 3)), failing.take(batch(4, 4))])
  expect([first?.status, second?.status]).toEqual(['rejected', 'rejected'])
  isFull = false
  expect(await failing.take(batch(4, 4))).toEqual({ acknowledged: 2, resendFrom: 3 })
  expect(await failing.take(batch(3, 4))).toEqual({ acknowledged: 4 })
  expect(await stored(database)).toEqual(['1,2', '3,4'])
})

test('a batch whose lines are not as many as it says is refused', async () => {
  const { committer } = await open()
  for (const lines of ['1\n', '1\n2\n3\n', '1\n2', ''])
    await expect(committer.take({ ...batch(1, 2), records: Buffer.from(lines) })).rejects.toThrow('not as many')
})

test('a commit that takes long is answered before it is done; it is asked for without records, and stored once', async () => {
  const { database } = await open()
  let letGo = (): void => undefined
  let fails = false
  const slow: Database = {
    ...database,
    transaction: async (work) => {
      await new Promise<void>((done) => (letGo = done))
      if (fails) throw new Error('The disk is full.')
      return database.transaction(work)
    },
  }
  const committer = await createCommitter(slow, on, { patience: 10 })
  const askAgain = { ...batch(1, 1), spool: { ...batch(1, 1).spool, first: undefined, last: undefined, waiting: 2 } }
  const question: ReceivedBatch = { ...askAgain, records: Buffer.alloc(0) }
  expect(await committer.take(batch(1, 2))).toEqual({ acknowledged: 0, isPending: true })
  expect(await committer.take(question)).toEqual({ acknowledged: 0, isPending: true })
  expect(await committer.take(batch(1, 2))).toEqual({ acknowledged: 0, isPending: true })
  letGo()
  await committer.flush()
  expect(await committer.take(question)).toEqual({ acknowledged: 2 })
  // What could not be committed after all is sent again.
  fails = true
  expect(await committer.take(batch(3, 3))).toEqual({ acknowledged: 2, isPending: true })
  letGo()
  await committer.flush()
  expect(await committer.take(question)).toEqual({ acknowledged: 2 })
  expect(await stored(database)).toEqual(['1,2'])
})

test('what comes soon after a commit shares the next one', async () => {
  const { database } = await open()
  let commits = 0
  const counting: Database = { ...database, transaction: (work) => database.transaction(work).finally(() => commits++) }
  const committer = await createCommitter(counting, on, { patience: 60_000 })
  await committer.take(batch(1, 1))
  await Promise.all(
    Array.from({ length: 5 }, async (_, i) => {
      await new Promise((done) => setTimeout(done, i))
      await committer.take(batch(1, 1, { id: `agent-${i}` }))
    }),
  )
  expect(await stored(database)).toHaveLength(6)
  expect(commits).toBeLessThan(6)
})
