import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openConsole } from '../cli/console-fixture.ts'
import type { ViewLayout, ViewShape } from '../contract/views.ts'
import { endTest, temporaryFolder } from '../database/database-fixture.ts'
import type { Core } from '../open-core.ts'
import { readViewFile } from './view-file.ts'

let core: Core
beforeEach(async () => {
  core = await openConsole(join(await temporaryFolder(), 'lictor.db'))
})
afterEach(async () => {
  await core.close()
  await endTest()
})

const shape: ViewShape = {
  type: 51,
  period: { kind: 'last', days: 30 },
  zone: 'Europe/Berlin',
  by: 'day',
  groupBy: ['Feature'],
  where: [{ name: 'Feature', values: ['a', 'b*'] }],
  measures: ['Max in use'],
  chart: 'lines',
  chartMeasure: 'Max in use',
  compare: 'previous',
}
const layout: ViewLayout = {
  order: ['Time', 'Feature'],
  widths: { Feature: 240 },
  hidden: [],
  left: ['Feature'],
  right: [],
  sort: [{ id: 'Time', direction: 'desc' }],
  filter: { Feature: { filterType: 'text', type: 'contains', filter: 'a' } },
}
const create = (name: string) => core.api['views.create']({ name, isPinned: false, shape, layout })
const names = async () => (await core.api['views.list']({})).map(({ name }) => name)

test('views are kept as they were given, the pinned ones first', async () => {
  await create('Busy days')
  const made = await create('Denials')
  expect((await core.api['views.list']({})).find(({ id }) => id === made.id)).toEqual(made)
  await core.api['views.change']({ id: made.id, isPinned: true })
  expect(await names()).toEqual(['Denials', 'Busy days'])
  // They are not among the preferences that every page reads.
  expect(await core.api['preferences.read']({})).toEqual({})
})

test('a name is taken whatever its case', async () => {
  const made = await create('Busy days')
  await expect(create('BUSY days ')).rejects.toMatchObject({ code: 'refused' })
  const other = await create('Denials')
  await expect(core.api['views.change']({ id: other.id, name: 'busy days' })).rejects.toMatchObject({ code: 'refused' })
  await core.api['views.change']({ id: made.id, name: 'Busy Days' })
  expect(await names()).toEqual(['Busy Days', 'Denials'])
})

test('what was removed can be put back, under another name when its own was taken', async () => {
  const made = await create('Busy days')
  const view = await core.api['views.remove']({ id: made.id })
  expect(await names()).toEqual([])
  await create('Busy days')
  expect(await core.api['views.restore']({ view })).toMatchObject({ id: made.id, name: 'Busy days (2)' })
  await expect(core.api['views.remove']({ id: 'gone' })).rejects.toMatchObject({ code: 'not-found' })
})

const exported = async () => {
  const { exportId } = await core.api['views.export']({})
  const written = core.exportFile(exportId)
  return readFile(written?.path ?? '', 'utf8')
}

test('an exported file comes back; names that are taken are asked about first', async () => {
  await create('Busy days')
  await create('Denials')
  const text = await exported()
  const { id } = (await core.api['views.list']({}))[0]!
  await core.api['views.remove']({ id })
  expect(await core.api['views.import']({ text, onClash: 'ask' })).toEqual({
    clashes: ['Denials'],
    imported: 0,
    skipped: 0,
  })
  expect(await names()).toEqual(['Denials'])
  expect(await core.api['views.import']({ text, onClash: 'skip' })).toMatchObject({ imported: 1, skipped: 1 })
  expect(await core.api['views.import']({ text, onClash: 'keep-both' })).toMatchObject({ imported: 2 })
  expect(await names()).toEqual(['Busy days', 'Busy days (2)', 'Denials', 'Denials (2)'])
  expect(await core.api['views.import']({ text, onClash: 'replace' })).toMatchObject({ imported: 2 })
  expect((await core.api['views.list']({}))[0]).toMatchObject({ shape, layout })
})

test('what is wrong with a file is said, and where', async () => {
  await create('Busy days')
  const file = JSON.parse(await exported())
  const why = (change: (given: typeof file) => void): string => {
    const broken = structuredClone(file)
    change(broken)
    try {
      readViewFile(JSON.stringify(broken))
      return 'nothing'
    } catch (error) {
      return (error as Error).message.replace('The file was not imported, and no view was changed. ', '')
    }
  }
  expect(why(() => {})).toBe('nothing')
  expect(why((it) => (it.views[0].shape.by = 'decade'))).toBe(
    'view 1 (Busy days) › shape › by: it must be "hour" or "day" or "week" or "month" or "total".',
  )
  expect(why((it) => delete it.views[0].layout.order)).toBe('view 1 (Busy days) › layout › order: it is missing.')
  expect(why((it) => (it.views[0].owner = 'me'))).toBe('view 1 (Busy days): owner is not known.')
  expect(why((it) => it.views.push(it.views[0]))).toBe('It holds two views named Busy days.')
  expect(why((it) => (it.version = 2))).toMatch(/newer version/)
  expect(why((it) => (it.lictor = 'map'))).toMatch(/does not hold saved views/)
  expect(() => readViewFile('{\n"lictor": oops')).toThrow(/It is not JSON/)
})
