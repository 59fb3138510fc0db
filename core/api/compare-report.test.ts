import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { importInto, openConsole } from '../cli/console-fixture.ts'
import { startBlock, writeLog } from '../cli/log-fixture.ts'
import type { ReportRequest } from '../contract/reports.ts'
import { endTest, temporaryFolder } from '../database/database-fixture.ts'
import type { Core } from '../open-core.ts'

let core: Core
beforeEach(async () => {
  const folder = await temporaryFolder()
  core = await openConsole(join(folder, 'lictor.db'))
  // Monday: ann 2 h, bob 1 h. Tuesday: ann 3 h, cid half an hour. The log is watched from Monday 8:00 to Tuesday 12:00.
  const log = [
    ...startBlock(),
    ' 8:30:00 (demo) OUT: "a" ann@pc1  ',
    ' 9:00:00 (demo) OUT: "a" bob@pc2  ',
    '10:00:00 (demo) IN: "a" bob@pc2  ',
    '10:30:00 (demo) IN: "a" ann@pc1  ',
    '18:00:00 (lmgrd) TIMESTAMP 3/4/2024',
    ' 0:00:00 (lmgrd) TIMESTAMP 3/5/2024',
    ' 8:00:00 (demo) OUT: "a" ann@pc1  ',
    ' 9:00:00 (demo) OUT: "a" cid@pc3  ',
    ' 9:30:00 (demo) IN: "a" cid@pc3  ',
    '11:00:00 (demo) IN: "a" ann@pc1  ',
    '12:00:00 (lmgrd) TIMESTAMP 3/5/2024',
  ]
  await importInto(core, [writeLog(folder, 'debug.log', log)])
})
afterEach(async () => {
  await core.close()
  await endTest()
})

const compared = async (request: Partial<ReportRequest>) => {
  const summary = await core.api['reports.run']({
    type: 84,
    by: 'day',
    groupBy: ['User name'],
    where: [],
    from: '2024-03-05',
    to: '2024-03-06',
    compare: 'previous',
    ...request,
  })
  const cells = await core.api['reports.rows']({ resultId: summary.resultId, offset: 0, count: 1000 })
  const column = (name: string) => cells[summary.columns.findIndex((it) => it.name === name)] ?? []
  const rows = (...names: readonly string[]) =>
    (cells[0] ?? []).map((_, row) => names.map((name) => column(name)[row] ?? null))
  return { summary, rows }
}

test('each row has its earlier value and the difference; rows of one period only have none', async () => {
  const { summary, rows } = await compared({})
  expect(
    rows(
      'Time',
      'Earlier time',
      'User name',
      'Occurs in',
      'Elapsed time',
      'Elapsed time, earlier',
      'Elapsed time, difference',
      'Elapsed time, change',
    ),
  ).toEqual([
    ['2024-03-05T00:00:00+00:00', '2024-03-04T00:00:00+00:00', 'ann', 'both periods', 3, 2, 1, 50],
    ['2024-03-05T00:00:00+00:00', '2024-03-04T00:00:00+00:00', 'bob', 'earlier period only', null, 1, null, null],
    ['2024-03-05T00:00:00+00:00', null, 'cid', 'this period only', 0.5, null, null, null],
  ])
  expect(summary.columns.map(({ name }) => name)).not.toContain('Distinct, earlier')
  expect(summary.compared).toMatchObject({
    from: '2024-03-04T00:00:00+00:00',
    to: '2024-03-05T00:00:00+00:00',
    hours: 24,
    earlierHours: 24,
    onlyNow: 1,
    onlyBefore: 1,
  })
  // Watched for 16 of 24 hours then, for 12 of 24 now: said, because hours do not compare then.
  expect(summary.compared?.coverage).toBeCloseTo(16 / 24)
  expect(summary.coverage).toBeCloseTo(12 / 24)
  expect(summary.notes.at(-1)).toMatchObject({ severity: 'warning' })
})

test('the hours of a day stand beside the same hours of the day before', async () => {
  const { rows } = await compared({
    type: 51,
    by: 'hour',
    groupBy: [],
    from: '2024-03-05T08:00:00Z',
    to: '2024-03-05T11:00:00Z',
  })
  expect(rows('Time', 'Earlier time', 'Elapsed time', 'Elapsed time, difference')).toEqual([
    ['2024-03-05T08:00:00+00:00', '2024-03-04T08:00:00+00:00', 1, 0.5],
    ['2024-03-05T09:00:00+00:00', '2024-03-04T09:00:00+00:00', 1.5, -0.5],
    ['2024-03-05T10:00:00+00:00', '2024-03-04T10:00:00+00:00', 1, 0.5],
  ])
})

test('the chart has the earlier course on the axis of this one, the export all columns', async () => {
  const { summary } = await compared({})
  const chart = await core.api['reports.chart']({
    resultId: summary.resultId,
    measure: 'Elapsed time',
    kind: 'series',
    top: 2,
  })
  expect(chart.series).toEqual([
    { name: 'ann', values: [3] },
    { name: 'cid', values: [0.5] },
    { name: 'other (1)', values: [null] },
  ])
  expect(chart.earlier).toMatchObject({
    label: '2024-03-04 – 2024-03-04',
    times: [Date.parse('2024-03-04T00:00:00Z')],
    isUnobserved: [false],
    series: [[2], [null], [1]],
  })
  const { bytes } = await core.api['reports.export']({ resultId: summary.resultId, format: 'csv', raw: false })
  expect(bytes).toBeGreaterThan(200)
})

test('where nobody looked earlier there is nothing to compare with, and that is said', async () => {
  const { summary, rows } = await compared({ compare: 'year' })
  expect(rows('User name', 'Elapsed time, earlier', 'Elapsed time, difference')).toEqual([
    ['ann', null, null],
    ['cid', null, null],
  ])
  expect(summary.notes.at(-1)?.message).toMatch(/^Nothing was observed in the earlier period, 2023-03-05/)
})

test('the hourly records are not compared', async () => {
  await expect(compared({ groupBy: null, by: 'hour' })).rejects.toMatchObject({ code: 'invalid' })
})
