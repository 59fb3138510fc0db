import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { openSpool } from '../../agent/spool/spool.ts'
import { atEnd, endTest } from '../database/database-fixture.ts'
import { ask, connectBody, enrolLocally, openGateway, withRecords } from './gateway-fixture.ts'

afterEach(endTest)

/** About 30 kB. */
const record = () => ({
  record: 'inventory',
  of: 'address',
  at: Date.now(),
  keys: Array.from({ length: 4 }, (_, i) => `${i}@1 ${'x'.repeat(7500)}`),
})

test('records that an agent gave up are counted once, by its reason; those that are gone without one never came', async () => {
  const gateway = await openGateway()
  const { id, headers } = await enrolLocally(gateway)
  const folder = join(gateway.folder, 'spool')
  const spool = await openSpool(folder, { quotaMegabytes: 1, whenFull: 'dropOldest' })
  atEnd(() => spool.close())
  const append = async (count: number) => {
    for (let i = 0; i < count; i++) await spool.append([`${JSON.stringify(record())}\n`])
  }
  /** As the agent does: it asks first, then sends what waits. @returns how many records came */
  const deliver = async (): Promise<number> => {
    let came = 0
    for (let isFirst = true; ; isFirst = false) {
      const { state, records } = await spool.next(isFirst ? undefined : { records: 5, bytes: 500_000 })
      const envelope = `${JSON.stringify(connectBody(id, { spool: state }))}\n`
      const { status, body } = await ask(gateway.socket, '/v1/connect', `${envelope}${records}`, { headers })
      expect(status).toBe(200)
      if (body.acknowledged) await spool.acknowledge(body.acknowledged)
      if (body.resendFrom !== undefined) await spool.resendFrom(body.resendFrom)
      else if (body.pending !== true && state.first !== undefined && state.last !== undefined)
        came += state.last - state.first + 1
      else if (!isFirst && state.first === undefined && body.pending !== true) return came
    }
  }
  const told = async () => {
    const { spool, issues } = await gateway.core.api['agents.details']({ id })
    return { spool, codes: issues.map(({ code }) => code).filter((code) => code.startsWith('records-')) }
  }

  await append(100)
  const came = await deliver()
  expect(came).toBeLessThan(50)
  const afterDrop = await told()
  expect(afterDrop.spool).toMatchObject({ dropped: { 'spool-full': 100 - came }, missing: 0, rejected: 0 })
  expect(afterDrop.codes).toEqual(['records-dropped'])

  await append(10)
  const { state } = await spool.next()
  const path = join(folder, state.epoch, readdirSync(join(folder, state.epoch)).sort().at(-2) ?? '')
  const bytes = readFileSync(path)
  bytes[bytes.length - 100] = 0
  writeFileSync(path, bytes)
  const cameThen = await deliver()
  const afterDamage = await told()
  expect(afterDamage.spool).toMatchObject({ dropped: { damaged: 10 - cameThen }, missing: 0 })
  expect(afterDamage.codes).toEqual(['records-dropped'])

  // 110 were written; three more are skipped without a word.
  const later = connectBody(id, { spool: { ...(await spool.next()).state, oldestKept: 114 } })
  await ask(gateway.socket, '/v1/connect', withRecords(later, 114, [record()]), { headers })
  const afterLoss = await told()
  expect(afterLoss.spool.missing).toBe(3)
  expect(afterLoss.codes.toSorted()).toEqual(['records-dropped', 'records-missing'])
})
