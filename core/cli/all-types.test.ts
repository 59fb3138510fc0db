import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dataTypes } from '../data-types/catalogue.ts'
import { endTest, temporaryFolder } from '../database/database-fixture.ts'
import { isDocumentImporter } from '../importers/importer.ts'
import { importers } from '../importers/registry.ts'
import type { Core } from '../open-core.ts'
import { importInto, openConsole, reportLines } from './console-fixture.ts'

// Fourteen small files, one for each kind of input, and the maps that give names, groups and prices. What each of the 70 types says of
// them stands in all-types/expected.json and was checked by hand against the files: they hold a handful of uses, at round times of one day.
// UPDATE_ALL_TYPES=1 writes it anew: compare it with the inputs before you keep it.
const folder = join(import.meta.dirname, 'all-types')
const filesIn = (name: string): string[] =>
  readdirSync(join(folder, name))
    .sort()
    .map((file) => join(folder, name, file))

let core: Core
beforeAll(async () => {
  core = await openConsole(join(await temporaryFolder(), 'lictor.db'))
  const imported = await importInto(core, filesIn('inputs'))
  expect(imported.map(({ fileName, state, rejected }) => [fileName, state, rejected])).toEqual(
    imported.map(({ fileName }) => [fileName, 'finished', 0]),
  )
  await core.api['maps.import']({ files: filesIn('maps').map((path) => ({ path })) })
  await core.idle()
}, 60_000)
afterAll(async () => {
  await core.close()
  await endTest()
})

test('each of the 70 types says of the files what was checked by hand', { timeout: 60_000 }, async () => {
  const told: { [type: string]: readonly string[] } = {}
  for (const { id } of dataTypes) told[id] = await reportLines(core, id)
  const path = join(folder, 'expected.json')
  if (process.env.UPDATE_ALL_TYPES === '1') writeFileSync(path, `${JSON.stringify(told, null, 1)}\n`)
  expect(told).toEqual(JSON.parse(readFileSync(path, 'utf8')))
  expect(Object.entries(told).filter(([, lines]) => lines.length === 0)).toEqual([])
})

test('each type is fed by some format, and the core says which', async () => {
  const types = await core.api['reports.types']({})
  expect(types.filter(({ inputs }) => inputs.length === 0).map(({ id }) => id)).toEqual([])
  expect(types.filter(({ hasData }) => !hasData).map(({ id }) => id)).toEqual([])
  const numbers = new Set(dataTypes.map(({ id }) => id))
  for (const { format, feeds } of importers)
    expect(
      feeds.filter((id) => !numbers.has(id)),
      format,
    ).toEqual([])
})

test('a file of every format is told by its content and imported', { timeout: 60_000 }, async () => {
  const cases = join(import.meta.dirname, '../importers')
  const own = await openConsole(join(await temporaryFolder(), 'lictor.db'))
  try {
    for (const importer of importers) {
      const { format, title } = importer
      if (isDocumentImporter(importer)) continue
      const name = readdirSync(join(cases, format, 'testcases')).find(
        (one) => !/bad|damaged|cannot|undated|unknown/.test(one),
      )
      const folder = join(cases, format, 'testcases', name ?? '')
      const input = readdirSync(folder).find((file) => file.startsWith('input.')) ?? ''
      const [record] = await importInto(own, [join(folder, input)], { zone: 'UTC', startDate: '2026-03-02' })
      expect([record?.format, record?.state, (record?.facts ?? 0) > 0], `${format}: ${record?.outcome}`).toEqual([
        title,
        'finished',
        true,
      ])
    }
  } finally {
    await own.close()
  }
})
