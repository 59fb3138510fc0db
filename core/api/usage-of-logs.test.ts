import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { generateLog } from '../../e2e/recount/log-generator.ts'
import { importInto, openConsole } from '../cli/console-fixture.ts'
import { writeLog } from '../cli/log-fixture.ts'
import type { ReportRequest } from '../contract/reports.ts'
import { endTest, temporaryFolder } from '../database/database-fixture.ts'
import type { Core } from '../open-core.ts'

// Types that status output, events and logs can feed say of a licence log what the log's own types say.

let folder: string
let core: Core
beforeEach(async () => {
  folder = await temporaryFolder()
  core = await openConsole(join(folder, 'lictor.db'))
  const log = generateLog({
    seed: 5,
    days: 4,
    users: 5,
    hosts: 4,
    features: 3,
    daemons: 2,
    eventsPerDay: 80,
    restarts: true,
  })
  await importInto(core, [writeLog(folder, 'lmgrd.log', log)], { zone: 'Europe/Berlin' })
})
afterEach(async () => {
  await core.close()
  await endTest()
})

/** Rows of an answer: what it is grouped by, and one measurement. */
const answer = async (type: number, groupBy: string[], measure: string, more: Partial<ReportRequest> = {}) => {
  const { resultId, rowCount, columns } = await core.api['reports.run']({
    type,
    by: 'day',
    groupBy,
    where: [],
    zone: 'Europe/Berlin',
    ...more,
  })
  const cells = await core.api['reports.rows']({ resultId, offset: 0, count: rowCount })
  const wanted = [0, ...groupBy.map((name) => columns.findIndex((column) => column.name === name))]
  const measured = columns.findIndex((column) => column.concept === measure)
  return Array.from({ length: rowCount }, (_, row) => [
    ...wanted.map((column) => cells[column]?.[row]),
    Number(cells[measured]?.[row]).toFixed(6),
  ])
}

test('94 says of each user what 84 says, day by day', async () => {
  const by = ['Vendor License', 'Feature', 'User name']
  const expected = await answer(84, by, 'elapsed')
  expect(expected.length).toBeGreaterThan(20)
  expect(await answer(94, by, 'elapsed')).toEqual(expected)
  expect(await answer(94, by, 'maximum')).toEqual(await answer(84, by, 'maximum'))
})

test('102 says of each feature what 51 says: use, peaks, and how long it was observed', async () => {
  const by = ['Vendor License', 'Feature']
  for (const measure of ['elapsed', 'maximum', 'running', 'average', 'minimum'])
    expect(await answer(102, by, measure), measure).toEqual(await answer(51, by, measure))
})

test('a part of the time is the part of the whole', async () => {
  const by = ['Feature', 'User name']
  const whole = await answer(94, by, 'elapsed', { by: 'hour' })
  const from = String(whole[Math.floor(whole.length / 3)]?.[0])
  const to = String(whole[Math.floor(whole.length / 2)]?.[0])
  expect(await answer(94, by, 'elapsed', { by: 'hour', from, to })).toEqual(
    whole.filter(([time]) => String(time) >= from && String(time) < to),
  )
})
