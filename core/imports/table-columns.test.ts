import { appendFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { importInto, openConsole } from '../cli/console-fixture.ts'
import type { ImportRecord } from '../contract/imports.ts'
import { endTest, temporaryFolder } from '../database/database-fixture.ts'
import type { Core } from '../open-core.ts'

let folder: string
let core: Core

beforeEach(async () => {
  folder = await temporaryFolder()
  core = await openConsole(join(folder, 'lictor.db'))
})
afterEach(async () => {
  await core.close()
  await endTest()
})

const header = 'Date;Action;Product;Person;PC;Seats'
const columns = {
  time: 'Date',
  event: 'Action',
  feature: 'Product',
  user: 'Person',
  host: 'PC',
  count: 'Seats',
  dates: 'day-first',
}
const table = (name: string, rows: readonly string[], head = header): string => {
  const path = join(folder, name)
  writeFileSync(path, `${[head, ...rows].join('\n')}\n`)
  return path
}
const aDay = (user: string): string[] => [
  `4/3/2024 08:00;Checkout;Draft;${user};ws1;1`,
  `4/3/2024 09:00;Checkin;Draft;${user};ws1;1`,
  `14/3/2024 09:00;Refused;Draft;${user};ws1;1`,
]
const importOne = async (path: string): Promise<ImportRecord> => {
  const [record] = await importInto(core, [path])
  return record as ImportRecord
}

test('a table with columns of its own is refused, looked at, mapped, and its like is then known', async () => {
  const refused = await importOne(table('march.csv', [...aDay('ann'), 'soon;Checkout;Draft;ann;ws1;1']))
  expect(refused).toMatchObject({ state: 'refused', hasColumns: true })
  expect(refused.outcome).toContain('no format knows its columns: Date, Action, Product, Person, PC, Seats.')

  const guess = await core.api['imports.previewColumns']({ id: refused.id })
  expect(guess).toMatchObject({
    fileName: 'march.csv',
    format: 'licence-events-csv',
    origin: 'guessed',
    header: header.split(';'),
    rowsRead: 4,
    isWhole: true,
    missing: [],
    kinds: [
      { kind: 'out', count: 1 },
      { kind: 'in', count: 1 },
      { kind: 'denied', count: 1 },
    ],
  })
  expect(guess.columns).toEqual(columns)
  expect(guess.rows[0]).toEqual(aDay('ann')[0]?.split(';'))
  expect(guess.rejections).toMatchObject([{ reason: 'The time is not a time', count: 1 }])

  const incomplete = await core.api['imports.previewColumns']({ id: refused.id, columns: { time: 'Date', event: '' } })
  expect(incomplete).toMatchObject({ origin: 'asked', missing: ['event', 'feature'], kinds: [] })

  const started = await core.api['imports.mapColumns']({ id: refused.id, format: 'licence-events-csv', columns })
  await core.idle()
  const records = await core.api['imports.list']({})
  expect(records.map(({ id }) => id)).toEqual([started.id])
  expect(records[0]).toMatchObject({ state: 'finished', facts: 3, rejected: 1 })

  const like = await importOne(table('april.csv', aDay('zoe')))
  expect(like).toMatchObject({ state: 'finished', facts: 3, hasColumns: true })
  expect(like.formatReason).toBe('its columns are those of a table that was mapped before')
  expect(await core.api['imports.previewColumns']({ id: like.id })).toMatchObject({ origin: 'remembered', columns })

  appendFileSync(join(folder, 'april.csv'), '15/3/2024 10:00;Checkout;Draft;kim;ws9;2\n')
  expect((await importOne(join(folder, 'april.csv'))).outcome).toContain('1 new line at the end of april.csv')
})

test('what a mapping must be', async () => {
  const { id } = await importOne(table('march.csv', aDay('ann')))
  const map = (format: string, given: { [column: string]: string }) =>
    core.api['imports.mapColumns']({ id, format, columns: given })
  await expect(map('lmstat', {})).rejects.toThrow('Columns cannot be told of lmstat.')
  await expect(map('licence-events-csv', { when: 'Date' })).rejects.toThrow('no column named when. It has: time, event')
  await expect(map('licence-events-csv', { time: 'Datum' })).rejects.toThrow('no column named Datum. It has: Date,')
  await expect(map('licence-events-csv', { dates: 'upside down' })).rejects.toThrow('day-first or month-first')
  await expect(map('licence-events-csv', { time: 'Date' })).rejects.toThrow('Nothing stands for event and feature yet')
  expect((await core.api['imports.list']({})).map((one) => one.id)).toEqual([id])
  rmSync(join(folder, 'march.csv'))
  await expect(map('licence-events-csv', columns)).rejects.toThrow('is not where it was any more')
})

test('another mapping takes the place of the first, with all that it brought', async () => {
  const path = table('march.csv', aDay('ann'))
  const { id } = await importOne(path)
  await core.api['imports.mapColumns']({ id, format: 'licence-events-csv', columns })
  await core.idle()
  const [first] = await core.api['imports.list']({})
  const changed = { ...columns, user: 'PC', host: '' }
  await core.api['imports.mapColumns']({ id: first?.id as number, format: 'licence-events-csv', columns: changed })
  await core.idle()
  const records = await core.api['imports.list']({})
  expect(records).toMatchObject([{ state: 'finished', facts: 3 }])
  const preview = await core.api['imports.previewColumns']({ id: records[0]?.id as number })
  expect(preview).toMatchObject({ origin: 'given', columns: changed })
})

test('columns chosen for a header that a format knows count for the next file of the kind too', async () => {
  const known = 'time,event,feature,user,host'
  const rows = ['2024-03-04T08:00:00Z,out,Draft,ann,ws1', '2024-03-04T09:00:00Z,in,Draft,ann,ws1']
  const { id } = await importOne(table('one.csv', rows, known))
  const swapped = { user: 'host', host: 'user' }
  await core.api['imports.mapColumns']({ id, format: 'licence-events-csv', columns: swapped })
  await core.idle()
  const next = await importOne(table('two.csv', [...rows, '2024-03-05T08:00:00Z,out,Draft,bob,ws2'], known))
  expect(next.formatReason).toBe('its columns are those of a table that was mapped before')
  const preview = await core.api['imports.previewColumns']({ id: next.id })
  expect(preview).toMatchObject({ origin: 'remembered', columns: { time: 'time', event: 'event', ...swapped } })
})

test('a last line without an end is a row too', async () => {
  const path = join(folder, 'short.csv')
  writeFileSync(path, `${header}\n${aDay('ann')[0]}`)
  const { id } = await importOne(path)
  expect(await core.api['imports.previewColumns']({ id })).toMatchObject({ rowsRead: 1, isWhole: true })
})

test('what is no table is refused as before', async () => {
  const path = join(folder, 'notes.txt')
  writeFileSync(path, 'Dear all,\nthe licences, which we have, are few.\n')
  const refused = await importOne(path)
  expect(refused.state).toBe('refused')
  expect(refused.hasColumns).toBeUndefined()
  await expect(core.api['imports.previewColumns']({ id: refused.id })).rejects.toThrow('is no table with a header')
})
